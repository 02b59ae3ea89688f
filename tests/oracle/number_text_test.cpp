// SPDX-License-Identifier: Apache-2.0
//
// number::text(): exact, and read back by parse() whatever the number.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

#include "oracle/exact.hpp"
#include "oracle/number.hpp"

namespace kloracle {
namespace {

// The text of x, read under several input formats: what text() writes is exact under all of them.
void check_round_trip(const number& x) {
  const std::string text = x.text();
  for (const format* input : {&binary16, &binary64, static_cast<const format*>(nullptr)}) {
    number back;
    ASSERT_NO_THROW(back = number::parse(text, input)) << text.substr(0, 100);
    ASSERT_TRUE(back.is_finite());
    ASSERT_TRUE(exact(back) == exact(x)) << text.substr(0, 100);
  }
}

TEST(NumberText, DoublesRoundTripThroughParseAndStrtod) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 30000; ++i) {
    std::uint64_t b = random();
    if (i % 4 == 0) b &= 0x800fffffffffffffu;  // subnormal
    const double d = std::bit_cast<double>(b);
    if (!std::isfinite(d)) continue;
    ASSERT_NO_FATAL_FAILURE(check_round_trip(number(d)));
    ASSERT_TRUE(std::strtod(number(d).text().c_str(), nullptr) == d) << number(d).text();
  }
}

TEST(NumberText, DoubleExtremesRoundTrip) {
  using limits = std::numeric_limits<double>;
  for (const double d : {limits::denorm_min(), limits::min(), std::nextafter(limits::min(), 0.0),
                         limits::max(), limits::epsilon(), 0.0, -0.0, 1.0}) {
    ASSERT_NO_FATAL_FAILURE(check_round_trip(number(d)));
    ASSERT_NO_FATAL_FAILURE(check_round_trip(number(-d)));
    ASSERT_TRUE(std::strtod(number(-d).text().c_str(), nullptr) == -d);
  }
}

TEST(NumberText, Binary128ExtremesRoundTrip) {
  constexpr std::uint64_t ones = ~0ul;
  constexpr std::uint64_t fraction = 0xffffffffffffu;
  const std::uint64_t patterns[][2] = {{1, 0},                             // smallest subnormal
                                       {ones, fraction},                   // largest subnormal
                                       {0, 1ul << 48},                     // smallest normal
                                       {ones, 0x7ffeul << 48 | fraction},  // largest
                                       {1, 0x3ffful << 48},                // 1 + ulp
                                       {0, 0x3ffful << 48}};
  for (const auto& [low, high] : patterns) {
    check_round_trip(number::from_bits(binary128, low, high));
    check_round_trip(number::from_bits(binary128, low, high | 1ul << 63));
  }
}

TEST(NumberText, RandomBinary128ValuesRoundTrip) {
  std::mt19937_64 random(12);
  for (int i = 0; i < 3000; ++i) {
    const std::uint64_t high = random();
    if (((high >> 48) & 0x7fff) == 0x7fff) continue;
    ASSERT_NO_FATAL_FAILURE(check_round_trip(number::from_bits(binary128, random(), high)));
  }
}

TEST(NumberText, FractionsRoundTrip) {
  std::mt19937_64 random(13);
  for (int i = 0; i < 20000; ++i) {
    const Z n = static_cast<std::int64_t>(random()) >> (random() % 60);
    const Z d = (random() >> (random() % 63)) | 1;
    ASSERT_NO_FATAL_FAILURE(check_round_trip(as_number(Q(n, d))));
    ASSERT_NO_FATAL_FAILURE(check_round_trip(as_number(Q(n, Z(d << (random() % 200))))));
  }
}

TEST(NumberText, WideDyadicNumbersRoundTrip) {
  std::mt19937_64 random(14);
  for (int i = 0; i < 2000; ++i) {
    Z m = 1;
    for (std::uint64_t k = random() % 8; k > 0; --k) m = (m << 64u) + random();
    const long exponent = static_cast<long>(random() % 40000) - 20000;
    ASSERT_NO_FATAL_FAILURE(check_round_trip(as_number(Q(m) * power_of_two(exponent))));
  }
}

TEST(NumberText, SpecialValuesRoundTrip) {
  EXPECT_TRUE(number::parse(number::infinity().text()).is_plus_infinity());
  EXPECT_TRUE(number::parse(number::infinity(true).text()).is_minus_infinity());
  EXPECT_TRUE(number::parse(number::nan().text()).is_nan());
}

// Everything parse() accepts has a text that parse() accepts, at the very limits too.
void check_accepted_text_round_trips(const std::string& text) {
  const number x = number::parse(text, nullptr);
  const std::string written = x.text();
  number back;
  ASSERT_NO_THROW(back = number::parse(written, nullptr))
      << text.substr(0, 40) << " is written as " << written.substr(0, 40) << ", " << written.size()
      << " characters";
  EXPECT_TRUE(exact(back) == exact(x)) << text.substr(0, 40);
}

TEST(NumberText, BinaryExponentsAtTheLimitRoundTrip) {
  check_accepted_text_round_trips("0x1p400000");
  check_accepted_text_round_trips("0x1p-400000");
  check_accepted_text_round_trips("0x8p399997");
  check_accepted_text_round_trips("0x0.0001p-399984");
}

TEST(NumberText, DecimalsAtTheLimitRoundTrip) {
  check_accepted_text_round_trips("1e100000");
  check_accepted_text_round_trips("-7e100000");
  check_accepted_text_round_trips("1e-100000");
  check_accepted_text_round_trips("0." + std::string(60000, '3'));
}

TEST(NumberText, LongTextsRoundTrip) {
  check_accepted_text_round_trips("0x" + std::string(65000, 'f'));
  check_accepted_text_round_trips("0x0." + std::string(65000, 'f'));
  check_accepted_text_round_trips(std::string(65536, '7'));
  check_accepted_text_round_trips(std::string(32767, '7') + "/" + std::string(32768, '3'));
}

TEST(NumberText, ScaledExponentsPastTheLimitOfParseAreStillExact) {
  for (const std::int32_t exponent : {500000, -500000, (1 << 28) + 5}) {
    const number x = number::scaled(5, exponent);
    const std::string text = x.text();
    // 5 * 2^e is 0x1.4p+(e+2).
    EXPECT_EQ(text.substr(0, 60),
              "0x1.4p" + std::string(exponent > 0 ? "+" : "") + std::to_string(exponent + 2));
  }
}

}  // namespace
}  // namespace kloracle
