// SPDX-License-Identifier: Apache-2.0
//
// The directed roundings that stand outside interval.cpp: the sensitivities and condition numbers.
#include <gtest/gtest.h>

#include <vector>

#include "oracle/condition.hpp"
#include "oracle/oracle.hpp"
#include "tests/oracle/interval_operands.hpp"

namespace kloracle {
namespace {

class RoundingElsewhere : public testing::Test {
 private:
  const mpfr_env environment_;
};

// With weights 1, 1 and slopes s, t the largest change is |s - t|: move both, oppositely.
TEST_F(RoundingElsewhere, TangentOfFineSlopesRoundsOutwardToItsOwnPrecision) {
  random_source random(71);
  for (long n = 0; n < 2000; ++n) {
    const Q gap = Q(1 + random.below(1L << 50)) * power_of_two(-50);
    gradient_block block;
    block.add(1, interval(Q(1), 60));
    block.add(1, interval(Q(1 + gap), 60));
    const interval change = tangent(block, 8);
    const interval tightest(gap, 8);
    ASSERT_TRUE(same_ends(change, tightest)) << text_of(change) << gap;
  }
}

// Two neighbours of (1/2, 1/2), too close for a value at so few bits.
answer undecided_divergence(long k, long bits) {
  const Q half(1, 2);
  const Q step = power_of_two(-k);
  const auto pair = [&](const Q& shift) {
    return categorical({as_number(half + shift), as_number(half - shift)});
  };
  target wanted;
  wanted.precision_cap_bits = bits;
  return evaluate({.what = quantity::kl, .p = pair(step), .q = pair(-step / 3)}, wanted);
}

// relative >= absolute / |value| for the largest |value|, by multiplication, without rounding.
void expect_lower_bound(const perturbation& change, const interval& value) {
  const interval& relative = change.relative.bounds();
  const Q absolute_lower = rational_of(change.absolute.bounds().lo());
  const Q largest = rational_of(abs(value).hi());
  real next = copy_of(relative.lo());
  mpfr_nextabove(next.p());
  EXPECT_TRUE(mpfr_inf_p(relative.hi())) << text_of(relative);
  EXPECT_LE(rational_of(relative.lo()) * largest, absolute_lower) << text_of(relative);
  EXPECT_GT(rational_of(next.p()) * largest, absolute_lower) << text_of(relative);
}

TEST_F(RoundingElsewhere, ConditionOfAValueThatMayBeZeroIsTheTightestLowerBound) {
  long judged = 0;
  for (long bits = 2; bits <= 40; ++bits) {
    const answer a = undecided_divergence(25, bits);
    if (!a.bounds || !a.bounds->bounds().contains_zero()) continue;
    for (const perturbation& change : a.condition) {
      expect_lower_bound(change, a.bounds->bounds());
      ++judged;
    }
  }
  EXPECT_GT(judged, 0);
}

}  // namespace
}  // namespace kloracle
