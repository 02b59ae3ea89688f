// SPDX-License-Identifier: Apache-2.0
#include "oracle/oracle.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "oracle/categorical.hpp"
#include "oracle/families/family_quantities.hpp"
#include "oracle/mpfr_env.hpp"
#include "oracle/rounding.hpp"
#include "oracle/ziv.hpp"

namespace kloracle {
namespace {

answer without_value(const no_value& why) {
  answer a;
  a.state = why.state;
  a.argument = why.argument;
  a.reason = why.reason;
  a.value = std::numeric_limits<double>::quiet_NaN();
  return a;
}

answer bad(std::string argument, std::string reason) {
  return without_value({status::undefined, std::move(argument), std::move(reason)});
}

std::string space_names() {
  std::string names;
  for (const space_entry& s : spaces()) names += (names.empty() ? "" : ", ") + std::string(s.name);
  return names;
}

// An empty string, or what is wrong with the distribution as a categorical one.
std::string fault_of(const distribution& d) {
  if (d.family != "categorical") return "is of family " + d.family + " where p is categorical";
  if (space_of(d) == nullptr) return "needs exactly one of " + space_names();
  return "";
}

// x / |value|, unbounded above where |value| may be 0.
interval relative_to(const interval& value, const interval& x) {
  const interval size = abs(value);
  return mpfr_zero_p(size.hi()) ? abs(interval::entire(x.bits())) : x / size;
}

// More bits did not make it narrower by half: no bits will.
bool as_wide(const interval& x, const interval& before) {
  if (!x.bounded() || !before.bounded()) return x.bounded() == before.bounded();
  real width(64);
  real old_width(64);
  mpfr_sub(width.p(), x.hi(), x.lo(), MPFR_RNDN);
  mpfr_sub(old_width.p(), before.hi(), before.lo(), MPFR_RNDN);
  mpfr_mul_2ui(width.p(), width.p(), 1, MPFR_RNDN);
  return mpfr_greater_p(width.p(), old_width.p()) != 0;
}

// Slopes may cancel where the value does not: more bits until they show, within a bound on the
// work. A sensitivity that is exactly 0 stays a tiny interval above 0.
void add_condition(answer& a, const evaluation& e) {
  constexpr mpfr_prec_t bits_limit = 8192;
  constexpr std::size_t work_limit = std::size_t{1} << 22;
  const interval& value = a.bounds->bounds();
  mpfr_prec_t bits = value.bits();
  sensitivity s = e.sensitivities(value, bits);
  constexpr long enough_bits = 8;  // two digits: what a condition number is for
  const auto shown = [&] {
    return narrower_than(s.componentwise, enough_bits) &&
           (!s.tangent || narrower_than(*s.tangent, enough_bits));
  };
  while (!shown() && 4 * bits <= bits_limit &&
         static_cast<std::size_t>(4 * bits) * e.size() <= work_limit) {
    bits *= 4;
    const interval before = s.componentwise;
    s = e.sensitivities(value, bits);
    if (as_wide(s.componentwise, before)) break;
  }
  const auto add = [&](std::string model, const interval& x) {
    a.condition.push_back({std::move(model), enclosure(x), enclosure(relative_to(value, x))});
  };
  add("componentwise", s.componentwise);
  if (s.tangent) add("simplex_tangent", *s.tangent);
  for (auto& [parameter, x] : s.by_parameter) add(std::move(parameter), x);
}

answer settled(const prepared& ready, const target& wanted) {
  if (const auto* none = std::get_if<no_value>(&ready)) return without_value(*none);
  const evaluation& e = *std::get<std::unique_ptr<evaluation>>(ready);
  answer a = settle(e, wanted);
  if (auto where = e.minimiser(a.bits)) a.minimiser.emplace(std::move(*where));
  constexpr long enough_bits = 8;  // of a value that is hardly known there is no condition
  const bool hopeless = a.state == status::undecided && a.bits > e.longest_input_bits() &&
                        !narrower_than(a.bounds->bounds(), enough_bits);
  if (wanted.condition && !hopeless && e.has_sensitivities()) add_condition(a, e);
  return a;
}

answer evaluate_checked(const problem& what, const target& wanted) {
  const quantity_entry& asked = entry(what.what);
  if (asked.of_two != what.q.has_value() && !asked.q_optional) {
    return bad("q", asked.of_two
                        ? std::string("is missing; ") + std::string(asked.name) + " takes p and q"
                        : std::string(asked.name) + " takes p alone");
  }
  if (what.p.family != "categorical") return settled(prepare_families(what), wanted);
  if (const std::string f = fault_of(what.p); !f.empty()) return bad("p", f);
  if (what.q) {
    if (const std::string f = fault_of(*what.q); !f.empty()) return bad("q", f);
  }
  if (!what.q && what.how && entry(*what.how).p != entry(*what.how).q) {
    return bad("q", "is missing; semantics " + std::string(entry(*what.how).name) + " takes two");
  }
  const space_entry& p = *space_of(what.p);
  const space_entry& q = what.q ? *space_of(*what.q) : p;
  const auto how = what.how ? what.how : default_semantics(what.what, p.id, q.id);
  if (!how || !accepts(*how, p.id, q.id)) {
    answer a = bad("semantics",
                   (how ? std::string(entry(*how).name) + " does not take " : "none takes ") +
                       std::string(p.name) + (what.q ? " against " + std::string(q.name) : ""));
    a.how = how;
    return a;
  }
  bool accepted = false;
  for (const semantics s : asked.accepted) accepted = accepted || s == *how;
  const bool softmax =
      p.id == space::logits || (p.id == space::log_probs && *how == semantics::normalised);
  if (softmax) {  // whatever its name, the problem is that of logits
    accepted = false;
    for (const semantics s : asked.accepted) accepted = accepted || s == semantics::logits;
  }
  if (!accepted) {
    answer a = bad("", std::string(asked.name) + " has no meaning here under semantics " +
                           std::string(entry(*how).name) + " of " + std::string(p.name));
    a.how = *how;
    return a;
  }
  answer a = settled(prepare_categorical(what, *how), wanted);
  a.how = *how;
  return a;
}

std::string decimal_of(int digits, direction outward, mpfr_srcptr x) {
  const mpfr_env env;
  return round_decimal(digits, outward, x);
}

// Normalised, whatever the exponent: 0x1.8p+70.
std::string hex_of(mpfr_srcptr x) {
  if (mpfr_zero_p(x)) return "0x0p+0";
  if (mpfr_inf_p(x)) return mpfr_signbit(x) ? "-inf" : "inf";
  Z mantissa;
  const auto exponent = static_cast<long>(mpfr_get_z_2exp(mantissa.backend().data(), x));
  return hex(fp{mpfr_signbit(x) != 0, false, abs(mantissa), exponent});
}

}  // namespace

std::string_view name(status s) {
  switch (s) {
    case status::exact:
      return "exact";
    case status::rounded:
      return "rounded";
    case status::undecided:
      return "undecided";
    case status::plus_infinity:
      return "plus_infinity";
    case status::undefined:
      return "undefined";
  }
  return {};
}

distribution categorical(std::vector<number> values, space in) {
  return {"categorical", {{std::string(entry(in).name), std::move(values)}}};
}

distribution joint(std::vector<number> values, std::vector<std::size_t> shape, space in) {
  return {"categorical", {{std::string(entry(in).name), std::move(values), std::move(shape)}}};
}

enclosure::enclosure(interval bounds)
    : bounds_(std::make_shared<const interval>(std::move(bounds))) {}

std::string enclosure::lower_hex() const {
  return hex_of(bounds_->lo());
}
std::string enclosure::upper_hex() const {
  return hex_of(bounds_->hi());
}
std::string enclosure::lower_decimal(int digits) const {
  return decimal_of(digits, direction::downward, bounds_->lo());
}
std::string enclosure::upper_decimal(int digits) const {
  return decimal_of(digits, direction::upward, bounds_->hi());
}

std::pair<std::string, std::string> enclosure::decimal_pair(int max_digits) const {
  // As many digits as |upper| / width has, and three more to show the width itself.
  int digits = 4;
  if (bounds_->is_point()) {
    digits = max_digits;
  } else if (bounds_->bounded()) {
    const mpfr_env env;
    real width(64);
    mpfr_sub(width.p(), bounds_->hi(), bounds_->lo(), MPFR_RNDN);
    const mpfr_exp_t largest =
        std::max(mpfr_zero_p(bounds_->hi()) ? mpfr_get_emin() : mpfr_get_exp(bounds_->hi()),
                 mpfr_zero_p(bounds_->lo()) ? mpfr_get_emin() : mpfr_get_exp(bounds_->lo()));
    const auto agreeing_bits =
        std::min<mpfr_exp_t>(largest - mpfr_get_exp(width.p()), 4L * max_digits);
    digits = static_cast<int>(agreeing_bits * 3 / 10) + 3;  // log10(2) is just above 3/10
  }
  digits = std::min(digits, max_digits);
  return {lower_decimal(digits), upper_decimal(digits)};
}

answer evaluate(const problem& what, const target& wanted) {
  constexpr int most_digits = 1000000;
  if (wanted.digits < 1 || wanted.digits > most_digits)
    return bad("digits", "is not from 1 to 1000000");
  const mpfr_env env;
  return evaluate_checked(what, wanted);
}

}  // namespace kloracle
