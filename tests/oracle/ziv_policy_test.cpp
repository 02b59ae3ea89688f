// SPDX-License-Identifier: Apache-2.0
//
// What settle() promises beside the rounded value: zero, decimals, `inexact`, narrow enclosures.
#include <gtest/gtest.h>

#include <cmath>

#include "oracle/mpfr_env.hpp"
#include "oracle/number.hpp"
#include "oracle/ziv.hpp"
#include "tests/oracle/synthetic_evaluation.hpp"

namespace kloracle {
namespace {

Q read(const std::string& text) {
  return exact(number::parse(text, nullptr));
}

Q rational_of(mpfr_srcptr x) {
  Q q;
  mpfr_get_q(q.backend().data(), x);
  return q;
}

target rounding(direction d) {
  target t;
  t.rounding = d;
  return t;
}

class SettlePolicy : public testing::Test {
 protected:
  mpfr_env env;
};

// x with an absolute error, as where large terms cancel: 0 stays inside until the very end.
enclosing with_absolute_noise(const enclosing& x) {
  return [x](mpfr_prec_t bits) {
    const interval noise(power_of_two(-static_cast<long>(bits)), bits);
    return x(bits) + hull(-noise, noise);
  };
}

// ---- zero and the ends of the range ----

TEST_F(SettlePolicy, AProvedZeroIsExactPlusZero) {
  for (const direction d : directions()) {
    const synthetic e(around(0), proved(0));
    const answer a = settle(e, rounding(d));
    EXPECT_EQ(a.state, status::exact);
    EXPECT_EQ(a.hex, "0x0p+0");
    EXPECT_EQ(read(a.rational), Q(0));
    EXPECT_EQ(a.inexact, std::optional(false));
    EXPECT_TRUE(a.value == 0 && !std::signbit(a.value));
  }
}

TEST_F(SettlePolicy, AnUndecidableZeroIsUndecidedAndEnclosed) {
  for (const direction d : directions()) {
    const synthetic e(around(0), unknown);
    target t = rounding(d);
    t.precision_cap_bits = 700;
    const answer a = settle(e, t);
    EXPECT_EQ(a.state, status::undecided);
    EXPECT_TRUE(a.bounds->bounds().contains(0));
    EXPECT_EQ(e.decisions, 1);
  }
}

TEST_F(SettlePolicy, KnownValuesNeedNoArithmetic) {
  synthetic e(around(5), unknown);
  e.known_ = Q(1, 3);
  const answer a = settle(e, {});
  EXPECT_EQ(a.state, status::exact);
  EXPECT_EQ(read(a.rational), Q(1, 3));
  EXPECT_EQ(a.inexact, std::optional(true));
  EXPECT_TRUE(a.bounds->bounds().contains(Q(1, 3)));
  EXPECT_TRUE(e.asked_bits.empty());
  EXPECT_EQ(e.decisions, 0);
}

TEST_F(SettlePolicy, UnderflowKeepsItsSignAndIsInexact) {
  for (const int sign : {1, -1}) {
    for (const direction d : directions()) {
      const synthetic e(just_off(0, sign, 5000), irrational);
      const answer a = settle(e, rounding(d));
      const direction outward = sign > 0 ? direction::upward : direction::downward;
      EXPECT_EQ(a.state, status::rounded);
      const double magnitude = d == outward ? 0x1p-1074 : 0.0;
      EXPECT_EQ(a.value, sign * magnitude);
      EXPECT_EQ(std::signbit(a.value), sign < 0);
      EXPECT_EQ(a.inexact, std::optional(true));
    }
  }
}

TEST_F(SettlePolicy, ATheoremThatTheValueIsNotZeroReplacesTheDecision) {
  synthetic e(with_absolute_noise(just_off(0, 1, 3000)), unknown);
  e.nonzero_ = true;
  const answer a = settle(e, {});
  EXPECT_EQ(a.state, status::rounded);
  EXPECT_EQ(a.hex, "0x0p+0");
  EXPECT_EQ(a.inexact, std::optional(true));
  EXPECT_EQ(e.decisions, 0);
}

// [0, 2^-3000] at every precision: rounds to 0, and only the theorem says that it is not 0.
TEST_F(SettlePolicy, ANonzeroValueThatRoundsToZeroIsInexact) {
  for (const bool nonzero : {true, false}) {
    synthetic e(
        [](mpfr_prec_t bits) {
          return hull(interval(0L, bits), interval(power_of_two(-3000), bits));
        },
        unknown);
    e.nonzero_ = nonzero;
    const answer a = settle(e, {});
    EXPECT_EQ(a.state, status::rounded);
    EXPECT_EQ(a.hex, "0x0p+0");
    EXPECT_EQ(a.inexact, nonzero ? std::optional(true) : std::nullopt);
    EXPECT_TRUE(a.decimal.empty());
  }
}

// 3 + 2^-1074 ln 2 under absolute noise: the cap must outlast the exponent span of the inputs.
TEST_F(SettlePolicy, TheDefaultCapOutlastsTheExponentSpan) {
  for (const format* f : {&binary32, &binary64, &binary128}) {
    const long least = f->emin - f->precision + 1L;
    const synthetic e(with_absolute_noise(just_off(3, 1, -least)), irrational);
    target t = rounding(direction::upward);
    t.to = f;
    const answer a = settle(e, t);
    EXPECT_EQ(a.state, status::rounded) << f->name;
    EXPECT_EQ(read(a.hex), 3 + power_of_two(2 - f->precision)) << f->name;
    EXPECT_GE(a.bits, -least);
  }
}

// ---- decimals ----

// Ties of N decimal digits: k + 1/2 units. The pair of neighbours is (k, k + 1) units.
struct decimal_tie {
  int digits;
  Q k;
  Q unit;
};

const std::vector<decimal_tie>& decimal_ties() {
  static const std::vector<decimal_tie> ties{{1, 1, Q(1, 10)},     {1, 2, Q(1)},
                                             {2, 99, Q(1, 1000)},  {5, 12345, Q(1, 7) * 7},
                                             {3, 124, Q(1000000)}, {17, Q("12345678901234566"), 1}};
  return ties;
}

Q chosen(direction d, const decimal_tie& tie, int side) {
  const Q low = tie.k * tie.unit;
  const Q high = low + tie.unit;
  switch (d) {
    case direction::upward:
      return high;
    case direction::downward:
    case direction::toward_zero:
      return low;
    case direction::nearest_away:
      return side >= 0 ? high : low;
    case direction::nearest_even:
      return side > 0 || (side == 0 && numerator(tie.k) % 2 != 0) ? high : low;
  }
  return 0;
}

TEST_F(SettlePolicy, DecimalsAreCorrectlyRoundedOnAndBesideATie) {
  for (const decimal_tie& tie : decimal_ties()) {
    const Q x = (tie.k + Q(1, 2)) * tie.unit;
    for (const int side : {-1, 0, 1}) {
      for (const direction d : directions()) {
        const synthetic e(side == 0 ? around(x) : just_off(x, side),
                          side == 0 ? proved(x) : irrational);
        target t = rounding(d);
        t.digits = tie.digits;
        const answer a = settle(e, t);
        ASSERT_FALSE(a.decimal.empty());
        ASSERT_EQ(read(a.decimal), chosen(d, tie, side)) << x << ' ' << side << ' ' << name(d);
      }
    }
  }
}

TEST_F(SettlePolicy, AnUndecidableDecimalTieLeavesOnlyTheDecimalOpen) {
  for (const decimal_tie& tie : decimal_ties()) {
    const Q x = (tie.k + Q(1, 2)) * tie.unit + Q(0);
    const synthetic e(around(x), unknown);
    target t;
    t.to = &binary128;  // x is no midpoint there
    t.digits = tie.digits;
    const answer a = settle(e, t);
    EXPECT_EQ(a.state, status::rounded);
    EXPECT_FALSE(a.hex.empty());
    EXPECT_TRUE(a.decimal.empty()) << a.decimal;
  }
}

// ---- inexact ----

TEST_F(SettlePolicy, InexactIsUnknownWhereTheValueMayBeTheRoundedOne) {
  const synthetic e(around(3), unknown);
  const answer a = settle(e, {});
  EXPECT_EQ(a.state, status::rounded);
  EXPECT_EQ(read(a.hex), Q(3));
  EXPECT_FALSE(a.inexact.has_value());
}

TEST_F(SettlePolicy, InexactIsProvedByIrrationalityOrByTheEnclosure) {
  const synthetic by_theorem(just_off(3, 1), irrational);
  const answer a = settle(by_theorem, {});
  EXPECT_EQ(read(a.hex), Q(3));
  EXPECT_EQ(a.inexact, std::optional(true));
  const synthetic by_enclosure(around(Q(1, 3)), unknown);
  const answer b = settle(by_enclosure, {});
  EXPECT_EQ(b.inexact, std::optional(true));
  EXPECT_EQ(by_enclosure.decisions, 0);
}

TEST_F(SettlePolicy, InexactIsDisprovedForValuesOfTheFormat) {
  const synthetic e(around(Q(3, 8)), proved(Q(3, 8)));
  EXPECT_EQ(settle(e, {}).inexact, std::optional(false));
}

// ---- the enclosure ----

bool as_narrow_as(const answer& a, long bits) {
  const Q lower = rational_of(a.bounds->bounds().lo());
  const Q upper = rational_of(a.bounds->bounds().hi());
  const Q least = abs(lower) < abs(upper) ? Q(abs(lower)) : Q(abs(upper));
  return upper - lower <= least * power_of_two(-bits);
}

// An evaluation that loses half of its bits: the first round is never narrow enough.
enclosing at_half_precision(const enclosing& x) {
  return [x](mpfr_prec_t bits) { return x(bits / 2 + 2); };
}

TEST_F(SettlePolicy, TheEnclosureIsAsNarrowAsAsked) {
  for (const long bits : {60L, 500L, 3000L}) {
    for (const Q& x : {Q(1, 3), Q(-3), Q(7) * power_of_two(-1000)}) {
      for (const decision& algebra : {proved(x), unknown, irrational}) {
        const bool off = algebra.verdict == rationality::irrational;
        const enclosing honest = off ? just_off(x, 1, 1200) : around(x);
        for (const enclosing& how : {honest, at_half_precision(honest)}) {
          target t;
          t.enclosure_bits = bits;
          const answer a = settle(synthetic(how, algebra), t);
          ASSERT_TRUE(as_narrow_as(a, bits)) << x << ' ' << bits;
          ASSERT_TRUE(off || a.bounds->bounds().contains(x));
        }
      }
    }
  }
}

TEST_F(SettlePolicy, TheEnclosureOfAKnownValueIsAsNarrowAsAsked) {
  for (const long bits : {0L, 60L, 500L, 3000L}) {
    synthetic e(around(5), unknown);
    e.known_ = Q(1, 3);
    target t;
    t.enclosure_bits = bits;
    const answer a = settle(e, t);
    EXPECT_TRUE(as_narrow_as(a, bits)) << bits;
    EXPECT_TRUE(a.bounds->bounds().contains(Q(1, 3)));
  }
}

}  // namespace
}  // namespace kloracle
