// SPDX-License-Identifier: Apache-2.0
//
// decide() and enclose() against R itself, the product that decide() never forms.
#include "oracle/log_form.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <numeric>
#include <random>

#include "oracle/mpfr_env.hpp"

namespace kloracle {
namespace {

constexpr std::array all_units{unit::nats, unit::bits, unit::hartleys};

Q integer_power(const Q& x, long n) {
  Q result = 1;
  for (long k = 0; k < std::labs(n); ++k) result *= x;
  return n < 0 ? Q(1 / result) : result;
}

// The form as scale * (constant + ln(product) / divisor), with the product multiplied out.
struct brute_force {
  Q product = 1;
  long divisor = 1;

  explicit brute_force(const log_form& form) {
    for (const log_term& t : form.terms) {
      divisor = std::lcm(divisor, denominator(t.coefficient).convert_to<long>());
    }
    for (const log_term& t : form.terms) {
      const Q n = t.coefficient * divisor;
      product *= integer_power(t.argument, numerator(n).convert_to<long>());
    }
  }

  // s with product = base^s, if there is one.
  std::optional<long> logarithm(long base) const {
    Q rest = product;
    long s = 0;
    for (; rest > 1; rest /= base) ++s;
    for (; rest < 1; rest *= base) --s;
    if (rest != 1) return std::nullopt;
    return s;
  }
};

// The theorem of log_form.hpp, by looking at R.
std::optional<Q> rational_value(const log_form& form, unit in) {
  const brute_force r(form);
  if (in == unit::nats) {
    if (r.product != 1) return std::nullopt;
    return Q(form.scale * form.constant);
  }
  const auto s = r.logarithm(in == unit::bits ? 2 : 10);
  if (!s || form.constant != 0) return std::nullopt;
  return Q(form.scale * Q(*s, r.divisor));
}

// ---- random forms ----

// Products of these share factors in every way; 101 and up are beyond the small primes of decide().
constexpr std::array factors{2L,  2L,  3L,   4L,   5L,     6L,     7L,
                             10L, 97L, 101L, 103L, 10403L, 10201L, 211L};

Q random_argument(std::mt19937_64& random) {
  Q x = 1;
  for (std::uint64_t k = random() % 3; k > 0; --k) x *= factors[random() % factors.size()];
  for (std::uint64_t k = random() % 3; k > 0; --k) x /= factors[random() % factors.size()];
  return x;
}

Q random_coefficient(std::mt19937_64& random) {
  return Q(static_cast<long>(random() % 9) - 4, static_cast<long>(1 + random() % 4));
}

log_form random_form(std::mt19937_64& random) {
  log_form form;
  form.scale = Q(static_cast<long>(1 + random() % 9), static_cast<long>(1 + random() % 5));
  if (random() % 3 == 0) form.scale = -form.scale;
  if (random() % 2 == 0) form.constant = random_coefficient(random);
  for (std::uint64_t k = random() % 6; k > 0; --k) {
    form.terms.push_back({random_coefficient(random), random_argument(random)});
  }
  return form;
}

// Adds a term so that R becomes base^s, and shuffles it among the others.
void plant(log_form& form, long base, long s, std::mt19937_64& random) {
  const brute_force r(form);
  form.terms.push_back({Q(-1, r.divisor), Q(r.product / integer_power(Q(base), s))});
  std::shuffle(form.terms.begin(), form.terms.end(), random);
}

log_form random_or_planted(std::mt19937_64& random) {
  log_form form = random_form(random);
  const long s = static_cast<long>(random() % 7) - 3;
  switch (random() % 6) {
    case 0:
      plant(form, 2, 0, random);
      break;
    case 1:
      plant(form, 2, s, random);
      break;
    case 2:
      plant(form, 10, s, random);
      break;
    case 3:  // one prime too many: nearly rational
      plant(form, random() % 2 == 0 ? 101 : 5, s, random);
      break;
    default:
      break;
  }
  return form;
}

std::string described(const log_form& form) {
  std::string text = form.scale.str() + " * (" + form.constant.str();
  for (const log_term& t : form.terms) {
    text += " + " + t.coefficient.str() + " ln " + t.argument.str();
  }
  return text + ")";
}

TEST(LogFormDecide, AgreesWithTheProductMultipliedOut) {
  std::mt19937_64 random(71);
  std::array<int, 3> rational{};
  std::array<int, 3> fractional{};
  for (int i = 0; i < 20000; ++i) {
    const log_form form = random_or_planted(random);
    for (std::size_t u = 0; u < all_units.size(); ++u) {
      const decision d = decide(form, all_units[u]);
      const auto value = rational_value(form, all_units[u]);
      ASSERT_EQ(d.verdict, value ? rationality::rational : rationality::irrational)
          << described(form) << " in " << entry(all_units[u]).name;
      if (!value) continue;
      ASSERT_EQ(d.value, *value) << described(form) << " in " << entry(all_units[u]).name;
      ++rational[u];
      if (denominator(*value) != 1) ++fractional[u];
    }
  }
  for (const int count : rational) EXPECT_GT(count, 1500) << "too few rational cases to mean much";
  for (const int count : fractional) EXPECT_GT(count, 500);
}

// ---- planted values ----

TEST(LogFormDecide, TwoLn12PlusLn18MinusLn2592IsZeroInEveryUnit) {
  const log_form zero{1, 0, {{2, 12}, {1, 18}, {-1, 2592}}};
  for (const unit in : all_units) {
    const decision d = decide(zero, in);
    EXPECT_EQ(d.verdict, rationality::rational);
    EXPECT_EQ(d.value, Q(0));
  }
  log_form shifted = zero;
  shifted.constant = Q(3, 7);
  shifted.scale = -5;
  EXPECT_EQ(decide(shifted, unit::nats).verdict, rationality::rational);
  EXPECT_EQ(decide(shifted, unit::nats).value, Q(-15, 7));
  EXPECT_EQ(decide(shifted, unit::bits).verdict, rationality::irrational);
  EXPECT_EQ(decide(shifted, unit::hartleys).verdict, rationality::irrational);
}

TEST(LogFormDecide, TheEmptyFormIsItsConstant) {
  EXPECT_EQ(decide({1, 0, {}}, unit::bits).verdict, rationality::rational);
  EXPECT_EQ(decide({2, 3, {}}, unit::nats).value, Q(6));
  EXPECT_EQ(decide({2, 3, {}}, unit::bits).verdict, rationality::irrational);
}

TEST(LogFormDecide, PowersOfTheUnitsBaseAreAbsorbed) {
  EXPECT_EQ(decide({1, 0, {{Q(1, 3), 8}}}, unit::bits).value, Q(1));
  EXPECT_EQ(decide({1, 0, {{Q(2, 3), Q(1, 1000)}}}, unit::hartleys).value, Q(-2));
  EXPECT_EQ(decide({1, 0, {{1, 5}, {1, 2}}}, unit::hartleys).value, Q(1));
  EXPECT_EQ(decide({1, 0, {{1, 10}}}, unit::bits).verdict, rationality::irrational);
  EXPECT_EQ(decide({1, 0, {{1, 2}}}, unit::hartleys).verdict, rationality::irrational);
  EXPECT_EQ(decide({1, 0, {{1, 5}}}, unit::hartleys).verdict, rationality::irrational);
  EXPECT_EQ(decide({1, 0, {{1, 2}}}, unit::nats).verdict, rationality::irrational);
}

TEST(LogFormDecide, ZeroTimesAnythingIsZero) {
  for (const unit in : all_units) {
    for (const log_form& form : {log_form{0, 0, {{1, 3}}}, log_form{0, 5, {{1, 10}}}}) {
      const decision d = decide(form, in);
      EXPECT_EQ(d.verdict, rationality::rational) << described(form);
      EXPECT_EQ(d.value, Q(0));
    }
  }
}

// Huge powers are never formed.
TEST(LogFormDecide, HugeCoefficientsCancelExactly) {
  const Q huge = Q(Z(1) << 200u) + Q(1, 3);
  const log_form zero{1, 0, {{huge, 10403}, {Q(-huge), 101}, {Q(-huge), 103}}};
  EXPECT_EQ(decide(zero, unit::nats).verdict, rationality::rational);
  log_form off = zero;
  off.terms[0].coefficient += Q(Z(1), Z(1) << 200u);
  EXPECT_EQ(decide(off, unit::nats).verdict, rationality::irrational);
}

// ---- enclose() ----

// [lo, hi] around scale * (constant + ln(product) / divisor) by two logarithms of integers.
interval reference_enclosure(const log_form& form, mpfr_prec_t bits) {
  const brute_force r(form);
  const Z over = numerator(r.product);
  const Z under = denominator(r.product);
  const auto log_of = [&](const Z& n) {
    real exact_n(std::max<mpfr_prec_t>(2, bit_length(n)));
    mpfr_set_z(exact_n.p(), n.backend().data(), MPFR_RNDN);
    return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
      mpfr_log(lo, exact_n.p(), MPFR_RNDD);
      mpfr_log(hi, exact_n.p(), MPFR_RNDU);
    });
  };
  return ((log_of(over) - log_of(under)) / Q(r.divisor) + form.constant) * form.scale;
}

