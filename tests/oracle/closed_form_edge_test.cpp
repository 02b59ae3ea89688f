// SPDX-License-Identifier: Apache-2.0
//
// What leaves the closed forms, what is past the bounds on the work, and enclosures of powers of e
// and logarithms.
#include <gtest/gtest.h>

#include <chrono>

#include "oracle/closed_form.hpp"
#include "oracle/mpfr_env.hpp"
#include "oracle/outcome.hpp"
#include "tests/oracle/radical_sums.hpp"

namespace kloracle::second_opinion {
namespace {

using namespace std::chrono_literals;

constexpr std::array all_units{unit::nats, unit::bits, unit::hartleys};

closed_form root(long x, const Q& e = Q(1, 2)) {
  return pow(closed_form(Q(x)), e);
}

closed_form ln(long x) {
  return log(closed_form(Q(x)));
}

closed_form e_to(const Q& x) {
  return closed_form::exponential(x);
}

// --- open ----------------------------------------------------------------------------------------

void expect_open(const closed_form& x, const std::string& what) {
  EXPECT_TRUE(x.is_open()) << what;
  for (const unit in : all_units) {
    EXPECT_EQ(decide(x, in).verdict, rationality::unknown) << what;
    EXPECT_EQ(decide_root(x, in).verdict, rationality::unknown) << what;
    EXPECT_EQ(decide_logarithm(x, 1, in).verdict, rationality::unknown) << what;
  }
  EXPECT_EQ(decide_exponential(x).verdict, rationality::unknown) << what;
}

TEST(Open, WhatIsMadeOfAnOpenNumberIsOpen) {
  const closed_form open = closed_form::open();
  expect_open(open, "open");
  for (const closed_form& x : {closed_form(Q(3)), root(2), e_to(1), ln(2), root(2) + root(3)}) {
    expect_open(open + x, "open + x");
    expect_open(x + open, "x + open");
    expect_open(open - x, "open - x");
    expect_open(x - open, "x - open");
    expect_open(open * x, "open x");
    expect_open(x * open, "x open");
    expect_open(open / x, "open / x");
    expect_open(x / open, "x / open");
  }
  expect_open(-open, "-open");
  expect_open(abs(open), "|open|");
  expect_open(sqr(open), "open^2");
  expect_open(sqrt(open), "open^(1/2)");
  expect_open(pow(open, 0), "open^0");
  expect_open(log(open), "ln open");
  expect_open(open - open, "open - open");
}

TEST(Open, IsWhatLeavesTheForm) {
  const closed_form sum = root(2) + Q(1);
  expect_open(closed_form(Q(1)) / sum, "1/(1 + sqrt 2)");
  expect_open(closed_form(Q(1)) / closed_form(), "1/0");
  expect_open(closed_form(Q(1)) / ln(2), "1/ln 2");
  expect_open(closed_form(Q(1)) / (ln(2) + Q(1)), "1/(1 + ln 2)");
  expect_open(sqrt(sum), "sqrt(1 + sqrt 2)");
  expect_open(pow(ln(3), 2), "(ln 3)^2");
  expect_open(pow(closed_form(Q(-8)), Q(1, 3)), "(-8)^(1/3)");
  expect_open(pow(-root(2), 2), "(-sqrt 2)^2");
  expect_open(pow(closed_form(), Q(1, 2)), "0^(1/2)");
  expect_open(log(sum), "ln(1 + sqrt 2)");
  expect_open(log(closed_form(Q(-2))), "ln -2");
  expect_open(log(closed_form()), "ln 0");
  expect_open(log(ln(3)), "ln ln 3");
  expect_open(ln(2) * ln(3), "ln 2 ln 3");
  expect_open(ln(2) * root(2), "sqrt 2 ln 2");
  expect_open(root(2) * ln(2), "sqrt 2 ln 2");
  expect_open(e_to(1) * ln(2), "e ln 2");
  expect_open(ln(2) * sum, "(1 + sqrt 2) ln 2");
  expect_open((ln(2) + Q(1)) * (ln(2) + Q(1)), "(1 + ln 2)^2");
  expect_open(abs(ln(2)), "|ln 2|");
}

// --- arithmetic ----------------------------------------------------------------------------------

closed_form doubled(closed_form x) {
  x += x;
  return x;
}

TEST(Arithmetic, AFormMayBeAddedToItself) {
  closed_form roots;
  for (const long x : {2, 3, 5, 6, 7, 10, 11}) roots += root(x);
  const closed_form logs = ln(2) + ln(3) + ln(5) + Q(1, 3);
  for (const closed_form& x : {closed_form(Q(3)), root(2), roots, logs, e_to(2), closed_form()}) {
    const decision d = decide(doubled(x) - x - x, unit::nats);
    EXPECT_EQ(d.verdict, rationality::rational);
    EXPECT_EQ(d.value, Q(0));
  }
}

TEST(Arithmetic, DifferencesOfEqualFormsAreWrittenAsNothing) {
  const closed_form x = e_to(Q(1, 3)) * Q(2, 5);
  EXPECT_TRUE((x - x).products().empty());
  EXPECT_TRUE((closed_form(Q(2, 3)) - closed_form(Q(2, 3))).products().empty());
  EXPECT_EQ((x + x).products().size(), 1u);
  EXPECT_TRUE((ln(2) * closed_form()).logs().empty());
  EXPECT_TRUE((closed_form() * ln(2)).logs().empty());
}

TEST(Arithmetic, ALogFormIsTheSameForm) {
  const log_form form{Q(-2, 3), Q(1, 2), {{3, Q(5, 7)}, {Q(1, 2), 12}}};
  const mpfr_env env;
  EXPECT_TRUE(overlap(enclose(from(form), 300), enclose(form, 300)));
  EXPECT_TRUE(narrower_than(enclose(from(form), 300), 280));
  EXPECT_EQ(decide(from({0, 5, {{1, 3}}}), unit::nats).value, Q(0));
  EXPECT_EQ(decide(from({3, Q(1, 2), {}}), unit::nats).value, Q(3, 2));
  EXPECT_EQ(decide(from({3, 0, {{Q(1, 2), 4}}}), unit::bits).value, Q(3));
}

// Exact signs decide |x|; a 0 that is written as a sum may be open.
TEST(Arithmetic, MagnitudesHaveTheSignThatTheSumHas) {
  const auto tiny = root(2, Q(1, 1L << 40)) - root(2, Q(1, (1L << 40) + 1));  // > 0
  const auto tinier = root(2, power_of_two(-300)) - root(2, 1 / (power_of_two(300) + 1));
  for (const closed_form& x : {root(3) - root(2), tiny, tinier, e_to(1) - e_to(Q(1, 2)), e_to(-5),
                               root(10) - e_to(1) - root(2, Q(-3)), closed_form(Q(2))}) {
    EXPECT_EQ(decide(abs(x) - x, unit::nats).value, Q(0));
    EXPECT_EQ(decide(abs(x) - x, unit::nats).verdict, rationality::rational);
    EXPECT_EQ(decide(abs(-x) - x, unit::nats).verdict, rationality::rational);
  }
  EXPECT_EQ(decide(abs(closed_form()), unit::nats).value, Q(0));
  const closed_form zero = abs(root(8) - root(2) * Q(2));
  EXPECT_TRUE(zero.is_open() || decide(zero, unit::nats).value == 0);
}

// --- decisions at the edges ----------------------------------------------------------------------

TEST(Decisions, ZeroTimesALogarithmIsZero) {
  for (const closed_form& x : {closed_form(Q(3)), root(2), root(2) + Q(1), e_to(1) + Q(1)}) {
    for (const unit in : all_units) {
      const decision d = decide_logarithm(x, 0, in);
      EXPECT_EQ(d.verdict, rationality::rational);
      EXPECT_EQ(d.value, Q(0));
    }
  }
}

TEST(Decisions, LogarithmsOfPowersOfE) {
  EXPECT_EQ(decide_logarithm(e_to(Q(2, 3)), 6, unit::nats).value, Q(4));
  EXPECT_EQ(decide_logarithm(e_to(1), 1, unit::bits).verdict, rationality::irrational);
  EXPECT_EQ(decide_logarithm(e_to(1) * root(2), 1, unit::bits).verdict, rationality::irrational);
  EXPECT_EQ(decide_logarithm(e_to(1) + e_to(2), 1, unit::nats).verdict, rationality::irrational);
  EXPECT_EQ(decide_logarithm(e_to(1) + Q(1), 1, unit::hartleys).verdict, rationality::irrational);
  EXPECT_EQ(decide_logarithm(root(4, Q(1, 3)) * root(2, Q(1, 3)), 1, unit::bits).value, Q(1));
  EXPECT_EQ(decide_logarithm(root(8) - root(2), Q(1, 3), unit::bits).value, Q(1, 6));
  EXPECT_EQ(decide_logarithm(root(20) + root(5) * Q(8), 1, unit::hartleys).verdict,
            rationality::irrational);
  EXPECT_EQ(decide_logarithm(root(1000) * Q(10), -2, unit::hartleys).value, Q(-5));
}

// e^a is transcendental for an algebraic a other than 0; of other sums nothing is known.
TEST(Decisions, ExponentialsOfWhatIsLeft) {
  EXPECT_EQ(decide_exponential(closed_form()).value, Q(1));
  EXPECT_EQ(decide_exponential(root(8) - root(2) * Q(2)).value, Q(1));
  EXPECT_EQ(decide_exponential(root(2)).verdict, rationality::irrational);
  EXPECT_EQ(decide_exponential(root(2) + Q(3)).verdict, rationality::irrational);
  EXPECT_EQ(decide_exponential(closed_form(Q(-1, 5))).verdict, rationality::irrational);
  EXPECT_EQ(decide_exponential(e_to(1)).verdict, rationality::unknown);
  EXPECT_EQ(decide_exponential(e_to(1) + Q(1)).verdict, rationality::unknown);
  EXPECT_EQ(decide_exponential(e_to(1) + ln(2)).verdict, rationality::unknown);
  EXPECT_EQ(decide_exponential(ln(2) + Q(1)).verdict, rationality::irrational);
  EXPECT_EQ(decide_exponential(ln(2) * Q(5)).value, Q(32));
  EXPECT_NE(decide_exponential(ln(2) + root(2)).verdict, rationality::rational);
}

TEST(Decisions, OfWhatNoTheoremDecidesAreUnknown) {
  EXPECT_EQ(decide(e_to(1), unit::bits).verdict, rationality::unknown);
  EXPECT_EQ(decide(e_to(1) + root(2), unit::hartleys).verdict, rationality::unknown);
  EXPECT_EQ(decide(e_to(1) + ln(2), unit::nats).verdict, rationality::unknown);
  EXPECT_NE(decide(ln(2) + root(2), unit::nats).verdict, rationality::rational);
  EXPECT_NE(decide(ln(2) + root(2), unit::bits).verdict, rationality::rational);
  EXPECT_EQ(decide(ln(2) + Q(1), unit::bits).verdict, rationality::irrational);
  EXPECT_EQ(decide_root(ln(16), unit::bits).value, Q(2));
  EXPECT_EQ(decide_root(ln(8), unit::bits).verdict, rationality::irrational);
  EXPECT_EQ(decide_root(ln(16), unit::nats).verdict, rationality::irrational);
}

// --- bounds on the work --------------------------------------------------------------------------

template <class Work>
void check_within(std::chrono::seconds limit, Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  EXPECT_LT(std::chrono::steady_clock::now() - start, limit);
}

// 2^(2^70) is rational and never written out.
TEST(Bounds, HugePowersAreNotFormed) {
  check_within(5s, [] {
    for (const Q& e : {Q(power_of_two(40)), Q(power_of_two(70)), Q(-power_of_two(70)),
                       Q(power_of_two(70) + Q(1, 3))}) {
      EXPECT_EQ(decide(root(2, e) / root(4, e / 2), unit::nats).value, Q(1));
      EXPECT_EQ(decide(root(10403, e) / root(101, e) / root(103, e), unit::nats).value, Q(1));
    }
    EXPECT_EQ(decide(root(2, power_of_two(70)), unit::nats).verdict, rationality::unknown);
    EXPECT_EQ(decide_exponential(ln(3) * Q(power_of_two(70))).verdict, rationality::unknown);
    EXPECT_EQ(decide(root(3, power_of_two(10)), unit::nats).verdict, rationality::rational);
  });
}

TEST(Bounds, ManyRadicalsAreDecidedOrUnknownInTime) {
  check_within(20s, [] {
    closed_form sum;
    closed_form rational;
    for (long n = 1; n <= 1500; ++n) {
      sum += root(n);
      rational += root(n * n) + root(2 * n) / root(2) - root(n);
    }
    EXPECT_EQ(decide(sum, unit::nats).verdict, rationality::irrational);
    EXPECT_EQ(decide(rational, unit::nats).value, Q(1500 * 1501 / 2));
    closed_form primes;
    for (long n = 10007, found = 0; found < 1100; n += 2) {
      bool prime = true;
      for (long d = 3; d * d <= n && prime; d += 2) prime = n % d != 0;
      if (!prime) continue;
      primes += root(n);
      ++found;
    }
    EXPECT_EQ(decide(primes, unit::nats).verdict, rationality::unknown);
    EXPECT_EQ(decide_logarithm(primes, 1, unit::bits).verdict, rationality::unknown);
    EXPECT_EQ(decide_exponential(primes).verdict, rationality::unknown);
  });
}

TEST(Bounds, ProductsOfLongSumsAreOpen) {
  closed_form sum;
  for (long n = 1; n <= 1100; ++n) sum += root(n) * e_to(n);
  EXPECT_FALSE(sum.is_open());
  expect_open(sum * sum, "a million products");
}

// --- enclosures ----------------------------------------------------------------------------------

// Both roundings of one MPFR function at one rational, by its numerator and denominator.
template <class Function>
interval at(const Q& x, mpfr_prec_t bits, Function f) {
  return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set_q(lo, x.backend().data(), MPFR_RNDD);
    mpfr_set_q(hi, x.backend().data(), MPFR_RNDU);
    f(lo, lo, MPFR_RNDD);
    f(hi, hi, MPFR_RNDU);
  });
}

