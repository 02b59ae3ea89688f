// SPDX-License-Identifier: Apache-2.0
#include "tools/number_codec.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

#include "oracle/rounding.hpp"

namespace kloracle {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr const format* doubles[]{&binary16, &bfloat16, &binary32, &binary64};

std::string encoded(const format& f, encoding e, double x) {
  std::string text;
  encode(f, e, x, text);
  return text;
}

// Same number: the same bits, or both NaN.
bool same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (a != a && b != b);
}

// `count` patterns over all exponents, and as many again with few fraction bits or subnormal.
std::vector<std::uint64_t> random_patterns(const format& f, int count) {
  std::mt19937_64 source(20260201);
  const std::uint64_t all = f.width == 64 ? ~0ULL : (1ULL << f.width) - 1;
  const int fraction_bits = f.precision - 1;
  std::vector<std::uint64_t> patterns;
  for (int i = 0; i < count; ++i) {
    patterns.push_back(source() & all);
    const std::uint64_t zeros = source() % static_cast<std::uint64_t>(f.precision);
    patterns.push_back(source() & all & (all << zeros));
    patterns.push_back(source() & ((1ULL << (source() % fraction_bits + 1)) - 1));
  }
  return patterns;
}

TEST(NumberCodec, RandomPatternsRoundTripInEveryEncoding) {
  for (const format* f : doubles) {
    for (const std::uint64_t pattern : random_patterns(*f, 40000)) {
      const double x = value_of(*f, pattern);
      for (const encoding e : encodings()) {
        const std::string text = encoded(*f, e, x);
        const auto back = decode(*f, e, text);
        ASSERT_TRUE(back && same(*back, x)) << f->name << ' ' << name(e) << ' ' << text;
      }
      if (x == x) {
        ASSERT_EQ(pattern_of(*f, x), pattern) << f->name;
      }
    }
  }
}

TEST(NumberCodec, HexfloatIsThatOfTheOracle) {
  for (const format* f : doubles) {
    for (const std::uint64_t pattern : random_patterns(*f, 3000)) {
      const double x = value_of(*f, pattern);
      // from_double knows no sign of zero; the word for NaN is the protocol's own.
      if (x != x || x == 0) continue;
      ASSERT_EQ(encoded(*f, encoding::hexfloat, x), hex(*f, from_double(*f, x)));
    }
  }
}

TEST(NumberCodec, ValuesArePatternsReadByTheOracle) {
  for (const format* f : doubles) {
    for (const std::uint64_t pattern : random_patterns(*f, 3000)) {
      const double x = value_of(*f, pattern);
      if (!std::isfinite(x)) continue;
      ASSERT_EQ(number(x).text(), number::from_bits(*f, pattern).text());
    }
  }
}

TEST(NumberCodec, CanonicalTexts) {
  const double least = std::numeric_limits<double>::denorm_min();
  const auto hexfloat = [](const format& f, double x) { return encoded(f, encoding::hexfloat, x); };
  EXPECT_EQ(hexfloat(binary64, 0.1), "0x1.999999999999ap-4");
  EXPECT_EQ(hexfloat(binary64, -0.0), "-0x0p+0");
  EXPECT_EQ(hexfloat(binary64, least), "0x0.0000000000001p-1022");
  EXPECT_EQ(hexfloat(binary32, 0x1p-149), "0x0.000002p-126");
  EXPECT_EQ(hexfloat(binary16, -0x1p-24), "-0x0.004p-14");
  EXPECT_EQ(hexfloat(bfloat16, 0x1.fep127), "0x1.fep+127");
  EXPECT_EQ(hexfloat(bfloat16, -inf), "-inf");
  EXPECT_EQ(hexfloat(binary32, -nan), "nan");
  EXPECT_EQ(encoded(binary64, encoding::bits, -0.0), "8000000000000000");
  EXPECT_EQ(encoded(binary32, encoding::bits, inf), "7f800000");
  EXPECT_EQ(encoded(bfloat16, encoding::bits, -nan), "7fc0");
  EXPECT_EQ(encoded(binary64, encoding::dec17, 0.1), "1.0000000000000001e-01");
  EXPECT_EQ(encoded(binary64, encoding::dec17, -0.0), "-0.0000000000000000e+00");
  EXPECT_EQ(encoded(binary64, encoding::dec17, least), "4.9406564584124654e-324");
}

