// SPDX-License-Identifier: Apache-2.0
//
// Exact rational arithmetic as the judge: endpoints are compared as rationals, never rounded.
#include <gtest/gtest.h>

#include <limits>
#include <optional>

#include "tests/oracle/interval_operands.hpp"

namespace kloracle {
namespace {

class IntervalRational : public testing::Test {
 private:
  const mpfr_env environment_;
};

constexpr long trials = 20000;

// lower <= x <= upper, decided by rationals alone.
bool encloses(const interval& z, const Q& x) {
  const bool above_lower = mpfr_inf_p(z.lo()) || rational_of(z.lo()) <= x;
  const bool below_upper = mpfr_inf_p(z.hi()) || x <= rational_of(z.hi());
  return invariant_holds(z) && above_lower && below_upper;
}

testing::AssertionResult holds(const interval& z, const Q& x) {
  if (encloses(z, x)) return testing::AssertionSuccess();
  return testing::AssertionFailure() << x << " is not in " << text_of(z);
}

// The lower end is the largest number of the precision that is not above x, the upper end the
// smallest not below. x is far from the ends of the exponent range, so only 0 has an end at 0.
bool is_tightest(const interval& z, const Q& x) {
  if (x == 0 || mpfr_zero_p(z.lo()) || mpfr_zero_p(z.hi())) {
    return x == 0 && mpfr_zero_p(z.lo()) && mpfr_zero_p(z.hi());
  }
  real above_lower = copy_of(z.lo());
  mpfr_nextabove(above_lower.p());
  real below_upper = copy_of(z.hi());
  mpfr_nextbelow(below_upper.p());
  return encloses(z, x) && rational_of(above_lower.p()) > x && rational_of(below_upper.p()) < x;
}

testing::AssertionResult tightest(const interval& z, const Q& x) {
  if (is_tightest(z, x)) return testing::AssertionSuccess();
  return testing::AssertionFailure() << text_of(z) << " is not the tightest around " << x;
}

Z draw_integer(random_source& random) {
  const Z magnitude = draw_mantissa(random, 1 + random.below(90));
  return random.one_in(2) ? magnitude : Z(-magnitude);
}

Q draw_rational(random_source& random) {
  if (random.one_in(12)) return 0;
  const Z denominator = random.one_in(3) ? Z(1) : abs(draw_integer(random));
  return Q(draw_integer(random), denominator);
}

// A random interval around x and a rational inside it, now and then at an end.
struct member {
  interval range;
  Q value;
};

member draw_member(random_source& random) {
  const mpfr_prec_t bits = 2 + random.below(70);
  const Q end = draw_rational(random);
  const interval first(end, bits);
  if (random.one_in(3)) return {first, end};
  const Q other = draw_rational(random);
  const Q weight(random.below(9), 8);
  return {hull(first, interval(other, bits)), end + weight * (other - end)};
}

TEST_F(IntervalRational, ConstructionFromSmallFractionsIsTightest) {
  for (mpfr_prec_t bits = 1; bits <= 9; ++bits) {
    for (long numerator = -70; numerator <= 70; ++numerator) {
      for (long denominator = 1; denominator <= 40; ++denominator) {
        const Q x(numerator, denominator);
        ASSERT_TRUE(tightest(interval(x, bits), x)) << bits << " bits";
      }
    }
  }
}

TEST_F(IntervalRational, ConstructionFromRandomNumbersIsTightest) {
  random_source random(21);
  for (long n = 0; n < trials; ++n) {
    const mpfr_prec_t bits = 1 + random.below(100);
    const Q x = draw_rational(random);
    const Z k = draw_integer(random);
    ASSERT_TRUE(tightest(interval(x, bits), x)) << bits << " bits";
    ASSERT_TRUE(tightest(interval(k, bits), Q(k))) << bits << " bits";
  }
}

TEST_F(IntervalRational, ConstructionFromLongIsTightest) {
  random_source random(22);
  for (mpfr_prec_t bits = 1; bits <= 66; ++bits) {
    for (const long x : {0L, 1L, -1L, 3L, -3L, 1000L, std::numeric_limits<long>::max(),
                         std::numeric_limits<long>::min(), static_cast<long>(random.word())}) {
      ASSERT_TRUE(tightest(interval(x, bits), Q(x))) << bits << " bits";
    }
  }
}

TEST_F(IntervalRational, ARepresentableNumberIsAPoint) {
  random_source random(23);
  for (long n = 0; n < trials; ++n) {
    const mpfr_prec_t bits = 1 + random.below(100);
    const Z k = draw_mantissa(random, bits) & ((Z(1) << static_cast<unsigned long>(bits)) - 1);
    EXPECT_TRUE(interval(k, bits).is_point());
    EXPECT_TRUE(interval(Q(k) * power_of_two(random.below(99) - 50), bits).is_point());
  }
}

TEST_F(IntervalRational, ArithmeticContainsEveryExactResult) {
  random_source random(24);
  for (long n = 0; n < trials; ++n) {
    const auto [x, a] = draw_member(random);
    const auto [y, b] = draw_member(random);
    ASSERT_TRUE(holds(x + y, a + b)) << text_of(x) << text_of(y);
    ASSERT_TRUE(holds(x - y, a - b)) << text_of(x) << text_of(y);
    ASSERT_TRUE(holds(x * y, a * b)) << text_of(x) << text_of(y);
    if (b != 0) {
      ASSERT_TRUE(holds(x / y, a / b)) << text_of(x) << text_of(y);
      ASSERT_TRUE(holds(inv(y), 1 / b)) << text_of(y);
    }
  }
}

TEST_F(IntervalRational, ArithmeticWithARationalContainsEveryExactResult) {
  random_source random(25);
  for (long n = 0; n < trials; ++n) {
    const auto [x, a] = draw_member(random);
    const Q b = draw_rational(random);
    ASSERT_TRUE(holds(x + b, a + b)) << text_of(x) << b;
    ASSERT_TRUE(holds(x - b, a - b)) << text_of(x) << b;
    ASSERT_TRUE(holds(x * b, a * b)) << text_of(x) << b;
    if (b != 0) {
      ASSERT_TRUE(holds(x / b, a / b)) << text_of(x) << b;
    }
    ASSERT_EQ((x * b).bits(), x.bits());
  }
}

TEST_F(IntervalRational, SelectionsContainEveryExactResult) {
  random_source random(26);
  for (long n = 0; n < trials; ++n) {
    const auto [x, a] = draw_member(random);
    const auto [y, b] = draw_member(random);
    ASSERT_TRUE(holds(-x, -a));
    ASSERT_TRUE(holds(abs(x), a < 0 ? Q(-a) : a)) << text_of(x);
    ASSERT_TRUE(holds(sqr(x), a * a)) << text_of(x);
    ASSERT_TRUE(holds(min(x, y), a < b ? a : b));
    ASSERT_TRUE(holds(max(x, y), a < b ? b : a));
    ASSERT_TRUE(holds(hull(x, y), a));
    ASSERT_TRUE(holds(hull(x, y), b));
    ASSERT_TRUE(holds(meet(hull(x, y), x), a));
    const long k = random.below(400) - 200;
    ASSERT_TRUE(holds(ldexp(x, k), a * power_of_two(k))) << text_of(x) << k;
  }
}

TEST_F(IntervalRational, SquareRootContainsTheRootOfEverySquare) {
  random_source random(27);
  for (long n = 0; n < trials; ++n) {
    const Q root = abs(draw_rational(random));
    const mpfr_prec_t bits = 1 + random.below(70);
    ASSERT_TRUE(holds(sqrt(interval(Q(root * root), bits)), root));
  }
}

// sqrt(x) >= lower iff x >= lower^2, for lower >= 0.
TEST_F(IntervalRational, SquareRootEndsAreOnTheirSides) {
  random_source random(28);
  for (long n = 0; n < trials; ++n) {
    const Z x = abs(draw_integer(random));
    const interval root = sqrt(interval(x, 100));
    const Q lower = rational_of(root.lo());
    const Q upper = rational_of(root.hi());
    ASSERT_TRUE(lower * lower <= x && x <= upper * upper) << x;
    ASSERT_TRUE(ends_equal_or_adjacent(root)) << x;
  }
}

TEST_F(IntervalRational, ContainsComparesExactly) {
  random_source random(29);
  for (long n = 0; n < trials; ++n) {
    const auto [x, a] = draw_member(random);
    const Q sliver = power_of_two(-400);
    const Q lower = rational_of(x.lo());
    const Q upper = rational_of(x.hi());
    EXPECT_TRUE(x.contains(a) && x.contains(lower) && x.contains(upper)) << text_of(x);
    EXPECT_FALSE(x.contains(lower - sliver) || x.contains(upper + sliver)) << text_of(x);
    EXPECT_EQ(x.contains_zero(), lower <= 0 && 0 <= upper);
    EXPECT_EQ(x.is_point(), lower == upper);
    EXPECT_TRUE(x.bounded());
  }
}

// x/y has no member below 0 when x >= 0 and y >= 0, and so for the other quadrants.
TEST_F(IntervalRational, DivisionByAnEndAtZeroKeepsTheSign) {
  random_source random(30);
  for (long n = 0; n < trials; ++n) {
    const interval x = abs(draw_member(random).range);
    const interval y = hull(abs(draw_member(random).range), interval(0L, 2));
    if (mpfr_zero_p(y.hi())) continue;
    ASSERT_TRUE(mpfr_sgn((x / y).lo()) >= 0) << text_of(x) << text_of(y);
    ASSERT_TRUE(same_ends((-x) / y, -(x / y)) && same_ends(x / (-y), -(x / y)));
    ASSERT_TRUE(same_ends((-x) / (-y), x / y)) << text_of(x) << text_of(y);
  }
}

// a (1/b) with the reciprocal rounded at p bits and the product rounded again: each loses less
// than a relative 2^(1-p), so the lower end is above (1 - 2^(1-p))^2 a/b.
TEST_F(IntervalRational, DivisionByAnEndAtZeroLosesAtMostTwoRoundings) {
  random_source random(31);
  for (long n = 0; n < trials; ++n) {
    const mpfr_prec_t bits = 2 + random.below(70);
    const interval x(Z(1 + random.below(1000)), bits);
    const interval y = hull(interval(Z(1 + random.below(1000)), bits), interval(0L, bits));
    const Q shrink = 1 - power_of_two(1 - bits);
    const Q quotient = rational_of(x.lo()) / rational_of(y.hi());
    const interval z = x / y;
    ASSERT_TRUE(holds(z, quotient) && mpfr_inf_p(z.hi())) << text_of(x) << text_of(y);
    ASSERT_TRUE(rational_of(z.lo()) >= shrink * shrink * quotient) << text_of(x) << text_of(y);
  }
}

}  // namespace
}  // namespace kloracle
