// SPDX-License-Identifier: Apache-2.0
//
// The circle and the sphere: how mean directions and the option cosine are read, and identities
// that tie the families to each other and to elementary functions.
#include <gtest/gtest.h>

#include "oracle/families/words.hpp"
#include "oracle/mpfr_env.hpp"
#include "oracle/oracle.hpp"

namespace kloracle {
namespace {

distribution directed(const std::string& family, const std::vector<number>& mean_direction,
                      const number& kappa) {
  return {family, {{"mean_direction", mean_direction}, {"kappa", {kappa}}}};
}

distribution on_sphere(const std::string& family, const number& dimension, const number& kappa) {
  return {family, {{"dimension", {dimension}}, {"kappa", {kappa}}}};
}

distribution uniform(const number& dimension) {
  return {"spherical_uniform", {{"dimension", {dimension}}}};
}

distribution on_circle(const number& mu, const number& kappa) {
  return {"von_mises", {{"mu", {mu}}, {"kappa", {kappa}}}};
}

answer ask(quantity what, const distribution& p, const std::optional<distribution>& q = {},
           const std::optional<number>& cosine = {}) {
  problem x{what, p, q};
  x.cosine = cosine;
  if (what == quantity::renyi) x.order = number::parse("3/2");
  return evaluate(x, {.condition = false, .enclosure_bits = 80});
}

void expect_exact(const std::string& rational, const answer& a) {
  EXPECT_EQ(name(a.state), "exact") << a.argument << ' ' << a.reason;
  EXPECT_EQ(a.rational, rational);
}

void expect_same(const answer& a, const answer& b) {
  ASSERT_TRUE(a.bounds && b.bounds) << a.reason << ' ' << b.reason;
  EXPECT_TRUE(overlap(a.bounds->bounds(), b.bounds->bounds())) << a.decimal << ' ' << b.decimal;
  EXPECT_EQ(a.hex, b.hex);
}

void expect_value(const interval& value, const interval& found) {
  EXPECT_TRUE(overlap(value, found));
  EXPECT_TRUE(narrower_than(found, 60));
}

void expect_value(const interval& value, const answer& a) {
  ASSERT_TRUE(a.bounds) << a.argument << ' ' << a.reason;
  expect_value(value, a.bounds->bounds());
}

void expect_blamed(const std::string& argument, const answer& a) {
  EXPECT_EQ(name(a.state), "undefined");
  EXPECT_EQ(a.argument, argument) << a.reason;
}

const char* const with_direction[] = {"von_mises_fisher", "power_spherical"};

TEST(Directions, AreEqualExactlyWhateverTheirLengths) {
  const mpfr_env env;
  const number third = number::parse("1/3");
  for (const char* family : with_direction) {
    const distribution p = directed(family, {third, 1, number(-2)}, 3);
    const distribution q = directed(family, {1, 3, number(-6)}, 3);
    expect_exact("0", ask(quantity::kl, p, q));
    expect_exact("0", ask(quantity::hellinger, p, q));
    expect_exact("0", ask(quantity::kl, on_sphere(family, 3, 2), on_sphere(family, 3, 2)));
  }
}

TEST(Directions, DoNotMatterToTheUniformDistribution) {
  const mpfr_env env;
  expect_exact("0", ask(quantity::kl, on_circle(1, 0), on_circle(2, 0)));
  for (const char* family : with_direction) {
    const distribution p = directed(family, {1, 2, 3}, 0);
    expect_exact("0", ask(quantity::kl, p, directed(family, {3, 2, 1}, 0)));
    expect_exact("0", ask(quantity::kl, p, on_sphere(family, 3, 0)));
    expect_exact("0", ask(quantity::kl, p, uniform(3)));
    expect_exact("0", ask(quantity::kl, uniform(3), p));
    const distribution q = on_sphere(family, 3, 2);
    expect_same(ask(quantity::kl, p, q), ask(quantity::kl, uniform(3), q));
    expect_same(ask(quantity::kl, q, p), ask(quantity::kl, q, uniform(3)));
  }
  expect_exact("0", ask(quantity::renyi, uniform(7), uniform(7)));
}

TEST(Directions, AreAsGoodAsTheirCosine) {
  const mpfr_env env;
  const number cosine = number::parse("3/5");
  const distribution p = directed("von_mises_fisher", {1, 0, 0, 0}, 2);
  const distribution q = directed("von_mises_fisher", {3, 0, 4, 0}, 5);
  const distribution a = on_sphere("von_mises_fisher", 4, 2);
  const distribution b = on_sphere("von_mises_fisher", 4, 5);
  for (const quantity what : {quantity::kl, quantity::reverse_kl, quantity::jeffreys,
                              quantity::cross_entropy, quantity::renyi, quantity::hellinger,
                              quantity::chi_squared, quantity::chernoff_information}) {
    expect_same(ask(what, p, q), ask(what, a, b, cosine));
  }
  const distribution power = directed("power_spherical", {1, 0, 0, 0}, 2);
  expect_same(ask(quantity::kl, power, q),
              ask(quantity::kl, on_sphere("power_spherical", 4, 2), b, cosine));
}

// kappa = 2 on both sides, opposite: kl = 2 kappa A(kappa), and A(kappa) = coth(kappa) - 1/kappa in
// three dimensions. ln(sinh(kappa)/kappa) is what the uniform distribution is away.
TEST(VonMisesFisher, IsElementaryInThreeDimensions) {
  const mpfr_env env;
  const interval two(2L, 200);
  const interval sinh_of_two = ldexp(exp(two) - exp(-two), -1);
  const interval cosh_of_two = ldexp(exp(two) + exp(-two), -1);
  const interval mean = cosh_of_two / sinh_of_two - inv(two);
  const distribution p = on_sphere("von_mises_fisher", 3, 2);
  expect_value(ldexp(mean, 2), ask(quantity::kl, p, p, number(-1)));
  expect_value(log(sinh_of_two / two), ask(quantity::kl, uniform(3), p));
}

TEST(VonMisesFisher, InThePlaneIsVonMises) {
  const mpfr_env env;
  const distribution p = on_sphere("von_mises_fisher", 2, 3);
  const distribution q = on_sphere("von_mises_fisher", 2, 0.5);
  for (const quantity what : {quantity::kl, quantity::renyi, quantity::bhattacharyya_distance}) {
    expect_same(ask(what, p, q), ask(what, on_circle(1, 3), on_circle(1, 0.5)));
  }
  expect_same(ask(quantity::entropy, p), ask(quantity::entropy, on_circle(0, 3)));
}

// In three dimensions t = mu.x has the density (1 + t)^kappa on a segment: with kappa_p = 2 and
// kappa_q = 3, kl = G(3) - G(2) - G'(2), G(kappa) = kappa ln 2 - ln(kappa + 1).
TEST(PowerSpherical, IsElementaryInThreeDimensions) {
  const mpfr_env env;
  const interval value = interval(Q(1, 3), 200) + log(interval(Q(3, 4), 200));
  expect_value(value, ask(quantity::kl, on_sphere("power_spherical", 3, 2),
                          on_sphere("power_spherical", 3, 3)));
}

interval slope_of_word(const Q& v, const interval& s) {
  tape steps;
  const taped x = steps.variable(s);
  return steps.slopes(log_normalised_bessel_i_of_square(v, x))[0];
}

// The word is concave in s (its slope A(x)/(2x), x = sqrt(s), decreases): a chord is no steeper
// than the tangent on its left and no less steep than the one on its right.
TEST(BesselOfSquare, HasTheSlopesOfItsChords) {
  const mpfr_env env;
  const mpfr_prec_t bits = 200;
  for (const Q& v : {Q(0), Q(1, 2), Q(7)}) {
    const interval start(0L, bits);
    expect_value(interval(Q(1 / (4 * v + 4)), bits), slope_of_word(v, start));
    for (const Q& s : {Q(0), Q(1, 1000000), Q(2), Q(1000000)}) {
      const interval left(s, bits);
      const interval right(Q(s + Q(1, 64)), bits);
      const interval chord = (log_normalised_bessel_i_of_square(v, right) -
                              log_normalised_bessel_i_of_square(v, left)) *
                             Q(64);
      EXPECT_TRUE(certainly_lt(chord, slope_of_word(v, left)));
      EXPECT_TRUE(certainly_lt(slope_of_word(v, right), chord));
      EXPECT_TRUE(overlap(chord, slope_of_word(v, hull(left, right))));
      EXPECT_TRUE(overlap(chord, slope_of_word(v, hull(-left, right))));
    }
  }
}

TEST(SphereFaults, AreBlamedOnTheirPlace) {
  const mpfr_env env;
  const char* const fisher = "von_mises_fisher";
  const distribution p = on_sphere(fisher, 3, 2);
  const distribution along = directed(fisher, {0, 0, 1}, 2);
  expect_blamed("p.dimension", ask(quantity::entropy, on_sphere(fisher, 1, 2)));
  expect_blamed("p.dimension", ask(quantity::entropy, uniform(1)));
  expect_blamed("p.mean_direction", ask(quantity::entropy, directed(fisher, {1}, 2)));
  expect_blamed("p.mean_direction", ask(quantity::entropy, directed(fisher, {0, 0}, 2)));
  expect_blamed("q.dimension", ask(quantity::kl, p, on_sphere(fisher, 4, 2)));
  expect_blamed("q.dimension", ask(quantity::kl, p, uniform(4)));
  expect_blamed("q.mean_direction", ask(quantity::kl, along, directed(fisher, {0, 1}, 2)));
  expect_blamed("q.mean_direction", ask(quantity::kl, p, along));
  expect_blamed("q.dimension", ask(quantity::kl, along, p));
  const distribution power = on_sphere("power_spherical", 3, 2);
  expect_blamed("q", ask(quantity::kl, power, power, number::parse("1/2")));
  expect_blamed("quantity", ask(quantity::kl, p, power));
}

TEST(SphereFaults, TheCosineIsTakenWhereItMeansSomething) {
  const mpfr_env env;
  const distribution p = on_sphere("von_mises_fisher", 3, 2);
  const distribution along = directed("von_mises_fisher", {0, 0, 1}, 2);
  const number half = number::parse("1/2");
  for (const char* beyond : {"2", "-1.5", "inf", "nan"}) {
    expect_blamed("cosine", ask(quantity::kl, p, p, number::parse(beyond)));
  }
  expect_blamed("cosine", ask(quantity::entropy, p, {}, half));
  expect_blamed("cosine", ask(quantity::kl, along, along, half));
  expect_blamed("cosine", ask(quantity::kl, p, uniform(3), half));
  expect_blamed("cosine", ask(quantity::kl, on_circle(0, 1), on_circle(0, 2), half));
  expect_blamed("cosine", ask(quantity::kl, categorical({1, 2}), categorical({1, 1}), half));
  expect_exact("0", ask(quantity::kl, p, p, number(1)));
}

}  // namespace
}  // namespace kloracle
