// SPDX-License-Identifier: Apache-2.0
//
// The trapezoidal rule and the averages made with it, where they are known otherwise.
#include "oracle/families/line_integral.hpp"

#include <gtest/gtest.h>

#include "oracle/families/line_averages.hpp"
#include "oracle/mpfr_env.hpp"

namespace kloracle {
namespace {

interval at(const Q& x, mpfr_prec_t bits) {
  return interval(x, bits);
}

// The integral of 1/(2 cosh x), pi/2: with |y| < strip it is at most pi/(2 cos(strip)).
line_integrand half_sech(const Q& strip, long bound, mpfr_prec_t bits) {
  const auto sech = [](const interval& x) { return inv(exp(x) + exp(-x)); };
  const auto tail = [](const interval& k) {
    const interval e = ldexp(exp(-k), 1);
    return moments{e, e * (k + Q(1)), e * (sqr(k) + k * Q(2) + Q(2))};
  };
  const interval m = at(bound, bits);
  return {strip, sech, {m, m, m}, tail, 2, {at(1, bits), at(0, bits), at(0, bits)}, 0x1p26};
}

TEST(LineIntegral, OfTheHyperbolicSecantIsHalfPi) {
  const mpfr_env env;
  for (const mpfr_prec_t bits : {30, 60, 120, 400}) {
    const interval value = line_integral(half_sech(Q(3, 2), 23, bits), bits);
    EXPECT_TRUE(overlap(value, ldexp(const_pi(bits + 40), -1))) << bits;
    EXPECT_TRUE(narrower_than(value, bits - 8)) << bits;
  }
}

// What the bounds are for: with a strip that holds the pole at i pi/2, or with a tail that is
// dropped, the "enclosure" misses the value. This is how the tests above can fail.
TEST(LineIntegral, MissesTheValueWhereItsPremisesAreFalse) {
  const mpfr_env env;
  const interval truth = ldexp(const_pi(300), -1);
  EXPECT_FALSE(overlap(line_integral(half_sech(Q(3), 23, 120), 120), truth));
  line_integrand dropped = half_sech(Q(3, 2), 23, 120);
  dropped.tail = [](const interval& k) {
    const interval nothing = k * Q(0);
    return moments{nothing, nothing, nothing};
  };
  EXPECT_FALSE(overlap(line_integral(dropped, 120), truth));
}

TEST(LineIntegral, SaysSoWhereItWouldNeedTooManyNodes) {
  const mpfr_env env;
  const interval value = line_integral(half_sech(power_of_two(-40), 2, 120), 120);
  EXPECT_TRUE(value.contains(2) && value.contains(-2));
}

void expect_known(const interval& value, const interval& known, const std::string& what) {
  EXPECT_TRUE(overlap(value, known)) << what;
  EXPECT_TRUE(narrower_than(value, 80)) << what;
}

constexpr mpfr_prec_t bits = 128;

// With its own parameters, ln(1 + e^-z) is an exponential variable of rate 1.
TEST(LineAverages, SoftplusOfTheSameLogisticIsOne) {
  const mpfr_env env;
  expect_known(mean_softplus(line_law::logistic, at(0, bits), at(1, bits)), at(1, bits), "1");
}

// ln(1 + e^-w) - ln(1 + e^w) = -w, and -Z is distributed as Z.
TEST(LineAverages, SoftplusOfBothSignsDifferByTheMean) {
  const mpfr_env env;
  for (const line_law law : {line_law::normal, line_law::logistic}) {
    for (const Q& t : {Q(1, 3), Q(-40)}) {
      for (const Q& r : {Q(1, 7), Q(5)}) {
        const interval forth = mean_softplus(law, at(t, bits), at(r, bits));
        const interval back = mean_softplus(law, at(-t, bits), at(r, bits));
        EXPECT_TRUE(overlap(back - forth, at(t, bits))) << t << " " << r;
        EXPECT_TRUE(narrower_than(back - forth, 60)) << t << " " << r;
      }
    }
  }
}

// Of Cauchy's law (df = 1) ln((r + 1)^2 + t^2); of the same law psi((df + 1)/2) - psi(df/2).
TEST(LineAverages, LogQuadraticOfStudentIsKnownInTwoCases) {
  const mpfr_env env;
  for (const Q& t : {Q(0), Q(-2)}) {
    for (const Q& r : {Q(1, 3), Q(3)}) {
      expect_known(mean_log_quadratic_of_student(at(1, bits), at(t, bits), at(r, bits)),
                   log(sqr(at(r, bits) + Q(1)) + sqr(at(t, bits))), "df 1, t " + t.str());
    }
  }
  for (const Q& df : {Q(1, 2), Q(7, 3), Q(40), Q(1000)}) {
    const interval half = at(Q(df / 2), bits);
    expect_known(mean_log_quadratic_of_student(at(df, bits), at(0, bits), at(1, bits)),
                 digamma(half + Q(1, 2)) - digamma(half), "df " + df.str());
  }
}

// rho = 1: -1/b. b = 1, V uniform: -(psi(1 + 1/rho) + gamma).
TEST(LineAverages, LogOneMinusPowerIsKnownInTwoCases) {
  const mpfr_env env;
  for (const Q& b : {Q(1, 4), Q(3), Q(50)}) {
    expect_known(mean_log_one_minus_power(at(b, bits), at(1, bits)), at(-1 / b, bits),
                 "b " + b.str());
  }
  for (const Q& rho : {Q(1, 9), Q(3), Q(20)}) {
    expect_known(mean_log_one_minus_power(at(1, bits), at(rho, bits)),
                 -(digamma(at(1 + 1 / rho, bits)) + const_euler(bits)), "rho " + rho.str());
  }
}

// Jensen, and what more precision may not contradict.
TEST(LineAverages, EnclosuresOfAllPrecisionsMeet) {
  const mpfr_env env;
  const auto rough = mean_log_quadratic(line_law::normal, at(Q(1, 2), 50), at(3, 50));
  const auto fine = mean_log_quadratic(line_law::normal, at(Q(1, 2), 180), at(3, 180));
  EXPECT_TRUE(overlap(rough, fine) && narrower_than(rough, 30) && narrower_than(fine, 150));
  const auto other = mean_log_quadratic(line_law::logistic, at(Q(1, 2), 50), at(3, 50));
  const auto finer = mean_log_quadratic(line_law::logistic, at(Q(1, 2), 180), at(3, 180));
  EXPECT_TRUE(overlap(other, finer) && narrower_than(finer, 150));
}

// Slopes against central differences, whose error is about the third derivative times h^2.
template <class F>
void expect_slopes(F f, const Q& a, const Q& b) {
  tape steps;
  const taped x = steps.variable(at(a, 50));
  const taped y = steps.variable(at(b, 50));
  const auto slopes = steps.slopes(f(x, y));
  const Q h = power_of_two(-20);
  const auto f_at = [&](const Q& u, const Q& v) { return f(at(u, 90), at(v, 90)); };
  const interval by_a = (f_at(a + h, b) - f_at(a - h, b)) / Q(2 * h);
  const interval by_b = (f_at(a, b + h) - f_at(a, b - h)) / Q(2 * h);
  EXPECT_TRUE(certainly_lt(abs(slopes[0] - by_a), abs(by_a) * power_of_two(-30)));
  EXPECT_TRUE(certainly_lt(abs(slopes[1] - by_b), abs(by_b) * power_of_two(-30)));
}

TEST(LineAverages, SlopesAreThoseOfDifferences) {
  const mpfr_env env;
  const Q half(1, 2);
  for (const line_law law : {line_law::normal, line_law::logistic}) {
    expect_slopes([law](const auto& t, const auto& r) { return mean_softplus(law, t, r); }, half,
                  3);
    expect_slopes([law](const auto& t, const auto& r) { return mean_log_quadratic(law, t, r); },
                  half, 3);
  }
  expect_slopes([](const auto& b, const auto& rho) { return mean_log_one_minus_power(b, rho); },
                half, 3);
  expect_slopes(
      [](const auto& df, const auto& r) {
        return mean_log_quadratic_of_student(df, constant(df, Q(1, 2)), r);
      },
      Q(5, 2), 3);
  expect_slopes(
      [](const auto& t, const auto& df) {
        return mean_log_quadratic_of_student(df, t, constant(df, 2));
      },
      half, 4);
}

}  // namespace
}  // namespace kloracle
