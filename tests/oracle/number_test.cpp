// SPDX-License-Identifier: Apache-2.0
#include "oracle/number.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <concepts>
#include <limits>
#include <random>
#include <type_traits>

#include "oracle/exact.hpp"

namespace kloracle {
namespace {

// Whether x is exactly what the double holds. Q(double) is GMP's mpq_set_d, not the oracle's code.
bool holds(const number& x, double d) {
  if (std::isnan(d)) return x.is_nan();
  if (std::isinf(d)) return d > 0 ? x.is_plus_infinity() : x.is_minus_infinity();
  return x.is_finite() && exact(x) == Q(d);
}

bool same(const number& a, const number& b) {
  if (a.is_finite() && b.is_finite()) return exact(a) == exact(b);
  return a.is_nan() == b.is_nan() && a.is_plus_infinity() == b.is_plus_infinity() &&
         a.is_minus_infinity() == b.is_minus_infinity() && a.is_finite() == b.is_finite();
}

// A pattern of a 16-bit format with the given fraction field, by IEEE 754 in double arithmetic.
double decode_narrow(std::uint32_t pattern, int fraction_bits) {
  const int exponent_bits = 15 - fraction_bits;
  const int special = (1 << exponent_bits) - 1;
  const int bias = special / 2;
  const int sign = (pattern >> 15) != 0 ? -1 : 1;
  const int exponent = static_cast<int>(pattern >> fraction_bits) & special;
  const int fraction = static_cast<int>(pattern) & ((1 << fraction_bits) - 1);
  if (exponent == special) {
    return fraction != 0 ? std::numeric_limits<double>::quiet_NaN()
                         : sign * std::numeric_limits<double>::infinity();
  }
  const int hidden = exponent == 0 ? 0 : 1 << fraction_bits;
  const int scale = (exponent == 0 ? 1 : exponent) - bias - fraction_bits;
  return std::ldexp(sign * (hidden + fraction), scale);
}

// A finite binary128 pattern from its fields: sign 1, exponent 15, fraction 112 bits.
Q decode_wide(std::uint64_t low, std::uint64_t high) {
  const std::uint64_t exponent = (high >> 48) & 0x7fff;
  Z significand = high & 0xffffffffffffu;
  if (exponent != 0) significand += Z(1) << 48u;
  significand = (significand << 64u) + low;
  Q x(significand);
  const long scale = static_cast<long>(exponent == 0 ? 1 : exponent) - 16383 - 112;
  if (scale >= 0) {
    mpq_mul_2exp(x.backend().data(), x.backend().data(), static_cast<unsigned long>(scale));
  } else {
    mpq_div_2exp(x.backend().data(), x.backend().data(), static_cast<unsigned long>(-scale));
  }
  return (high >> 63) != 0 ? Q(-x) : x;
}

TEST(Number, EveryBinary16PatternDecodesExactly) {
  for (std::uint32_t b = 0; b <= 0xffff; ++b) {
    ASSERT_TRUE(holds(number::from_bits(binary16, b), decode_narrow(b, 10))) << std::hex << b;
  }
}

TEST(Number, EveryBfloat16PatternIsTheUpperHalfOfABinary32) {
  for (std::uint32_t b = 0; b <= 0xffff; ++b) {
    const number x = number::from_bits(bfloat16, b);
    ASSERT_TRUE(holds(x, std::bit_cast<float>(b << 16))) << std::hex << b;
    ASSERT_TRUE(holds(x, decode_narrow(b, 7))) << std::hex << b;
  }
}

void check_binary32(std::uint32_t b) {
  const float f = std::bit_cast<float>(b);
  const number x = number::from_bits(binary32, b);
  ASSERT_TRUE(holds(x, f)) << std::hex << b;
  ASSERT_TRUE(holds(number(f), f)) << std::hex << b;
}

TEST(Number, RandomBinary32PatternsDecodeExactly) {
  std::mt19937_64 random(32);
  for (int i = 0; i < 200000; ++i) check_binary32(static_cast<std::uint32_t>(random()));
}

TEST(Number, EveryBinary32ExponentDecodesExactly) {
  for (std::uint32_t e = 0; e < 512; ++e) {  // with both signs
    for (const std::uint32_t fraction : {0u, 1u, 0x400000u, 0x7ffffeu, 0x7fffffu}) {
      check_binary32(e << 23 | fraction);
    }
  }
}

void check_binary64(std::uint64_t b) {
  const double d = std::bit_cast<double>(b);
  const number x = number::from_bits(binary64, b);
  ASSERT_TRUE(holds(x, d)) << std::hex << b;
  ASSERT_TRUE(holds(number(d), d)) << std::hex << b;
  ASSERT_TRUE(same(x, number(d))) << std::hex << b;
  if (!std::isfinite(d)) return;
  int exponent = 0;
  const double fraction = std::frexp(d, &exponent);
  const auto mantissa = static_cast<std::int64_t>(std::ldexp(fraction, 53));
  ASSERT_TRUE(same(x, number::scaled(mantissa, exponent - 53))) << std::hex << b;
}

TEST(Number, RandomBinary64PatternsDecodeExactly) {
  std::mt19937_64 random(64);
  for (int i = 0; i < 200000; ++i) check_binary64(random());
}

TEST(Number, EveryBinary64ExponentDecodesExactly) {
  for (std::uint64_t e = 0; e < 4096; ++e) {  // with both signs
    for (const std::uint64_t fraction : {0ul, 1ul, 1ul << 51, (1ul << 52) - 2, (1ul << 52) - 1}) {
      check_binary64(e << 52 | fraction);
    }
  }
}

void check_binary128(std::uint64_t low, std::uint64_t high) {
  const number x = number::from_bits(binary128, low, high);
  ASSERT_TRUE(x.is_finite());
  ASSERT_TRUE(exact(x) == decode_wide(low, high)) << std::hex << high << ' ' << low;
}

TEST(Number, RandomBinary128PatternsDecodeExactly) {
  std::mt19937_64 random(128);
  for (int i = 0; i < 20000; ++i) {
    std::uint64_t high = random();
    if (((high >> 48) & 0x7fff) == 0x7fff) high ^= 1ul << 50;
    if (i % 8 == 0) high &= 0x8000ffffffffffffu;  // subnormal
    check_binary128(random(), high);
  }
}

TEST(Number, EveryBinary128ExponentDecodesExactly) {
  for (std::uint64_t e = 0; e < 0x7fff; ++e) {
    check_binary128(~0ul, e << 48 | 0xffffffffffffu);
    check_binary128(e % 2, (e << 48) | 1ul << 63);
  }
}

TEST(Number, Binary128SpecialPatterns) {
  constexpr std::uint64_t special = 0x7ffful << 48;
  EXPECT_TRUE(number::from_bits(binary128, 0, special).is_plus_infinity());
  EXPECT_TRUE(number::from_bits(binary128, 0, special | 1ul << 63).is_minus_infinity());
  EXPECT_TRUE(number::from_bits(binary128, 1, special).is_nan());
  EXPECT_TRUE(number::from_bits(binary128, 0, special | 1).is_nan());
}

TEST(Number, ConsecutiveBinary128PatternsDifferByOneUnitInTheLastPlace) {
  std::mt19937_64 random(129);
  for (int i = 0; i < 5000; ++i) {
    const std::uint64_t low = i % 4 == 0 ? ~0ul : random();  // a carry into the upper half
    std::uint64_t high = random() >> 1;
    if ((high >> 48) >= 0x7ffe) high >>= 3;
    const Q step = exact(number::from_bits(binary128, low + 1, high + (low == ~0ul ? 1 : 0))) -
                   exact(number::from_bits(binary128, low, high));
    const long exponent = std::max(static_cast<long>(high >> 48), 1L);
    ASSERT_TRUE(step == power_of_two(exponent - 16383 - 112)) << std::hex << high << ' ' << low;
  }
}

TEST(Number, PatternsWiderThanTheFormatAreInputErrors) {
  EXPECT_THROW(number::from_bits(binary16, 0x10000), input_error);
  EXPECT_THROW(number::from_bits(bfloat16, 1ul << 63), input_error);
  EXPECT_THROW(number::from_bits(binary32, 1ul << 32), input_error);
  EXPECT_THROW(number::from_bits(binary16, 0, 1), input_error);
  EXPECT_THROW(number::from_bits(binary64, 0, 1), input_error);
}

TEST(Number, SignedIntegersAreExact) {
  EXPECT_EQ(exact(number(std::numeric_limits<std::int64_t>::min())), -Q(Z(1) << 63u));
  EXPECT_EQ(exact(number(std::numeric_limits<std::int64_t>::max())), Q((Z(1) << 63u) - 1));
  EXPECT_EQ(exact(number(std::numeric_limits<std::uint32_t>::max())), Q((Z(1) << 32u) - 1));
  EXPECT_EQ(exact(number(std::numeric_limits<int>::min())), -Q(Z(1) << 31u));
  EXPECT_EQ(exact(number(true)), Q(1));
  EXPECT_EQ(exact(number()), Q(0));
}

// Either the type is refused or its value is kept: no conversion to number may round.
template <class T>
void check_kept(T x, const Q& value) {
  if constexpr (std::is_convertible_v<T, number>) {
    if constexpr (requires { number{x}; }) {  // braces refuse narrowing conversions
      EXPECT_TRUE(exact(number{x}) == value);
    } else {
      ADD_FAILURE() << "converts to number through a rounding conversion to double";
    }
  }
}

TEST(Number, UnsignedIntegersAreExactOrRefused) {
  check_kept(~0u, Q((Z(1) << 32u) - 1));
  check_kept(std::uint64_t{0} - 1, Q((Z(1) << 64u) - 1));
  check_kept(std::size_t{42}, Q(42));
}

TEST(Number, IntegersWiderThan64BitsAreExactOrRefused) {
#ifdef __SIZEOF_INT128__
  __extension__ using int128 = __int128;
  check_kept(int128{1} << 100, Q(Z(1) << 100u));
#endif
}

TEST(Number, LongDoublesAreExactOrRefused) {
  using limits = std::numeric_limits<long double>;
  check_kept(1 + limits::epsilon(), 1 + power_of_two(1 - limits::digits));
}

TEST(Number, ScaledIsMantissaTimesAPowerOfTwo) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 20000; ++i) {
    const auto mantissa = static_cast<std::int64_t>(random()) >> (random() % 64);
    const int exponent = static_cast<int>(random() % 2001) - 1000;
    Q value = mantissa;
    for (int k = 0; k < std::abs(exponent); k += 8) {
      const Q step = 1 << std::min(8, std::abs(exponent) - k);
      value = exponent < 0 ? Q(value / step) : Q(value * step);
    }
    ASSERT_EQ(exact(number::scaled(mantissa, exponent)), value);
  }
}

