// SPDX-License-Identifier: Apache-2.0
//
// The cumulant function A(x) = ln((e^x - 1)/x) of the continuous Bernoulli law and its first two
// derivatives. Near 0 the formulas cancel: the working precision is raised by what they lose, and
// where x is tiny their series are used, which envelop. With h = x/2 and u_k = h^2/(k pi)^2,
//
//   A(x)  = h + ln(sinh(h)/h)            = h + sum of ln(1 + u_k)                    (DLMF 4.36.1)
//   A'(x) = 1/2 + (coth h - 1/h)/2       = 1/2 + sum of (u_k/h) / (1 + u_k)          (4.36.3)
//   A''(x)= (1/h^2 - 1/sinh^2 h)/4       = sum of (u_k/h^2) (1 - u_k)/(1 + u_k)^2 / 2
//
// over k >= 1, and for u >= 0
//
//   u - u^2/2 <= ln(1+u) <= u,   1 - u <= 1/(1+u) <= 1,   1 - 3u <= (1-u)/(1+u)^2 <= 1 - 3u + 5u^2
//
// (multiplied out, the last two say -5u^2 - 3u^3 <= 0 and 0 <= 7u^3 + 5u^4). With the sums of k^-2,
// k^-4, k^-6, that are pi^2/6, pi^4/90, pi^6/945: for some theta in [0, 1] each
//
//   A = x/2 + x^2/24 - theta x^4/2880,    A' = 1/2 + x/12 - theta x^3/720 (for x >= 0; A' - 1/2 is
//   odd),    A'' = 1/12 - x^2/240 + theta x^4/6048.
#include <algorithm>

#include "oracle/monotone.hpp"
#include "oracle/special.hpp"

namespace kloracle {
namespace {

// More than a dozen operations at a point lose, with cancellation of up to 5 bits.
constexpr mpfr_prec_t guard = 16;

// How far x is below 1, in bits: |x| < 2^-result, at least 0. x is not 0.
mpfr_prec_t bits_below_one(mpfr_srcptr x) {
  return std::max<mpfr_prec_t>(0, -mpfr_get_exp(x));
}

// For x != 0. Above 1, A = x - ln x + ln(1 - e^-x); below -1, A(x) = A(-x) + x. Between, z = (e^x -
// 1)/x - 1 is about x/2: its cancellation costs as many bits as x is below 1.
interval normaliser_at(mpfr_srcptr x, mpfr_prec_t bits) {
  if (mpfr_inf_p(x)) return interval::entire(bits);
  if (mpfr_zero_p(x)) return interval(0L, bits);
  const mpfr_prec_t below = bits_below_one(x);
  const bool tiny = below > (bits + guard) / 3;
  const interval argument = point(x, bits + guard + (tiny ? 0 : below));
  if (tiny) {
    const interval square = sqr(argument);
    const interval tail = up_to(sqr(square) / Q(2880));
    return at_precision(ldexp(argument, -1) + square / Q(24) - tail, bits);
  }
  if (mpfr_get_exp(x) <= 0) {
    const interval quotient = at_point(mpfr_expm1, x, argument.bits()) / argument;
    return at_precision(log1p(quotient - Q(1)), bits);
  }
  const interval size = abs(argument);
  const interval even = log(-at_point(mpfr_expm1, (-size).lo(), size.bits())) - log(size);
  return at_precision(mpfr_sgn(x) > 0 ? size + even : even, bits);
}

// For t > 0: 1/t - 1/(e^t - 1) = A'(-t) = 1 - A'(t), positive. Below 1, the difference of two
// numbers of size 1/t is about 1/2.
interval mean_below(const interval& t) {
  return clamp_nonnegative(inv(t) - inv(at_point(mpfr_expm1, t.lo(), t.bits())));
}

interval mean_at(mpfr_srcptr x, mpfr_prec_t bits) {
  if (mpfr_inf_p(x)) return interval(mpfr_sgn(x) < 0 ? 0L : 1L, bits);
  if (mpfr_zero_p(x)) return interval(Q(1, 2), bits);
  const mpfr_prec_t below = bits_below_one(x);
  const bool tiny = below > (bits + guard) / 3;
  const interval argument = point(x, bits + guard + (tiny ? 0 : below));
  if (tiny) {
    const interval tail = argument * up_to(sqr(argument)) / Q(720);
    return at_precision(argument / Q(12) - tail + Q(1, 2), bits);
  }
  const interval complement = mean_below(abs(argument));
  const bool negative = mpfr_sgn(x) < 0;
  return at_precision(negative ? complement : interval(1L, bits) - complement, bits);
}

// Even. With w = 1/(e^t - 1), 1/(4 sinh^2(t/2)) = w (1 + w); below 1, the difference of two numbers
// of size 1/t^2 is about 1/12. A variance is not negative.
interval variance_at(mpfr_srcptr x, mpfr_prec_t bits) {
  if (mpfr_inf_p(x)) return interval(0L, bits);
  if (mpfr_zero_p(x)) return interval(Q(1, 12), bits);
  const mpfr_prec_t below = bits_below_one(x);
  const bool tiny = below > (bits + guard) / 4;
  const interval t = abs(point(x, bits + guard + (tiny ? 0 : 2 * below)));
  if (tiny) {
    const interval square = sqr(t);
    const interval tail = up_to(sqr(square) / Q(6048));
    return at_precision(interval(Q(1, 12), t.bits()) - square / Q(240) + tail, bits);
  }
  const interval w = inv(at_point(mpfr_expm1, t.lo(), t.bits()));
  return at_precision(clamp_nonnegative(inv(sqr(t)) - w * (w + Q(1))), bits);
}

}  // namespace

// Increasing: its derivative is a mean of numbers in [0, 1].
interval continuous_bernoulli_normaliser(const interval& eta) {
  return increasing(eta, normaliser_at);
}

// Increasing: its derivative is a variance.
interval continuous_bernoulli_mean(const interval& eta) {
  return increasing(eta, mean_at);
}

// Decreasing in |eta|: the derivative of 1/h^2 - 1/sinh^2 h is negative for h > 0 iff h^3 cosh h <
// sinh^3 h, which is Lazarevic's inequality (Mitrinovic 1970, Analytic Inequalities, 3.6.9). Proof:
// of h^(2n+1)/(2n+1)!, the right side has (3^(2n+1) - 3)/4 and the left (2n+1) 2n (2n-1); n = 1, 2,
// 3 give 6 and 6, 60 and 60, 546 and 210, and from then on the first grows by more than 9 and the
// second by less than 3.
interval continuous_bernoulli_variance(const interval& eta) {
  return decreasing(abs(eta), variance_at);
}

}  // namespace kloracle
