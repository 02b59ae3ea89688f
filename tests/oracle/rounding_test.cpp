// SPDX-License-Identifier: Apache-2.0
//
// round_to() against MPFR: mpfr_set into the format's exponent range, then mpfr_subnormalize.
#include "oracle/rounding.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "oracle/mpfr_env.hpp"
#include "oracle/real.hpp"

namespace kloracle {
namespace {

// ---- the reference ----

mpfr_rnd_t mpfr_rounding(direction d) {
  switch (d) {
    case direction::upward:
      return MPFR_RNDU;
    case direction::downward:
      return MPFR_RNDD;
    case direction::toward_zero:
      return MPFR_RNDZ;
    default:
      return MPFR_RNDN;
  }
}

// y = x rounded into f, where `set` stores x and returns MPFR's ternary value.
template <class Set>
real ieee(const format& f, mpfr_rnd_t rounding, Set set) {
  real y(f.precision);
  int ternary = set(y.p(), rounding);
  mpfr_set_emin(f.emin - f.precision + 2L);
  mpfr_set_emax(f.emax + 1L);
  ternary = mpfr_check_range(y.p(), ternary, rounding);
  mpfr_subnormalize(y.p(), ternary, rounding);
  mpfr_set_emin(mpfr_get_emin_min());
  mpfr_set_emax(mpfr_get_emax_max());
  return y;
}

Q rational_of(const real& x) {
  Q q;
  mpfr_get_q(q.backend().data(), x.p());
  return q;
}

// Ties away from zero have no MPFR mode: the neighbours in magnitude, and exactly their midpoint.
template <class Set>
real ieee_nearest_away(const format& f, const Q& x, Set set) {
  const real inner = ieee(f, MPFR_RNDZ, set);
  const real outer = ieee(f, MPFR_RNDA, set);
  const Q beyond = mpfr_inf_p(outer.p()) ? power_of_two(f.emax + 1L) : Q(abs(rational_of(outer)));
  return 2 * abs(x) >= Q(abs(rational_of(inner)) + beyond) ? outer : inner;
}

template <class Set>
real reference(const format& f, direction d, const Q& x, Set set) {
  return d == direction::nearest_away ? ieee_nearest_away(f, x, set)
                                      : ieee(f, mpfr_rounding(d), set);
}

// The canonical representation: m < 2^precision, normalised unless q is the format's least.
bool is_canonical(const format& f, const fp& x) {
  if (x.infinite || x.m == 0) return x.m == 0 || x.infinite;
  const long least = f.emin - f.precision + 1L;
  const long bits = bit_length(x.m);
  return x.m > 0 && bits <= f.precision && x.q >= least && (bits == f.precision || x.q == least) &&
         bits + x.q <= f.emax + 1L;
}

bool same_value(const fp& a, const real& b) {
  if (a.negative != (mpfr_signbit(b.p()) != 0)) return false;
  if (a.infinite || mpfr_inf_p(b.p())) return a.infinite && mpfr_inf_p(b.p());
  if (a.m == 0 || mpfr_zero_p(b.p())) return a.m == 0 && mpfr_zero_p(b.p());
  real exact_a(std::max<mpfr_prec_t>(bit_length(a.m), 1));
  if (mpfr_set_z_2exp(exact_a.p(), a.m.backend().data(), a.q, MPFR_RNDZ) != 0) return false;
  return mpfr_cmpabs(exact_a.p(), b.p()) == 0;
}

// ---- the cases ----

struct dyadic {
  bool negative = false;
  Z m = 1;
  long q = 0;

