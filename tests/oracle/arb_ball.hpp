// SPDX-License-Identifier: Apache-2.0
//
// Arb balls as values, and what a ball proves about roundings. Nothing here uses the oracle's own
// intervals or its rounding: that is the point of a second opinion.
#pragma once

#include <arb.h>
#include <mpfr.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include "oracle/exact.hpp"
#include "oracle/format.hpp"
#include "oracle/interval.hpp"
#include "oracle/vocabulary.hpp"

namespace kloracle::second_opinion {

/// An arb_t that owns itself and knows its working precision. A result has the left operand's.
class ball {
 public:
  explicit ball(slong bits) : bits_(bits) { arb_init(x_); }
  ball(const Q& x, slong bits) : ball(bits) {
    fmpq_t exact_value;
    fmpq_init(exact_value);
    fmpq_set_mpq(exact_value, x.backend().data());
    arb_set_fmpq(x_, exact_value, bits);
    fmpq_clear(exact_value);
  }
  ball(const ball& other) : ball(other.bits_) { arb_set(x_, other.x_); }
  ball(ball&& other) noexcept : ball(other.bits_) { arb_swap(x_, other.x_); }
  ball& operator=(ball other) noexcept {
    arb_swap(x_, other.x_);
    std::swap(bits_, other.bits_);
    return *this;
  }
  ~ball() { arb_clear(x_); }

  arb_ptr p() { return x_; }
  arb_srcptr p() const { return x_; }
  slong bits() const { return bits_; }

 private:
  arb_t x_;
  slong bits_;
};

template <class Operation>
ball lifted(const ball& x, Operation operation) {
  ball result(x.bits());
  operation(result.p(), x.p(), x.bits());
  return result;
}

template <class Operation>
ball lifted(const ball& x, const ball& y, Operation operation) {
  ball result(x.bits());
  operation(result.p(), x.p(), y.p(), x.bits());
  return result;
}

inline ball operator+(const ball& x, const ball& y) {
  return lifted(x, y, arb_add);
}
inline ball operator-(const ball& x, const ball& y) {
  return lifted(x, y, arb_sub);
}
inline ball operator*(const ball& x, const ball& y) {
  return lifted(x, y, arb_mul);
}
inline ball operator/(const ball& x, const ball& y) {
  return lifted(x, y, arb_div);
}
inline ball log(const ball& x) {
  return lifted(x, arb_log);
}
inline ball log1p(const ball& x) {
  return lifted(x, arb_log1p);
}
inline ball exp(const ball& x) {
  return lifted(x, arb_exp);
}
inline ball sqrt(const ball& x) {
  return lifted(x, arb_sqrtpos);
}

inline ball in_unit(const ball& nats, unit in) {
  if (in == unit::nats) return nats;
  return nats / log(ball(in == unit::bits ? 2 : 10, nats.bits()));
}

/// One end of a ball, exactly.
class ball_end {
 public:
  enum side { lower, upper };
  ball_end(const ball& x, side which) {
    arf_init(x_);
    constexpr slong bits = 1 << 16;  // more than any ball here has: the end is exact
    which == lower ? arb_get_lbound_arf(x_, x.p(), bits) : arb_get_ubound_arf(x_, x.p(), bits);
  }
  explicit ball_end(mpfr_srcptr x) {
    arf_init(x_);
    arf_set_mpfr(x_, x);
  }
  ball_end(const ball_end&) = delete;
  ball_end& operator=(const ball_end&) = delete;
  ~ball_end() { arf_clear(x_); }

  arf_srcptr p() const { return x_; }

