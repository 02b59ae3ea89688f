// SPDX-License-Identifier: Apache-2.0
//
// Slopes of the tape against difference quotients. For f smooth on [x, x + h] the mean value
// theorem puts (f(x + h) - f(x))/h among the slopes over the interval [x, x + h]: so the slope
// enclosure over that interval must meet the quotient's enclosure, and at a point it must be near.
#include <gtest/gtest.h>

#include <functional>

#include "oracle/families/words.hpp"
#include "oracle/mpfr_env.hpp"

namespace kloracle {
namespace {

constexpr mpfr_prec_t bits = 400;

struct word_of_one {
  const char* name;
  std::function<taped(const taped&)> on_tape;
  std::function<interval(const interval&)> plain;
  std::vector<Q> at;
};

// Both guises of a word spelt the same.
#define WORD(spelling, ...)                                                                        \
  word_of_one {                                                                                    \
#spelling,                                                                                     \
        [](const taped& x) { return spelling(x); }, [](const interval& x) { return spelling(x); }, \
    {                                                                                              \
      __VA_ARGS__                                                                                  \
    }                                                                                              \
  }

const std::vector<word_of_one>& words() {
  static const std::vector<Q> line{Q(-7, 2), Q(-1, 3), Q(1, 5), Q(2), Q(19, 2)};
  static const std::vector<word_of_one> all{
      WORD(exp, Q(-7, 2), Q(1, 5), Q(2)),
      WORD(expm1, Q(-7, 2), Q(1, 5), Q(2)),
      WORD(log, Q(1, 5), Q(1), Q(9)),
      WORD(log1p, Q(-1, 3), Q(1, 5), Q(9)),
      WORD(sqrt, Q(1, 5), Q(2)),
      WORD(sqr, Q(-7, 2), Q(2)),
      WORD(abs, Q(-7, 2), Q(2)),
      WORD(lgamma, Q(1, 7), Q(3, 2), Q(40)),
      WORD(digamma, Q(1, 7), Q(3, 2), Q(40)),
      WORD(erf, Q(-7, 2), Q(1, 5), Q(2)),
      WORD(erfc, Q(-7, 2), Q(1, 5), Q(2)),
      WORD(softplus, Q(-7, 2), Q(1, 5), Q(19, 2)),
      WORD(sigmoid, Q(-7, 2), Q(1, 5), Q(19, 2)),
      WORD(log_sigmoid, Q(-7, 2), Q(1, 5), Q(19, 2)),
      WORD(cos, Q(-7, 2), Q(1, 5), Q(100)),
      WORD(sin, Q(-7, 2), Q(1, 5), Q(100)),
      WORD(continuous_bernoulli_normaliser, Q(-7, 2), Q(1, 500), Q(19, 2)),
      WORD(continuous_bernoulli_mean, Q(-7, 2), Q(1, 500), Q(19, 2)),
  };
  return all;
}

interval over(const Q& x, const Q& h) {
  return hull(interval(x, bits), interval(Q(x + h), bits));
}

void expect_mean_value(const word_of_one& word, const Q& x, const Q& h) {
  tape steps;
  const taped value = word.on_tape(steps.variable(over(x, h)));
  const interval slope = steps.slopes(value)[0];
  const interval quotient =
      (word.plain(interval(Q(x + h), bits)) - word.plain(interval(x, bits))) / h;
  EXPECT_TRUE(overlap(slope, quotient)) << word.name << " at " << x << " over " << h;
  EXPECT_TRUE(overlap(value.value(), word.plain(interval(x, bits)))) << word.name;
}

TEST(Taped, EveryWordKeepsTheMeanValueTheorem) {
  const mpfr_env env;
  for (const word_of_one& word : words()) {
    for (const Q& x : word.at) {
      for (const long step : {2, 10, 60}) expect_mean_value(word, x, power_of_two(-step));
    }
  }
}

// A slope enclosure over a narrow interval is narrow: not merely true, but of use.
TEST(Taped, SlopesAreNarrowOnNarrowIntervals) {
  const mpfr_env env;
  for (const word_of_one& word : words()) {
    for (const Q& x : word.at) {
      tape steps;
      const interval slope = steps.slopes(word.on_tape(steps.variable(interval(x, bits))))[0];
      EXPECT_TRUE(narrower_than(slope, bits / 2)) << word.name << " at " << x;
    }
  }
}

// d/dx and d/dy of (x y - x/y) exp(x - 3 y) + x^2, against the derivative written out by hand.
TEST(Taped, ChainsThroughSeveralSteps) {
  const mpfr_env env;
  tape steps;
  const interval a(Q(3, 7), bits);
  const interval b(Q(5, 3), bits);
  const taped x = steps.variable(a);
  const taped y = steps.variable(b);
  const taped f = (x * y - x / y) * exp(x - y * Q(3)) + sqr(x);
  const interval e = exp(a - b * Q(3));
  const auto slopes = steps.slopes(f);
  ASSERT_EQ(slopes.size(), 2U);
  const interval core = a * b - a / b;
  EXPECT_TRUE(overlap(slopes[0], (b - inv(b) + core) * e + a * Q(2)));
  EXPECT_TRUE(overlap(slopes[1], (a + a / sqr(b) - core * Q(3)) * e));
}

TEST(Taped, VariablesThatDoNotMatterHaveSlopeZero) {
  const mpfr_env env;
  tape steps;
  const taped x = steps.variable(interval(2L, bits));
  const taped y = steps.variable(interval(3L, bits));
  const auto slopes = steps.slopes(exp(y));
  EXPECT_TRUE(slopes[0].is_point() && slopes[0].contains_zero());
  EXPECT_TRUE(certainly_positive(slopes[1]));
  const auto constant = steps.slopes(taped(interval(5L, bits)) + Q(1));
  EXPECT_TRUE(constant[1].is_point() && constant[1].contains_zero());
  EXPECT_TRUE(overlap(x.value(), interval(2L, bits)));
}

TEST(Taped, TheKinkOfAbsHasEverySlope) {
  const mpfr_env env;
  tape steps;
  const interval slope = steps.slopes(abs(steps.variable(interval(0L, bits))))[0];
  EXPECT_TRUE(slope.contains(Q(-1)) && slope.contains(Q(1)));
}

TEST(Taped, BesselWordsKeepTheMeanValueTheorem) {
  const mpfr_env env;
  for (const Q& v : {Q(0), Q(1, 2), Q(7), Q(63, 2)}) {
    const word_of_one both[] = {{"log_normalised_bessel_i",
                                 [v](const taped& x) { return log_normalised_bessel_i(v, x); },
                                 [v](const interval& x) { return log_normalised_bessel_i(v, x); },
                                 {}},
                                {"bessel_ratio",
                                 [v](const taped& x) { return bessel_ratio(v, x); },
                                 [v](const interval& x) { return bessel_ratio(v, x); },
                                 {}}};
    for (const word_of_one& word : both) {
      for (const Q& x : {Q(0), Q(1, 100), Q(3), Q(500)}) {
        expect_mean_value(word, x, power_of_two(-10));
      }
    }
  }
}

}  // namespace
}  // namespace kloracle