  Q value() const {
    const Q x = Q(m) * power_of_two(q);
    return negative ? Q(-x) : x;
  }
  real as_real() const {
    real x(std::max<mpfr_prec_t>(bit_length(m), 1));
    mpfr_set_z_2exp(x.p(), m.backend().data(), q, MPFR_RNDZ);
    mpfr_setsign(x.p(), x.p(), negative, MPFR_RNDZ);
    return x;
  }
  // The value plus `units` of 2^-depth in its last place.
  dyadic nudged(long depth, int units) const {
    return {negative, (m << static_cast<unsigned long>(depth)) + units, q - depth};
  }
};

Z random_bits(std::mt19937_64& random, long bits) {
  Z x = 1;
  for (long k = 1; k < bits; k += 32) x = (x << 32u) + (random() & 0xffffffff);
  return Z(x >> static_cast<unsigned long>(bit_length(x) - bits));
}

// A positive value of the format, by binade: subnormal, least normal, ordinary or the last one.
dyadic random_value(std::mt19937_64& random, const format& f) {
  const long least = f.emin - f.precision + 1L;
  const long last = f.emax - f.precision + 1L;
  switch (random() % 6) {
    case 0:
      return {false, random_bits(random, 1 + static_cast<long>(random() % (f.precision - 1))),
              least};
    case 1:
      return {false, random_bits(random, f.precision), least};
    case 2:
      return {false, random_bits(random, f.precision), last - static_cast<long>(random() % 2)};
    case 3:  // a binade's end, where rounding up carries
      return {false, (Z(1) << static_cast<unsigned long>(f.precision)) - 1,
              random() % 2 == 0 ? last : least + static_cast<long>(random() % 9)};
    default:
      return {false, random_bits(random, f.precision),
              least + static_cast<long>(random() % static_cast<unsigned long>(last - least + 1))};
  }
}

dyadic random_case(std::mt19937_64& random, const format& f) {
  const long least = f.emin - f.precision + 1L;
  const auto depth = static_cast<long>(1 + random() % 200);
  dyadic x = random_value(random, f);
  switch (random() % 8) {
    case 0:  // exact
      break;
    case 1:  // just off a value
      x = x.nudged(depth, random() % 2 == 0 ? 1 : -1);
      break;
    case 2:  // midpoint
      x = x.nudged(1, 1);
      break;
    case 3:  // just off a midpoint
      x = x.nudged(1, 1).nudged(depth, random() % 2 == 0 ? 1 : -1);
      break;
    case 4:  // around the least subnormal and its half, and far below
      x = {false, random_bits(random, 1 + static_cast<long>(random() % 4)),
           least - static_cast<long>(random() % 6)};
      if (random() % 2 == 0) x = x.nudged(depth, random() % 2 == 0 ? 1 : -1);
      if (random() % 4 == 0) x.q -= depth;
      break;
    case 5:  // around overflow and beyond
      x = {false, random_bits(random, f.precision + 2), f.emax - f.precision - 1L};
      x.q += static_cast<long>(random() % 3);
      break;
    default:  // anything
      x.m = random_bits(random, 1 + static_cast<long>(random() % (f.precision + 70)));
      x.q -= static_cast<long>(random() % 60);
      break;
  }
  x.negative = random() % 2 == 0;
  return x;
}

constexpr int cases_per_pair = 40000;  // times 5 formats, 5 directions: 10^6

class RoundTo : public testing::TestWithParam<const format*> {
 protected:
  const format& f = *GetParam();
  mpfr_env env;
};

TEST_P(RoundTo, DyadicNumbersAgreeWithMpfrInBothOverloads) {
  std::mt19937_64 random(41 + static_cast<unsigned>(f.precision));
  for (int i = 0; i < cases_per_pair; ++i) {
    const dyadic x = random_case(random, f);
    const Q value_of_x = x.value();
    const real stored = x.as_real();
    const auto set = [&](mpfr_ptr y, mpfr_rnd_t r) { return mpfr_set(y, stored.p(), r); };
    for (const direction d : directions()) {
      const fp rounded = round_to(f, d, value_of_x);
      ASSERT_TRUE(same_value(rounded, reference(f, d, value_of_x, set)))
          << name(d) << ' ' << value_of_x;
      ASSERT_TRUE(is_canonical(f, rounded)) << name(d) << ' ' << value_of_x;
      ASSERT_TRUE(rounded == round_to(f, d, stored.p())) << name(d) << ' ' << value_of_x;
    }
  }
}

TEST_P(RoundTo, OtherRationalsAgreeWithMpfr) {
  std::mt19937_64 random(42 + static_cast<unsigned>(f.precision));
  for (int i = 0; i < cases_per_pair / 8; ++i) {
    const Q off(Z(random() % 1000000), Z((random() % 1000000) * 2 + 3));
    const dyadic near = random_case(random, f);
    const Q x =
        i % 2 == 0
            ? Q(near.value() * off)
            : Q(near.value() + off * power_of_two(near.q - static_cast<long>(random() % 250)));
    const auto set = [&](mpfr_ptr y, mpfr_rnd_t r) { return mpfr_set_q(y, x.backend().data(), r); };
    if (x == 0) continue;
    for (const direction d : directions()) {
      const fp rounded = round_to(f, d, x);
      ASSERT_TRUE(same_value(rounded, reference(f, d, x, set))) << name(d) << ' ' << x;
      ASSERT_TRUE(is_canonical(f, rounded)) << name(d) << ' ' << x;
    }
  }
}

TEST_P(RoundTo, ValuesOfTheFormatStay) {
  std::mt19937_64 random(43);
  for (int i = 0; i < 4000; ++i) {
    dyadic x = random_value(random, f);
    x.negative = i % 2 == 0;
    for (const direction d : directions()) {
      const fp rounded = round_to(f, d, x.value());
      ASSERT_FALSE(rounded.infinite);
      ASSERT_EQ(value(rounded), x.value()) << name(d);
    }
  }
}

TEST_P(RoundTo, ZeroIsPlusZero) {
  const real zero = dyadic{false, 0, 0}.as_real();
  for (const direction d : directions()) {
    EXPECT_TRUE(round_to(f, d, Q(0)) == fp{});
    EXPECT_TRUE(round_to(f, d, zero.p()) == fp{});
    EXPECT_TRUE(round_to(f, d, Q(0)).is_zero());
  }
}

TEST_P(RoundTo, UnderflowToZeroKeepsTheSign) {
  for (const long depth : {2, 3, 500}) {  // the least subnormal over 4, 8, 2^500
    const Q tiny = power_of_two(f.emin - f.precision + 1L - depth);
    for (const direction d : directions()) {
      const fp above = round_to(f, d, tiny);
      const fp below = round_to(f, d, Q(-tiny));
      EXPECT_FALSE(above.negative);
      EXPECT_TRUE(below.negative);
      EXPECT_EQ(above.is_zero(), d != direction::upward);
      EXPECT_EQ(below.is_zero(), d != direction::downward);
    }
  }
}

// 2^(2^60) must be neither materialised nor mistaken: it rounds like 2^(2^20).
TEST_P(RoundTo, HugeExponentsRoundLikeLargeOnes) {
  for (const long sign : {1, -1}) {
    for (const bool negative : {false, true}) {
      const dyadic large{negative, 5, sign * (1L << 20)};
      real huge = dyadic{negative, 5, sign * (1L << 60)}.as_real();
      for (const direction d : directions()) {
        const fp rounded = round_to(f, d, large.value());
        EXPECT_TRUE(round_to(f, d, huge.p()) == rounded) << name(d);
        EXPECT_EQ(rounded.negative, negative);
        EXPECT_TRUE(is_canonical(f, rounded));
      }
    }
  }
}

TEST_P(RoundTo, MpfrInfinitiesStayInfinite) {
  real x(53);
  for (const int sign : {1, -1}) {
    mpfr_set_inf(x.p(), sign);
    for (const direction d : directions()) {
      const fp rounded = round_to(f, d, x.p());
      EXPECT_TRUE(rounded.infinite);
      EXPECT_EQ(rounded.negative, sign < 0);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, RoundTo, testing::ValuesIn(formats().begin(), formats().end()),
                         [](const auto& param) { return std::string(param.param->name); });

}  // namespace
}  // namespace kloracle
