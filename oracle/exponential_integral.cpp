// SPDX-License-Identifier: Apache-2.0
//
// g(x) = e^x E1(x), the integral of e^(-x t)/(1 + t) over t > 0: positive and decreasing, as its
// integrand is for every t.
#include "oracle/families/words.hpp"
#include "oracle/monotone.hpp"

namespace kloracle {
namespace {

// Several hundred operations lose a fraction of a unit each; those at the end, with cancellation.
constexpr mpfr_prec_t guard = 32;

// g(x) = sum of (-1)^k k!/x^(k+1), k < n, + theta (-1)^n n!/x^(n+1), 0 <= theta <= 1, as 1/(1 + t)
// lies between any two consecutive partial sums of its geometric series. For x >= work the terms
// fall below 2^-work/x: the least is about e^-x sqrt(2 pi/x).
interval asymptotic_series(const interval& x) {
  const interval step = inv(x);
  interval term = step;
  interval total = step;
  const mpfr_exp_t negligible = mpfr_get_exp(step.lo()) - x.bits();
  for (long k = 1;; ++k) {
    term = -(term * step * Q(k));
    const interval size = abs(term);
    if (mpfr_get_exp(size.hi()) < negligible) return total + hull(interval(0L, x.bits()), term);
    total = total + term;
  }
}

// g(x) = sum of H_k x^k/k!, k >= 1, - e^x (gamma + ln x), H_k = 1 + 1/2 + ... + 1/k: DLMF 6.6.3.
// The quotient of consecutive terms is at most (x/(k+1)) (3/2), as H_{k+1}/H_k = 1 + 1/((k+1) H_k)
// <= 3/2; from where that is at most 1/2 on, the tail after a term is at most that term.
interval convergent_series(const interval& x) {
  const mpfr_prec_t bits = x.bits();
  interval harmonic(0L, bits);
  interval power(1L, bits);
  interval total(0L, bits);
  for (long k = 1;; ++k) {
    harmonic = harmonic + inv(interval(k, bits));
    power = power * x / Q(k);
    const interval term = harmonic * power;
    total = total + term;
    const bool halving = mpfr_cmp_si(x.hi(), (k + 1) / 3) <= 0;
    if (halving && mpfr_get_exp(term.hi()) < -bits) {
      return total + up_to(term) - exp(x) * (const_euler(bits) + log(x));
    }
  }
}

interval at(mpfr_srcptr x, mpfr_prec_t bits) {
  if (mpfr_zero_p(x)) return interval::entire(bits);
  if (mpfr_inf_p(x)) return interval(0L, bits);
  const mpfr_prec_t work = bits + guard;
  if (mpfr_cmp_si(x, work) >= 0) return at_precision(asymptotic_series(point(x, work)), bits);
  // The two parts are of size up to e^x (1 + |ln x|), and g(x) > 1/(1 + x): x < 2^exponent.
  const auto exponent = mpfr_get_exp(x);
  const mpfr_prec_t cancelled =
      exponent <= 0 ? 0 : 3 * mpfr_get_si(x, MPFR_RNDU) / 2 + 2 * exponent;
  const interval value = convergent_series(point(x, work + cancelled));
  return at_precision(clamp_nonnegative(value), bits);
}

}  // namespace

interval scaled_exponential_integral(const interval& x) {
  if (mpfr_sgn(x.hi()) <= 0) {
    throw std::domain_error("kloracle: scaled_exponential_integral of nothing positive");
  }
  const interval domain = mpfr_sgn(x.lo()) < 0 ? max(x, interval(0L, x.bits())) : x;
  return clamp_nonnegative(decreasing(domain, at));
}

// g' = g - 1/x, and the integral of -t e^(-x t)/(1 + t) is in [-1/x^2, 0].
taped scaled_exponential_integral(const taped& x) {
  const interval value = scaled_exponential_integral(x.value());
  const interval inverse = inv(x.value());
  return taped::chained(x, value, meet(value - inverse, -up_to(sqr(inverse))));
}

}  // namespace kloracle
