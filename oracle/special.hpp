// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oracle/exact.hpp"
#include "oracle/interval.hpp"

namespace kloracle {

// Special functions on intervals. For all of them:
//
// Guarantee     f(X) encloses f on X intersected with f's domain; the result has X's precision.
//               At a point (and wherever f is monotone, at each end) only a few of these bits are
//               lost, also where f tends to 0. Infinite ends are limits
// Errors        std::domain_error if no member of X is in the domain
// Cost          at 256 bits, below 100 ms for every argument that a binary64 can hold
//
// An mpfr_env must be alive. The proofs stand in special.cpp, continuous_bernoulli.cpp and
// bessel.cpp.

/// pi, and Euler's constant 0.577...
///
/// Guarantee     the two ends are adjacent numbers
/// Source        MPFR's constants, correctly rounded
interval const_pi(mpfr_prec_t bits);
interval const_euler(mpfr_prec_t bits);

/// The error function and its complement 1 - erf.
///
/// Formula       2/sqrt(pi) * integral of exp(-t^2) from 0 to x; from x to infinity
/// Domain        the real line
/// Guarantee     the smallest enclosure
/// Source        MPFR's functions, correctly rounded; DLMF 7.2
interval erf(const interval& x);
interval erfc(const interval& x);

/// ln Gamma.
///
/// Domain        x > 0
/// Guarantee     as above; at a point that is a zero (1 and 2) the value is exact. Over an interval
///               with the minimum x0 = 1.4616... inside, the lower end is off by O(width^2)
/// Source        MPFR's lngamma from 1/2 on; below, ln Gamma(1 + x) - ln x, DLMF 5.5.1
interval lgamma(const interval& x);

/// psi, the derivative of ln Gamma.
///
/// Domain        x > 0
/// Guarantee     as above; relative bits are kept at its zero x0 as well
/// Source        MPFR's digamma from 1/2 on; below, psi(1 + x) - 1/x, DLMF 5.5.2
interval digamma(const interval& x);

/// psi', the derivative of psi.
///
/// Domain        x > 0
/// Guarantee     as above
/// Source        DLMF 5.15.5 (recurrence), 5.15.8 (asymptotic series, which envelops psi')
interval trigamma(const interval& x);

/// ln(1 + e^x).
///
/// Domain        the real line
/// Guarantee     as above, down to MPFR's smallest exponents
/// Source        elementary: max(x, 0) + log1p(e^-|x|)
interval softplus(const interval& x);

/// 1 / (1 + e^-x), the derivative of softplus.
///
/// Domain        the real line
/// Guarantee     as softplus
/// Source        elementary
interval sigmoid(const interval& x);

/// ln Gamma_d, Gamma_d the multivariate gamma function, and its first two derivatives.
///
/// Formula       d (d-1)/4 ln pi + sum of ln Gamma(x - j/2), j = 0 .. d-1; sum of psi(x - j/2); sum
///               of psi'(x - j/2)
/// Domain        d >= 1, x > (d-1)/2
/// Guarantee     an enclosure; at a point relative bits are lost only at zeros of the sum, and the
///               first loses some at intervals around x0 + j/2
/// Source        DLMF 35.3.4
interval log_multivariate_gamma(long d, const interval& x);
interval multivariate_digamma(long d, const interval& x);
interval multivariate_trigamma(long d, const interval& x);

/// ln(Gamma(v+1) (2/x)^v I_v(x)), I_v the modified Bessel function.
///
/// Statement     ln 0F1(; v+1; x^2/4): 0 at x = 0, increasing
/// Domain        v >= 0, x >= 0
/// Guarantee     as above, the cost being meant for v <= 64. Past a bound on the work (v and x both
///               large: x between about 10^10 and v^2/2) still an enclosure, but not a narrower
///               one at a higher precision
/// Source        DLMF 10.25.2 (series), 10.40(iii) (Hankel's expansion with error bounds)
interval log_normalised_bessel_i(const Q& v, const interval& x);

/// I_{v+1}(x) / I_v(x), the derivative of the above.
///
/// Statement     0 at x = 0, increasing, below 1
/// Domain        v >= 0, x >= 0
/// Guarantee     as log_normalised_bessel_i
/// Source        DLMF 10.33.1 (continued fraction), 10.40(iii); Amos 1974, Math. Comp. 28 (bounds)
interval bessel_ratio(const Q& v, const interval& x);

/// The cumulant function A of the continuous Bernoulli law, density exp(eta t - A(eta)) on [0,1],
/// and its first two derivatives, the law's mean and variance.
///
/// Formula       ln((e^eta - 1)/eta), 0 at eta = 0; 1/(1 - e^-eta) - 1/eta; 1/eta^2 - 1/(4
///               sinh^2(eta/2))
/// Domain        the real line
/// Range         the real line; [0, 1]; [0, 1/12]
/// Guarantee     as above
/// Source        Loaiza-Ganem and Cunningham 2019, "The continuous Bernoulli"; DLMF 4.36 for
///               the expansions near 0
interval continuous_bernoulli_normaliser(const interval& eta);
interval continuous_bernoulli_mean(const interval& eta);
interval continuous_bernoulli_variance(const interval& eta);

}  // namespace kloracle
