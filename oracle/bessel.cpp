// SPDX-License-Identifier: Apache-2.0
//
// The modified Bessel function I_v by its series, by Hankel's expansion, and between bounds; the
// ratio I_{v+1}/I_v by its continued fraction. What chooses among them, and how many terms are
// taken, is a guess in binary64: it decides the cost and the width, never the inclusion.
#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>

#include "oracle/monotone.hpp"
#include "oracle/special.hpp"

namespace kloracle {
namespace {

// For sums of up to most_steps terms, each of some operations.
constexpr mpfr_prec_t guard = 40;

// The bound on the work: about a second at 128 bits.
constexpr long most_steps = 1L << 20;

double approximately(const interval& x) {
  return mpfr_get_d(x.lo(), MPFR_RNDN);
}

// Whether every member is below 2^exponent in magnitude.
bool below_power(const interval& x, mpfr_exp_t exponent) {
  const interval size = abs(x);
  return mpfr_zero_p(size.hi()) || (size.bounded() && mpfr_get_exp(size.hi()) <= exponent);
}

// An order, exact or rounded outward, and an argument x > 0, exact.
struct arguments {
  interval v;
  interval x;

  arguments(const Q& order, mpfr_srcptr argument, mpfr_prec_t work)
      : v(order, work), x(point(argument, work)) {}
  mpfr_prec_t work() const { return x.bits(); }
  interval number(long n) const { return interval(n, work()); }
};

// H in I_v(x) = e^x / sqrt(2 pi x) H, where Hankel's expansion reaches 2^-work. DLMF 10.34.2 with m
// = 1 and 10.40.10, a_k as in 10.17.1, say
//
//   H = sum of (-1)^k a_k x^-k, k < n, + R + E,   E = -sin(v pi) e^-x sqrt(2x/pi) K_v(x),
//
// |R| <= 2 |a_n| chi(n) x^-n exp(|v^2 - 1/4| chi(1)/x) by 10.40.11-12 at ph z = pi; chi(1) = pi/2,
// and chi(n) = sqrt(pi) Gamma(n/2 + 1)/Gamma(n/2 + 1/2) <= sqrt(pi (n+1)/2) <= n + 1, as Gamma is
// log-convex. |E| <= e^-2x (1 + 2 |a_1|/x exp(|v^2 - 1/4|/x)) by the same at ph z = 0. With v^2 <=
// 2x and x >= 1 the exponents are at most pi and 2, and |a_1|/x = |v^2 - 1/4|/(2x) at most 1:
//
//   |R| <= 48 (n+1) |a_n| x^-n,   |E| <= 16 e^-2x.
std::optional<interval> hankel(const arguments& at) {
  const interval enough = max(ldexp(sqr(at.v), -1), at.number(at.work() / 2 + 1));
  if (!certainly_le(enough, at.x)) return std::nullopt;
  const interval order = ldexp(sqr(at.v), 2);
  const interval eightfold = ldexp(at.x, 3);
  interval term = at.number(1);
  interval total = term;
  for (long n = 1; n <= 2 * at.work(); ++n) {
    const interval odd = at.number(2 * n - 1);
    term = term * (sqr(odd) - order) / (eightfold * at.number(n));
    const interval remainder = abs(term) * at.number(48 * (n + 1));
    if (below_power(remainder, -at.work())) {
      const interval bound = remainder + ldexp(exp(-ldexp(at.x, 1)), 4);
      return total + hull(-bound, bound);
    }
    total = total + term;
  }
  return std::nullopt;
}

// Sum over n >= 1 of ratio(0) ... ratio(n-1), for ratios that are not negative, decrease, and
// tend to 0: the tail after a term is at most term * r/(1 - r), r the next ratio, if r < 1.
template <class Ratio>
interval sum_of_products(const arguments& at, Ratio ratio) {
  interval term = ratio(0);
  interval total = term;
  for (long n = 1;; ++n) {
    const interval r = ratio(n);
    const mpfr_exp_t negligible = std::max(mpfr_get_exp(total.hi()) - at.work(), mpfr_get_emin());
    if (below_power(term, negligible) && certainly_lt(r, at.number(1))) {
      const interval tail = term * r / (at.number(1) - r);
      if (below_power(tail, negligible)) return total + up_to(tail);
    }
    term = term * r;
    total = total + term;
  }
}

// ln 0F1(; v+1; x^2/4) = ln sum of t_k, with t_0 = 1 and t_{k+1}/t_k = r_k = x^2 / ((2k+2) (2v + 2k
// + 2)), which decrease; 1/r_{k-1} = t_{k-1}/t_k decrease with k. Summed from t_s upwards and
// downwards; the latter ends by itself, as 1/r_{-1} = 0.
interval log_series(const arguments& at, long s) {
  const interval square = sqr(at.x);
  const interval order = ldexp(at.v, 1);
  const auto denominator = [&](long k) {
    const interval even = at.number(2 * k + 2);
    return even * (order + even);
  };
  const auto upwards = [&](long n) { return square / denominator(s + n); };
  const auto downwards = [&](long n) { return denominator(s - 1 - n) / square; };
  if (s == 0) return log1p(sum_of_products(at, upwards));
  const interval sum = sum_of_products(at, upwards) + sum_of_products(at, downwards);
  const interval next = at.v + at.number(1);
  const interval log_term = at.number(s) * log(ldexp(square, -2)) - lgamma(at.number(s + 1)) -
                            lgamma(next + at.number(s)) + lgamma(next);
  return log_term + log1p(sum);
}

// R = I_{v+1}/I_v satisfies R' = f(x, R) = 1 - (2v+1) R/x - R^2 (DLMF 10.29.2), R ~ x/(2v+2) at 0.
// For g = x/(a + s), a = v + 1/2, s = sqrt(x^2 + b^2), multiplied by (a + s)^2: g' is a + b^2/s and
// f(x, g) is b^2 - a^2. Hence
//
//   b = v + 3/2: g' <= a + b = f, as s >= b;     b = v + 1/2 = a: g' >= 0 = f.
//
// If g' <= f(x, g), D = R - g has D' >= -c D, c = (2v+1)/x + R + g: D times exp(integral of c) does
// not decrease, and tends to 0 at 0. So D >= 0, and likewise D <= 0 if g' >= f. (These bounds are
// from Amos 1974, Math. Comp. 28, 239-251.)
//
// Their integrals from 0 to x are d - a ln(1 + d/(a + b)), d = s - b = x^2/(s + b).
struct amos_bound {
  interval square;  // x^2
  interval a;
  interval b;

