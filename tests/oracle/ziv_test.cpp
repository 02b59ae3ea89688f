// SPDX-License-Identifier: Apache-2.0
//
// settle() on synthetic values whose rounding is known by construction: breakpoints, and points so
// near one (2^-300) that only hundreds of bits tell the side.
#include "oracle/ziv.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "oracle/mpfr_env.hpp"
#include "oracle/number.hpp"
#include "tests/oracle/synthetic_evaluation.hpp"

namespace kloracle {
namespace {

Q read(const std::string& text) {
  return exact(number::parse(text, nullptr));
}

bool encloses(const answer& a, const Q& x) {
  return a.bounds && a.bounds->bounds().contains(x);
}

bool is_nearest(direction d) {
  return d == direction::nearest_even || d == direction::nearest_away;
}

class Settle : public testing::TestWithParam<const format*> {
 protected:
  const format& f = *GetParam();
  mpfr_env env;

  target wanted(direction d) const {
    target t;
    t.to = &f;
    t.rounding = d;
    return t;
  }
  // Odd and even significands, a binade's end, the least normal and a subnormal, all times 2^q.
  struct place {
    Z m;
    long q;
  };
  std::vector<place> places() const {
    const Z top = Z(1) << static_cast<unsigned>(f.precision - 1);
    const long least = f.emin - f.precision + 1L;
    return {{Z(top + 2), 1 - f.precision},
            {Z(top + 3), 2 - f.precision},
            {Z(2 * top - 1), -3},
            {top, 0},
            {top, least},
            {Z(5), least}};
  }
};

// The significand that d names for m + offset/2, at -1 <= side <= 1 of it; m > 0. `negative`
// mirrors upward and downward.
Z chosen(direction d, const Z& m, bool midpoint, int side, bool negative) {
  if (!midpoint && side == 0) return m;
  const Z below = midpoint || side > 0 ? m : Z(m - 1);
  const Z above = below + 1;
  switch (d) {
    case direction::upward:
      return negative ? below : above;
    case direction::downward:
      return negative ? above : below;
    case direction::toward_zero:
      return below;
    case direction::nearest_away:
      return midpoint ? (side >= 0 ? above : below) : m;
    case direction::nearest_even:
      return midpoint ? (side > 0 || (side == 0 && below % 2 != 0) ? above : below) : m;
  }
  return 0;
}

TEST_P(Settle, RationalBreakpointsAreExactInEveryDirection) {
  for (const place& at : places()) {
    for (const bool midpoint : {false, true}) {
      for (const int sign : {1, -1}) {
        const Q x = sign * (Q(at.m) + Q(midpoint ? 1 : 0, 2)) * power_of_two(at.q);
        for (const direction d : directions()) {
          const synthetic e(around(x), proved(x));
          const answer a = settle(e, wanted(d));
          if (midpoint && !is_nearest(d)) {  // no breakpoint: numerics may settle it alone
            ASSERT_TRUE(a.state == status::exact || a.state == status::rounded);
          } else {
            ASSERT_EQ(a.state, status::exact) << x << ' ' << name(d);
            ASSERT_EQ(read(a.rational), x);
            ASSERT_EQ(e.decisions, 1);
          }
          const Z m = chosen(d, at.m, midpoint, 0, sign < 0);
          ASSERT_EQ(read(a.hex), Q(sign * Q(m) * power_of_two(at.q))) << x << ' ' << name(d);
          ASSERT_EQ(a.inexact, std::optional(midpoint));
          ASSERT_TRUE(encloses(a, x));
        }
      }
    }
  }
}

TEST_P(Settle, IrrationalNeighboursOfBreakpointsRoundToTheRightSide) {
  for (const place& at : places()) {
    const long depth = 300 - at.q;  // so that the nudge stays far below the significand
    for (const bool midpoint : {false, true}) {
      for (const int sign : {1, -1}) {
        const Q x = sign * (Q(at.m) + Q(midpoint ? 1 : 0, 2)) * power_of_two(at.q);
        for (const int side : {1, -1}) {  // away from zero, toward zero
          for (const direction d : directions()) {
            const synthetic e(just_off(x, side * sign, depth), irrational);
            const answer a = settle(e, wanted(d));
            ASSERT_EQ(a.state, status::rounded) << x << ' ' << name(d);
            Z m = chosen(d, at.m, midpoint, side, sign < 0);
            Q step = power_of_two(at.q);
            const bool leaves_binade =
                side < 0 && !midpoint && m < at.m && bit_length(at.m) == f.precision &&
                bit_length(m) < f.precision && at.q > f.emin - f.precision + 1L;
            if (leaves_binade) {  // below 2^k the units are half as wide
              m = 2 * at.m - 1;
              step /= 2;
            }
            ASSERT_EQ(read(a.hex), Q(sign * Q(m) * step)) << x << ' ' << side << ' ' << name(d);
            ASSERT_EQ(a.inexact, std::optional(true));
            ASSERT_LE(e.decisions, 1);
            ASSERT_TRUE(a.rational.empty());
          }
        }
      }
    }
  }
}

TEST_P(Settle, UndecidableBreakpointsEndUndecidedAtTheCap) {
  for (const place& at : places()) {
    for (const bool midpoint : {false, true}) {
      const Q x = (Q(at.m) + Q(midpoint ? 1 : 0, 2)) * power_of_two(at.q);
      for (const direction d : directions()) {
        if (midpoint != is_nearest(d)) continue;  // not a breakpoint of this direction
        const synthetic e(around(x), unknown);
        target t = wanted(d);
        t.precision_cap_bits = 900;
        const answer a = settle(e, t);
        ASSERT_EQ(a.state, status::undecided) << x << ' ' << name(d);
        ASSERT_TRUE(a.hex.empty());
        ASSERT_TRUE(a.rational.empty());
        ASSERT_TRUE(std::isnan(a.value));
        ASSERT_FALSE(a.reason.empty());
        ASSERT_FALSE(a.inexact.has_value());
        ASSERT_EQ(a.bits, 900);
        ASSERT_TRUE(encloses(a, x));
        ASSERT_LE(*std::max_element(e.asked_bits.begin(), e.asked_bits.end()), 900);
        ASSERT_EQ(e.decisions, 1);
      }
    }
  }
}

// Half a unit past the largest value is where the nearest directions turn to infinity.
TEST_P(Settle, TheOverflowThresholdIsABreakpoint) {
  const Q largest = power_of_two(f.emax + 1L) - power_of_two(f.emax - f.precision + 1L);
  const Q threshold = largest + power_of_two(f.emax - f.precision + 0L);
  for (const int side : {-1, 0, 1}) {
    for (const direction d : directions()) {
      const synthetic e(side == 0 ? around(threshold) : just_off(threshold, side),
                        side == 0 ? proved(threshold) : irrational);
      const answer a = settle(e, wanted(d));
      const bool infinite = d == direction::upward || (is_nearest(d) && side >= 0);
      ASSERT_EQ(a.hex == "inf", infinite) << name(d) << ' ' << side;
      ASSERT_EQ(a.inexact, std::optional(true));
      if (infinite) {
        ASSERT_TRUE(std::isinf(a.value) && a.value > 0);
      } else {
        ASSERT_EQ(read(a.hex), largest);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, Settle, testing::ValuesIn(formats().begin(), formats().end()),
                         [](const auto& param) { return std::string(param.param->name); });

}  // namespace
}  // namespace kloracle
