// SPDX-License-Identifier: Apache-2.0
//
// The guises of a word agree: what is written out has the enclosure that the intervals give, and
// signs decided by algebra are those of the numbers.
#include <gtest/gtest.h>

#include "oracle/families/words.hpp"
#include "oracle/mpfr_env.hpp"

namespace kloracle {
namespace {

constexpr mpfr_prec_t bits = 300;

void expect_same(const closed_form& written, const interval& enclosed, const std::string& what) {
  ASSERT_FALSE(written.is_open()) << what;
  const interval value = enclose(written, bits);
  EXPECT_TRUE(overlap(value, enclosed)) << what;
  EXPECT_TRUE(value.contains_zero() || narrower_than(value, bits - 40)) << what;
}

TEST(Words, GammaIsWrittenOutAtIntegersAndHalves) {
  const mpfr_env env;
  for (long twice = 1; twice <= 41; ++twice) {
    const Q x(twice, 2);
    const std::string at = " at " + x.str();
    expect_same(lgamma(closed_form(x)), lgamma(interval(x, bits)), "lgamma" + at);
    expect_same(digamma(closed_form(x)), digamma(interval(x, bits)), "digamma" + at);
  }
  for (const Q& x : {Q(1, 3), Q(0), Q(-1), Q(5, 4), Q(1000000)}) {
    EXPECT_TRUE(lgamma(closed_form(x)).is_open()) << x;
    EXPECT_TRUE(digamma(closed_form(x)).is_open()) << x;
  }
}

TEST(Words, MultivariateGammaIsWrittenOutWhereEveryTermIs) {
  const mpfr_env env;
  for (const long d : {1L, 2L, 3L, 6L}) {
    const Q x(d + 4, 2);
    const std::string at = " of " + std::to_string(d);
    expect_same(log_multivariate_gamma(d, closed_form(x)),
                log_multivariate_gamma(d, interval(x, bits)), "lgamma" + at);
    expect_same(multivariate_digamma(d, closed_form(x)), multivariate_digamma(d, interval(x, bits)),
                "digamma" + at);
  }
}

TEST(Words, OthersAreWrittenOutAtZeroOnly) {
  const mpfr_env env;
  const interval zero(0L, bits);
  const closed_form nothing(Q(0));
  expect_same(softplus(nothing), softplus(zero), "softplus");
  expect_same(sigmoid(nothing), sigmoid(zero), "sigmoid");
  expect_same(log_sigmoid(nothing), log_sigmoid(zero), "log_sigmoid");
  expect_same(erf(nothing), erf(zero), "erf");
  expect_same(erfc(nothing), erfc(zero), "erfc");
  expect_same(cos(nothing), cos(zero), "cos");
  expect_same(sin(nothing), sin(zero), "sin");
  expect_same(continuous_bernoulli_mean(nothing), continuous_bernoulli_mean(zero), "mean");
  expect_same(continuous_bernoulli_normaliser(nothing), continuous_bernoulli_normaliser(zero),
              "normaliser");
  for (const auto& open :
       {softplus(closed_form(1)), sigmoid(closed_form(1)), erf(closed_form(1)), cos(closed_form(1)),
        continuous_bernoulli_mean(closed_form(1)), pi(nothing)}) {
    EXPECT_TRUE(open.is_open());
  }
}

// cos and sin of intervals contain those of every point of it, and are narrow for narrow ones.
TEST(Words, CosineAndSineContainTheirPoints) {
  const mpfr_env env;
  for (const Q& x : {Q(-10), Q(0), Q(1, 3), Q(22, 7), Q(1000000)}) {
    for (const Q& h : {Q(0), power_of_two(-60), Q(1, 10), Q(3)}) {
      const interval wide = hull(interval(x, bits), interval(Q(x + h), bits));
      for (long k = 0; k <= 8; ++k) {
        const interval point(Q(x + h * k / 8), bits);
        EXPECT_TRUE(overlap(cos(wide), cos(point)) && overlap(sin(wide), sin(point)));
        const interval one = sqr(cos(point)) + sqr(sin(point));
        EXPECT_TRUE(one.contains(1) && narrower_than(one, bits - 40));
      }
    }
  }
  const interval line = interval::entire(bits);
  EXPECT_TRUE(cos(line).contains(1) && cos(line).contains(-1) && !cos(line).contains(2));
}

TEST(ClosedForm, ExponentialsOfLogarithmsAreProducts) {
  const mpfr_env env;
  const closed_form x = log(closed_form(Q(5, 3))) * closed_form(Q(7, 2)) + closed_form(Q(1, 9));
  expect_same(exp(x), exp(enclose(x, bits)), "exp");
  expect_same(expm1(x), expm1(enclose(x, bits)), "expm1");
  EXPECT_EQ(exp(log(closed_form(Q(5, 3))) * closed_form(Q(2))).is_open(), false);
  const decision square = decide(exp(log(closed_form(Q(5, 3))) * closed_form(Q(2))), unit::nats);
  EXPECT_EQ(square.verdict, rationality::rational);
  EXPECT_EQ(square.value, Q(25, 9));
  EXPECT_TRUE(exp(closed_form::euler()).is_open());
  EXPECT_TRUE(exp(exp(closed_form(1))).is_open());
}

// Constants cancel or leave the value undecided, and are scaled like logarithms.
TEST(ClosedForm, ConstantsThatStayLeaveTheValueUndecided) {
  const mpfr_env env;
  const closed_form g = closed_form::euler();
  const closed_form lp = closed_form::log_pi();
  EXPECT_EQ(decide(g + closed_form(1), unit::nats).verdict, rationality::unknown);
  EXPECT_EQ(decide(lp, unit::bits).verdict, rationality::unknown);
  const closed_form gone =
      (g * closed_form(Q(3)) + lp) - (lp + closed_form(Q(3)) * g) + closed_form(Q(5, 7));
  EXPECT_EQ(decide(gone, unit::nats).value, Q(5, 7));
  EXPECT_EQ(gone.rational_value(), Q(5, 7));
  EXPECT_TRUE((g * g).is_open());
  EXPECT_TRUE((g * lp).is_open());
  EXPECT_FALSE((closed_form(Q(0)) * g).has_constants());
  EXPECT_TRUE(log(g).is_open());
  EXPECT_TRUE(pow(g, Q(2)).is_open());
  EXPECT_TRUE((closed_form(1) / g).is_open());
  EXPECT_TRUE(abs(g).is_open());
  EXPECT_EQ(decide_root(g, unit::nats).verdict, rationality::unknown);
  EXPECT_EQ(decide_logarithm(g, 1, unit::nats).verdict, rationality::unknown);
  EXPECT_EQ(decide_exponential(g).verdict, rationality::unknown);
  const interval both = enclose(g * closed_form(2) - lp, bits);
  EXPECT_TRUE(overlap(both, const_euler(bits) * Q(2) - log(const_pi(bits))));
}

TEST(ClosedForm, SignsAreThoseOfTheNumbers) {
  const mpfr_env env;
  const auto log_of = [](const Q& x) { return log(closed_form(x)); };
  EXPECT_EQ(sign(log_of(2) - closed_form(Q(693147, 1000000))), 1);
  EXPECT_EQ(sign(log_of(2) - closed_form(Q(693148, 1000000))), -1);
  EXPECT_EQ(sign(log_of(8) - log_of(2) * closed_form(3)), 0);
  EXPECT_EQ(sign(sqrt(closed_form(2)) * sqrt(closed_form(8)) - closed_form(4)), 0);
  EXPECT_EQ(sign(closed_form::euler() - closed_form(Q(577215, 1000000))), 1);
  EXPECT_EQ(sign(closed_form::log_pi() - closed_form(Q(1144730, 1000000))), -1);
  EXPECT_EQ(sign(closed_form(0)), 0);
  EXPECT_EQ(sign(closed_form::open()), std::nullopt);
  EXPECT_EQ(sign(exp(closed_form(power_of_two(-400))) - closed_form(1)), 1);
}

}  // namespace
}  // namespace kloracle
