// SPDX-License-Identifier: Apache-2.0
//
// judge() over random problems whose values are irrational: the oracle's own rounding and what is
// next to it, growing distances, and the answers that are no numbers at all.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "oracle/mpfr_env.hpp"
#include "oracle/rounding.hpp"
#include "tests/oracle/spelled_problems.hpp"
#include "tests/properties/random_verdict_problems.hpp"

namespace kloracle {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

struct bounds {
  Q lower;
  Q upper;
};

// |y - v| in ulps of v from the certified enclosure of v, both ends of which have the same ulp.
bounds error_in_ulps(const reference& truth, double y) {
  const interval& v = truth.truth().bounds->bounds();
  const Q low = rational_of(v.lo());
  const Q high = rational_of(v.hi());
  const Q ulp = ulp_of(truth.in(), low);
  EXPECT_EQ(ulp, ulp_of(truth.in(), high));
  const Q below = (Q(y) - high) / ulp;
  const Q above = (Q(y) - low) / ulp;
  if (below >= 0) return {below, above};
  if (above <= 0) return {-above, -below};
  return {0, std::max<Q>(-below, above)};
}

double least_double_above(const Q& x) {
  return to_double(round_to(binary64, direction::upward, x));
}

bool is_power_of_two(double x) {
  int exponent = 0;
  return std::fabs(std::frexp(x, &exponent)) == 0.5;
}

template <class Judge>
void for_random_problems(std::uint64_t seed, int count, Judge check) {
  random_source r(seed);
  for (const format* f : judged_formats) {
    for (int k = 0; k < count; ++k) {
      reference truth(random_problem(r, *f), *f);
      ASSERT_TRUE(truth.truth().state == status::exact || truth.truth().state == status::rounded);
      check(truth);
    }
  }
}

TEST(Verdict, TheOraclesOwnRoundingIsCorrectlyRounded) {
  for_random_problems(1, 600, [](reference& truth) {
    const verdict v = judge(truth, truth.truth().value);
    EXPECT_EQ(v.what, verdict::state::decided);
    EXPECT_EQ(v.is, grade::correctly_rounded) << truth.truth().hex;
    EXPECT_EQ(v.needed, growth::none);
    EXPECT_FALSE(v.special.any());
    EXPECT_LE(v.ulp_error, 0.5);
    EXPECT_LE(v.excess, 1);
  });
}

TEST(Verdict, OneUlpAwayIsNeverCorrectlyRoundedAndOffByHalfToThreeHalves) {
  int judged = 0;
  for_random_problems(2, 600, [&](reference& truth) {
    const double rounded = truth.truth().value;
    if (truth.truth().state == status::exact || std::isinf(rounded) || is_power_of_two(rounded))
      return;  // powers of two, zero and overflow: verdict_rational_test
    for (const std::int64_t k : {-1, 1}) {
      const double y = stepped(truth.in(), rounded, k);
      if (std::isinf(y)) continue;
      const verdict v = judge(truth, y);
      const bounds error = error_in_ulps(truth, y);
      ++judged;
      EXPECT_TRUE(v.is == grade::faithful || v.is == grade::tangent || v.is == grade::as_data);
      EXPECT_EQ(v.is == grade::faithful, error.upper <= 1) << truth.truth().hex;
      EXPECT_EQ(v.needed, growth::none);  // 3/2 is what the least allowance gives
      EXPECT_TRUE(error.lower > Q(1, 2) && error.upper <= Q(3, 2)) << truth.truth().hex;
      EXPECT_GE(Q(v.ulp_error), error.lower);
      EXPECT_LE(v.ulp_error, least_double_above(error.upper));
      EXPECT_FALSE(v.special.any() && rounded != 0);
    }
  });
  EXPECT_GE(judged, 4000);
}

TEST(Verdict, TheWrongSignIsNoted) {
  for_random_problems(3, 100, [](reference& truth) {
    if (truth.truth().state == status::exact || truth.truth().value == 0) return;
    const double y = -truth.truth().value;
    const verdict v =
        judge(truth, std::isinf(y) ? -value_at(truth.in(), last_index(truth.in())) : y);
    EXPECT_TRUE(v.special.wrong_sign) << truth.truth().hex;
    EXPECT_NE(v.is, grade::correctly_rounded);
    EXPECT_FALSE(judge(truth, 0.0).special.wrong_sign);
    EXPECT_FALSE(judge(truth, -0.0).special.wrong_sign);
  });
}

// The indices start, start + 1, + 2, + 3, + 4, + 6, + 9, ... to the end of the format, or downward.
std::vector<std::int64_t> ever_farther(const format& f, std::int64_t start, int side) {
  const auto last = static_cast<std::uint64_t>(last_index(f));
  const std::uint64_t room = last - static_cast<std::uint64_t>(side * start);
  std::vector<std::int64_t> indices{start};
  for (std::uint64_t k = 1; k <= room && k <= last; k += std::max<std::uint64_t>(k / 2, 1))
    indices.push_back(start + side * static_cast<std::int64_t>(k));
  indices.push_back(side * last_index(f));
  return indices;
}

void walk_away(reference& truth, int side) {
  const format& f = truth.in();
  verdict last;
  last.is = grade::correctly_rounded;
  for (const std::int64_t index : ever_farther(f, index_of(f, truth.truth().value), side)) {
    const verdict v = judge(truth, value_at(f, index));
    const std::string where = truth.truth().hex + " at " + std::to_string(index);
    ASSERT_EQ(v.what, verdict::state::decided) << where << ' ' << v.reason;
    ASSERT_GE(v.is, last.is) << where;
    if (v.is == last.is) {
      ASSERT_GE(v.needed, last.needed) << where;
    }
    ASSERT_GE(v.ulp_error, last.ulp_error) << where;
    ASSERT_GE(v.excess, last.excess) << where;
    last = v;
  }
}

TEST(Verdict, TheGradeNeverImprovesAsTheErrorGrows) {
  for_random_problems(4, 30, [](reference& truth) {
    if (std::isinf(truth.truth().value) || truth.truth().state == status::exact) return;
    walk_away(truth, 1);
    walk_away(truth, -1);
  });
}

TEST(Verdict, NanIsAlwaysWrong) {
  for (const char* q : {"1/2 1/2", "1/4 3/4", "0 1"}) {  // exactly 0, irrational, infinite
    reference truth(posed({quantity::kl, semantics::measure, "1/2 1/2", q}), binary64);
    for (const double y : {nan, -nan}) {
      const verdict v = judge(truth, y);
      EXPECT_EQ(v.what, verdict::state::decided);
      EXPECT_EQ(v.is, grade::wrong);
      EXPECT_TRUE(v.special.nan);
      EXPECT_FALSE(v.special.spurious_infinity || v.special.missed_infinity ||
                   v.special.wrong_sign || v.special.missed_zero);
      EXPECT_EQ(v.ulp_error, infinity);
      EXPECT_EQ(v.excess, infinity);
    }
  }
}

TEST(Verdict, OnlyPlusInfinityIsRightWhereTheValueIsInfinite) {
  for (const format* f : judged_formats) {
    reference truth(posed({quantity::kl, semantics::measure, "1/2 1/2", "0 1"}), *f);
    ASSERT_EQ(truth.truth().state, status::plus_infinity);
    const verdict right = judge(truth, infinity);
    EXPECT_EQ(right.is, grade::correctly_rounded);
    EXPECT_EQ(right.ulp_error, 0);
    EXPECT_FALSE(right.special.any());
    for (const double y : {0.0, 1.0, -1.0, value_at(*f, last_index(*f))}) {
      const verdict v = judge(truth, y);
      EXPECT_EQ(v.is, grade::wrong);
      EXPECT_TRUE(v.special.missed_infinity);
      EXPECT_FALSE(v.special.nan || v.special.spurious_infinity || v.special.missed_zero);
      EXPECT_EQ(v.ulp_error, infinity);
    }
    EXPECT_EQ(judge(truth, -infinity).is, grade::wrong);
    EXPECT_TRUE(judge(truth, -infinity).special.any());
  }
}

// verdict.hpp: wrong_sign is y v < 0, missed_infinity a finite y.
TEST(Verdict, TheWrongSignIsNotedOfInfinitiesToo) {
  reference infinite(posed({quantity::kl, semantics::measure, "1/2 1/2", "0 1"}), binary64);
  EXPECT_TRUE(judge(infinite, -infinity).special.wrong_sign);
  EXPECT_FALSE(judge(infinite, -infinity).special.missed_infinity);
  EXPECT_TRUE(judge(infinite, -1.0).special.wrong_sign);
  reference finite(posed({quantity::kl, semantics::measure, "1/2 1/2", "1/4 3/4"}), binary64);
  EXPECT_TRUE(judge(finite, -infinity).special.wrong_sign);
  EXPECT_FALSE(judge(finite, infinity).special.wrong_sign);
}

const spelled zero_problems[] = {
    {quantity::kl, semantics::normalised, "1/4 3/4", "1 3"},
    {quantity::kl, semantics::generalised, "1/4 1/2", "1/4 1/2"},
    {quantity::kl, semantics::measure, "1/4 3/4", "1/4 3/4"},
    {quantity::entropy, semantics::measure, "0 1", std::nullopt},
    {quantity::jensen_shannon, semantics::normalised, "1/3 2/3", "1/3 2/3"},
};

TEST(Verdict, EitherZeroIsRightWhereTheValueIsExactlyZero) {
  for (const format* f : judged_formats) {
    for (const spelled& s : zero_problems) {
      reference truth(posed(s), *f);
      for (const double y : {0.0, -0.0}) {
        const verdict v = judge(truth, y);
        EXPECT_EQ(v.is, grade::correctly_rounded) << text_of(s);
        EXPECT_EQ(v.ulp_error, 0);
        EXPECT_EQ(v.excess, 0);
        EXPECT_FALSE(v.special.any());
      }
    }
  }
}

TEST(Verdict, AMissedZeroIsCountedInSmallestSubnormals) {
  for (const format* f : judged_formats) {
    for (const spelled& s : zero_problems) {
      reference truth(posed(s), *f);
      for (const std::int64_t k : {1, 2, 7, 1000}) {
        for (const std::int64_t side : {-k, k}) {
          const verdict v = judge(truth, value_at(*f, side));
          EXPECT_EQ(v.ulp_error, least_double_above(Q(value_at(*f, k)) / Q(value_at(*f, 1))));
          EXPECT_TRUE(v.special.missed_zero) << text_of(s);
          EXPECT_FALSE(v.special.wrong_sign);
          EXPECT_NE(v.is, grade::correctly_rounded);
        }
      }
      EXPECT_EQ(judge(truth, 1.0).is, grade::wrong);
      EXPECT_EQ(judge(truth, -1.0).is, grade::wrong);
    }
  }
}

// Equal distributions are a minimum: the inputs allow no change at all, and n = 2 allows 4 halves.
TEST(Verdict, AMissedZeroOfEqualDistributionsIsWrongPastTheSummationsAllowance) {
  for (const format* f : judged_formats) {
    for (const int equal : {0, 1, 4}) {
      reference truth(posed(zero_problems[equal]), *f);
      const auto letter = [&](std::int64_t k) {
        return entry(judge(truth, value_at(*f, k)).is).letter;
      };
      EXPECT_EQ(letter(1), "F");
      EXPECT_EQ(letter(2), "T");
      for (const std::int64_t k : {3, 4, 1000}) EXPECT_EQ(letter(k), "W") << f->name << ' ' << k;
    }
  }
}

// Under measure an input that is off by u moves a zero by that much: it is no accusation.
TEST(Verdict, AMissedZeroOfMeasuresIsAsGoodAsItsData) {
  for (const format* f : judged_formats) {
    reference truth(posed(zero_problems[2]), *f);
    EXPECT_EQ(entry(judge(truth, value_at(*f, 1000)).is).letter, "A") << f->name;
    EXPECT_EQ(entry(judge(truth, 1.0).is).letter, "W") << f->name;
  }
}

TEST(Verdict, AnInfinityMissesAZeroToo) {
  reference truth(posed(zero_problems[0]), binary64);
  const verdict v = judge(truth, infinity);
  EXPECT_EQ(v.is, grade::wrong);
  EXPECT_TRUE(v.special.spurious_infinity);
  EXPECT_TRUE(v.special.missed_zero);
}

TEST(Verdict, UndefinedProblemsAreNotApplicable) {
  const spelled undefined[] = {
      {quantity::kl, semantics::normalised, "0 0", "1 1"},
      {quantity::kl, semantics::measure, "1 -1", "1 1"},
      {quantity::kl, semantics::measure, "1 nan", "1 1"},
      {quantity::kl, semantics::counts, "1/2", "1"},
  };
  for (const spelled& s : undefined) {
    reference truth(posed(s), binary64);
    for (const double y : {0.0, 1.0, nan, infinity}) {
      const verdict v = judge(truth, y);
      EXPECT_EQ(v.what, verdict::state::not_applicable) << text_of(s);
      EXPECT_FALSE(v.reason.empty());
      EXPECT_FALSE(v.special.any());
    }
  }
}

TEST(Verdict, EveryGradeHasALetterThatFindsIt) {
  EXPECT_EQ(grades().size(), 6u);
  for (const grade_entry& g : grades()) {
    EXPECT_EQ(find_grade(g.letter), &entry(g.id));
    EXPECT_EQ(entry(g.id).name, g.name);
  }
  EXPECT_EQ(find_grade("Z"), nullptr);
  EXPECT_EQ(find_grade(""), nullptr);
}

}  // namespace
}  // namespace kloracle
