// SPDX-License-Identifier: Apache-2.0
#include "oracle/ziv.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "oracle/rounding.hpp"

namespace kloracle {
namespace {

// The nearest double, with the sign of a zero or an infinity kept.
double as_double(const format& f, fp x) {
  if (f.precision > binary64.precision && !x.infinite) {
    const bool negative = x.negative;
    x = round_to(binary64, direction::nearest_even, value(x));
    x.negative = negative;
  }
  return to_double(x);
}

void put_value(answer& a, const target& wanted, const fp& rounded) {
  a.hex = hex(*wanted.to, rounded);
  a.value = as_double(*wanted.to, rounded);
}

// N digits of an exactly known value; "3.0000" is "3" when no digit is lost.
std::string exact_decimal(const Q& value, const target& wanted) {
  std::string decimal = round_decimal(wanted.digits, wanted.rounding, value);
  const bool lossless = round_decimal(wanted.digits, direction::downward, value) ==
                        round_decimal(wanted.digits, direction::upward, value);
  if (!lossless) return decimal;
  const std::size_t e = std::min(decimal.find('e'), decimal.size());
  std::string digits = decimal.substr(0, e);
  if (digits.find('.') == std::string::npos) return decimal;
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits + decimal.substr(e);
}

answer exact_answer(const Q& value_of_problem, const target& wanted, long bits) {
  answer a;
  a.state = status::exact;
  a.bits = bits;
  a.rational = value_of_problem.str();
  const fp rounded = round_to(*wanted.to, wanted.rounding, value_of_problem);
  put_value(a, wanted, rounded);
  a.inexact = rounded.infinite || value(rounded) != value_of_problem;
  const long exponent =
      bit_length(numerator(value_of_problem)) - bit_length(denominator(value_of_problem));
  constexpr long decimal_limit =
      200000;  // printing digits of a wilder number costs more than it tells
  if (std::labs(exponent) < decimal_limit) {
    a.decimal = exact_decimal(value_of_problem, wanted);
  }
  a.bounds.emplace(interval(value_of_problem, std::max(bits, wanted.enclosure_bits + 64)));
  return a;
}

// The loop's state: what has been learnt so far about the value.
class ziv_loop {
 public:
  ziv_loop(const evaluation& e, const target& wanted) : e_(e), wanted_(wanted) {}

  answer run() {
    if (const auto value = e_.known()) return exact_answer(*value, wanted_, starting_bits());
    const long cap = wanted_.precision_cap_bits > 0 ? wanted_.precision_cap_bits
                                                    : default_precision_cap(e_, wanted_);
    for (long bits = std::min(starting_bits(), cap);; bits = std::min(bits + bits / 2 + 16, cap)) {
      bits_ = bits;
      const interval fresh = e_.enclose(bits);
      const std::optional<interval> before = x_;
      x_ = x_ ? meet(*x_, fresh) : fresh;
      stuck_ = before && ((out_of_range(*x_) && same_ends(*before, *x_)) || stalled(*before));
      ++rounds_;
      if (const auto value = only_member(*x_)) return exact_answer(*value, wanted_, bits);
      round_both_ends();
      if (suspicious()) decision_ = e_.decide();
      if (decision_ && decision_->verdict == rationality::rational) {
        if (!x_->contains(decision_->value)) {
          throw std::logic_error("kloracle: exact value outside its enclosure");
        }
        return exact_answer(decision_->value, wanted_, bits);
      }
      if (settled() || bits >= cap || (stuck_ && bits > e_.longest_input_bits())) return finish();
    }
  }

 private:
  // The member of an enclosure that has one only, if it is short enough to be written out.
  static std::optional<Q> only_member(const interval& x) {
    constexpr long told_exponent = 1L << 16;
    if (!x.is_point()) return std::nullopt;
    if (mpfr_zero_p(x.lo())) return Q(0);
    if (std::labs(mpfr_get_exp(x.lo())) > told_exponent) return std::nullopt;
    Z mantissa;
    const auto exponent = static_cast<long>(mpfr_get_z_2exp(mantissa.backend().data(), x.lo()));
    return Q(mantissa) * power_of_two(exponent);
  }

  // An end that no exponent range holds, and that more bits did not move: they never will.
  static bool out_of_range(const interval& x) {
    return mpfr_zero_p(x.lo()) || mpfr_zero_p(x.hi()) || !x.bounded();
  }
  static bool same_ends(const interval& x, const interval& y) {
    return same_end(x.lo(), y.lo()) && same_end(x.hi(), y.hi());
  }
  // Near the exponents' limit more bits change the digits only.
  static bool same_end(mpfr_srcptr x, mpfr_srcptr y) {
    constexpr mpfr_exp_t far = mpfr_exp_t{1} << 60;
    if (mpfr_equal_p(x, y)) return true;
    return mpfr_regular_p(x) && mpfr_regular_p(y) && mpfr_get_exp(x) == mpfr_get_exp(y) &&
           (mpfr_get_exp(x) > far || mpfr_get_exp(x) < -far);
  }