TEST(Number, ScaledZeroIsZeroAtAnyExponent) {
  const number zero = number::scaled(0, std::numeric_limits<std::int32_t>::max());
  EXPECT_EQ(exact(zero), Q(0));
  EXPECT_EQ(zero.sign(), 0);
}

TEST(Number, SignIsThatOfTheValue) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t b = random();
    const double d = std::bit_cast<double>(b);
    const int sign = d > 0 ? 1 : (d < 0 ? -1 : 0);  // NaN has 0
    ASSERT_EQ(number(d).sign(), sign);
    ASSERT_EQ(number::from_bits(binary64, b).sign(), sign);
  }
  EXPECT_EQ(number(-0.0).sign(), 0);
  EXPECT_EQ(number::infinity().sign(), 1);
  EXPECT_EQ(number::infinity(true).sign(), -1);
  EXPECT_EQ(number::nan().sign(), 0);
  EXPECT_EQ(as_number(Q(-1, 3)).sign(), -1);
  EXPECT_EQ(as_number(Q(1, 3)).sign(), 1);
  EXPECT_EQ(as_number(Q(0)).sign(), 0);
}

TEST(Number, NegativeZeroIsZero) {
  EXPECT_TRUE(same(number(-0.0), number(0)));
  EXPECT_TRUE(same(number::from_bits(binary64, 1ul << 63), number(0)));
  EXPECT_TRUE(same(number::from_bits(binary128, 0, 1ul << 63), number(0)));
}

