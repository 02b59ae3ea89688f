// SPDX-License-Identifier: Apache-2.0
//
// Every pair of intervals with ends in {-inf, -4, -2, -1, 0, 1, 2, 4, inf}, against the definitions
// written out in doubles, where all of this is exact. Infinite ends are not members.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

#include "tests/oracle/interval_operands.hpp"

namespace kloracle {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

// The set of reals between two doubles.
struct range {
  double lower;
  double upper;

  interval enclosed() const { return between(lower, upper, 8); }
  bool is_zero() const { return lower == 0 && upper == 0; }
  range negated() const { return {-upper, -lower}; }
};

std::vector<range> all_ranges() {
  constexpr double ends[] = {-infinite, -4, -2, -1, 0, 1, 2, 4, infinite};
  std::vector<range> ranges;
  for (const double a : ends) {
    for (const double b : ends) {
      if (a <= b && a < infinite && b > -infinite) ranges.push_back({a, b});
    }
  }
  return ranges;
}

class IntervalGrid : public testing::Test {
 protected:
  template <class Check>
  void for_every_pair(Check check) const {
    for (const range& x : ranges_) {
      for (const range& y : ranges_) check(x, y);
    }
  }
  template <class Check>
  void for_every_range(Check check) const {
    for (const range& x : ranges_) check(x);
  }

