// SPDX-License-Identifier: Apache-2.0
//
// number::parse(): a decimal is the nearest value of the input format, ties to even.
#include <gtest/gtest.h>
#include <mpfr.h>

#include <cmath>
#include <cstdlib>
#include <optional>
#include <random>

#include "oracle/exact.hpp"
#include "oracle/number.hpp"

namespace kloracle {
namespace {

// The value that parse gives, or nothing where it says "overflows".
std::optional<Q> parsed(const std::string& text, const format& input) {
  try {
    return exact(number::parse(text, &input));
  } catch (const input_error& e) {
    EXPECT_NE(std::string(e.what()).find("overflows"), std::string::npos) << e.what();
    EXPECT_EQ(std::string(e.what()).find('\n'), std::string::npos);
    return std::nullopt;
  }
}

std::optional<Q> finite(double d) {
  if (!std::isfinite(d)) return std::nullopt;
  return Q(d);
}

std::string random_decimal(std::mt19937_64& random, int exponent_span) {
  std::string text = random() % 2 == 0 ? "-" : "";
  const auto digits = 1 + random() % 25;
  const auto point = random() % (digits + 1);
  for (std::uint64_t i = 0; i < digits; ++i) {
    if (i == point) text += '.';
    text += static_cast<char>('0' + random() % 10);
  }
  const int exponent = static_cast<int>(random() % (2 * exponent_span + 1)) - exponent_span;
  return random() % 8 == 0 ? text : text + "e" + std::to_string(exponent);
}

TEST(NumberDecimal, RandomDecimalsAgreeWithStrtod) {
  std::mt19937_64 random(31);
  for (int i = 0; i < 100000; ++i) {
    const std::string text = random_decimal(random, i % 2 == 0 ? 345 : 20);
    ASSERT_EQ(parsed(text, binary64), finite(std::strtod(text.c_str(), nullptr))) << text;
  }
}

TEST(NumberDecimal, RandomDecimalsAgreeWithStrtof) {
  std::mt19937_64 random(32);
  for (int i = 0; i < 100000; ++i) {
    const std::string text = random_decimal(random, i % 2 == 0 ? 60 : 10);
    ASSERT_EQ(parsed(text, binary32), finite(std::strtof(text.c_str(), nullptr))) << text;
  }
}

TEST(NumberDecimal, SubnormalDecimalsAgreeWithStrtodAndStrtof) {
  std::mt19937_64 random(33);
  for (int i = 0; i < 20000; ++i) {
    const std::string digits = "1" + std::to_string(random() >> (random() % 60));
    const std::string wide = digits + "e-" + std::to_string(307 + random() % 40);
    ASSERT_EQ(parsed(wide, binary64), finite(std::strtod(wide.c_str(), nullptr))) << wide;
    const std::string narrow = digits + "e-" + std::to_string(38 + random() % 30);
    ASSERT_EQ(parsed(narrow, binary32), finite(std::strtof(narrow.c_str(), nullptr))) << narrow;
  }
}

// The nearest binary128 value by MPFR: exponent range of the format, then mpfr_subnormalize.
std::optional<Q> nearest_binary128(const std::string& text) {
  const mpfr_exp_t emin = mpfr_get_emin();
  const mpfr_exp_t emax = mpfr_get_emax();
  mpfr_set_emin(-16382 - 113 + 2);
  mpfr_set_emax(16384);
  mpfr_t x;
  mpfr_init2(x, 113);
  const int ternary = mpfr_strtofr(x, text.c_str(), nullptr, 10, MPFR_RNDN);
  mpfr_subnormalize(x, ternary, MPFR_RNDN);
  std::optional<Q> value;
  if (mpfr_number_p(x)) {
    value.emplace();
    mpfr_get_q(value->backend().data(), x);
  }
  mpfr_clear(x);
  mpfr_set_emin(emin);
  mpfr_set_emax(emax);
  return value;
}

TEST(NumberDecimal, RandomDecimalsAgreeWithMpfrInBinary128) {
  std::mt19937_64 random(34);
  for (int i = 0; i < 6000; ++i) {
    std::string text = random_decimal(random, i % 2 == 0 ? 4990 : 40);
    text.insert(text[0] == '-' ? 1 : 0, std::to_string(random()));
    ASSERT_EQ(parsed(text, binary128), nearest_binary128(text)) << text;
  }
}

// A dyadic number as an exact decimal without a point: n / 2^k = (n 5^k) * 10^-k.
struct exact_decimal {
  Z digits;
  unsigned long places;
  explicit exact_decimal(const Q& dyadic) : digits(numerator(dyadic)), places(0) {
    for (Z d = denominator(dyadic); d > 1; d >>= 1) {
      digits *= 5;
      ++places;
    }
  }
  std::string text() const { return digits.str() + "e-" + std::to_string(places); }
  // One unit in a place far past the last one, above or below.
  std::string text_above() const {
    return digits.str() + std::string(30, '0') + "1e-" + std::to_string(places + 31);
  }
  std::string text_below() const {
    return Z(digits - 1).str() + std::string(31, '9') + "e-" + std::to_string(places + 31);
  }
};

struct pattern {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

// Neighbours in magnitude: `smaller` and the next pattern, both positive. `larger` may be infinity.
void check_between(const format& f, pattern smaller) {
  const pattern larger{smaller.low + 1, smaller.high + (smaller.low == ~0ul ? 1 : 0)};
  const number a = number::from_bits(f, smaller.low, smaller.high);
  const number b = number::from_bits(f, larger.low, larger.high);
  const std::optional<Q> low = exact(a);
  std::optional<Q> high;
  if (b.is_finite()) high = exact(b);
  const Q end = high ? *high : power_of_two(f.emax + 1);
  const exact_decimal middle((*low + end) / 2);
  ASSERT_EQ(parsed(middle.text(), f), smaller.low % 2 == 0 ? low : high) << middle.text();
  ASSERT_EQ(parsed(middle.text_below(), f), low) << middle.text_below();
  ASSERT_EQ(parsed(middle.text_above(), f), high) << middle.text_above();
  if (!high) return;
  ASSERT_EQ(parsed("-" + middle.text(), f), Q(smaller.low % 2 == 0 ? -*low : -*high));
  ASSERT_EQ(parsed(exact_decimal(*high).text(), f), high);
}

void check_every_midpoint_of_narrow(const format& f) {
  const std::uint64_t infinity = 0x7fff & ~((1ul << (f.precision - 1)) - 1);
  for (std::uint64_t b = 0; b < infinity; ++b) {
    ASSERT_NO_FATAL_FAILURE(check_between(f, {b})) << b;
  }
}

TEST(NumberDecimal, EveryMidpointOfBinary16RoundsToEven) {
  check_every_midpoint_of_narrow(binary16);
}

TEST(NumberDecimal, EveryMidpointOfBfloat16RoundsToEven) {
  check_every_midpoint_of_narrow(bfloat16);
}

TEST(NumberDecimal, Binary32MidpointsRoundToEven) {
  std::mt19937_64 random(35);
  for (int i = 0; i < 10000; ++i) {
    std::uint64_t b = random() % 0x7f800000;
    if (i % 4 == 0) b &= 0x7fffff;                     // subnormal
    if (i % 8 == 1) b |= 0x7ff000;                     // near a binade's end
    if (i % 64 == 2) b = 0x7f7fffff - (random() % 3);  // near overflow
    ASSERT_NO_FATAL_FAILURE(check_between(binary32, {b})) << b;
  }
}

TEST(NumberDecimal, Binary64MidpointsRoundToEven) {
  std::mt19937_64 random(36);
  for (int i = 0; i < 4000; ++i) {
    std::uint64_t b = random() % (0x7fful << 52);
    if (i % 4 == 0) b &= (1ul << 52) - 1;
    if (i % 8 == 1) b |= (1ul << 52) - 1;
    if (i % 64 == 2) b = (0x7fful << 52) - 1 - (random() % 3);
    ASSERT_NO_FATAL_FAILURE(check_between(binary64, {b})) << b;
  }
}

TEST(NumberDecimal, Binary128MidpointsRoundToEven) {
  std::mt19937_64 random(37);
  for (int i = 0; i < 300; ++i) {
    pattern p{random(), random() % (0x7ffful << 48)};
    if (i % 4 == 0) p.high &= (1ul << 48) - 1;
    if (i % 8 == 1) p.low = ~0ul;
    if (i % 32 == 2) p = {~0ul - (random() % 3), (0x7ffful << 48) - 1};
    ASSERT_NO_FATAL_FAILURE(check_between(binary128, p)) << p.high << ' ' << p.low;
  }
}

TEST(NumberDecimal, MidpointsAgreeWithStrtod) {
  std::mt19937_64 random(38);
  for (int i = 0; i < 4000; ++i) {
    const double d =
        std::ldexp(static_cast<double>(random() >> 11), static_cast<int>(random() % 2000) - 1100);
    const double above = std::nextafter(d, INFINITY);
    if (!std::isfinite(above)) continue;
    const exact_decimal middle((Q(d) + Q(above)) / 2);
    for (const std::string& text : {middle.text(), middle.text_above(), middle.text_below()}) {
      ASSERT_EQ(parsed(text, binary64), finite(std::strtod(text.c_str(), nullptr))) << text;
    }
  }
}

}  // namespace
}  // namespace kloracle
