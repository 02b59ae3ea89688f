// SPDX-License-Identifier: Apache-2.0
//
// round_decimal(): the right decimal, proved by exact rationals, and both overloads alike. Texts
// are compared by what they say, not by how they are laid out.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "oracle/mpfr_env.hpp"
#include "oracle/real.hpp"
#include "oracle/rounding.hpp"

namespace kloracle {
namespace {

Q read(const std::string& text) {
  return exact(number::parse(text, nullptr));
}

Q power_of_ten(long k) {
  Z p;
  mpz_ui_pow_ui(p.backend().data(), 10, static_cast<unsigned long>(std::labs(k)));
  return k < 0 ? Q(Z(1), p) : Q(p);
}

// One unit in the N-th significant digit of x: 10^(e-N+1) where 10^e <= |x| < 10^(e+1).
Q unit_of(const Q& x, int digits) {
  const long bits = bit_length(numerator(x)) - bit_length(denominator(x));
  long e = bits * 30103 / 100000 - 2;
  while (power_of_ten(e + 1) <= abs(x)) ++e;
  return power_of_ten(e - digits + 1);
}

// Whether r, a multiple of `unit`, is what direction d names for x.
bool is_rounded(direction d, const Q& x, const Q& r, const Q& unit) {
  const Q error = r - x;
  if (error == 0) return true;
  if (abs(error) >= unit) return false;
  const int half = Q(2 * abs(error)).compare(unit);
  switch (d) {
    case direction::upward:
      return error > 0;
    case direction::downward:
      return error < 0;
    case direction::toward_zero:
      return (error < 0) == (x > 0);
    case direction::nearest_away:
      return half < 0 || (half == 0 && abs(r) > abs(x));
    case direction::nearest_even:
      return half < 0 || (half == 0 && numerator(Q(r / unit)) % 2 == 0);
  }
  return false;
}

// The claim is N digits: no fewer are shown, and no more behind a point or before an exponent.
void check_digits_shown(const std::string& text, int digits) {
  std::string shown;
  for (const char c : text.substr(0, text.find('e'))) {
    if (c >= '0' && c <= '9') shown += c;
  }
  shown.erase(0, std::min(shown.find_first_not_of('0'), shown.size()));
  ASSERT_GE(shown.size(), static_cast<std::size_t>(digits)) << text;
  if (text.find_first_of(".e") != text.npos) {
    ASSERT_EQ(shown.size(), static_cast<std::size_t>(digits)) << text;
  }
}

void check(const Q& x, int digits) {
  const Q unit = unit_of(x, digits);
  for (const direction d : directions()) {
    const std::string text = round_decimal(digits, d, x);
    const Q r = read(text);
    ASSERT_EQ(denominator(Q(r / unit)), 1) << x << " in " << digits << " digits: " << text;
    ASSERT_TRUE(is_rounded(d, x, r, unit)) << x << ' ' << name(d) << ": " << text;
    ASSERT_NO_FATAL_FAILURE(check_digits_shown(text, digits));
  }
}

real as_real(const Q& dyadic) {
  real x(std::max<mpfr_prec_t>(2, bit_length(numerator(dyadic))));
  EXPECT_EQ(mpfr_set_q(x.p(), dyadic.backend().data(), MPFR_RNDN), 0);
  return x;
}

void check_overloads_agree(const Q& dyadic, int digits) {
  const real x = as_real(dyadic);
  for (const direction d : directions()) {
    const std::string by_q = round_decimal(digits, d, dyadic);
    const std::string by_mpfr = round_decimal(digits, d, x.p());
    ASSERT_EQ(read(by_q), read(by_mpfr)) << name(d) << ": " << by_q << " and " << by_mpfr;
    ASSERT_EQ(by_q, by_mpfr) << "the same value in two layouts";
  }
}

void check_both(const Q& dyadic, int digits) {
  ASSERT_NO_FATAL_FAILURE(check(dyadic, digits));
  ASSERT_NO_FATAL_FAILURE(check_overloads_agree(dyadic, digits));
}

class RoundDecimal : public testing::Test {
 protected:
  mpfr_env env;
};

Q random_dyadic(std::mt19937_64& random, long exponent_span) {
  const Z m = (Z(random()) << (random() % 90)) + random();
  const long exponent =
      static_cast<long>(random() % static_cast<unsigned long>(2 * exponent_span)) - exponent_span;
  const Q x = Q(m) * power_of_two(exponent);
  return random() % 2 == 0 ? x : Q(-x);
}

TEST_F(RoundDecimal, RandomDyadicNumbersInOneToFortyDigits) {
  std::mt19937_64 random(61);
  for (int i = 0; i < 8000; ++i) {
    const Q x = random_dyadic(random, i % 16 == 0 ? 2000 : 150);
    ASSERT_NO_FATAL_FAILURE(check_both(x, 1 + i % 40));
  }
}

TEST_F(RoundDecimal, RandomRationalsInOneToFortyDigits) {
  std::mt19937_64 random(62);
  for (int i = 0; i < 8000; ++i) {
    const Z n = static_cast<std::int64_t>(random()) >> (random() % 60);
    const Z d = (random() >> (random() % 63)) + 1;
    if (n == 0) continue;
    ASSERT_NO_FATAL_FAILURE(
        check(Q(Q(n, d) * power_of_ten(static_cast<long>(random() % 80) - 40)), 1 + i % 40));
  }
}

Z random_digits(std::mt19937_64& random, int digits) {
  std::string text(1, static_cast<char>('1' + random() % 9));
  while (text.size() < static_cast<std::size_t>(digits)) {
    text += static_cast<char>('0' + random() % 10);
  }
  return Z(text);
}

// N digits and a 5: a tie. k + 1/2 and multiples of 5^j 10^j are dyadic, so both overloads see it.
TEST_F(RoundDecimal, DecimalTies) {
  std::mt19937_64 random(63);
  for (int i = 0; i < 2000; ++i) {
    const int digits = 1 + i % 40;
    const Q sign = random() % 2 == 0 ? 1 : -1;
    const Q k(random_digits(random, digits));
    ASSERT_NO_FATAL_FAILURE(check_both(Q(sign * (k + Q(1, 2))), digits));
    const long j = static_cast<long>(random() % 30);
    ASSERT_NO_FATAL_FAILURE(check_both(Q(sign * (10 * k + 5) * power_of_ten(j)), digits));
    ASSERT_NO_FATAL_FAILURE(check(Q(sign * (10 * k + 5) * power_of_ten(-j)), digits));
  }
}

// m / 2^k has a finite decimal that ends in 5: cut one digit short it is a tie.
TEST_F(RoundDecimal, DyadicFractionsCutOneDigitShortAreTies) {
  std::mt19937_64 random(64);
  for (int i = 0; i < 2000; ++i) {
    const long k = 1 + static_cast<long>(random() % 40);
    const Z m = (random() >> (random() % 60)) | 1;
    const auto digits =
        static_cast<int>((Q(m) * power_of_two(-k) * power_of_ten(k)).str().size()) - 1;
    if (digits < 1) continue;
    const Q x = Q(m) * power_of_two(-k);
    ASSERT_EQ(denominator(Q(2 * x / unit_of(x, digits))), 1) << "not a tie: the test is wrong";
    ASSERT_NE(denominator(Q(x / unit_of(x, digits))), 1) << "not a tie: the test is wrong";
    ASSERT_NO_FATAL_FAILURE(check_both(x, digits));
  }
}

TEST_F(RoundDecimal, JustOffATie) {
  std::mt19937_64 random(65);
  for (int i = 0; i < 2000; ++i) {
    const int digits = 1 + i % 40;
    const Q k(random_digits(random, digits));
    const Q off = power_of_two(-static_cast<long>(2 + random() % 400));
    ASSERT_NO_FATAL_FAILURE(check_both(Q(k + Q(1, 2) + off), digits));
    ASSERT_NO_FATAL_FAILURE(check_both(Q(-k - Q(1, 2) + off), digits));
  }
}

TEST_F(RoundDecimal, NinesCarryIntoAPowerOfTen) {
  for (int digits = 1; digits <= 40; ++digits) {
    for (long j = -20; j <= 20; ++j) {
      const Q ten = power_of_ten(j);
      const Q unit = ten * power_of_ten(-digits);  // of the N nines below 10^j
      for (const Q& below : {Q(unit / 2), Q(unit / 3), Q(unit * 2 / 3), unit}) {
        ASSERT_NO_FATAL_FAILURE(check(Q(ten - below), digits));
        ASSERT_NO_FATAL_FAILURE(check(Q(below - ten), digits));
      }
    }
    const Q nines = power_of_ten(digits) - Q(1, 2);  // 99...9.5, dyadic
    ASSERT_NO_FATAL_FAILURE(check_both(nines, digits));
    ASSERT_NO_FATAL_FAILURE(check_both(Q(-nines - Q(1, 1024)), digits));
    ASSERT_EQ(read(round_decimal(digits, direction::nearest_even, nines)), power_of_ten(digits));
  }
}

TEST_F(RoundDecimal, PowersOfTenAndTwoAreExactWithEnoughDigits) {
  for (long k = -60; k <= 60; ++k) {
    for (const direction d : directions()) {
      ASSERT_EQ(read(round_decimal(3, d, power_of_ten(k))), power_of_ten(k));
      ASSERT_EQ(read(round_decimal(80, d, power_of_two(k))), power_of_two(k));
    }
    ASSERT_NO_FATAL_FAILURE(check_both(power_of_two(k), 1));
    ASSERT_NO_FATAL_FAILURE(check_both(power_of_two(k), 17));
    ASSERT_NO_FATAL_FAILURE(check_both(power_of_ten(std::labs(k)), 5));
  }
}

TEST_F(RoundDecimal, ZeroAndInfinitiesAreWords) {
  real x(64);
  for (const direction d : directions()) {
    EXPECT_EQ(round_decimal(5, d, Q(0)), "0");
    mpfr_set_zero(x.p(), 1);
    EXPECT_EQ(round_decimal(5, d, x.p()), "0");
    mpfr_set_inf(x.p(), 1);
    EXPECT_EQ(round_decimal(5, d, x.p()), "inf");
    mpfr_set_inf(x.p(), -1);
    EXPECT_EQ(round_decimal(5, d, x.p()), "-inf");
  }
}

// 2^k = 10^(k log10 2): the exponent and the leading digits, computed apart in 400 bits.
TEST_F(RoundDecimal, HugeMpfrExponentsAreWrittenInTime) {
  const auto start = std::chrono::steady_clock::now();
  for (const long k : {1L << 60, -(1L << 60), 1L << 40, -(1L << 40)}) {
    real x(2), log10_of_2(400), exponent(400), fraction(400);
    mpfr_set_ui_2exp(x.p(), 1, k, MPFR_RNDN);
    mpfr_set_ui(log10_of_2.p(), 2, MPFR_RNDN);
    mpfr_log10(log10_of_2.p(), log10_of_2.p(), MPFR_RNDN);
    mpfr_mul_si(fraction.p(), log10_of_2.p(), k, MPFR_RNDN);
    mpfr_floor(exponent.p(), fraction.p());
    mpfr_sub(fraction.p(), fraction.p(), exponent.p(), MPFR_RNDN);
    mpfr_exp10(fraction.p(), fraction.p(), MPFR_RNDN);
    for (const direction d : directions()) {
      const std::string text = round_decimal(20, d, x.p());
      const std::size_t e = text.find('e');
      ASSERT_NE(e, text.npos) << text;
      EXPECT_EQ(std::stol(text.substr(e + 1)), mpfr_get_si(exponent.p(), MPFR_RNDN)) << text;
      EXPECT_EQ(read(text.substr(0, e)), read(round_decimal(20, d, fraction.p()))) << text;
    }
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

}  // namespace
}  // namespace kloracle