TEST(Number, IsIntegerAgreesWithFloor) {
  std::mt19937_64 random(9);
  int integers = 0;
  for (int i = 0; i < 50000; ++i) {
    const auto mantissa = static_cast<double>(random() >> (random() % 64));
    const double d = std::ldexp(mantissa, -static_cast<int>(random() % 24));
    const bool integer = std::floor(d) == d;
    integers += integer;
    ASSERT_EQ(is_integer(number(d)), integer) << d;
    ASSERT_EQ(is_integer(number(-d)), integer) << d;
  }
  EXPECT_GT(integers, 5000);
  EXPECT_LT(integers, 45000);
}

TEST(Number, IsIntegerOfFractionsAndSpecialValues) {
  EXPECT_TRUE(is_integer(as_number(Q(6, 3))));
  EXPECT_FALSE(is_integer(as_number(Q(7, 3))));
  EXPECT_TRUE(is_integer(number::scaled(6, -1)));
  EXPECT_FALSE(is_integer(number::scaled(6, -2)));
  EXPECT_TRUE(is_integer(number::scaled(1, 1000000)));
  EXPECT_TRUE(is_integer(number(-0.0)));
  EXPECT_FALSE(is_integer(number::infinity()));
  EXPECT_FALSE(is_integer(number::infinity(true)));
  EXPECT_FALSE(is_integer(number::nan()));
}

TEST(Number, OnlyFiniteNumbersHaveAnExactValue) {
  EXPECT_THROW(exact(number::infinity()), std::logic_error);
  EXPECT_THROW(exact(number::nan()), std::logic_error);
}

}  // namespace
}  // namespace kloracle
