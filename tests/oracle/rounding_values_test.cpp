// SPDX-License-Identifier: Apache-2.0
//
// The values of the formats: every neighbouring pair of the 16-bit ones, conversions from and to
// double, hex text, and the registries of formats and directions.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <set>

#include "oracle/rounding.hpp"

namespace kloracle {
namespace {

// ---- every gap between neighbours of the 16-bit formats ----

// The neighbour of [low, high] that direction d names for a point of the open gap; `half` compares
// the point with the midpoint, `low_even` is the parity of the lower pattern. All positive.
Q chosen(direction d, const Q& low, const Q& high, int half, bool low_even) {
  switch (d) {
    case direction::upward:
      return high;
    case direction::downward:
    case direction::toward_zero:
      return low;
    case direction::nearest_away:
      return half >= 0 ? high : low;
    case direction::nearest_even:
      return half > 0 || (half == 0 && !low_even) ? high : low;
  }
  return 0;
}

direction mirrored(direction d) {
  if (d == direction::upward) return direction::downward;
  return d == direction::downward ? direction::upward : d;
}

void check_gap(const format& f, std::uint32_t pattern) {
  const Q low = exact(number::from_bits(f, pattern));
  const Q high = exact(number::from_bits(f, pattern + 1));
  const Q width = high - low;
  for (const int half : {-1, 0, 1}) {
    for (const Q& share : {Q(1, 3), Q(1, 1000000007), Q(1, 2)}) {
      if ((half == 0) != (share == Q(1, 2))) continue;
      const Q x = half == 0 ? Q(low + width / 2)
                            : (half < 0 ? Q(low + share * width) : Q(high - share * width));
      for (const direction d : directions()) {
        const Q right = chosen(d, low, high, half, pattern % 2 == 0);
        const fp rounded = round_to(f, d, x);
        ASSERT_TRUE(value(rounded) == right) << name(d) << ' ' << x;
        const fp opposite = round_to(f, mirrored(d), Q(-x));
        ASSERT_TRUE(value(opposite) == -right) << name(d) << ' ' << x;
        ASSERT_EQ(opposite.negative, true);
      }
    }
  }
}

void check_every_gap(const format& f) {
  const std::uint32_t infinity = 0x7fff & ~((1u << (f.precision - 1)) - 1);
  for (std::uint32_t b = 0; b + 1 < infinity; ++b) {
    ASSERT_NO_FATAL_FAILURE(check_gap(f, b)) << b;
  }
}

TEST(RoundToValues, EveryGapOfBinary16) {
  check_every_gap(binary16);
}

TEST(RoundToValues, EveryGapOfBfloat16) {
  check_every_gap(bfloat16);
}

// ---- overflow, where the gap ends at 2^(emax+1), which only rounding knows ----

TEST(RoundToValues, OverflowGoesToInfinityOrToTheLargestValueAsTheDirectionSays) {
  for (const format* f : formats()) {
    const Q largest = power_of_two(f->emax + 1L) - power_of_two(f->emax - f->precision + 1L);
    const Q half_unit = power_of_two(f->emax - f->precision + 0L);
    const Q tiny = power_of_two(f->emin * 2L);
    for (const direction d : directions()) {
      const bool nearest = d == direction::nearest_even || d == direction::nearest_away;
      for (const Q& over : {tiny, Q(half_unit - tiny), half_unit, Q(half_unit + tiny), largest}) {
        const bool infinite = d == direction::upward || (nearest && over >= half_unit);
        const fp above = round_to(*f, d, Q(largest + over));
        ASSERT_EQ(above.infinite, infinite) << f->name << ' ' << name(d);
        const fp below = round_to(*f, mirrored(d), Q(-largest - over));
        ASSERT_EQ(below.infinite, infinite) << f->name << ' ' << name(d);
        ASSERT_TRUE(below.negative && !above.negative);
        if (infinite) continue;
        ASSERT_EQ(value(above), largest) << f->name << ' ' << name(d);
        ASSERT_EQ(value(below), -largest) << f->name << ' ' << name(d);
      }
    }
  }
}

// ---- doubles and text ----

double random_double(std::mt19937_64& random) {
  std::uint64_t b = random();
  if (b % 4 == 0) b &= 0x800fffffffffffffu;
  const double d = std::bit_cast<double>(b);
  return std::isnan(d) ? 1.0 : d;
}

float random_float(std::mt19937_64& random) {
  const std::uint64_t b = random();
  const float x =
      std::bit_cast<float>(static_cast<std::uint32_t>(b % 4 == 0 ? b & 0x807fffffu : b));
  return std::isnan(x) ? 1.0f : x;
}

template <class T>
bool identical(T a, T b) {
  return a == b && std::signbit(a) == std::signbit(b);
}

std::vector<double> double_edges() {
  using limits = std::numeric_limits<double>;
  return {0.0,           1.0,           limits::denorm_min(), std::nextafter(limits::min(), 0.0),
          limits::min(), limits::max(), limits::infinity()};
}

void check_double(double d) {
  const fp x = from_double(binary64, d);
  ASSERT_TRUE(identical(to_double(x), d)) << d;
  ASSERT_TRUE(x.infinite || value(x) == Q(d)) << d;
  const std::string text = hex(binary64, x);
  ASSERT_TRUE(identical(std::strtod(text.c_str(), nullptr), d)) << text;
  if (d == 0 || std::isinf(d)) return;
  ASSERT_TRUE(x == round_to(binary64, direction::nearest_even, Q(d))) << d;
  const bool subnormal = std::fabs(d) < std::numeric_limits<double>::min();
  ASSERT_EQ(text.substr(d < 0 ? 1 : 0, 3), subnormal ? "0x0" : "0x1");
  ASSERT_EQ(subnormal, text.ends_with("p-1022") && text.find("0x0.") != text.npos) << text;
}

TEST(FormatValues, DoublesSurviveFromDoubleToDoubleAndHex) {
  std::mt19937_64 random(51);
  for (int i = 0; i < 50000; ++i) ASSERT_NO_FATAL_FAILURE(check_double(random_double(random)));
  for (const double d : double_edges()) {
    ASSERT_NO_FATAL_FAILURE(check_double(d));
    ASSERT_NO_FATAL_FAILURE(check_double(-d));
  }
}

void check_float(float x) {
  const fp y = from_double(binary32, x);
  ASSERT_TRUE(identical(to_double(y), static_cast<double>(x))) << x;
  const std::string text = hex(binary32, y);
  ASSERT_TRUE(identical(std::strtof(text.c_str(), nullptr), x)) << text;
  const bool subnormal = x != 0 && std::fabs(x) < std::numeric_limits<float>::min();
  ASSERT_EQ(subnormal, text.ends_with("p-126") && text.find("0x0.") != text.npos) << text;
}

TEST(FormatValues, FloatsSurviveFromDoubleToDoubleAndHex) {
  using limits = std::numeric_limits<float>;
  std::mt19937_64 random(52);
  for (int i = 0; i < 50000; ++i) ASSERT_NO_FATAL_FAILURE(check_float(random_float(random)));
  for (const float x : {0.0f, 1.0f, limits::denorm_min(), limits::min(), limits::max(),
                        limits::infinity(), std::nextafter(limits::min(), 0.0f)}) {
    ASSERT_NO_FATAL_FAILURE(check_float(x));
    ASSERT_NO_FATAL_FAILURE(check_float(-x));
  }
}

// Every reader of hex floats agrees on the value: the oracle's own and, in range, strtod.
void check_hex(const format& f, const fp& x) {
  const std::string text = hex(f, x);
  ASSERT_EQ(exact(number::parse(text, nullptr)), value(x)) << text;
  ASSERT_EQ(text[0] == '-', x.negative) << text;
  if (f.precision < binary64.precision) {
    ASSERT_TRUE(identical(std::strtod(text.c_str(), nullptr), to_double(x))) << text;
  }
}

TEST(FormatValues, HexReadsBackInEveryFormat) {
  std::mt19937_64 random(53);
  for (const format* f : formats()) {
    const auto span = static_cast<unsigned long>(f->emax - f->emin + 2 * f->precision);
    for (int i = 0; i < 4000; ++i) {
      const Q m(Z(random()) * Z(random()) + 1);
      const long exponent = f->emin - 2 * f->precision + static_cast<long>(random() % span);
      const Q x = m * power_of_two(exponent - 127);
      const fp rounded = round_to(*f, direction::toward_zero, i % 2 == 0 ? x : Q(-x));
      ASSERT_NO_FATAL_FAILURE(check_hex(*f, rounded)) << f->name;
    }
  }
}

TEST(FormatValues, HexOfEveryBinary16AndBfloat16ValueReadsBack) {
  for (const format* f : {&binary16, &bfloat16}) {
    for (std::uint32_t b = 0; b <= 0xffff; ++b) {
      const number x = number::from_bits(*f, b);
      if (!x.is_finite() || x.sign() == 0) continue;
      ASSERT_NO_FATAL_FAILURE(check_hex(*f, round_to(*f, direction::upward, exact(x)))) << b;
    }
  }
}

TEST(FormatValues, HexOfFamiliarValues) {
  const auto text = [](const format& f, const Q& x) {
    return hex(f, round_to(f, direction::nearest_even, x));
  };
  EXPECT_EQ(text(binary64, 1), "0x1p+0");
  EXPECT_EQ(text(binary64, Q(3, 16)), "0x1.8p-3");
  EXPECT_EQ(text(binary64, Q(-10)), "-0x1.4p+3");
  EXPECT_EQ(text(binary64, Q(1, 3)), "0x1.5555555555555p-2");
  EXPECT_EQ(text(binary64, power_of_two(-1074)), "0x0.0000000000001p-1022");
  EXPECT_EQ(text(binary64, power_of_two(-1023)), "0x0.8p-1022");
  EXPECT_EQ(text(binary32, power_of_two(-149)), "0x0.000002p-126");
  EXPECT_EQ(text(binary16, power_of_two(-24)), "0x0.004p-14");
  EXPECT_EQ(text(bfloat16, power_of_two(-133)), "0x0.02p-126");
  EXPECT_EQ(text(binary128, power_of_two(-16494)), "0x0." + std::string(27, '0') + "1p-16382");
  EXPECT_EQ(hex(binary64, fp{}), "0x0p+0");
  EXPECT_EQ(hex(binary64, fp{true, false, 0, 0}), "-0x0p+0");
  EXPECT_EQ(hex(binary64, fp{false, true, 0, 0}), "inf");
  EXPECT_EQ(hex(binary64, fp{true, true, 0, 0}), "-inf");
}

TEST(FormatValues, HexWithoutAFormatIsNormalisedAtAnyExponent) {
  std::mt19937_64 random(54);
  for (int i = 0; i < 5000; ++i) {
    const Z m = (Z(random()) << (random() % 80)) + (random() >> (random() % 64));
    const fp x{i % 2 == 0, false, m, static_cast<long>(random() % 60000) - 30000};
    const std::string text = hex(x);
    ASSERT_EQ(exact(number::parse(text, nullptr)), value(x)) << text;
    ASSERT_EQ(text.substr(0, x.negative ? 4 : 3), x.negative ? "-0x1" : "0x1") << text;
    ASSERT_NE(text[text.find('p') - 1], '.') << text;
  }
  EXPECT_EQ(hex(fp{}), "0x0p+0");
  EXPECT_EQ(hex(fp{true, true, 0, 0}), "-inf");
  EXPECT_EQ(hex(fp{false, false, 3, 1L << 60}), "0x1.8p+" + std::to_string((1L << 60) + 1));
}

TEST(FormatValues, NegativeZeroAndInfinitiesKeepTheirSign) {
  EXPECT_TRUE(from_double(binary64, -0.0).negative);
  EXPECT_TRUE(from_double(binary64, -0.0).is_zero());
  EXPECT_EQ(to_double(fp{true, true, 0, 0}), -std::numeric_limits<double>::infinity());
  EXPECT_FALSE(from_double(binary32, std::numeric_limits<double>::infinity()).negative);
  EXPECT_EQ(value(fp{true, false, 5, -1}), Q(-5, 2));
}

// ---- registries ----

TEST(Formats, AreConsistentAndFoundByName) {
  std::set<std::string_view> names;
  int width = 0;
  for (const format* f : formats()) {
    names.insert(f->name);
    EXPECT_EQ(find_format(f->name), f);
    EXPECT_EQ(f->emin, 1 - f->emax);
    const int exponent_bits = f->width - f->precision;  // 1 sign + exponent + (precision - 1)
    EXPECT_EQ(f->emax, (1 << (exponent_bits - 1)) - 1) << f->name;
    EXPECT_GE(f->width, width) << "narrowest first";
    width = f->width;
  }
  EXPECT_EQ(names, (std::set<std::string_view>{"binary16", "bfloat16", "binary32", "binary64",
                                               "binary128"}));
  EXPECT_EQ(find_format("binary64"), &binary64);
  for (const char* word : {"", "binary", "Binary64", "binary64 ", "double", "float64"}) {
    EXPECT_EQ(find_format(word), nullptr) << word;
  }
}

TEST(Formats, DirectionsAreFoundByName) {
  std::set<std::string_view> names;
  for (const direction& d : directions()) {
    names.insert(name(d));
    ASSERT_NE(find_direction(name(d)), nullptr);
    EXPECT_EQ(*find_direction(name(d)), d);
  }
  EXPECT_EQ(names, (std::set<std::string_view>{"nearest_even", "nearest_away", "upward", "downward",
                                               "toward_zero"}));
  for (const char* word : {"", "nearest", "up", "Upward", "upward "}) {
    EXPECT_EQ(find_direction(word), nullptr) << word;
  }
}

}  // namespace
}  // namespace kloracle