  interval root() const { return sqrt(square + sqr(b)); }
  interval times_argument() const { return square / (a + root()); }
  interval integral() const {
    const interval d = square / (root() + b);
    return d - a * log1p(d / (a + b));
  }
};

// A value of the lower bound, hulled with that of the upper one.
template <class Value>
interval between_bounds(const interval& v, const interval& square, Value value) {
  const interval half = v + Q(1, 2);
  const interval lower = value(amos_bound{square, half, v + Q(3, 2)});
  return hull(lower, value(amos_bound{square, half, half}));
}

// The largest term of the series, and how many around it count: t_k is nearly normal in k.
struct work_of_series {
  double peak;
  double steps;

  explicit work_of_series(const arguments& at) {
    const double x = approximately(at.x);
    const double v = approximately(at.v);
    peak = x < 1 ? 0 : x / (2 * (v / x + std::hypot(v / x, 1)));
    const double variance = peak / (1 + peak / (v + peak));
    steps = 2 * std::sqrt(2 * std::log(2.0) * static_cast<double>(at.work()) * variance);
  }
};

interval log_normalised_at(const Q& v, mpfr_srcptr x, mpfr_prec_t bits) {
  if (mpfr_zero_p(x)) return interval(0L, bits);
  if (mpfr_inf_p(x)) return interval::entire(bits);
  const arguments at(v, x, bits + guard);
  if (const auto h = hankel(at)) {
    const interval twice_pi_x = ldexp(const_pi(at.work()) * at.x, 1);
    const interval power = at.v * log(ldexp(at.x, -1));
    const interval logarithm = lgamma(at.v + Q(1)) + log(*h) - ldexp(log(twice_pi_x), -1);
    return at_precision(at.x - power + logarithm, bits);
  }
  const work_of_series cost(at);
  if (cost.peak < 4.0 * static_cast<double>(bits)) return at_precision(log_series(at, 0), bits);
  if (!(cost.steps < static_cast<double>(most_steps)) || !(cost.peak < 0x1p60)) {
    const auto value = [](const amos_bound& bound) { return bound.integral(); };
    return at_precision(between_bounds(at.v, sqr(at.x), value), bits);
  }
  // ln Gamma(v + s + 1) - ln Gamma(v + 1) cancels to no less than s ln v, and s is large.
  const int cancelled = std::max(0, std::ilogb(approximately(at.v) + cost.peak)) + 8;
  const arguments wider(v, x, at.work() + cancelled);
  return at_precision(log_series(wider, static_cast<long>(cost.peak)), bits);
}

// How many steps of the continued fraction; each narrows by about (I_{k+1}/I_k)^2.
long steps_of_fraction(const arguments& at) {
  const double x = approximately(at.x);
  const double v = approximately(at.v);
  double bits = static_cast<double>(at.work());
  long n = 0;
  while (bits > 0 && n < most_steps) {
    ++n;
    bits -= 2 * std::asinh((v + static_cast<double>(n)) / x) / std::log(2.0);
  }
  return n;
}

// I_{k+1}/I_k < 1: DLMF 10.37. With q_k = x I_{k+1}/I_k, q_{k-1} = x^2/(2k + q_k) (10.29.1); x is
// taken once, every operation is monotone, so what is left is the width of the start.
interval ratio_at(const Q& v, mpfr_srcptr x, mpfr_prec_t bits) {
  if (mpfr_zero_p(x)) return interval(0L, bits);
  if (mpfr_inf_p(x)) return interval(1L, bits);
  const interval one(1L, bits);
  const arguments at(v, x, bits + guard);
  if (const auto numerator = hankel(arguments(v + 1, x, bits + guard))) {
    if (const auto denominator = hankel(at)) {
      return min(at_precision(*numerator / *denominator, bits), one);
    }
  }
  const interval square = sqr(at.x);
  const long steps = steps_of_fraction(at);
  const auto value = [](const amos_bound& bound) { return bound.times_argument(); };
  interval q = between_bounds(at.v + at.number(steps), square, value);
  for (long n = steps; n > 0; --n) q = square / (ldexp(at.v + at.number(n), 1) + q);
  return min(at_precision(q / at.x, bits), one);
}

interval clipped_to_domain(const Q& v, const interval& x, const char* name) {
  if (v < 0 || mpfr_sgn(x.hi()) < 0) {
    throw std::domain_error(std::string("kloracle: ") + name + " outside v >= 0, x >= 0");
  }
  return max(x, interval(0L, x.bits()));
}

}  // namespace

// Increasing: its derivative is the ratio below, which is positive (DLMF 10.29.4).
interval log_normalised_bessel_i(const Q& v, const interval& x) {
  const auto at = [&](mpfr_srcptr end, mpfr_prec_t bits) {
    return log_normalised_at(v, end, bits);
  };
  return increasing(clipped_to_domain(v, x, "log_normalised_bessel_i"), at);
}

// Increasing: R' = 1 - (2v+1) R/x - R^2 > 0 iff R < x/(a + sqrt(x^2 + a^2)) with a = v + 1/2, which
// is the second of the bounds above.
interval bessel_ratio(const Q& v, const interval& x) {
  const auto at = [&](mpfr_srcptr end, mpfr_prec_t bits) { return ratio_at(v, end, bits); };
  return increasing(clipped_to_domain(v, x, "bessel_ratio"), at);
}

}  // namespace kloracle
