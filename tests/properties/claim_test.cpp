// SPDX-License-Identifier: Apache-2.0
//
// Bounds that a function puts on its own error: kept, broken, useless. Values and errors are
// rational here, so that what is due is known without the oracle.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "oracle/exact.hpp"
#include "properties/verdict.hpp"
#include "tests/properties/format_steps.hpp"
#include "tests/properties/scripted_subject.hpp"

namespace kloracle {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
const double nan_value = std::nan("");

// Total variation of (1/2, 1/2) and (1/2 - x, 1/2 + x): x, exactly.
reference distance(double x) {
  problem what{quantity::total_variation, categorical({0.5, 0.5}), categorical({0.5 - x, 0.5 + x})};
  return {std::move(what), binary64};
}

claim claimed(reference truth, double returned, double bound) {
  return judge(truth, returned, bound).claimed;
}

TEST(Claim, NothingIsSaidWhereNothingIsClaimed) {
  reference truth = distance(0.25);
  EXPECT_EQ(judge(truth, 0.25).claimed, claim::none);
}

TEST(Claim, TheBoundIsKeptUpToTheErrorItselfAndBrokenBelow) {
  for (const double x : {0.25, 0x1p-20, 0.125 + 0x1p-50}) {
    for (const double y : {stepped(binary64, x, 1), stepped(binary64, x, -3), x * (1 + 0x1p-40)}) {
      const double error = std::abs(y - x);  // exact: Sterbenz
      EXPECT_EQ(claimed(distance(x), y, error), claim::kept);
      EXPECT_EQ(claimed(distance(x), y, stepped(binary64, error, 1)), claim::kept);
      EXPECT_EQ(claimed(distance(x), y, stepped(binary64, error, -1)), claim::broken);
      EXPECT_EQ(claimed(distance(x), y, 0), claim::broken);
    }
    EXPECT_EQ(claimed(distance(x), x, 0), claim::kept);
  }
}

TEST(Claim, MoreThanHalfOfTheBitsIsUseless) {
  const double ulp = 0x1p-54;  // of 0.25
  const double half = std::sqrt(0x1p53) * ulp;
  EXPECT_EQ(claimed(distance(0.25), 0.25, half * 0.999), claim::kept);
  EXPECT_EQ(claimed(distance(0.25), 0.25, half * 1.001), claim::useless);
  EXPECT_EQ(claimed(distance(0.25), 0.25, infinity), claim::useless);
  EXPECT_EQ(claimed(distance(0.25), 0.75, 0.25), claim::broken);
  EXPECT_EQ(claimed(distance(0.25), 0.75, 0.5), claim::useless);
}

TEST(Claim, OfTheValueZeroAnyBoundMayBeOfUse) {
  EXPECT_EQ(claimed(distance(0), 0x1p-60, 0x1p-60), claim::kept);
  EXPECT_EQ(claimed(distance(0), 0x1p-60, 0x1p-61), claim::broken);
}

TEST(Claim, NanAndNegativeBoundsAreNoBounds) {
  EXPECT_EQ(claimed(distance(0.25), 0.25, nan_value), claim::broken);
  EXPECT_EQ(claimed(distance(0.25), 0.25, -0x1p-1074), claim::broken);
}

TEST(Claim, NanAndInfinityHaveNoFiniteError) {
  EXPECT_EQ(claimed(distance(0.25), nan_value, 1), claim::broken);
  EXPECT_EQ(claimed(distance(0.25), infinity, 1e300), claim::broken);
  reference infinite(problem{quantity::kl, categorical({0.5, 0.5}), categorical({1, 0})}, binary64);
  EXPECT_EQ(judge(infinite, infinity, 0).claimed, claim::kept);
  EXPECT_EQ(judge(infinite, 7, 1e300).claimed, claim::broken);
  EXPECT_EQ(judge(infinite, 7, infinity).claimed, claim::useless);
}

// ln 2 is irrational: the enclosure has to tell, however near the bound is to the error.
TEST(Claim, AnIrrationalErrorIsDecidedByTheEnclosure) {
  const auto truth = [] {
    return reference(problem{quantity::kl, categorical({1, 0}), categorical({0.5, 0.5})}, binary64);
  };
  const double ln2 = 0x1.62e42fefa39efp-1;
  const double error = 0x1.abc9e3b39803fp-56;  // |ln 2 - ln2| to 53 bits, from below
  EXPECT_EQ(claimed(truth(), ln2, error), claim::broken);
  EXPECT_EQ(claimed(truth(), ln2, stepped(binary64, error, 1)), claim::kept);
}

TEST(Claim, TheGradeDoesNotDependOnIt) {
  for (const double bound : {0.0, 1.0, infinity, nan_value}) {
    reference truth = distance(0.25);
    EXPECT_EQ(judge(truth, 0.25, bound).is, grade::correctly_rounded);
  }
}

// A summary counts them, and a broken one passes no gate.
TEST(Claim, ABrokenOnePassesNoGate) {
  offered_function f = offered_in(quantity::kl, semantics::normalised);
  f.claims_error = true;
  for (const auto& [bound, broken, useless] :
       {std::tuple(0.0, true, false), {infinity, false, true}}) {
    scripted_subject who(
        {f}, [bound = bound](const offered_function& g, const format& in, const sample& s) {
          response r = right_answer(g, in, s);
          r.value *= 1.5;
          r.claimed_error = bound;
          return r;
        });
    const function_summary s = recorded_check(who, few_cases()).summaries.at(0);
    EXPECT_EQ(s.claims_broken > s.cases() / 2, broken);
    EXPECT_EQ(s.claims_useless == s.cases(), useless);
    EXPECT_EQ(s.reaches(grade::wrong), !broken);
  }
}

}  // namespace
}  // namespace kloracle
