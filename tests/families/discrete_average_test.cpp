// SPDX-License-Identifier: Apache-2.0
//
// Averages over Poisson, binomial and negative binomial laws against the sums that define them,
// summed by Arb from 0 on with ln Gamma and psi called at every outcome; their slopes against the
// averages of g times the score. What Arb's sums leave out is bounded below.
#include "oracle/families/discrete_average.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "oracle/mpfr_env.hpp"
#include "tests/oracle/arb_ball.hpp"

namespace kloracle {
namespace {

using second_opinion::ball;
using second_opinion::overlap;
using function = std::function<ball(const ball& k)>;

constexpr slong arb_bits = 500;

ball number(const Q& x) {
  return ball(x, arb_bits);
}
ball lgamma(const ball& x) {
  return second_opinion::lifted(x, arb_lgamma);
}
ball digamma(const ball& x) {
  return second_opinion::lifted(x, arb_digamma);
}

enum class kind { poisson, binomial, negative_binomial };

// `size` is n or r; `chance` is the rate or prob.
struct law {
  kind of;
  Q size;
  Q chance;

  ball first() const {  // p(0)
    if (of == kind::poisson) return exp(number(-chance));
    const ball base = number(of == kind::binomial ? Q(1 - chance) : chance);
    return exp(number(size) * log(base));
  }
  Q ratio(long k) const {  // p(k+1)/p(k)
    if (of == kind::poisson) return chance / (k + 1);
    if (of == kind::binomial) return chance / (1 - chance) * (size - k) / (k + 1);
    return (1 - chance) * (size + k) / (k + 1);
  }
  // At least p(j+1)/p(j) for all j >= k: the ratios are monotone with this limit.
  Q largest_ratio(long k) const {
    return of == kind::negative_binomial ? std::max(ratio(k), Q(1 - chance)) : ratio(k);
  }
  Q mean() const {
    if (of == kind::poisson) return chance;
    return of == kind::binomial ? Q(size * chance) : Q(size * (1 - chance) / chance);
  }
};

// E f. All f here are at most 2^16 (k+1)^3 in size. With R the largest ratio from k on, the sum of
// (k+1+i)^3 R^i <= (k+1)^3 sum (i+1)^3 R^i <= 6 (k+1)^3/(1-R)^4.
ball defined(const law& p, const function& f) {
  ball total = number(0);
  ball weight = p.first();
  for (long k = 0;; ++k) {
    total = total + weight * f(number(k));
    if (p.of == kind::binomial && p.size == k) return total;
    weight = weight * number(p.ratio(k));
    if (k % 32 != 31 || p.largest_ratio(k + 1) >= 1) continue;
    const ball one_less = number(1 - p.largest_ratio(k + 1));
    const ball square = one_less * one_less;
    const Q cube = Q(k + 2) * (k + 2) * (k + 2) * 6 * power_of_two(16);
    const ball left = weight * number(cube) / (square * square);
    if (arf_cmpabs_2exp_si(second_opinion::ball_end(left, second_opinion::ball_end::upper).p(),
                           -400) > 0) {
      continue;
    }
    arb_add_error(total.p(), left.p());
    return total;
  }
}

struct question {
  statistic s;
  Q at = 0;
};

ball g(const question& what, const ball& k) {
  const ball log_factorial = lgamma(k + number(1));
  const ball a = number(what.at);
  if (what.s == statistic::log_factorial) return log_factorial;
  if (what.s == statistic::log_rising) return lgamma(k + a) - lgamma(a) - log_factorial;
  return lgamma(a + number(1)) - lgamma(a - k + number(1)) - log_factorial;
}

template <class T>
T averaged(const law& p, const T& size, const T& chance, const question& what, const T& at) {
  const std::span<const T> parameters =
      what.s == statistic::log_factorial ? std::span<const T>() : std::span<const T>(&at, 1);
  if (p.of == kind::poisson) return poisson_average(chance, what.s, parameters);
  if (p.of == kind::binomial) return binomial_average(p.size, chance, what.s, parameters);
  return negative_binomial_average(size, chance, what.s, parameters);
}

template <class T>
T of_law(const law& p, const question& what, const std::function<T(const Q&)>& make) {
  const T size = make(p.size);  // in this order: it is that of the slopes
  const T chance = make(p.chance);
  const T at = make(what.at);
  return averaged<T>(p, size, chance, what, at);
}

interval enclosed(const law& p, const question& what, mpfr_prec_t bits) {
  return of_law<interval>(p, what, [bits](const Q& x) { return interval(x, bits); });
}

std::string told(const law& p, const question& what) {
  static constexpr const char* names[] = {"poisson", "binomial", "negative_binomial"};
  return std::string(names[static_cast<int>(p.of)]) + " " + p.size.str() + " " + p.chance.str() +
         " " + std::string(name(what.s)) + " " + what.at.str();
}

std::vector<law> laws() {
  const auto poisson = [](const Q& rate) { return law{kind::poisson, 1, rate}; };
  const auto binomial = [](long n, const Q& p) { return law{kind::binomial, n, p}; };
  const auto negative = [](const Q& r, const Q& p) { return law{kind::negative_binomial, r, p}; };
  return {poisson(Q(1, 1024)),
          poisson(Q(7, 3)),
          poisson(41),
          poisson(700),
          binomial(1, Q(1, 3)),
          binomial(2, Q(1, 2)),
          binomial(33, Q(99, 100)),
          binomial(200, Q(1, 1000)),
          binomial(1200, Q(3, 8)),
          negative(1, Q(1, 5)),
          negative(Q(1, 1000), Q(1, 2)),
          negative(Q(1, 3), Q(1, 40)),
          negative(Q(5, 2), Q(7, 8)),
          negative(40, Q(1, 4)),
          negative(900, Q(1, 2))};
}

std::vector<question> questions(const law& p) {
  std::vector<question> all{{statistic::log_factorial},       {statistic::log_rising, Q(1, 1000)},
                            {statistic::log_rising, Q(3, 4)}, {statistic::log_rising, 1},
                            {statistic::log_rising, Q(5, 2)}, {statistic::log_rising, 700}};
  if (p.of == kind::binomial) {
    all.push_back({statistic::log_binomial, p.size});
    all.push_back({statistic::log_binomial, p.size + 1});
    all.push_back({statistic::log_binomial, p.size * 3});
  }
  return all;
}

TEST(discrete_average, encloses_the_sum_that_defines_it) {
  const mpfr_env env;
  for (const law& p : laws()) {
    for (const question& what : questions(p)) {
      const ball truth = defined(p, [&](const ball& k) { return g(what, k); });
      for (const mpfr_prec_t bits : {90, 256}) {
        const interval value = enclosed(p, what, bits);
        EXPECT_TRUE(overlap(truth, value)) << told(p, what) << " at " << bits;
        EXPECT_TRUE(narrower_than(value, bits - 40) || what.at == 1) << told(p, what);
      }
    }
  }
}

// d f(k)/d parameter = f(k) score(k).
function score(const law& p) {
  const Q c = p.chance;
  if (p.of == kind::poisson) return [=](const ball& k) { return k / number(c) - number(1); };
  if (p.of == kind::binomial) {
    return [=](const ball& k) { return (k - number(p.mean())) / number(c * (1 - c)); };
  }
  return [=](const ball& k) { return number(p.size / c) - k / number(1 - c); };
}

TEST(discrete_average, slopes_are_averages_with_the_score) {
  const mpfr_env env;
  constexpr mpfr_prec_t bits = 200;
  constexpr long wanted_bits = 60;
  for (const law& p : laws()) {
    for (const question& what : questions(p)) {
      tape steps;
      const taped value =
          of_law<taped>(p, what, [&](const Q& x) { return steps.variable(interval(x, bits)); });
      const std::vector<interval> slopes = steps.slopes(value);
      EXPECT_TRUE(overlap(value.value(), enclosed(p, what, bits))) << told(p, what);
      const auto average = [&](const function& factor) {
        return defined(p, [&](const ball& k) { return g(what, k) * factor(k); });
      };
      EXPECT_TRUE(overlap(average(score(p)), slopes[1])) << told(p, what);
      EXPECT_TRUE(narrower_than(slopes[1], wanted_bits) || what.at == 1 ||
                  what.s == statistic::log_binomial)  // which may be 0, by symmetry
          << told(p, what);
      if (p.of == kind::negative_binomial) {
        const ball r = number(p.size);
        const ball shift = log(number(p.chance)) - digamma(r);
        const ball by_r = average([&](const ball& k) { return digamma(k + r) + shift; });
        EXPECT_TRUE(overlap(by_r, slopes[0])) << told(p, what);
        EXPECT_TRUE(narrower_than(slopes[0], wanted_bits) || what.at == 1) << told(p, what);
      }
      if (what.s != statistic::log_rising) continue;
      const ball a = number(what.at);
      const ball by_a = defined(p, [&](const ball& k) { return digamma(k + a) - digamma(a); });
      EXPECT_TRUE(overlap(by_a, slopes[2])) << told(p, what);
      EXPECT_TRUE(narrower_than(slopes[2], wanted_bits)) << told(p, what);
    }
  }
}

TEST(discrete_average, written_out_it_is_the_same_number) {
  const mpfr_env env;
  constexpr mpfr_prec_t bits = 128;
  for (const law& p : laws()) {
    if (p.of != kind::binomial) continue;
    for (const question& what : questions(p)) {
      const closed_form written = of_law<closed_form>(p, what, [](const Q& x) { return x; });
      if (p.size > 32 && what.at != 1) {
        EXPECT_TRUE(written.is_open()) << told(p, what);
        continue;
      }
      ASSERT_FALSE(written.is_open()) << told(p, what);
      EXPECT_TRUE(overlap(enclose(written, bits), enclosed(p, what, bits))) << told(p, what);
    }
  }
  // E ln C(2, x) = (ln 2)/2 for a fair coin.
  const law coins{kind::binomial, 2, Q(1, 2)};
  const question what{statistic::log_binomial, 2};
  const closed_form written = of_law<closed_form>(coins, what, [](const Q& x) { return x; });
  EXPECT_EQ(sign(written - log(closed_form(2)) * Q(1, 2)), 0);
}

// Where the sum is too long the enclosure is wide, but holds what the sum gives at fewer bits.
TEST(discrete_average, a_sum_too_long_is_bounded) {
  const mpfr_env env;
  constexpr mpfr_prec_t few = 100;
  constexpr mpfr_prec_t many = 12000;
  for (const law& p : {law{kind::poisson, 1, 40000}, law{kind::binomial, 40000, Q(1, 3)},
                       law{kind::negative_binomial, Q(1, 2), Q(1, 100)},
                       law{kind::negative_binomial, 50, Q(1, 100)}}) {
    for (const question& what : questions(p)) {
      const interval sum = enclosed(p, what, few);
      const interval wide = enclosed(p, what, many);
      const bool inside = mpfr_cmp(wide.lo(), sum.lo()) <= 0 && mpfr_cmp(sum.hi(), wide.hi()) <= 0;
      EXPECT_TRUE(inside || what.at == 1) << told(p, what);
      EXPECT_TRUE(overlap(sum, wide)) << told(p, what);
    }
  }
}

TEST(discrete_average, no_parameter_is_too_large_or_small) {
  const mpfr_env env;
  const Q huge = power_of_two(1000);
  const Q tiny = power_of_two(-1000);
  for (const law& p :
       {law{kind::poisson, 1, huge}, law{kind::poisson, 1, tiny}, law{kind::binomial, huge, tiny},
        law{kind::binomial, huge, Q(1 - tiny)}, law{kind::binomial, 7, Q(1 - tiny)},
        law{kind::negative_binomial, huge, tiny}, law{kind::negative_binomial, tiny, tiny},
        law{kind::negative_binomial, tiny, Q(1 - tiny)},
        law{kind::negative_binomial, huge, Q(1 - tiny)}}) {
    for (const question& what :
         {question{statistic::log_factorial}, question{statistic::log_rising, huge},
          question{statistic::log_rising, tiny}}) {
      tape steps;
      const taped value =
          of_law<taped>(p, what, [&](const Q& x) { return steps.variable(interval(x, 128)); });
      EXPECT_NO_THROW(steps.slopes(value)) << told(p, what);
      EXPECT_TRUE(overlap(value.value(), enclosed(p, what, 128))) << told(p, what);
    }
  }
}

TEST(discrete_average, log_binomial_wants_a_bounded_law) {
  const mpfr_env env;
  const question what{statistic::log_binomial, 5};
  EXPECT_THROW(enclosed({kind::poisson, 1, 2}, what, 128), std::domain_error);
}

}  // namespace
}  // namespace kloracle
