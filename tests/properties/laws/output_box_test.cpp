// SPDX-License-Identifier: Apache-2.0
//
// The box of an output against the rounding it inverts, exhaustively in the narrow formats.
#include "properties/laws/output_box.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "oracle/mpfr_env.hpp"
#include "oracle/rounding.hpp"

namespace kloracle {
namespace {

Q rational_of(mpfr_srcptr x) {
  Q value;
  mpfr_get_q(value.backend().data(), x);
  return value;
}

// Every finite value from 0 up.
std::vector<double> values(const format& f) {
  std::vector<double> all;
  for (double step = std::ldexp(1.0, f.emin - f.precision + 1), x = 0;
       x < std::ldexp(1.0, f.emax) * 2; x += step) {
    all.push_back(x);
    if (x >= std::ldexp(1.0, f.emin)) step = std::ldexp(1.0, std::ilogb(x) - f.precision + 1);
  }
  return all;
}

bool rounds_to(const format& f, const Q& x, double y) {
  const fp rounded = round_to(f, direction::nearest_even, x);
  return !rounded.infinite && to_double(rounded) == y;
}

TEST(OutputBox, HoldsWhatRoundsToTheOutputAndNoMore) {
  const mpfr_env env;
  for (const format* f : {&binary16, &bfloat16}) {
    const Q tiny = power_of_two(-300);
    for (const double y : values(*f)) {
      for (const double signed_y : {y, -y}) {
        const interval box = output_box(*f, signed_y, 64);
        const Q lo = rational_of(box.lo());
        const Q hi = rational_of(box.hi());
        ASSERT_TRUE(rounds_to(*f, lo + tiny, signed_y)) << f->name << ' ' << signed_y;
        ASSERT_TRUE(rounds_to(*f, hi - tiny, signed_y)) << f->name << ' ' << signed_y;
        ASSERT_FALSE(rounds_to(*f, lo - tiny, signed_y)) << f->name << ' ' << signed_y;
        ASSERT_FALSE(rounds_to(*f, hi + tiny, signed_y)) << f->name << ' ' << signed_y;
      }
    }
  }
}

TEST(OutputBox, OfAnInfinityIsAllThatOverflows) {
  const mpfr_env env;
  for (const format* f : {&binary16, &bfloat16, &binary32, &binary64}) {
    const double infinity = std::numeric_limits<double>::infinity();
    const interval box = output_box(*f, infinity, 64);
    const Q edge = rational_of(box.lo());
    EXPECT_TRUE(mpfr_inf_p(box.hi()));
    EXPECT_TRUE(round_to(*f, direction::nearest_even, edge).infinite);
    EXPECT_FALSE(round_to(*f, direction::nearest_even, edge - power_of_two(-200)).infinite);
    EXPECT_TRUE(mpfr_equal_p(output_box(*f, -infinity, 64).hi(), (-box).hi()));
  }
}

TEST(NatsPerValue, IsTheUnitOverTheConvention) {
  const mpfr_env env;
  offered_function f{.name = "f", .what = quantity::jeffreys, .in = unit::bits};
  EXPECT_TRUE(overlap(nats_per_value(f, 64), const_ln2(64)));
  for (const convention_entry& c : entry(quantity::jeffreys).conventions) {
    f.convention = c.name;
    EXPECT_TRUE(overlap(ldexp(nats_per_value(f, 64), c.doubles), const_ln2(64))) << c.name;
  }
  f = {.name = "f", .what = quantity::total_variation, .in = unit::nats};
  EXPECT_TRUE(nats_per_value(f, 64).is_point());
}

}  // namespace
}  // namespace kloracle