 private:
  const mpfr_env environment_;
  const std::vector<range> ranges_ = all_ranges();
};

testing::AssertionResult is_range(const interval& z, const range& set) {
  if (same_ends(z, set.enclosed())) return testing::AssertionSuccess();
  return testing::AssertionFailure()
         << text_of(z) << ", not [" << set.lower << ", " << set.upper << "]";
}

std::string pair_text(const range& x, const range& y) {
  return text_of(x.enclosed()) + " and " + text_of(y.enclosed());
}

double product(double a, double b) {
  return a == 0 || b == 0 ? 0 : a * b;
}

// a/b for b != 0, as a limit where an end is infinite; inf/inf lies between 0 and another corner.
double quotient(double a, double b) {
  return b == infinite || b == -infinite ? 0 : a / b;
}

template <class Corner>
range corners(const range& x, const range& y, Corner corner) {
  const auto [least, largest] = std::minmax({corner(x.lower, y.lower), corner(x.lower, y.upper),
                                             corner(x.upper, y.lower), corner(x.upper, y.upper)});
  return {least, largest};
}

// The hull of all a/b with a in x and b != 0 in y; y is not {0}.
range quotients(const range& x, const range& y) {
  if (x.is_zero()) return {0, 0};
  if (y.lower < 0 && y.upper > 0) return {-infinite, infinite};
  if (y.upper <= 0) return quotients(x.negated(), y.negated());
  if (y.lower > 0) return corners(x, y, quotient);
  return {x.lower < 0 ? -infinite : quotient(x.lower, y.upper),
          x.upper > 0 ? infinite : quotient(x.upper, y.upper)};
}

TEST_F(IntervalGrid, SumsAndDifferencesAreTheSetsOfAllSums) {
  for_every_pair([](const range& x, const range& y) {
    EXPECT_TRUE(is_range(x.enclosed() + y.enclosed(), {x.lower + y.lower, x.upper + y.upper}))
        << pair_text(x, y);
    EXPECT_TRUE(is_range(x.enclosed() - y.enclosed(), {x.lower - y.upper, x.upper - y.lower}))
        << pair_text(x, y);
  });
}

TEST_F(IntervalGrid, ProductsAreTheHullsOfAllProducts) {
  for_every_pair([](const range& x, const range& y) {
    EXPECT_TRUE(is_range(x.enclosed() * y.enclosed(), corners(x, y, product))) << pair_text(x, y);
  });
}

TEST_F(IntervalGrid, ZeroTimesUnboundedIsZero) {
  for_every_range([](const range& x) {
    EXPECT_TRUE(is_range(interval(0L, 8) * x.enclosed(), {0, 0})) << text_of(x.enclosed());
    EXPECT_TRUE(is_range(x.enclosed() * interval(0L, 8), {0, 0})) << text_of(x.enclosed());
  });
}

TEST_F(IntervalGrid, QuotientsAreTheHullsOfAllQuotients) {
  for_every_pair([](const range& x, const range& y) {
    if (y.is_zero()) {
      EXPECT_THROW(x.enclosed() / y.enclosed(), std::domain_error);
    } else {
      EXPECT_TRUE(is_range(x.enclosed() / y.enclosed(), quotients(x, y))) << pair_text(x, y);
    }
  });
}

TEST_F(IntervalGrid, InverseIsTheHullOfAllReciprocals) {
  for_every_range([](const range& x) {
    if (x.is_zero()) return;
    EXPECT_TRUE(is_range(inv(x.enclosed()), quotients({1, 1}, x))) << text_of(x.enclosed());
  });
}

TEST_F(IntervalGrid, AbsoluteValueAndSquareTurnAtZero) {
  for_every_range([](const range& x) {
    const double largest = std::max(-x.lower, x.upper);
    const double least = std::max({0.0, x.lower, -x.upper});
    EXPECT_TRUE(is_range(abs(x.enclosed()), {least, largest})) << text_of(x.enclosed());
    EXPECT_TRUE(is_range(sqr(x.enclosed()), {least * least, largest * largest}));
    EXPECT_TRUE(is_range(-x.enclosed(), x.negated()));
  });
}

TEST_F(IntervalGrid, MinAndMaxAreTakenEndByEnd) {
  for_every_pair([](const range& x, const range& y) {
    EXPECT_TRUE(is_range(min(x.enclosed(), y.enclosed()),
                         {std::min(x.lower, y.lower), std::min(x.upper, y.upper)}));
    EXPECT_TRUE(is_range(max(x.enclosed(), y.enclosed()),
                         {std::max(x.lower, y.lower), std::max(x.upper, y.upper)}));
  });
}

TEST_F(IntervalGrid, HullIsTheSmallestRangeWithBoth) {
  for_every_pair([](const range& x, const range& y) {
    EXPECT_TRUE(is_range(hull(x.enclosed(), y.enclosed()),
                         {std::min(x.lower, y.lower), std::max(x.upper, y.upper)}));
  });
}

TEST_F(IntervalGrid, MeetIsTheCommonPartAndOverlapSaysWhetherThereIsOne) {
  for_every_pair([](const range& x, const range& y) {
    const range common{std::max(x.lower, y.lower), std::min(x.upper, y.upper)};
    EXPECT_EQ(overlap(x.enclosed(), y.enclosed()), common.lower <= common.upper);
    if (common.lower <= common.upper) {
      EXPECT_TRUE(is_range(meet(x.enclosed(), y.enclosed()), common)) << pair_text(x, y);
    } else {
      EXPECT_THROW(meet(x.enclosed(), y.enclosed()), std::logic_error) << pair_text(x, y);
    }
  });
}

TEST_F(IntervalGrid, CertainOrderMeansThatEveryMemberObeysIt) {
  for_every_pair([](const range& x, const range& y) {
    EXPECT_EQ(certainly_lt(x.enclosed(), y.enclosed()), x.upper < y.lower) << pair_text(x, y);
    EXPECT_EQ(certainly_le(x.enclosed(), y.enclosed()), x.upper <= y.lower) << pair_text(x, y);
  });
  for_every_range([](const range& x) {
    EXPECT_EQ(certainly_positive(x.enclosed()), x.lower > 0);
    EXPECT_EQ(certainly_negative(x.enclosed()), x.upper < 0);
  });
}

TEST_F(IntervalGrid, MembershipIsBetweenTheEnds) {
  for_every_range([](const range& x) {
    const interval z = x.enclosed();
    EXPECT_EQ(z.contains_zero(), x.lower <= 0 && 0 <= x.upper);
    EXPECT_EQ(z.bounded(), x.lower > -infinite && x.upper < infinite);
    EXPECT_EQ(z.is_point(), x.lower == x.upper);
    for (const long eighths : {-1000, -33, -32, -16, -8, -1, 0, 1, 8, 15, 16, 32, 33, 1000}) {
      const double value = static_cast<double>(eighths) / 8;
      EXPECT_EQ(z.contains(Q(eighths, 8)), x.lower <= value && value <= x.upper) << text_of(z);
    }
  });
}

// The divisors of [0, c] are the positive ones up to c: the finite end is one quotient, rounded
// once, at the wider precision.
TEST(Interval, DivisionByAnIntervalThatTouchesZeroIsTight) {
  const mpfr_env environment;
  const interval divisor = hull(interval(0L, 2), interval(3L, 2));
  const interval third = interval(1L, 300) / divisor;
  EXPECT_TRUE(mpfr_equal_p(third.lo(), interval(Q(1, 3), 300).lo()));
  EXPECT_TRUE(mpfr_inf_p(third.hi()));
  const interval negative = interval(-1L, 300) / divisor;
  EXPECT_TRUE(mpfr_equal_p(negative.hi(), interval(Q(-1, 3), 300).hi()));
  EXPECT_TRUE(mpfr_inf_p(negative.lo()));
  const interval mirrored = interval(1L, 300) / -divisor;
  EXPECT_TRUE(mpfr_equal_p(mirrored.hi(), negative.hi()));
  EXPECT_TRUE((interval(0L, 300) / divisor).is_point());
}

// Width and magnitude need more bits than the comparison has: it must lean to "not proved".
TEST(Interval, NarrownessIsProvedOrDenied) {
  const mpfr_env environment;
  const auto from_one = [](const Q& width) {
    return hull(interval(1L, 400), interval(Q(1 + width), 400));
  };
  const Q unit = power_of_two(-10);
  EXPECT_TRUE(narrower_than(from_one(unit), 10));
  EXPECT_FALSE(narrower_than(from_one(unit + power_of_two(-200)), 10));
  EXPECT_FALSE(narrower_than(from_one(unit), 11));
  const Q low = 1 + power_of_two(-200);
  const interval above = hull(interval(low, 400), interval(Q(low + unit), 400));
  EXPECT_TRUE(narrower_than(above, 10));
  const Q finest = unit * low;  // exactly 2^-10 of the lower end, which takes 201 bits
  EXPECT_FALSE(narrower_than(
      hull(interval(low, 400), interval(Q(low + finest + power_of_two(-300)), 400)), 10));
  EXPECT_TRUE(narrower_than(interval(0L, 10), 1000));
  EXPECT_FALSE(narrower_than(hull(interval(-1L, 10), interval(1L, 10)), 1));
}

}  // namespace
}  // namespace kloracle