  // More bits halve the width at least, or the enclosure rests on a bound that no bits improve.
  bool stalled(const interval& before) {
    constexpr int enough_rounds = 2;
    if (!before.bounded() || !x_->bounded()) return false;
    real old_width(64);
    real width(64);
    mpfr_sub(old_width.p(), before.hi(), before.lo(), MPFR_RNDN);
    mpfr_sub(width.p(), x_->hi(), x_->lo(), MPFR_RNDN);
    mpfr_mul_2ui(width.p(), width.p(), 1, MPFR_RNDN);
    stalled_rounds_ = mpfr_greater_p(width.p(), old_width.p()) != 0 ? stalled_rounds_ + 1 : 0;
    return stalled_rounds_ >= enough_rounds;
  }

  long starting_bits() const {
    const long of_digits = wanted_.digits * 10L / 3 + 1;  // log2(10) < 10/3
    return std::max({static_cast<long>(wanted_.to->precision), of_digits, wanted_.enclosure_bits}) +
           24 + std::bit_width(e_.size());
  }

  // An unbounded end stands for values as large as one likes, not for infinity; 0 as the end of a
  // value that is not 0 for values as small as one likes, on the other end's side.
  fp round_end(mpfr_srcptr end, mpfr_srcptr other) const {
    if (mpfr_zero_p(end) && !mpfr_zero_p(other) && e_.nonzero()) {
      const Q below = power_of_two(wanted_.to->emin - wanted_.to->precision - 2L);
      return round_to(*wanted_.to, wanted_.rounding, mpfr_sgn(other) < 0 ? Q(-below) : below);
    }
    if (!mpfr_inf_p(end)) return round_to(*wanted_.to, wanted_.rounding, end);
    const Q beyond = power_of_two(wanted_.to->emax + 2L);
    return round_to(*wanted_.to, wanted_.rounding, mpfr_signbit(end) ? Q(-beyond) : beyond);
  }

  void round_both_ends() {
    const fp low = round_end(x_->lo(), x_->hi());
    rounds_alike_ = low == round_end(x_->hi(), x_->lo());
    rounded_ = low;
    decimal_ = round_decimal(wanted_.digits, wanted_.rounding, x_->lo());
    if (decimal_ != round_decimal(wanted_.digits, wanted_.rounding, x_->hi())) decimal_.clear();
  }

  bool may_be_exact() const {  // the value may be the rounded one itself
    return rounds_alike_ && !rounded_.infinite && !(rounded_.m == 0 && e_.nonzero()) &&
           holds(rounded_);
  }

  // Without forming huge powers: a value that is not 0 has a moderate exponent, being of a format.
  bool holds(const fp& x) const { return x.m == 0 ? x_->contains_zero() : x_->contains(value(x)); }

  // A breakpoint of rounding, or 0, stays inside although the enclosure is narrow: ask the algebra.
  bool suspicious() const {
    if (decision_) return false;
    if (rounds_alike_ && !decimal_.empty()) return may_be_exact();
    if (rounds_ < 2) return false;
    if (x_->contains_zero()) return !e_.nonzero();
    return narrower_than(*x_, target_bits() + 16);
  }

  long target_bits() const {
    return std::max<long>(wanted_.to->precision, wanted_.digits * 10L / 3 + 1);
  }

  bool settled() const {
    return rounds_alike_ && !decimal_.empty() &&
           (wanted_.enclosure_bits == 0 || narrower_than(*x_, wanted_.enclosure_bits)) &&
           (!may_be_exact() || decision_);
  }

  answer finish() {
    answer a;
    a.bits = bits_;
    a.bounds.emplace(*x_);
    a.decimal = decimal_;
    if (!rounds_alike_) {
      a.state = status::undecided;
      a.value = std::numeric_limits<double>::quiet_NaN();
      a.reason = "both ends of the enclosure do not round alike at " +
                 std::string(stuck_ ? "" : "the precision cap of ") + std::to_string(bits_) +
                 " bits" + (stuck_ ? ", more would not narrow it" : "") +
                 ", and no theorem decides";
      return a;
    }
    a.state = status::rounded;
    put_value(a, wanted_, rounded_);
    if (rounded_.infinite) {
      a.reason = "the value is finite and beyond the largest " + std::string(wanted_.to->name);
    }
    const bool irrational = decision_ && decision_->verdict == rationality::irrational;
    if (!may_be_exact() || irrational) a.inexact = true;
    return a;
  }

  const evaluation& e_;
  const target& wanted_;
  std::optional<interval> x_;
  std::optional<decision> decision_;
  fp rounded_;
  bool rounds_alike_ = false;
  bool stuck_ = false;
  int stalled_rounds_ = 0;
  std::string decimal_;
  int rounds_ = 0;
  long bits_ = 0;
};

}  // namespace

long default_precision_cap(const evaluation& e, const target& wanted) {
  const long span = std::max<long>(e.longest_input_bits(),
                                   wanted.to->emax - wanted.to->emin + wanted.to->precision);
  const long by_span = 4 * span + 4096 + 4 * wanted.digits + wanted.enclosure_bits;
  // n logarithms of b bits cost about n b^1.5: no more than 2^30 of it.
  constexpr double work_limit = 1L << 30;
  const auto n = static_cast<double>(std::max<std::size_t>(e.size(), 1));
  const auto by_work = static_cast<long>(std::pow(work_limit / n, 2.0 / 3.0));
  return std::max({std::min(by_span, by_work), 4096L, 4 * wanted.digits + wanted.enclosure_bits});
}

answer settle(const evaluation& e, const target& wanted) {
  return ziv_loop(e, wanted).run();
}

}  // namespace kloracle