// Whether hi - lo <= 2^exponent.
bool narrow(const interval& x, long exponent) {
  real width(64);
  mpfr_sub(width.p(), x.hi(), x.lo(), MPFR_RNDU);
  return mpfr_cmp_ui_2exp(width.p(), 1, exponent) <= 0;
}

TEST(LogFormEnclose, ContainsTheLogarithmOfTheProduct) {
  const mpfr_env env;
  std::mt19937_64 random(72);
  for (int i = 0; i < 3000; ++i) {
    const log_form form = random_or_planted(random);
    const interval reference = reference_enclosure(form, 1500);
    ASSERT_TRUE(narrow(reference, -1400)) << described(form);
    for (const mpfr_prec_t bits : {2, 53, 113, 400}) {
      const interval x = enclose(form, bits);
      ASSERT_TRUE(overlap(x, reference)) << described(form) << " at " << bits;
      ASSERT_TRUE(narrow(x, 16 - bits)) << described(form) << " at " << bits;
    }
  }
}

TEST(LogFormEnclose, UnitsDivideByTheLogarithmOfTheirBase) {
  const mpfr_env env;
  for (const mpfr_prec_t bits : {10, 53, 500}) {
    for (const auto& [in, base] : {std::pair{unit::bits, 2L}, std::pair{unit::hartleys, 10L}}) {
      const interval reference = log(interval(base, 2000));
      ASSERT_TRUE(overlap(log_of_unit(in, bits), reference));
      ASSERT_TRUE(narrow(log_of_unit(in, bits), 4 - bits));
      const interval three = in_unit(log(interval(Q(base * base * base), bits)), in);
      ASSERT_TRUE(three.contains(3));
      ASSERT_TRUE(narrow(three, 6 - bits));
    }
    ASSERT_TRUE(log_of_unit(unit::nats, bits).is_point());
    ASSERT_TRUE(in_unit(interval(Q(1, 3), bits), unit::nats).contains(Q(1, 3)));
  }
}

