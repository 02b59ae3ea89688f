// SPDX-License-Identifier: Apache-2.0
//
// Like interval.cpp, this file passes rounding directions where it wraps MPFR: at_point,
// at_precision, the constants. All else is composed of intervals, so that only monotonicity and
// truncated series are left to be proved; that is done beside them.
#include "oracle/special.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "oracle/monotone.hpp"

namespace kloracle {
namespace {

// More than a dozen operations at a point lose, with cancellation of up to 4 bits.
constexpr mpfr_prec_t guard = 16;

interval from_constant(int (*constant)(mpfr_ptr, mpfr_rnd_t), mpfr_prec_t bits) {
  return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    constant(lo, MPFR_RNDD);
    mpfr_set(hi, lo, MPFR_RNDN);  // exact
    mpfr_nextabove(hi);           // or MPFR would have returned the constant itself
  });
}

interval clipped_to_positive(const interval& x, const char* name) {
  if (mpfr_sgn(x.hi()) <= 0) {
    throw std::domain_error(std::string("kloracle: ") + name + " of nothing positive");
  }
  return mpfr_sgn(x.lo()) < 0 ? max(x, interval(0L, x.bits())) : x;
}

bool zero_or_infinite(mpfr_srcptr x) {
  return mpfr_zero_p(x) || mpfr_inf_p(x);
}

bool below_half(mpfr_srcptr x) {
  return mpfr_get_exp(x) < 0;
}

// 1 + x for 0 < x < 1, exactly: at most as many digits more as x is below 1.
real one_plus(mpfr_srcptr x) {
  real sum(mpfr_get_prec(x) - mpfr_get_exp(x) + 1);
  mpfr_add_ui(sum.p(), x, 1, MPFR_RNDN);
  return sum;
}

// x^2 < 2^-bits, for x > 0.
bool square_is_negligible(mpfr_srcptr x, mpfr_prec_t bits) {
  return mpfr_get_exp(x) <= -(bits / 2 + 1);
}

// From 1/2 on MPFR is fast. Near 0 it is not: hence ln Gamma(x) = ln Gamma(1+x) - ln x, without
// cancellation, as for x < 1/2 the first is in (-0.13, 0) and the second above 0.69. For tiny x by
// Taylor, as at 1 the derivative is -gamma and from there on 0 < psi' <= psi'(1) < 2: ln Gamma(1+x)
// is in -gamma x + [0, x^2].
interval lgamma_at(mpfr_srcptr x, mpfr_prec_t bits) {
  if (zero_or_infinite(x)) return interval::entire(bits);
  if (!below_half(x)) return at_point(mpfr_lngamma, x, bits);
  const mpfr_prec_t work = bits + guard;
  const interval logarithm = at_point(mpfr_log, x, work);
  if (!square_is_negligible(x, work)) {
    return at_precision(at_point(mpfr_lngamma, one_plus(x).p(), work) - logarithm, bits);
  }
  const interval argument = point(x, work);
  const interval shifted = up_to(sqr(argument)) - const_euler(work) * argument;
  return at_precision(shifted - logarithm, bits);
}

// psi(x) = psi(1+x) - 1/x; for x < 1/2 the first is in (-0.58, 0.04), the second above 2. For tiny
// x as before: psi(1+x) is in -gamma + [0, 2 x].
interval digamma_at(mpfr_srcptr x, mpfr_prec_t bits) {
  if (zero_or_infinite(x)) return interval::entire(bits);
  if (!below_half(x)) return at_point(mpfr_digamma, x, bits);
  const mpfr_prec_t work = bits + guard;
  const interval argument = point(x, work);
  const interval shifted = square_is_negligible(x, work)
                               ? up_to(ldexp(argument, 1)) - const_euler(work)
                               : at_point(mpfr_digamma, one_plus(x).p(), work);
  return at_precision(shifted - inv(argument), bits);
}

// The minimum of ln Gamma is at x0 between these two: psi is increasing, and MPFR's digamma is
// negative at the first and positive at the second (a test asks Arb as well).
constexpr double below_minimum = 0x1.762d86356be3fp+0;
constexpr double above_minimum = 0x1.762d86356be40p+0;
constexpr double below_every_value = -0.1214862905358497;  // ln Gamma(x0) = -0.12148629053584960...

// A lower bound on X, for an X that may have x0 inside. ln Gamma is convex: it is above its tangent
// at any m. With m as close to x0 as X allows, the tangent is nearly level.
interval tangent_below_lgamma(const interval& x) {
  real m(std::max<mpfr_prec_t>(x.bits(), 53));
  mpfr_set_d(m.p(), below_minimum, MPFR_RNDN);  // this and the next two are exact
  mpfr_max(m.p(), m.p(), x.lo(), MPFR_RNDN);
  mpfr_min(m.p(), m.p(), x.hi(), MPFR_RNDN);
  const interval rise = digamma_at(m.p(), x.bits()) * (x - point(m.p(), m.bits()));
  return at_precision(lgamma_at(m.p(), x.bits()) + rise, x.bits());
}

