// SPDX-License-Identifier: Apache-2.0
//
// judge() against exact rational arithmetic on problems whose value and sensitivities are rational
// by inspection: every comparison here is of rationals, none of floats.
#include <gtest/gtest.h>

#include "oracle/rounding.hpp"
#include "properties/random.hpp"
#include "tests/properties/rational_problems.hpp"

namespace kloracle {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

verdict judged(const rational_problem& r, const format& f, double y) {
  reference truth(r.asked, f);
  EXPECT_EQ(truth.truth().state, status::exact) << trace(f, r, y);
  return judge(truth, y);
}

double least_double_above(const Q& x) {
  return to_double(round_to(binary64, direction::upward, x));
}

void expect_worth(const rational_problem& r, const format& f, double y) {
  const verdict v = judged(r, f, y);
  const worth w = worth_of(f, r, y);
  const std::string where = trace(f, r, y);
  ASSERT_EQ(v.what, verdict::state::decided) << where;
  if (!in_half_ulp_gap(f, w)) {
    EXPECT_EQ(entry(v.is).letter, entry(w.is).letter) << where;
  }
  EXPECT_EQ(v.needed, w.needed) << where;
  // v has at most 64 bits, so the error is exact and rounded once, upward.
  EXPECT_EQ(v.ulp_error, least_double_above(w.ulp_error)) << where;
  EXPECT_GE(Q(v.excess), w.excess) << where;
  EXPECT_LE(Q(std::nextafter(v.excess, 0.0)), w.excess) << where;
  EXPECT_EQ(v.special.wrong_sign, r.value * Q(y) < 0) << where;
  EXPECT_FALSE(v.special.nan || v.special.spurious_infinity || v.special.missed_infinity) << where;
  EXPECT_FALSE(v.special.missed_zero) << where;
}

// between(0, 1024)/1024 of the way from the index-th value to the next.
Q placed(random_source& r, const format& f, std::int64_t index) {
  static constexpr std::array<std::int64_t, 6> chosen{0, 512, 511, 513, 1, 1023};
  const std::int64_t part =
      r.between(0, 1) == 0 ? chosen[static_cast<std::size_t>(r.between(0, 5))] : r.between(0, 1023);
  const Q here(value_at(f, index));
  return here + (Q(value_at(f, index + 1)) - here) * Q(part, 1024);
}

std::int64_t random_distance(random_source& r, const format& f) {
  if (r.between(0, 1) == 0) return r.between(-12, 12);
  const std::int64_t far = std::int64_t{1} << r.between(0, f.precision + 1);
  return r.between(0, 1) == 0 ? far : -far;
}

std::int64_t clamped_index(const format& f, std::int64_t index) {
  return std::clamp(index, -last_index(f), last_index(f));
}

TEST(RationalVerdict, CrossEntropyEverywhereInTheFormatIsJudgedAsRationalsSay) {
  random_source r(101);
  for (const format* f : judged_formats) {
    for (int k = 0; k < 500; ++k) {
      const std::int64_t index = r.between(1, last_index(*f) - 1);
      Q v = placed(r, *f, index);
      if (r.between(0, 1) == 0) v = -v;
      const Q cancelled = v * Q(power_of_two(r.between(-3, 12)));
      const std::size_t n = std::size_t{1} << r.between(0, 5);
      const std::int64_t from = v < 0 ? -index : index;
      const double y = value_at(*f, clamped_index(*f, from + random_distance(r, *f)));
      expect_worth(cross_entropy_worth(v, n == 1 ? Q(0) : cancelled, n), *f, y);
    }
  }
}

TEST(RationalVerdict, GeneralisedKlWithBothSensitivitiesIsJudgedAsRationalsSay) {
  random_source r(102);
  for (const format* f : judged_formats) {
    for (int k = 0; k < 500; ++k) {
      const std::int64_t index = r.between(1, last_index(*f) - 1);
      const Q v = placed(r, *f, index);
      const Q shared = r.between(0, 1) == 0 ? Q(0) : Q(v * power_of_two(r.between(-6, 1)));
      const std::size_t n = std::size_t{1} << r.between(1, 5);
      const double y = value_at(*f, clamped_index(*f, index + random_distance(r, *f)));
      expect_worth(generalised_kl_worth(v, shared, n), *f, y);
    }
  }
}

TEST(RationalVerdict, EveryGradeAndGrowthIsReachedByTheRandomProblemsAbove) {
  const format& f = binary32;
  const rational_problem r = generalised_kl_worth(Q(3, 2), Q(3, 64), 32);
  const auto at = [&](std::int64_t k) { return worth_of(f, r, stepped(f, 1.5, k)); };
  EXPECT_EQ(at(0).is, grade::correctly_rounded);
  EXPECT_EQ(at(1).is, grade::faithful);
  EXPECT_EQ(at(3).needed, growth::logarithm);
  EXPECT_EQ(at(10).needed, growth::linear);
  EXPECT_EQ(at(10).is, grade::tangent);
  EXPECT_EQ(at(30).is, grade::as_data);
  EXPECT_EQ(at(1000).is, grade::half);
  EXPECT_EQ(at(100000).is, grade::wrong);
  for (const std::int64_t k : {0, 1, 3, 10, 30, 1000, 100000})
    expect_worth(r, f, stepped(f, 1.5, k));
}

TEST(RationalVerdict, BothNeighboursOfATieAreCorrectlyRounded) {
  random_source r(103);
  for (const format* f : judged_formats) {
    for (int k = 0; k < 100; ++k) {
      const std::int64_t index = k < 10 ? k : r.between(0, last_index(*f) - 1);
      const double below = value_at(*f, index);
      const double above = value_at(*f, index + 1);
      const rational_problem tie = cross_entropy_worth((Q(below) + Q(above)) / 2);
      for (const double y : {below, above})
        EXPECT_EQ(judged(tie, *f, y).is, grade::correctly_rounded) << trace(*f, tie, y);
      for (const double y : {stepped(*f, below, -1), stepped(*f, above, 1)})
        EXPECT_NE(judged(tie, *f, y).is, grade::correctly_rounded) << trace(*f, tie, y);
    }
  }
}

TEST(RationalVerdict, OnlyTheNearerNeighbourIsCorrectlyRoundedJustOffATie) {
  random_source r(104);
  for (const format* f : judged_formats) {
    for (int k = 0; k < 60; ++k) {
      const std::int64_t index = r.between(0, last_index(*f) - 1);
      const Q below(value_at(*f, index));
      const Q above(value_at(*f, index + 1));
      const Q off = (above - below) * power_of_two(-r.between(2, 3000));
      const rational_problem low = cross_entropy_worth((below + above) / 2 - off);
      const rational_problem high = cross_entropy_worth((below + above) / 2 + off / 3);
      EXPECT_EQ(judged(low, *f, value_at(*f, index)).is, grade::correctly_rounded);
      EXPECT_EQ(judged(low, *f, value_at(*f, index + 1)).is, grade::faithful);
      EXPECT_EQ(judged(high, *f, value_at(*f, index)).is, grade::faithful);
      EXPECT_EQ(judged(high, *f, value_at(*f, index + 1)).is, grade::correctly_rounded);
    }
  }
}

TEST(RationalVerdict, TheUlpIsThatOfTheValueOnEitherSideOfAPowerOfTwo) {
  for (const format* f : judged_formats) {
    for (const int e : {f->emin, f->emin + 1, -3, 0, f->emax}) {
      const double power = std::ldexp(1.0, e);
      const Q small = ulp_of(*f, Q(power)) / 256;
      for (const Q& v : {Q(power), Q(Q(power) - small), Q(Q(power) + small)}) {
        for (const std::int64_t k : {-3, -2, -1, 0, 1, 2, 3})
          expect_worth(cross_entropy_worth(v), *f, stepped(*f, power, k));
      }
    }
  }
}

TEST(RationalVerdict, HalfAnUlpBelowAPowerOfTwoIsFaithfulAndNotCorrectlyRounded) {
  for (const format* f : judged_formats) {
    const verdict v = judged(cross_entropy_worth(1), *f, stepped(*f, 1, -1));
    EXPECT_EQ(v.is, grade::faithful);
    EXPECT_EQ(v.ulp_error, 0.5);
  }
}

TEST(RationalVerdict, SubnormalsHaveTheUlpOfTheSmallest) {
  for (const format* f : judged_formats) {
    const Q least(value_at(*f, 1));
    for (const Q& part : {Q(1, 4), Q(1, 2), Q(3, 4), Q(1), Q(5, 4), Q(7, 2), Q(100)}) {
      for (const std::int64_t k : {-2, -1, 0, 1, 2, 5, 100, 101}) {
        expect_worth(cross_entropy_worth(part * least), *f, value_at(*f, k));
        expect_worth(cross_entropy_worth(-part * least), *f, value_at(*f, k));
      }
    }
  }
}

TEST(RationalVerdict, ZeroOfEitherSignIsTheRoundingOfAnUnderflow) {
  for (const format* f : judged_formats) {
    const Q least(value_at(*f, 1));
    for (const Q& v : {Q(least / 2), Q(least / 3), Q(least * power_of_two(-5000))}) {
      for (const double y : {0.0, -0.0}) {
        const verdict of_plus = judged(cross_entropy_worth(v), *f, y);
        const verdict of_minus = judged(cross_entropy_worth(-v), *f, y);
        EXPECT_EQ(of_plus.is, grade::correctly_rounded);
        EXPECT_EQ(of_minus.is, grade::correctly_rounded);
        EXPECT_FALSE(of_plus.special.any() || of_minus.special.any());
      }
    }
  }
}

TEST(RationalVerdict, InfinityIsWrongWhereTheValueIsInRange) {
  for (const format* f : judged_formats) {
    const Q largest(value_at(*f, last_index(*f)));
    for (const Q& v : {largest, Q(largest - 1), Q(1), Q(-1), Q(value_at(*f, 1))}) {
      for (const double y : {infinity, -infinity}) {
        const verdict w = judged(cross_entropy_worth(v), *f, y);
        EXPECT_EQ(w.is, grade::wrong);
        EXPECT_TRUE(w.special.spurious_infinity);
        EXPECT_EQ(w.ulp_error, infinity);
      }
    }
  }
}

TEST(RationalVerdict, InfinityIsFaithfulBetweenTheLargestValueAndTheRoundingThreshold) {
  for (const format* f : judged_formats) {
    const Q largest(value_at(*f, last_index(*f)));
    const Q ulp = ulp_of(*f, largest);
    for (const Q& past :
         {Q(ulp / 4), Q(ulp * power_of_two(-300)), Q(ulp / 2 - power_of_two(-2000)), Q(ulp / 3)}) {
      for (const int sign : {1, -1}) {
        const rational_problem r = cross_entropy_worth(sign * (largest + past));
        const verdict of_infinity = judged(r, *f, sign * infinity);
        EXPECT_EQ(of_infinity.is, grade::faithful);
        EXPECT_FALSE(of_infinity.special.any());
        EXPECT_EQ(judged(r, *f, sign * value_at(*f, last_index(*f))).is, grade::correctly_rounded);
        EXPECT_EQ(judged(r, *f, -sign * infinity).is, grade::wrong);
        EXPECT_TRUE(judged(r, *f, -sign * infinity).special.any());
      }
    }
  }
}

TEST(RationalVerdict, InfinityIsCorrectlyRoundedFromTheRoundingThresholdOn) {
  for (const format* f : judged_formats) {
    const double last = value_at(*f, last_index(*f));
    const Q ulp = ulp_of(*f, Q(last));
    for (const Q& past : {Q(ulp / 2), Q(ulp / 2 + power_of_two(-2000)), Q(3 * ulp / 4), ulp}) {
      for (const int sign : {1, -1}) {
        const rational_problem r = cross_entropy_worth(sign * (Q(last) + past));
        const verdict of_infinity = judged(r, *f, sign * infinity);
        EXPECT_EQ(of_infinity.is, grade::correctly_rounded);
        EXPECT_FALSE(of_infinity.special.any());
        EXPECT_EQ(of_infinity.ulp_error, 0);
        EXPECT_EQ(judged(r, *f, sign * last).is, grade::faithful);
        EXPECT_EQ(judged(r, *f, -sign * infinity).is, grade::wrong);
      }
    }
  }
}

TEST(RationalVerdict, TheLargestValueIsWrongFarAboveTheRange) {
  for (const format* f : judged_formats) {
    const rational_problem r = cross_entropy_worth(power_of_two(f->emax + 40L));
    EXPECT_EQ(judged(r, *f, infinity).is, grade::correctly_rounded);
    EXPECT_EQ(judged(r, *f, value_at(*f, last_index(*f))).is, grade::wrong);
  }
}

TEST(RationalVerdict, TheUlpGrowsPastTheLargestValueToo) {
  for (const format* f : judged_formats) {
    const double last = value_at(*f, last_index(*f));
    for (const Q& v : {Q(power_of_two(f->emax + 1L)), Q(3 * power_of_two(f->emax + 1L))}) {
      const Q exact_error = (v - Q(last)) / ulp_of(*f, v);
      EXPECT_EQ(judged(cross_entropy_worth(v), *f, last).ulp_error,
                least_double_above(exact_error));
    }
  }
}

TEST(RationalVerdict, HalfOfAnOddNumberOfBitsIsAnOddPowerOfTheRootOfTwo) {
  for (const format* f : {&binary16, &binary64}) {
    const std::int64_t floor_power = std::int64_t{1} << (f->precision / 2);
    const std::int64_t inside = floor_power + floor_power / 4;   // 5/4 < sqrt 2
    const std::int64_t outside = floor_power + floor_power / 2;  // 3/2 > sqrt 2
    const rational_problem r = generalised_kl_worth(Q(5, 4));
    EXPECT_EQ(judged(r, *f, stepped(*f, 1.25, inside)).is, grade::half);
    EXPECT_EQ(judged(r, *f, stepped(*f, 1.25, outside)).is, grade::wrong);
  }
}

}  // namespace
}  // namespace kloracle