TEST(NumberCodec, EverySpellingOfANumberIsRead) {
  const auto reads = [](encoding e, const char* text) { return decode(binary64, e, text); };
  for (const char* text : {"0x1.8p+1", "0X1.8P1", "0x3p0", "0x.3p+4", "0x3.p0", "+0x0.0018p+13",
                           "0x300p-8", "0x0000000000000000000000000000000000001.8p+1",
                           "0x1.80000000000000000000000000000000p+01"}) {
    EXPECT_EQ(reads(encoding::hexfloat, text), 3.0) << text;
  }
  EXPECT_EQ(reads(encoding::hexfloat, "0x1p-1074"), 0x1p-1074);
  EXPECT_EQ(reads(encoding::hexfloat, "0x100000000000000000000000000000p-116"), 1.0);
  EXPECT_EQ(reads(encoding::hexfloat, "0x0p+99999999999999999999999"), 0.0);
  EXPECT_EQ(decode(binary32, encoding::hexfloat, "0x1p-149"), 0x1p-149);
  for (const char* text : {"inf", "+inf", "INF", "infinity"}) {
    EXPECT_EQ(reads(encoding::hexfloat, text), inf) << text;
    EXPECT_EQ(reads(encoding::dec17, text), inf) << text;
  }
  for (const char* text : {"nan", "-nan", "NaN"}) {
    const auto x = reads(encoding::hexfloat, text);
    EXPECT_TRUE(x && *x != *x) << text;
  }
  EXPECT_EQ(reads(encoding::dec17, "3"), 3.0);
  EXPECT_EQ(reads(encoding::dec17, "0.3E1"), 3.0);
  EXPECT_EQ(reads(encoding::bits, "3FF0000000000000"), 1.0);
}

struct rejected {
  const format* f;
  encoding e;
  const char* text;
};

TEST(NumberCodec, WhatIsNoNumberOfTheFormatIsRefused) {
  using enum encoding;
  const rejected rows[] = {
      {&binary64, hexfloat, ""},
      {&binary64, hexfloat, "-"},
      {&binary64, hexfloat, "0.1"},
      {&binary64, hexfloat, "1"},
      {&binary64, hexfloat, "0x"},
      {&binary64, hexfloat, "0xp0"},
      {&binary64, hexfloat, "0x.p0"},
      {&binary64, hexfloat, "0x1"},
      {&binary64, hexfloat, "0x1.8"},
      {&binary64, hexfloat, "0x1p"},
      {&binary64, hexfloat, "0x1p+"},
      {&binary64, hexfloat, "0x1p1.0"},
      {&binary64, hexfloat, "0x1p0x1"},
      {&binary64, hexfloat, "0x1..8p0"},
      {&binary64, hexfloat, "--0x1p0"},
      {&binary64, hexfloat, " 0x1p0"},
      {&binary64, hexfloat, "0x1p0 "},
      {&binary64, hexfloat, "0x1p0,"},
      {&binary64, hexfloat, "0xgp0"},
      {&binary64, hexfloat, "infi"},
      {&binary64, hexfloat, "in\x06"},
      {&binary64, hexfloat, "0x1p+1024"},
      {&binary64, hexfloat, "0x1p-1075"},
      {&binary64, hexfloat, "0x1.8p-1074"},
      {&binary64, hexfloat, "0x1p+99999999999999999999999"},
      {&binary64, hexfloat, "0x1p-99999999999999999999999"},
      {&binary64, hexfloat, "0x1.00000000000008p+0"},
      {&binary64, hexfloat, "0x1.000000000000000000000000000000001p+0"},
      {&binary64, bits, ""},
      {&binary64, bits, "3ff"},
      {&binary64, bits, "3ff00000000000000"},
      {&binary64, bits, "0x3ff00000000000"},
      {&binary64, bits, "3ff 000000000000"},
      {&binary64, bits, "inf"},
      {&binary32, bits, "3ff0000000000000"},
      {&binary64, dec17, ""},
      {&binary64, dec17, "0x1p0"},
      {&binary64, dec17, "1_0"},
      {&binary64, dec17, "1,5"},
      {&binary64, dec17, " 1"},
      {&binary64, dec17, "-+1"},
      {&binary64, dec17, "1e"},
      {&binary64, dec17, "1e999"},
      {&binary64, dec17, "1e-999"},
      {&binary64, dec17, "nan(7)"},
      {&binary32, hexfloat, "0x1.999999999999ap-4"},
      {&binary32, hexfloat, "0x1p+128"},
      {&binary32, hexfloat, "0x1p-150"},
      {&binary32, dec17, "0.1"},
      {&binary32, dec17, "1e39"},
      {&binary32, dec17, "1e-46"},
      {&binary16, hexfloat, "0x1.002p+0"},
      {&bfloat16, hexfloat, "0x1.01p+0"},
      {&bfloat16, bits, "3f800000"},
  };
  for (const rejected& row : rows) {
    EXPECT_FALSE(decode(*row.f, row.e, row.text)) << row.f->name << " '" << row.text << "'";
  }
}

TEST(NumberCodec, ValuesOfAnotherFormatAreNotEncoded) {
  for (const double x : {0.1, 0x1p128, 0x1p-150, -0x1.0000001p+0}) {
    EXPECT_FALSE(pattern_of(binary32, x));
    EXPECT_THROW(encoded(binary32, encoding::hexfloat, x), std::invalid_argument);
    EXPECT_THROW(encoded(binary32, encoding::bits, x), std::invalid_argument);
  }
}

}  // namespace
}  // namespace kloracle