 private:
  arf_t x_;
};

inline bool overlap(const ball& x, const interval& y) {
  return arf_cmp(ball_end(x, ball_end::lower).p(), ball_end(y.hi()).p()) <= 0 &&
         arf_cmp(ball_end(x, ball_end::upper).p(), ball_end(y.lo()).p()) >= 0;
}

/// (-1)^negative * m * 2^e, m > 0.
struct dyadic {
  bool negative;
  Z m;
  long e;
};

/// x, or a number that rounds as x does where x is far outside the format. x is not 0.
inline dyadic as_dyadic(const ball_end& x, const format& f) {
  dyadic result{arf_sgn(x.p()) < 0, 1, f.emax + 3};
  if (arf_cmpabs_2exp_si(x.p(), f.emax + 3) >= 0) return result;
  result.e = f.emin - f.precision - 3;
  if (arf_cmpabs_2exp_si(x.p(), result.e) < 0) return result;
  fmpz_t mantissa, exponent;
  fmpz_init(mantissa);
  fmpz_init(exponent);
  arf_get_fmpz_2exp(mantissa, exponent, x.p());
  fmpz_abs(mantissa, mantissa);
  fmpz_get_mpz(result.m.backend().data(), mantissa);
  result.e = fmpz_get_si(exponent);
  fmpz_clear(mantissa);
  fmpz_clear(exponent);
  return result;
}

/// m / 2^drop as an integer in direction d.
inline Z rounded_shift(const dyadic& x, unsigned long drop, direction d) {
  const Z unit_in_last_place = Z(1) << drop;
  const Z kept = x.m >> drop;
  const Z rest = x.m - (kept << drop);
  const int half = Z(2 * rest).compare(unit_in_last_place);
  const bool away_from_zero =
      (d == direction::nearest_even && (half > 0 || (half == 0 && bit_test(kept, 0)))) ||
      (d == direction::nearest_away && half >= 0) ||
      (d == direction::upward && rest != 0 && !x.negative) ||
      (d == direction::downward && rest != 0 && x.negative);
  return away_from_zero ? Z(kept + 1) : kept;
}

/// x rounded to the format by integer arithmetic; an infinity is written +-2^(emax + 1).
inline Q rounded(const ball_end& x, const format& f, direction d) {
  if (arf_is_zero(x.p())) return 0;
  const dyadic from = as_dyadic(x, f);
  const long top = static_cast<long>(msb(from.m)) + from.e;
  const long last = std::max<long>(top, f.emin) - f.precision + 1;
  const Z m = last > from.e ? rounded_shift(from, static_cast<unsigned long>(last - from.e), d)
                            : Z(from.m << static_cast<unsigned long>(from.e - last));
  Q result = Q(m) * power_of_two(last);
  const bool never_infinite =
      d == direction::toward_zero || d == (from.negative ? direction::upward : direction::downward);
  const Q infinity = power_of_two(f.emax + 1);
  if (result >= infinity) {
    result = never_infinite ? Q(infinity - power_of_two(f.emax - f.precision + 1)) : infinity;
  }
  return from.negative ? Q(-result) : result;
}

/// x to N significant decimal digits; nullopt where MPFR's default exponent range would not do.
inline std::optional<Q> to_digits(const ball_end& x, int digits, direction d) {
  if (arf_is_zero(x.p())) return Q(0);
  constexpr slong widest = 200000;
  if (arf_cmpabs_2exp_si(x.p(), widest) >= 0 || arf_cmpabs_2exp_si(x.p(), -widest) < 0) return {};
  mpfr_t exactly;
  mpfr_init2(exactly, std::max<slong>(arf_bits(x.p()), MPFR_PREC_MIN));
  arf_get_mpfr(exactly, x.p(), MPFR_RNDN);
  const mpfr_rnd_t how = d == direction::upward        ? MPFR_RNDU
                         : d == direction::downward    ? MPFR_RNDD
                         : d == direction::toward_zero ? MPFR_RNDZ
                                                       : MPFR_RNDN;  // ties are not for balls
  mpfr_exp_t point = 0;
  char* text = mpfr_get_str(nullptr, &point, 10, static_cast<std::size_t>(digits), exactly, how);
  const long exponent = point - digits;
  Q result(Z{text});
  const Q scale(pow(Z(10), static_cast<unsigned>(std::abs(exponent))));
  mpfr_free_str(text);
  mpfr_clear(exactly);
  return exponent < 0 ? Q(result / scale) : Q(result * scale);
}

}  // namespace kloracle::second_opinion