// ---- cost ----

std::vector<long> primes_from(long least, std::size_t count) {
  std::vector<long> primes;
  for (long n = least | 1; primes.size() < count; n += 2) {
    bool prime = true;
    for (long d = 3; d * d <= n && prime; d += 2) prime = n % d != 0;
    if (prime) primes.push_back(n);
  }
  return primes;
}

template <class Work>
void check_within(std::chrono::seconds limit, Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  EXPECT_LT(std::chrono::steady_clock::now() - start, limit);
}

TEST(LogFormCost, PastTheLimitTheAnswerIsUnknownAtOnce) {
  log_form form;
  for (const long p : primes_from(101, 4097)) form.terms.push_back({1, p});
  check_within(std::chrono::seconds(2), [&] {
    for (const unit in : all_units) EXPECT_EQ(decide(form, in).verdict, rationality::unknown);
  });
}

TEST(LogFormCost, ManyCoprimeCofactorsAreStillDecided) {
  log_form form;
  const auto primes = primes_from(101, 1200);
  for (const long p : primes) form.terms.push_back({1, p});
  EXPECT_EQ(decide(form, unit::nats).verdict, rationality::irrational);
  for (std::size_t i = 0; i < primes.size(); i += 2) {  // and R = 1 through products of pairs
    form.terms.push_back({-1, Q(Z(primes[i]) * primes[i + 1])});
  }
  EXPECT_EQ(decide(form, unit::nats).verdict, rationality::rational);
}

TEST(LogFormCost, AForestOfPowersOfTwoIsDecidedInLinearTime) {
  log_form form;
  Q sum = 0;
  for (int i = 0; i < 100000; ++i) {
    const long k = i % 1000 - 500;
    form.terms.push_back({power_of_two(-(i % 50)), power_of_two(k)});
    sum += power_of_two(-(i % 50)) * k;
  }
  check_within(std::chrono::seconds(5), [&] {
    const decision in_bits = decide(form, unit::bits);
    EXPECT_EQ(in_bits.verdict, rationality::rational);
    EXPECT_EQ(in_bits.value, sum);
    EXPECT_EQ(decide(form, unit::nats).verdict, rationality::irrational);
  });
}

}  // namespace
}  // namespace kloracle