// B_2k for k = 1 .. n. With the tangent numbers T_k, B_2k = (-1)^(k-1) 2k T_k / (4^k (4^k - 1)).
// Brent and Harvey 2013, "Fast computation of Bernoulli, tangent and secant numbers", section 6.
std::vector<Q> bernoulli_numbers(long n) {
  std::vector<Z> tangent(n + 1, Z(1));
  for (long k = 2; k <= n; ++k) tangent[k] = (k - 1) * tangent[k - 1];
  for (long k = 2; k <= n; ++k) {
    for (long j = k; j <= n; ++j) {
      tangent[j] *= j - k + 2;
      tangent[j] += (j - k) * tangent[j - 1];
    }
  }
  std::vector<Q> result(1);  // B_0 is not among them
  for (long k = 1; k <= n; ++k) {
    const Z power = Z(1) << static_cast<unsigned long>(2 * k);
    const Q magnitude(Z(2 * k * tangent[k]), Z(power * (power - 1)));
    result.push_back(k % 2 == 1 ? magnitude : Q(-magnitude));
  }
  return result;
}

// B_2k, remembered by the thread. Whoever asks expects to need the first n.
const Q& bernoulli(long k, long n) {
  thread_local std::vector<Q> known(1);
  if (k >= std::ssize(known)) known = bernoulli_numbers(std::max({k + k / 4, n, 30L}));
  return known[k];
}

// psi'(y) for y >= work/6, by the asymptotic series
//
//   psi'(y) = 1/y + 1/(2 y^2) + sum of B_2k / y^(2k+1), k = 1 .. n-1, + theta B_2n / y^(2n+1),
//
// 0 <= theta <= 1. Proof: psi'(y) is the integral of e^(-yt) t/(1 - e^-t) over t > 0, and t/(1 -
// e^-t) = t/2 + 1 + sum over j >= 1 of 2 t^2/(t^2 + (2 pi j)^2) (DLMF 5.9.13 differentiated,
// 4.36.3). A geometric series of alternating terms lies between any two consecutive partial sums;
// so does, for each t, the sum over j of these, whose partial sums are those of t/2 + sum of B_2k
// t^2k/(2k)!; and so does the integral. The terms fall below any 2^-work / y: the least is about
// e^(-2 pi y) < 2^(-1.5 work).
interval trigamma_series(const interval& y) {
  const interval step = inv(sqr(y));
  interval power = inv(y);
  const mpfr_exp_t negligible = std::max(mpfr_get_exp(power.hi()) - y.bits(), mpfr_get_emin());
  interval total = power + ldexp(step, -1);
  for (long k = 1;; ++k) {
    power = power * step;
    const interval term = power * bernoulli(k, y.bits() / 6);
    const interval ends = hull(interval(0L, y.bits()), term);
    const interval size = abs(term);
    if (mpfr_zero_p(size.hi()) || mpfr_get_exp(size.hi()) <= negligible) return total + ends;
    total = total + term;
  }
}

// psi'(x) = psi'(x + n) + sum of 1/(x + k)^2, k < n; every term is positive.
interval trigamma_at(mpfr_srcptr x, mpfr_prec_t bits) {
  if (mpfr_zero_p(x)) return interval::entire(bits);
  if (mpfr_inf_p(x)) return interval(0L, bits);
  const mpfr_prec_t work = bits + guard;
  const interval start = point(x, work);
  const long enough = work / 6 + 1;
  interval shifted = start;
  interval total(0L, work);
  for (long k = 1; mpfr_cmp_si(shifted.lo(), enough) < 0; ++k) {
    total = total + inv(sqr(shifted));
    shifted = start + interval(k, work);
  }
  return at_precision(total + trigamma_series(shifted), bits);
}

// max(x, 0) + log1p(e^-|x|): nothing cancels, and log1p does not magnify relative errors.
interval softplus_at(mpfr_srcptr x, mpfr_prec_t bits) {
  if (mpfr_inf_p(x)) {
    return mpfr_sgn(x) < 0 ? interval(0L, bits) : interval::entire(bits);
  }
  const mpfr_prec_t work = bits + guard;
  const interval argument = point(x, work);
  const interval small = at_point(mpfr_exp, (-abs(argument)).lo(), work);
  return at_precision(max(argument, interval(0L, work)) + log1p(small), bits);
}

