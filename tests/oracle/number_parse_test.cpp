// SPDX-License-Identifier: Apache-2.0
//
// number::parse(): what each text means exactly, what it is rounded to, and what is refused.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <random>

#include "oracle/exact.hpp"
#include "oracle/number.hpp"

namespace kloracle {
namespace {

Q parsed(const std::string& text, const format* input = nullptr) {
  return exact(number::parse(text, input));
}

// ---- exact texts ----

struct hex_text {
  std::string text;
  Q value;
};

// A random hex float, its value accumulated digit by digit.
hex_text random_hex(std::mt19937_64& random, int digits) {
  const int point =
      static_cast<int>(random() % 3) == 0 ? -1 : static_cast<int>(random() % (digits + 1));
  const bool upper = random() % 2 == 0;
  hex_text h{random() % 2 == 0 ? "-" : "", 0};
  const bool negative = !h.text.empty();
  h.text += upper ? "0X" : "0x";
  Q weight = 1;  // of the digits so far, relative to the last one
  for (int i = 0; i < digits; ++i) {
    if (i == point) h.text += '.';
    const auto d = static_cast<unsigned>(random() % 16);
    h.text += (upper ? "0123456789ABCDEF" : "0123456789abcdef")[d];
    h.value = h.value * 16 + d;
    if (point >= 0 && i >= point) weight *= 16;
  }
  if (point == digits) h.text += '.';
  h.value /= weight;
  if (random() % 4 != 0) {
    const int exponent = static_cast<int>(random() % 2400) - 1200;
    h.text += (upper ? "P" : "p") + std::string(exponent >= 0 && random() % 2 == 0 ? "+" : "") +
              std::to_string(exponent);
    for (int k = 0; k < exponent; ++k) h.value *= 2;
    for (int k = 0; k > exponent; --k) h.value /= 2;
  }
  if (negative) h.value = -h.value;
  return h;
}

TEST(NumberParse, HexFloatsAreExactHoweverLong) {
  std::mt19937_64 random(21);
  for (int i = 0; i < 1500; ++i) {
    const hex_text h = random_hex(random, 1 + static_cast<int>(random() % 60));
    // Exact under every input format: a hex float is never rounded.
    ASSERT_EQ(parsed(h.text), h.value) << h.text;
    ASSERT_EQ(parsed(h.text, &binary16), h.value) << h.text;
  }
}

TEST(NumberParse, ShortHexFloatsAgreeWithStrtod) {
  std::mt19937_64 random(22);
  for (int i = 0; i < 1500; ++i) {
    const hex_text h = random_hex(random, 1 + static_cast<int>(random() % 13));
    const double d = std::strtod(h.text.c_str(), nullptr);
    if (std::isinf(d) || std::fabs(d) < 0x1p-1022) continue;  // strtod has rounded
    ASSERT_EQ(parsed(h.text), Q(d)) << h.text;
  }
}

TEST(NumberParse, HexSubnormalsAreExact) {
  EXPECT_EQ(parsed("0x0.0000000000001p-1022"), Q(0x1p-1074));
  EXPECT_EQ(parsed("0x0.8p-1022"), Q(0x1p-1023));
  EXPECT_EQ(parsed("0x1p-1074"), Q(0x1p-1074));
  EXPECT_EQ(parsed("0x1p-1075") * 2, Q(0x1p-1074));
}

TEST(NumberParse, FractionsAreExactUnderEveryFormat) {
  std::mt19937_64 random(23);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t n = random() >> (random() % 64);
    const std::uint64_t d = (random() >> (random() % 63)) + 1;
    const Q value = Q(Z(n)) / Q(Z(d));
    const std::string text = std::to_string(n) + "/" + std::to_string(d);
    ASSERT_EQ(parsed(text, &binary16), value) << text;
    ASSERT_EQ(parsed("-" + text), -value) << text;
    ASSERT_EQ(parsed("+" + text, &binary64), value) << text;
  }
  EXPECT_EQ(parsed("3/20"), Q(3, 20));
  EXPECT_EQ(parsed("0/7"), Q(0));
}

struct decimal_text {
  std::string text;
  Q value;
};

decimal_text random_decimal(std::mt19937_64& random, int digits, int exponent_span) {
  const int point = static_cast<int>(random() % (digits + 2)) - 1;
  decimal_text x{random() % 2 == 0 ? "-" : "", 0};
  const bool negative = !x.text.empty();
  int exponent = 0;
  for (int i = 0; i < digits; ++i) {
    if (i == point) x.text += '.';
    const auto d = static_cast<int>(random() % 10);
    x.text += static_cast<char>('0' + d);
    x.value = x.value * 10 + d;
    if (point >= 0 && i >= point) --exponent;
  }
  if (random() % 8 != 0) {
    const int e = static_cast<int>(random() % (2 * exponent_span + 1)) - exponent_span;
    x.text += (random() % 2 == 0 ? "e" : "E") +
              std::string(e >= 0 && random() % 2 == 0 ? "+" : "") + std::to_string(e);
    exponent += e;
  }
  for (int k = 0; k < exponent; ++k) x.value *= 10;
  for (int k = 0; k > exponent; --k) x.value /= 10;
  if (negative) x.value = -x.value;
  return x;
}

TEST(NumberParse, DecimalsWithoutAFormatAreExact) {
  std::mt19937_64 random(24);
  for (int i = 0; i < 4000; ++i) {
    const decimal_text x = random_decimal(random, 1 + static_cast<int>(random() % 40), 60);
    ASSERT_EQ(parsed(x.text), x.value) << x.text;
  }
  EXPECT_EQ(parsed("0.1"), Q(1, 10));
  EXPECT_EQ(parsed(".5"), Q(1, 2));
  EXPECT_EQ(parsed("5."), Q(5));
  EXPECT_EQ(parsed("1.25e-3"), Q(1, 800));
  EXPECT_EQ(parsed("-0"), Q(0));
  EXPECT_EQ(parsed("007"), Q(7));
}

TEST(NumberParse, InfinityAndNanAreReadInAnyCase) {
  for (const char* text : {"inf", "Inf", "INF", "+inf", "infinity", "Infinity", "+INFINITY"}) {
    EXPECT_TRUE(number::parse(text).is_plus_infinity()) << text;
    EXPECT_TRUE(number::parse(text, nullptr).is_plus_infinity()) << text;
    if (text[0] == '+') continue;
    EXPECT_TRUE(number::parse("-" + std::string(text)).is_minus_infinity()) << text;
  }
  for (const char* text : {"nan", "NaN", "NAN", "-nan", "+nan"}) {
    EXPECT_TRUE(number::parse(text).is_nan()) << text;
  }
}

// ---- refusals ----

// The message of the input_error that parse throws, or a failure.
std::string refusal(const std::string& text, const format* input = nullptr) {
  try {
    number::parse(text, input);
  } catch (const input_error& e) {
    return e.what();
  }
  ADD_FAILURE() << "accepted: " << text.substr(0, 40);
  return "";
}

TEST(NumberParse, MalformedTextsAreInputErrorsOfOneLineThatNameTheText) {
  for (const std::string text :
       {"",          "-",         "+",      " ",     " 1",    "1 ",    "1 2",    "\t1",
        "1\n",       "--1",       "+-1",    "-+1",   "1-",    "1+1",   ".",      "-.",
        "..",        "1..2",      "1.2.3",  ".1.",   "e",     "e5",    ".e5",    "1e",
        "1e+",       "1e-",       "1e1.5",  "1e1e1", "1e 5",  "1ee5",  "1p3",    "0x",
        "0X",        "0xp1",      "0x.",    "0x.p1", "0x1p",  "0x1p+", "0x1p-",  "0x1p1.5",
        "0x1.8.0p3", "0xg",       "0x1e+5", "0x 1",  "x1",    "1x",    "0x-1",   "-0x-1",
        "0x1/2",     "1/0x2",     "/",      "1/",    "/2",    "1/2/3", "1//2",   "1/-2",
        "-1/-2",     "1/+2",      "1 /2",   "1/ 2",  "1.5/2", "1/2.5", "1e2/3",  "1/3e2",
        "1/0",       "0/0",       "1/00",   "inf/2", "1/inf", "nan/1", "infin",  "inff",
        "infinit",   "infinityy", "in",     "i",     "na",    "nann",  "nan(1)", "--inf",
        "+-nan",     "1_000",     "1,5",    "1'000", "0b1",   "0o7",   "1f",     "1.0f",
        "1L",        "abc",       "None",   "null",  "1e5%",  "$1",    "½",      "\u0661",
        "1\u00a0",   "−1",        "∞"}) {
    const std::string message = refusal(text);
    EXPECT_EQ(message.find_first_of("\n\r\t"), std::string::npos) << text;
    if (text.find_first_of("\n\t") != std::string::npos) continue;
    EXPECT_NE(message.find("'" + text + "'"), std::string::npos) << message;
  }
}

TEST(NumberParse, EmbeddedNulAndControlBytesAreRefusedAndNotEchoed) {
  for (int c = 0; c < 0x20; ++c) {
    const std::string message = refusal(std::string("1") + static_cast<char>(c) + "2");
    for (const char m : message) EXPECT_GE(static_cast<unsigned char>(m), 0x20) << c;
  }
  refusal(std::string("1\x7f"));
}

TEST(NumberParse, MessagesAboutLongTextsAreShort) {
  const std::string message = refusal(std::string(50000, '1') + "x");
  EXPECT_LT(message.size(), 200u);
  EXPECT_NE(message.find(std::string(40, '1')), std::string::npos);
}

template <class Work>
void check_quick(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

TEST(NumberParse, GiantExponentsAreRefusedAtOnce) {
  check_quick([] {
    for (const std::string text :
         {"1e100001", "1e-100001", "-1e999999999", "1e99999999999999999999999", "0e100001",
          "1e-9223372036854775808", "1e-18446744073709551617", "0x1p400001", "0x1p-400001",
          "0x1p9223372036854775807", "0x1p99999999999999999999999", "0x0p-99999999999999999999"}) {
      for (const format* input : {&binary64, static_cast<const format*>(nullptr)}) {
        EXPECT_NE(refusal(text, input).find("exponent"), std::string::npos) << text;
      }
    }
    EXPECT_NE(refusal("1e" + std::string(60000, '9')).find("exponent"), std::string::npos);
  });
}

TEST(NumberParse, TextsPastTheLengthLimitAreRefusedAtOnce) {
  check_quick([] {
    for (const std::string& text :
         {std::string(70000, '1'), "0x" + std::string(70000, 'f'), std::string(65537, '0'),
          "0." + std::string(70000, '0') + "1", "1/" + std::string(270000, '3'),
          std::string(140000, '1') + "/" + std::string(140000, '3'), std::string(70000, ' ')}) {
      EXPECT_LT(refusal(text).size(), 200u);
    }
  });
}

TEST(NumberParse, TextsAtTheLimitsAreReadQuickly) {
  check_quick([] {
    EXPECT_EQ(parsed(std::string(65536, '0')), Q(0));
    EXPECT_EQ(parsed("0x" + std::string(65000, '0') + "1p0000000000000000000000000001"), Q(2));
    EXPECT_EQ(parsed("1e-100000", &binary64), Q(0));
    EXPECT_EQ(parsed("1e-100000") * parsed("1e100000"), Q(1));
    EXPECT_EQ(parsed("0x1p-400000") * parsed("0x1p400000"), Q(1));
    const std::string nines(32000, '9');
    EXPECT_EQ(parsed(nines + "/" + nines), Q(1));
  });
}

}  // namespace
}  // namespace kloracle