interval reference(const summands& sum, mpfr_prec_t bits) {
  interval total(0L, bits);
  for (const product& x : sum) {
    interval term = at(x.power, bits, mpfr_exp) * x.coefficient;
    for (const power& r : x.radicals) {
      const Q inside = raised_to(Q(r.base), as_long(numerator(r.exponent)));
      const auto degree = static_cast<unsigned long>(as_long(denominator(r.exponent)));
      term = term * at(inside, bits, [&](mpfr_ptr to, mpfr_srcptr from, mpfr_rnd_t rounding) {
               return mpfr_rootn_ui(to, from, degree, rounding);
             });
    }
    total = total + term;
  }
  return total;
}

TEST(Enclosures, HoldSumsOfRadicalsPowersOfEAndLogarithms) {
  const mpfr_env env;
  random_engine random(91);
  for (int i = 0; i < 2000; ++i) {
    const std::vector<long>& family = families[random() % families.size()];
    summands sum;
    for (long k = below(random, 5); k > 0; --k) {
      sum.push_back(drawn_product(random, family, 6));
      if (below(random, 2) == 0) sum.back().power = small_rational(random);
    }
    closed_form form = assembled(sum, random, family);
    interval expected = reference(sum, 1500);
    for (long k = below(random, 3); k > 0; --k) {
      product inside = drawn_product(random, family, 3);
      inside.coefficient = abs(inside.coefficient);
      inside.power = small_rational(random);
      const Q times = nonzero_rational(random);
      form += log(assembled(inside, random)) * times;
      expected = expected + log(reference({inside}, 1500)) * times;
    }
    for (const mpfr_prec_t bits : {2, 53, 113, 1400}) {
      const interval x = enclose(form, bits);
      ASSERT_TRUE(overlap(x, expected)) << described(sum) << " at " << bits;
    }
    ASSERT_TRUE(expected.contains_zero() || narrower_than(enclose(form, 1400), 1000));
    const decision d = decide(form, unit::nats);
    ASSERT_TRUE(d.verdict != rationality::rational || expected.contains(d.value));
  }
}

