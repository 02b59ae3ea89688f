// SPDX-License-Identifier: Apache-2.0
//
// Arb computes the special functions by its own algorithms. Every member of an interval is asked
// about at a precision where Arb's ball is much narrower than our enclosure: then meeting it is
// being inside it.
#include <gtest/gtest.h>
#if __has_include(<acb.h>)
#include <acb.h>
#include <arb.h>
#include <arb_hypgeom.h>
#else
#include <flint/acb.h>  // FLINT 3
#include <flint/arb.h>
#include <flint/arb_hypgeom.h>
#endif

#include "tests/oracle/arb_ball.hpp"
#include "tests/oracle/special_operands.hpp"

namespace kloracle {
namespace {

using second_opinion::ball;

class SpecialArb : public testing::Test {
 public:
  static void TearDownTestSuite() { flint_cleanup(); }

 private:
  const mpfr_env environment_;
};

ball ball_at(mpfr_srcptr x, slong bits) {
  ball result(bits);
  arf_set_mpfr(arb_midref(result.p()), x);  // exact
  return result;
}

ball number(long n, const ball& like) {
  return ball(Q(n), like.bits());
}

ball expm1(const ball& x) {
  return lifted(x, arb_expm1);
}

ball negated(const ball& x) {
  return number(0, x) - x;
}

ball arb_trigamma(const ball& x) {
  acb_t one, argument, value;
  acb_init(one);
  acb_init(argument);
  acb_init(value);
  acb_one(one);
  acb_set_arb(argument, x.p());
  acb_polygamma(value, one, argument, x.bits());
  ball result(x.bits());
  acb_get_real(result.p(), value);
  acb_clear(one);
  acb_clear(argument);
  acb_clear(value);
  return result;
}

// As defined, but where e^x would be out of Arb's reach.
ball arb_softplus(const ball& x) {
  if (arb_is_positive(x.p())) return x + log1p(exp(negated(x)));
  return log1p(exp(x));
}

ball arb_sigmoid(const ball& x) {
  return number(1, x) / (number(1, x) + exp(negated(x)));
}

ball arb_normaliser(const ball& x) {
  if (arb_is_zero(x.p())) return x;
  if (arb_is_positive(x.p())) return x + log(negated(expm1(negated(x))) / x);
  return log(expm1(x) / x);
}

ball arb_mean(const ball& x) {
  return number(0, x) - number(1, x) / expm1(negated(x)) - number(1, x) / x;
}

// e^x / (e^x - 1)^2 does not change when x becomes -x.
ball arb_variance(const ball& x) {
  const ball low = arb_is_positive(x.p()) ? negated(x) : x;
  return number(1, x) / (x * x) - exp(low) / (expm1(low) * expm1(low));
}

struct opinion {
  std::string name;
  std::function<ball(const ball&)> arb;
};

std::vector<opinion> opinions() {
  return {{"erf", [](const ball& x) { return lifted(x, arb_hypgeom_erf); }},
          {"erfc", [](const ball& x) { return lifted(x, arb_hypgeom_erfc); }},
          {"lgamma", [](const ball& x) { return lifted(x, arb_lgamma); }},
          {"digamma", [](const ball& x) { return lifted(x, arb_digamma); }},
          {"trigamma", arb_trigamma},
          {"softplus", arb_softplus},
          {"sigmoid", arb_sigmoid},
          {"continuous_bernoulli_normaliser", arb_normaliser},
          {"continuous_bernoulli_mean", arb_mean},
          {"continuous_bernoulli_variance", arb_variance}};
}

// The formulas here cancel twice as many bits as x is below 1.
slong enough_bits(mpfr_srcptr x, mpfr_prec_t bits) {
  const mpfr_exp_t below = mpfr_regular_p(x) ? std::max<mpfr_exp_t>(0, -mpfr_get_exp(x)) : 0;
  return 2 * bits + 2 * below + 100;
}

// How many members were judged, and how many by a ball narrow enough to tell adjacent numbers.
struct tally {
  long members = 0;
  long told = 0;
};

void judge(const interval& z, mpfr_srcptr x, const opinion& by, tally& judged) {
  const ball narrow = by.arb(ball_at(x, enough_bits(x, z.bits())));
  ++judged.members;
  if (!arb_is_finite(narrow.p())) return;
  if (arb_rel_accuracy_bits(narrow.p()) > z.bits() + 10) ++judged.told;
  ASSERT_TRUE(second_opinion::overlap(narrow, z)) << by.name << " at " << hex_of(x) << text_of(z);
}

// The functions that run out of MPFR's exponents do so far outside, where Arb's balls are wide too.
void expect_agreement(const named_function& function, const opinion& arb, long trials) {
  ASSERT_EQ(function.name, arb.name);
  random_source random(61);
  tally judged;
  for (long n = 0; n < trials; ++n) {
    const interval x = draw_special(random, 2 + random.below(300), function.positive);
    const interval z = function.f(x);
    ASSERT_TRUE(invariant_holds(z));
    ASSERT_EQ(z.bits(), x.bits());
    for (const real& member : members(x, random)) judge(z, member.p(), arb, judged);
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_GT(judged.told, judged.members / 2) << function.name;
}

TEST_F(SpecialArb, AgreesAtPointsAndOverIntervals) {
  const auto functions = functions_of_one_argument();
  const auto balls = opinions();
  ASSERT_EQ(functions.size(), balls.size());
  for (std::size_t i = 0; i < functions.size(); ++i) expect_agreement(functions[i], balls[i], 2000);
}

// Around the minimum of ln Gamma, at every width.
TEST_F(SpecialArb, AgreesOnLgammaAroundItsMinimum) {
  random_source random(62);
  tally judged;
  const opinion& arb = opinions()[2];
  for (long n = 0; n < 2000; ++n) {
    const mpfr_prec_t bits = 3 + random.below(250);
    const interval x = interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
      mpfr_set_d(lo, 0x1.762d86356be3fp+0, MPFR_RNDD);
      mpfr_set(hi, lo, MPFR_RNDN);
      const mpfr_exp_t exponent = -random.below(bits);
      mpfr_t step;
      mpfr_init2(step, bits);
      set_scaled(step, random, exponent);
      mpfr_sub(lo, lo, step, MPFR_RNDD);
      set_scaled(step, random, exponent - random.below(3));
      mpfr_add(hi, hi, step, MPFR_RNDU);
      mpfr_clear(step);
    });
    for (const real& member : members(x, random)) judge(lgamma(x), member.p(), arb, judged);
    ASSERT_FALSE(HasFatalFailure());
  }
  EXPECT_EQ(judged.told, judged.members);
}

// What special.cpp says of x0 in binary64: psi < 0 at the first, > 0 at the second, and ln Gamma is
// above the third everywhere (convex, it is above its tangents; where they meet is the lowest).
TEST_F(SpecialArb, TheMinimumOfLgammaIsWhereTheSourceSaysItIs) {
  const ball left(Q(0x1.762d86356be3fp+0), 300);
  const ball right(Q(0x1.762d86356be40p+0), 300);
  const ball slope = lifted(left, arb_digamma);
  EXPECT_TRUE(arb_is_negative(slope.p()));
  EXPECT_TRUE(arb_is_positive(lifted(right, arb_digamma).p()));
  const ball lowest = lifted(left, arb_lgamma) + slope * (right - left);
  EXPECT_TRUE(arb_is_positive((lowest - ball(Q(-0.1214862905358497), 300)).p()));
}

// scale * x^power times something in [0, 1], for x > 0.
bool is_fraction_of(const ball& remainder, const Q& scale, const ball& x, ulong power) {
  ball bound(x.bits());
  arb_pow_ui(bound.p(), x.p(), power, x.bits());
  const ball theta = remainder / (bound * ball(scale, x.bits()));
  return !arb_is_negative(theta.p()) && !arb_is_positive((theta - number(1, x)).p());
}

// The remainders that the sources use are far below the last bit of what they add them to: no
// result could tell them from wrong ones. So the inequalities themselves are asked about.
TEST_F(SpecialArb, TheRemaindersNearZeroAreBounded) {
  for (int k = 0; k <= 60; ++k) {
    const ball x(Q(3) / power_of_two(k), 1000);
    const ball square = x * x;
    const auto times = [&](const Q& factor, const ball& y) { return ball(factor, 1000) * y; };
    ball euler(1000);
    arb_const_euler(euler.p(), 1000);
    const ball next = x + number(1, x);
    EXPECT_TRUE(is_fraction_of(lifted(next, arb_lgamma) + euler * x, 1, x, 2)) << k;
    EXPECT_TRUE(is_fraction_of(lifted(next, arb_digamma) + euler, 2, x, 1)) << k;
    const ball normaliser = arb_normaliser(x) - times(Q(1, 2), x) - times(Q(1, 24), square);
    EXPECT_TRUE(is_fraction_of(normaliser, Q(-1, 2880), x, 4)) << k;
    const ball mean = arb_mean(x) - ball(Q(1, 2), 1000) - times(Q(1, 12), x);
    EXPECT_TRUE(is_fraction_of(mean, Q(-1, 720), x, 3)) << k;
    const ball variance = arb_variance(x) - ball(Q(1, 12), 1000) + times(Q(1, 240), square);
    EXPECT_TRUE(is_fraction_of(variance, Q(1, 6048), x, 4)) << k;
  }
}

TEST_F(SpecialArb, ConstantsAreAdjacentNumbersAroundArbs) {
  for (mpfr_prec_t bits = 1; bits <= 300; ++bits) {
    ball pi(2 * bits + 100);
    ball euler(2 * bits + 100);
    arb_const_pi(pi.p(), pi.bits());
    arb_const_euler(euler.p(), euler.bits());
    EXPECT_TRUE(second_opinion::overlap(pi, const_pi(bits)));
    EXPECT_TRUE(second_opinion::overlap(euler, const_euler(bits)));
    EXPECT_TRUE(ends_equal_or_adjacent(const_pi(bits)) && !const_pi(bits).is_point());
    EXPECT_TRUE(ends_equal_or_adjacent(const_euler(bits)) && !const_euler(bits).is_point());
  }
}

}  // namespace
}  // namespace kloracle
