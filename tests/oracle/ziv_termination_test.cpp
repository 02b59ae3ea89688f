// SPDX-License-Identifier: Apache-2.0
//
// settle() ends: within its precision cap, whatever the evaluation does, and never by a guess.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "oracle/mpfr_env.hpp"
#include "oracle/ziv.hpp"
#include "tests/oracle/synthetic_evaluation.hpp"

namespace kloracle {
namespace {

target rounding(direction d) {
  target t;
  t.rounding = d;
  return t;
}

class SettleTermination : public testing::Test {
 protected:
  mpfr_env env;
};

// ---- the cap ----

TEST_F(SettleTermination, PrecisionGrowsGeometricallyUpToTheCapAndNoFurther) {
  for (const long cap : {2L, 60L, 90L, 1000L, 20000L}) {
    const synthetic e(around(3), unknown);
    target t = rounding(direction::downward);
    t.precision_cap_bits = cap;
    const answer a = settle(e, t);
    ASSERT_EQ(a.state, status::undecided);
    ASSERT_EQ(a.bits, cap);
    ASSERT_EQ(e.asked_bits.back(), cap);
    ASSERT_TRUE(std::is_sorted(e.asked_bits.begin(), e.asked_bits.end()));
    ASSERT_EQ(std::adjacent_find(e.asked_bits.begin(), e.asked_bits.end()), e.asked_bits.end());
    ASSERT_LE(e.asked_bits.size(), 20u);
  }
}

TEST_F(SettleTermination, WithoutACapTheDefaultOneHolds) {
  for (const format* f : formats()) {
    const synthetic e(around(3), unknown);
    target t = rounding(direction::upward);
    t.to = f;
    const answer a = settle(e, t);
    ASSERT_EQ(a.state, status::undecided);
    ASSERT_EQ(a.bits, default_precision_cap(e, t));
    ASSERT_GE(a.bits, 4L * (f->emax - f->emin + f->precision));
  }
}

TEST_F(SettleTermination, TheDefaultCapFollowsTheInputsAndTheWork) {
  synthetic e(around(3), unknown);
  const long small = default_precision_cap(e, {});
  e.longest_input_bits_ = 1000000;
  EXPECT_GE(default_precision_cap(e, {}), 1000000);
  EXPECT_GT(default_precision_cap(e, {}), small);
  e.size_ = 100000;
  EXPECT_EQ(default_precision_cap(e, {}), 4096);
  e.size_ = 1ul << 40;
  EXPECT_GE(default_precision_cap(e, {}), binary128.precision);
  EXPECT_LE(default_precision_cap(e, {}), small);
}

TEST_F(SettleTermination, OrdinaryValuesTakeOneRound) {
  const synthetic e(around(Q(1, 3)), irrational);
  settle(e, {});
  EXPECT_EQ(e.asked_bits.size(), 1u);
  EXPECT_EQ(e.decisions, 0);
}

// ---- lies ----

TEST_F(SettleTermination, DisjointEnclosuresAreALogicError) {
  const enclosing lie = [calls = std::make_shared<int>(0)](mpfr_prec_t bits) {
    return around(++*calls == 1 ? 3 : 4)(bits);
  };
  const synthetic e(lie, unknown);
  EXPECT_THROW(settle(e, rounding(direction::upward)), std::logic_error);
}

TEST_F(SettleTermination, ADecisionOutsideTheEnclosureIsALogicError) {
  const synthetic e(around(3), proved(4));
  EXPECT_THROW(settle(e, {}), std::logic_error);
  EXPECT_THROW(settle(e, rounding(direction::upward)), std::logic_error);
}

// Enclosures that stop shrinking must not loop forever, nor be rounded by guess.
TEST_F(SettleTermination, EnclosuresThatNeverShrinkEndUndecided) {
  const synthetic e([](mpfr_prec_t bits) { return hull(interval(1L, bits), interval(2L, bits)); },
                    irrational);
  const answer a = settle(e, {});
  EXPECT_EQ(a.state, status::undecided);
  EXPECT_TRUE(a.bounds->bounds().contains(1) && a.bounds->bounds().contains(2));
}

TEST_F(SettleTermination, UnboundedEnclosuresEndUndecided) {
  const synthetic e([](mpfr_prec_t bits) { return interval::entire(bits); }, unknown);
  EXPECT_EQ(settle(e, {}).state, status::undecided);
}

}  // namespace
}  // namespace kloracle
