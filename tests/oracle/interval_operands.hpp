// SPDX-License-Identifier: Apache-2.0
//
// What the interval tests share: random operands drawn by exponent, endpoints as exact rationals,
// and the predicates that say what an enclosure must be.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>

#include "oracle/interval.hpp"
#include "oracle/mpfr_env.hpp"

namespace kloracle {

/// Raw outputs of a fixed-seed engine: the same operands on every machine.
class random_source {
 public:
  explicit random_source(std::uint64_t seed) : engine_(seed) {}
  std::uint64_t word() { return engine_(); }
  long below(long n) { return static_cast<long>(engine_() % static_cast<std::uint64_t>(n)); }
  bool one_in(long n) { return below(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

/// Narrows MPFR's exponent range to its default, inside an mpfr_env.
class default_exponent_range {
 public:
  default_exponent_range() {
    mpfr_set_emin(MPFR_EMIN_DEFAULT);
    mpfr_set_emax(MPFR_EMAX_DEFAULT);
  }
  default_exponent_range(const default_exponent_range&) = delete;
  default_exponent_range& operator=(const default_exponent_range&) = delete;

 private:
  mpfr_env outer_;
};

/// A positive integer: short, or of `length` bits and beside a power of two, or random.
inline Z draw_mantissa(random_source& random, long length) {
  const Z top = Z(1) << static_cast<unsigned long>(length - 1);
  switch (random.below(4)) {
    case 0:
      return Z(1 + random.below(255));
    case 1:
      return 2 * top - 1 - (length > 1 ? random.below(2) : 0);
    case 2:
      return top + random.below(2);
    default:
      break;
  }
  Z bits = 0;
  for (long filled = 0; filled < length; filled += 64) bits = (bits << 64) + Z(random.word());
  return top + bits % top;
}

inline void set_scaled(mpfr_ptr x, random_source& random, mpfr_exp_t exponent) {
  const Z mantissa = draw_mantissa(random, mpfr_get_prec(x));
  mpfr_set_z_2exp(x, mantissa.backend().data(), exponent - bit_length(mantissa), MPFR_RNDZ);
}

/// 1 + 2^-k or 1 - 2^-k, as far as the precision can tell it from 1.
inline void set_near_one(mpfr_ptr x, random_source& random) {
  mpfr_set_si_2exp(x, random.one_in(2) ? 1 : -1, -1 - random.below(mpfr_get_prec(x)), MPFR_RNDZ);
  mpfr_add_ui(x, x, 1, MPFR_RNDZ);
}

/// Beside the argument at which exp overflows; its negative is where exp underflows.
inline void set_near_overflow_of_exp(mpfr_ptr x, random_source& random) {
  mpfr_const_log2(x, MPFR_RNDZ);
  mpfr_mul_si(x, x, mpfr_get_emax(), MPFR_RNDZ);
  for (long steps = random.below(3); steps > 0; --steps) mpfr_nextabove(x);
}

/// A number >= 0 of one of the regions in which arithmetic and the functions behave differently.
inline void draw_magnitude(mpfr_ptr x, random_source& random) {
  switch (random.below(10)) {
    case 0:
      return mpfr_set_zero(x, 1);
    case 1:
      return set_scaled(x, random, mpfr_get_emin() + random.below(400));
    case 2:
      return set_scaled(x, random, mpfr_get_emax() - random.below(400));
    case 3:
      return set_near_one(x, random);
    case 4:
      return set_scaled(x, random, -random.below(400));
    case 5:
      mpfr_set_si(x, 1 + random.below(16), MPFR_RNDZ);
      return;
    case 6:
      return set_near_overflow_of_exp(x, random);
    case 7:
      return set_scaled(x, random, random.below(64));
    default:
      return set_scaled(x, random, random.below(8) - 4);
  }
}

inline void draw_endpoint(mpfr_ptr x, random_source& random) {
  draw_magnitude(x, random);
  if (random.one_in(2)) mpfr_neg(x, x, MPFR_RNDN);
}

/// Points, neighbours, pairs, straddlers of zero, ends at zero and at infinity.
inline interval draw_interval(random_source& random, mpfr_prec_t bits) {
  return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    draw_endpoint(lo, random);
    mpfr_set(hi, lo, MPFR_RNDN);
    const long kind = random.below(10);
    if (kind == 0) return;
    if (kind <= 2) return mpfr_nextabove(hi);
    draw_endpoint(hi, random);
    if (kind == 3) mpfr_set_zero(hi, 1);
    if (kind == 4) mpfr_setsign(hi, hi, mpfr_signbit(lo) == 0, MPFR_RNDN);
    if (kind >= 7) mpfr_setsign(hi, hi, mpfr_signbit(lo), MPFR_RNDN);
    if (mpfr_greater_p(lo, hi)) mpfr_swap(lo, hi);
    if (random.one_in(20)) mpfr_set_inf(lo, -1);
    if (random.one_in(20)) mpfr_set_inf(hi, 1);
  });
}

/// The interval between two binary64 numbers, which are exact at 53 bits.
inline interval between(double lower, double upper, mpfr_prec_t bits = 53) {
  return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set_d(lo, lower, MPFR_RNDD);
    mpfr_set_d(hi, upper, MPFR_RNDU);
  });
}

inline real copy_of(mpfr_srcptr x) {
  real copy(mpfr_get_prec(x));
  mpfr_set(copy.p(), x, MPFR_RNDN);
  return copy;
}

/// A finite endpoint, exactly.
inline Q rational_of(mpfr_srcptr x) {
  Z mantissa;
  const mpfr_exp_t exponent = mpfr_get_z_2exp(mantissa.backend().data(), x);
  return mpfr_zero_p(x) ? Q(0) : Q(mantissa) * power_of_two(exponent);
}

inline std::string hex_of(mpfr_srcptr x) {
  char* text = nullptr;
  mpfr_asprintf(&text, "%Ra", x);
  std::string copy = text;
  mpfr_free_str(text);
  return copy;
}

inline std::string text_of(const interval& x) {
  return "[" + hex_of(x.lo()) + ", " + hex_of(x.hi()) + "] at " + std::to_string(x.bits()) +
         " bits";
}

inline bool is_negative_zero(mpfr_srcptr x) {
  return mpfr_zero_p(x) && mpfr_signbit(x);
}

/// The class invariant of interval.hpp.
inline bool invariant_holds(const interval& x) {
  return !mpfr_nan_p(x.lo()) && !mpfr_nan_p(x.hi()) && mpfr_lessequal_p(x.lo(), x.hi()) &&
         !(mpfr_inf_p(x.lo()) && mpfr_sgn(x.lo()) > 0) &&
         !(mpfr_inf_p(x.hi()) && mpfr_sgn(x.hi()) < 0) && !is_negative_zero(x.lo()) &&
         !is_negative_zero(x.hi()) && mpfr_get_prec(x.lo()) == mpfr_get_prec(x.hi());
}

inline bool same_ends(const interval& x, mpfr_srcptr lower, mpfr_srcptr upper) {
  return mpfr_equal_p(x.lo(), lower) && mpfr_equal_p(x.hi(), upper);
}

inline bool same_ends(const interval& x, const interval& y) {
  return same_ends(x, y.lo(), y.hi());
}

/// The ends are one number, or two with none between them: as narrow as an enclosure can be.
inline bool ends_equal_or_adjacent(const interval& x) {
  real next = copy_of(x.lo());
  if (mpfr_equal_p(next.p(), x.hi())) return true;
  mpfr_nextabove(next.p());
  return mpfr_equal_p(next.p(), x.hi()) != 0;
}

}  // namespace kloracle