// --- the words of a term -------------------------------------------------------------------------

template <class T>
std::vector<T> every_word(const outcome<T>& x, const Q& a, const Q& w) {
  return {x.number(a),
          x.p(),
          x.q(),
          x.difference(),
          x.log_p(),
          x.log_q(),
          x.log_ratio(),
          x.ratio(),
          x.root_difference(),
          x.power(a),
          x.power_excess(a),
          x.power_of_p(a),
          x.power_of_p_excess(a),
          x.log_p_over_mean(w),
          x.log_q_over_mean(w)};
}

// The enclosure and the closed form of every word are of one number.
void expect_one_meaning(const side& p, const side& q, const Q& a, const Q& w) {
  constexpr mpfr_prec_t bits = 300;
  const enclosed_sides at(p, &q, bits);
  const auto enclosed = every_word(outcome<interval>(at, 0), a, w);
  const auto written = every_word(outcome<closed_form>(p.exact_weight(0), q.exact_weight(0)), a, w);
  for (std::size_t k = 0; k < written.size(); ++k) {
    const bool of_rationals = p.is_rational() && q.is_rational();
    ASSERT_TRUE(of_rationals ? !written[k].is_open() : k > 12 || !written[k].is_open()) << k;
    if (written[k].is_open()) continue;
    ASSERT_TRUE(overlap(enclosed[k], enclose(written[k], bits))) << "word " << k;
    ASSERT_TRUE(enclosed[k].contains_zero() || narrower_than(enclosed[k], bits / 2)) << k;
  }
}

TEST(WordsOfATerm, MeanTheSameEnclosedAndWrittenOut) {
  const mpfr_env env;
  random_engine random(92);
  for (int i = 0; i < 400; ++i) {
    const auto weights = [&] {
      const Q x = abs(nonzero_rational(random));
      return weights_side({x}, {x}, {false});
    };
    const auto exponentials = [&] { return exponentials_side({small_rational(random)}); };
    const Q a = small_rational(random);
    const Q w(1 + below(random, 6), 7);
    expect_one_meaning(weights(), weights(), a, w);
    expect_one_meaning(weights(), exponentials(), a, w);
    expect_one_meaning(exponentials(), exponentials(), a, w);
  }
}

}  // namespace
}  // namespace kloracle::second_opinion
