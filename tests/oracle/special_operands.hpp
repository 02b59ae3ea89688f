// SPDX-License-Identifier: Apache-2.0
//
// What the tests of the special functions share: arguments over the whole range of binary64, the
// functions by name, and what an enclosure at a point may lose.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "oracle/special.hpp"
#include "tests/oracle/interval_operands.hpp"

namespace kloracle {

using special_function = std::function<interval(const interval&)>;

/// A function, and whether its domain is x > 0 only.
struct named_function {
  std::string name;
  special_function f;
  bool positive;
};

inline std::vector<named_function> functions_of_one_argument() {
  return {{"erf", [](const interval& x) { return erf(x); }, false},
          {"erfc", [](const interval& x) { return erfc(x); }, false},
          {"lgamma", [](const interval& x) { return lgamma(x); }, true},
          {"digamma", [](const interval& x) { return digamma(x); }, true},
          {"trigamma", trigamma, true},
          {"softplus", softplus, false},
          {"sigmoid", sigmoid, false},
          {"continuous_bernoulli_normaliser", continuous_bernoulli_normaliser, false},
          {"continuous_bernoulli_mean", continuous_bernoulli_mean, false},
          {"continuous_bernoulli_variance", continuous_bernoulli_variance, false}};
}

constexpr long lowest_exponent = -1074;
constexpr long highest_exponent = 1023;

/// A positive number: of any binary64's exponent, or of moderate size, or beside a small integer.
inline void draw_argument(mpfr_ptr x, random_source& random) {
  switch (random.below(4)) {
    case 0:
      return set_scaled(x, random,
                        1 + lowest_exponent + random.below(highest_exponent - lowest_exponent + 1));
    case 1:
      set_near_one(x, random);
      return static_cast<void>(mpfr_mul_ui(x, x, 1 + random.below(3), MPFR_RNDN));
    default:
      return set_scaled(x, random, random.below(20) - 8);
  }
}

/// A point, a narrow interval or a wide one; of positive numbers, or of any.
inline interval draw_special(random_source& random, mpfr_prec_t bits, bool positive) {
  const auto draw = [&](mpfr_ptr x) {
    draw_argument(x, random);
    if (!positive && random.one_in(2)) mpfr_neg(x, x, MPFR_RNDN);
  };
  return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    draw(lo);
    mpfr_set(hi, lo, MPFR_RNDN);
    const long kind = random.below(4);
    if (kind == 0) draw(hi);
    if (kind == 1) mpfr_nextabove(hi);
    const double factor = 1 + std::ldexp(1.0, static_cast<int>(-random.below(50)));
    if (kind == 2) mpfr_mul_d(hi, hi, factor, MPFR_RNDN);
    if (mpfr_greater_p(lo, hi)) mpfr_swap(lo, hi);
  });
}

/// Points of x: its ends, and one between them.
inline std::vector<real> members(const interval& x, random_source& random) {
  std::vector<real> result{copy_of(x.lo()), copy_of(x.hi())};
  real between(x.bits());
  mpfr_sub(between.p(), x.hi(), x.lo(), MPFR_RNDD);
  mpfr_mul_d(between.p(), between.p(), std::ldexp(static_cast<double>(random.below(1000)), -10),
             MPFR_RNDD);
  mpfr_add(between.p(), between.p(), x.lo(), MPFR_RNDD);
  result.push_back(between);
  return result;
}

inline interval only(mpfr_srcptr x, mpfr_prec_t bits) {
  return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set(lo, x, MPFR_RNDN);
    mpfr_set(hi, x, MPFR_RNDN);
  });
}

inline interval exactly_at(double x, mpfr_prec_t bits) {
  return interval(Q(x), bits);
}

/// What a caller may count on at a point. Each function here is one to a dozen rounded operations;
/// callers add 24 bits for their own formulas too.
constexpr long most_bits_lost = 24;

/// CPU milliseconds, the best of three runs; one run if it is below the limit anyway.
inline double best_time_ms(const std::function<void()>& call, double limit) {
  double best = HUGE_VAL;
  for (int run = 0; run < 3 && best >= limit; ++run) {
    const std::clock_t start = std::clock();
    call();
    best = std::min(best, 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return best;
}

constexpr double time_limit_ms = 100;  // for any binary64 argument at 256 bits

/// Calls f at a power of two and at a long mantissa of every exponent of binary64, in time.
inline void expect_fast(const named_function& function) {
  random_source random(7);
  const auto expect_fast_at = [&](double x) {
    const interval argument = exactly_at(x, 256);
    const double ms = best_time_ms([&] { function.f(argument); }, time_limit_ms);
    ASSERT_LT(ms, time_limit_ms) << function.name << " at " << x;
  };
  for (long e = lowest_exponent; e <= highest_exponent; ++e) {
    const double power = std::ldexp(1.0, static_cast<int>(e));
    const double longer = power * (1 + std::ldexp(static_cast<double>(random.word() >> 12), -52));
    for (const double x : {power, longer}) {
      expect_fast_at(x);
      if (!function.positive) expect_fast_at(-x);
    }
  }
}

}  // namespace kloracle