interval sigmoid_at(mpfr_srcptr x, mpfr_prec_t bits) {
  if (mpfr_inf_p(x)) return interval(mpfr_sgn(x) < 0 ? 0L : 1L, bits);
  const mpfr_prec_t work = bits + guard;
  const interval exponential = at_point(mpfr_exp, (-point(x, work)).lo(), work);
  return at_precision(inv(interval(1L, work) + exponential), bits);
}

// The arguments x - j/2, j = 0 .. d-1, of the multivariate functions; x clipped to their domain.
std::vector<interval> half_steps(long d, const interval& x, const char* name) {
  const Q boundary(d - 1, 2);
  if (d < 1 || mpfr_cmp_q(x.hi(), boundary.backend().data()) <= 0) {
    throw std::domain_error(std::string("kloracle: ") + name + " outside d >= 1, x > (d-1)/2");
  }
  const interval clipped = max(x, interval(boundary, x.bits() + guard));
  std::vector<interval> result;
  for (long j = 0; j < d; ++j) result.push_back(clipped - Q(j, 2));
  return result;
}

template <class Function>
interval sum_of(Function f, const std::vector<interval>& arguments) {
  interval total = f(arguments.front());
  for (std::size_t j = 1; j < arguments.size(); ++j) total = total + f(arguments[j]);
  return total;
}

}  // namespace

interval at_point(mpfr_unary f, mpfr_srcptr x, mpfr_prec_t bits) {
  return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    const bool exact = f(lo, x, MPFR_RNDD) == 0;
    mpfr_set(hi, lo, MPFR_RNDN);  // exact
    if (!exact) mpfr_nextabove(hi);
  });
}

interval at_precision(const interval& x, mpfr_prec_t bits) {
  return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set(lo, x.lo(), MPFR_RNDD);
    mpfr_set(hi, x.hi(), MPFR_RNDU);
  });
}

interval const_pi(mpfr_prec_t bits) {
  return from_constant(mpfr_const_pi, bits);
}

interval const_euler(mpfr_prec_t bits) {
  return from_constant(mpfr_const_euler, bits);
}

// Increasing, and MPFR knows its limits.
interval erf(const interval& x) {
  return increasing(x, [](mpfr_srcptr end, mpfr_prec_t b) { return at_point(mpfr_erf, end, b); });
}

// Decreasing, and MPFR knows its limits.
interval erfc(const interval& x) {
  return decreasing(x, [](mpfr_srcptr end, mpfr_prec_t b) { return at_point(mpfr_erfc, end, b); });
}

// Convex: decreasing up to x0, increasing from there on. In between, the greatest value is at an
// end; the least is above the tangent and above the minimum.
interval lgamma(const interval& x) {
  const interval domain = clipped_to_positive(x, "lgamma");
  if (x.is_point() || mpfr_cmp_d(x.lo(), above_minimum) >= 0) return increasing(domain, lgamma_at);
  if (mpfr_cmp_d(x.hi(), below_minimum) <= 0) return decreasing(domain, lgamma_at);
  const interval tangent = tangent_below_lgamma(domain);
  const interval left = lgamma_at(domain.lo(), x.bits());
  const interval right = lgamma_at(domain.hi(), x.bits());
  return interval::make(x.bits(), [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set_d(lo, below_every_value, MPFR_RNDD);
    mpfr_max(lo, lo, tangent.lo(), MPFR_RNDN);  // exact, as the next
    mpfr_max(hi, left.hi(), right.hi(), MPFR_RNDN);
  });
}

// Increasing: psi' is a sum of squares.
interval digamma(const interval& x) {
  return increasing(clipped_to_positive(x, "digamma"), digamma_at);
}

// Decreasing: so is each of these squares.
interval trigamma(const interval& x) {
  return decreasing(clipped_to_positive(x, "trigamma"), trigamma_at);
}

interval softplus(const interval& x) {
  return increasing(x, softplus_at);
}

interval sigmoid(const interval& x) {
  return increasing(x, sigmoid_at);
}

interval log_multivariate_gamma(long d, const interval& x) {
  const interval sum = sum_of(lgamma, half_steps(d, x, "log_multivariate_gamma"));
  const interval constant = log(const_pi(sum.bits())) * Q(Z(d) * (d - 1), 4);
  return at_precision(sum + constant, x.bits());
}

// Sums of increasing functions, and of decreasing ones: nothing is lost over intervals.
interval multivariate_digamma(long d, const interval& x) {
  return at_precision(sum_of(digamma, half_steps(d, x, "multivariate_digamma")), x.bits());
}

interval multivariate_trigamma(long d, const interval& x) {
  return at_precision(sum_of(trigamma, half_steps(d, x, "multivariate_trigamma")), x.bits());
}

}  // namespace kloracle
