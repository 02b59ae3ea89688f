// SPDX-License-Identifier: Apache-2.0
#include "oracle/closed_form.hpp"

#include <algorithm>

#include "oracle/special.hpp"

namespace kloracle {
namespace {

constexpr std::size_t size_limit = std::size_t{1} << 20;  // products of one form
constexpr mpfr_prec_t sign_bits_limit = 1L << 14;

bool is_rational(const product& x) {
  return x.radicals.empty() && x.power == 0;
}

product times(const product& x, const product& y) {
  product z{x.coefficient * y.coefficient, x.radicals, x.power + y.power};
  z.radicals.insert(z.radicals.end(), y.radicals.begin(), y.radicals.end());
  return z;
}

product raised(const product& x, const Q& exponent) {
  product z{1, {}, x.power * exponent};
  for (const power& r : x.radicals) z.radicals.push_back({r.base, r.exponent * exponent});
  if (denominator(exponent) == 1 && abs(exponent) <= 2) {  // short powers are formed
    for (Q left = abs(exponent); left > 0; --left) z.coefficient *= x.coefficient;
    if (exponent < 0) z.coefficient = 1 / z.coefficient;
    return z;
  }
  const Z n = numerator(x.coefficient);
  const Z d = denominator(x.coefficient);
  if (n != 1) z.radicals.push_back({n, exponent});
  if (d != 1) z.radicals.push_back({d, -exponent});
  return z;
}

interval enclose(const product& x, mpfr_prec_t bits) {
  if (is_rational(x)) return interval(x.coefficient, bits);
  interval exponent(x.power, bits);
  for (const power& r : x.radicals) {
    exponent = exponent + log(interval(r.base, bits)) * interval(r.exponent, bits);
  }
  return exp(exponent) * interval(x.coefficient, bits);
}

// -1, 0 or 1; nullopt if no precision up to the limit tells.
std::optional<int> sign_of(const std::vector<product>& sum) {
  const auto all = [&](auto holds) { return std::all_of(sum.begin(), sum.end(), holds); };
  if (sum.empty()) return 0;
  if (all([](const product& x) { return x.coefficient > 0; })) return 1;
  if (all([](const product& x) { return x.coefficient < 0; })) return -1;
  for (mpfr_prec_t bits = 128; bits <= sign_bits_limit; bits *= 4) {
    interval total(0L, bits);
    for (const product& x : sum) total = total + enclose(x, bits);
    if (certainly_positive(total)) return 1;
    if (certainly_negative(total)) return -1;
  }
  return std::nullopt;
}

}  // namespace

closed_form::closed_form(Q value) {
  if (value != 0) products_.push_back({std::move(value)});
}

closed_form closed_form::open() {
  closed_form x;
  x.open_ = true;
  return x;
}

closed_form closed_form::euler() {
  closed_form x;
  x.euler_ = 1;
  return x;
}

closed_form closed_form::log_pi() {
  closed_form x;
  x.log_pi_ = 1;
  return x;
}

std::optional<Q> closed_form::rational_value() const {
  if (!plain() || products_.size() > 1) return std::nullopt;
  if (products_.empty()) return Q(0);
  return is_rational(products_[0]) ? std::optional<Q>(products_[0].coefficient) : std::nullopt;
}

closed_form closed_form::exponential(const Q& power) {
  closed_form x(Q(1));
  x.products_[0].power = power;
  return x;
}

// The plain rationals become one, and equal plain exponentials too; what is 0 goes.
void closed_form::tidy() {
  std::vector<product> kept;
  for (product& x : products_) {
    const auto same = std::find_if(kept.begin(), kept.end(), [&](const product& y) {
      return x.radicals.empty() && y.radicals.empty() && x.power == y.power;
    });
    if (same == kept.end()) {
      kept.push_back(std::move(x));
    } else {
      same->coefficient += x.coefficient;
    }
  }
  std::erase_if(kept, [](const product& x) { return x.coefficient == 0; });
  products_ = std::move(kept);
}

closed_form& closed_form::operator+=(const closed_form& y) {
  if (&y == this) return *this += closed_form(y);
  open_ = open_ || y.open_ || products_.size() + y.products_.size() > size_limit;
  if (open_) return *this;
  for (const product& term : y.products_) {
    // Short sums are kept tidy, so that p - q of equal p and q is nothing; long ones only where
    // it costs nothing.
    if (!products_.empty() && is_rational(term) && is_rational(products_.front())) {
      products_.front().coefficient += term.coefficient;
      if (products_.front().coefficient == 0) products_.erase(products_.begin());
    } else if (is_rational(term)) {
      products_.insert(products_.begin(), term);
    } else {
      products_.push_back(term);
    }
  }
  logs_.insert(logs_.end(), y.logs_.begin(), y.logs_.end());
  euler_ += y.euler_;
  log_pi_ += y.log_pi_;
  if (products_.size() <= 4) tidy();
  return *this;
}

closed_form operator-(closed_form x) {
  for (product& term : x.products_) term.coefficient = -term.coefficient;
  for (log_term& term : x.logs_) term.coefficient = -term.coefficient;
  x.euler_ = -x.euler_;
  x.log_pi_ = -x.log_pi_;
  return x;
}

closed_form operator*(const closed_form& x, const closed_form& y) {
  if (x.plain() && x.products_.empty()) return x;
  if (y.plain() && y.products_.empty()) return y;
  if (x.open_ || y.open_ || x.products_.size() * y.products_.size() > size_limit) {
    return closed_form::open();
  }
  closed_form z;
  for (const product& a : x.products_) {
    for (const product& b : y.products_) {
      closed_form term;
      term.products_.push_back(times(a, b));
      z += term;
    }
  }
  // Logarithms and constants are multiplied by rationals only.
  const auto scale = [&](const closed_form& logs, const closed_form& by) {
    if (logs.plain()) return true;
    if (!by.single() || !is_rational(by.products_[0])) return false;
    const Q& factor = by.products_[0].coefficient;
    for (const log_term& t : logs.logs_) {
      z.logs_.push_back({t.coefficient * factor, t.argument});
    }
    z.euler_ += logs.euler_ * factor;
    z.log_pi_ += logs.log_pi_ * factor;
    return true;
  };
  if (!scale(x, y) || !scale(y, x)) return closed_form::open();
  return z;
}

closed_form operator/(const closed_form& x, const closed_form& y) {
  if (!y.single()) return closed_form::open();
  closed_form inverse;
  const product& d = y.products_[0];
  product r = raised({1, d.radicals, d.power}, -1);
  r.coefficient = 1 / d.coefficient;
  inverse.products_.push_back(std::move(r));
  return x * inverse;
}

closed_form pow(const closed_form& x, const Q& exponent) {
  if (!x.single() || x.products_[0].coefficient < 0) return closed_form::open();
  closed_form z;
  z.products_.push_back(raised(x.products_[0], exponent));
  return z;
}

closed_form log(const closed_form& x) {
  if (!x.single() || x.products_[0].coefficient < 0) return closed_form::open();
  const product& of = x.products_[0];
  closed_form z(of.power);
  if (of.coefficient != 1) z.logs_.push_back({1, of.coefficient});
  for (const power& r : of.radicals) z.logs_.push_back({r.exponent, Q(r.base)});
  return z;
}

closed_form abs(const closed_form& x) {
  if (!x.plain()) return closed_form::open();
  const auto sign = sign_of(x.products_);
  if (!sign) return closed_form::open();
  return *sign < 0 ? -x : x;
}

closed_form exp(const closed_form& x) {
  const bool rational =
      x.products_.empty() || (x.products_.size() == 1 && is_rational(x.products_[0]));
  if (x.open_ || x.has_constants() || !rational) return closed_form::open();
  closed_form z = closed_form::exponential(x.products_.empty() ? Q(0) : x.products_[0].coefficient);
  for (const log_term& t : x.logs_) z = z * pow(closed_form(t.argument), t.coefficient);
  return z;
}

std::optional<int> sign(const closed_form& x) {
  const auto of = [](const Q& value) { return value == 0 ? 0 : value > 0 ? 1 : -1; };
  if (x.is_open()) return std::nullopt;
  if (const auto value = x.rational_value()) return of(*value);
  bool asked = false;
  for (mpfr_prec_t bits = 64; bits <= sign_bits_limit; bits *= 4) {
    const interval value = enclose(x, bits);
    if (certainly_positive(value)) return 1;
    if (certainly_negative(value)) return -1;
    if (asked || bits == 64) continue;
    asked = true;  // algebra on suspicion
    const decision d = decide(x, unit::nats);
    if (d.verdict == rationality::rational) return of(d.value);
  }
  return std::nullopt;
}

interval enclose(const closed_form& x, mpfr_prec_t bits) {
  interval total = enclose(log_form{1, 0, x.logs()}, bits);
  if (x.euler_coefficient() != 0) total = total + const_euler(bits) * x.euler_coefficient();
  if (x.log_pi_coefficient() != 0) total = total + log(const_pi(bits)) * x.log_pi_coefficient();
  for (const product& term : x.products()) total = total + enclose(term, bits);
  return total;
}

closed_form from(const log_form& form) {
  closed_form z(form.scale * form.constant);
  for (const log_term& t : form.terms) {
    if (form.scale != 0) z.logs_.push_back({t.coefficient * form.scale, t.argument});
  }
  return z;
}

}  // namespace kloracle
