// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oracle/interval.hpp"

namespace kloracle {

// What functions on intervals are made of: enclosures at points, lifted by monotonicity.

/// A function of MPFR, correctly rounded.
using mpfr_unary = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);

/// f(x) by a single call.
///
/// Guarantee     exact, or between two adjacent numbers
interval at_point(mpfr_unary f, mpfr_srcptr x, mpfr_prec_t bits);

/// The same set, or the smallest one around it that has this precision.
interval at_precision(const interval& x, mpfr_prec_t bits);

/// {x} for a finite x of at most this precision.
inline interval point(mpfr_srcptr x, mpfr_prec_t bits) {
  return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set(lo, x, MPFR_RNDN);  // exact
    mpfr_set(hi, x, MPFR_RNDN);
  });
}

/// [0, 1] * bound: a remainder of known sign. bound >= 0.
inline interval up_to(const interval& bound) {
  return hull(interval(0L, bound.bits()), bound);
}

/// f(x) for a nondecreasing f: f([a, b]) is inside [f(a), f(b)].
///
/// Statement     at(end, bits) encloses f(end), at `bits` bits. At an infinite end, or at one where
///               f is not defined, it has the limit of f among its own ends
template <class At>
interval increasing(const interval& x, At at) {
  if (x.is_point()) return at(x.lo(), x.bits());
  const interval lower = at(x.lo(), x.bits());
  const interval upper = at(x.hi(), x.bits());
  return interval::make(x.bits(), [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set(lo, lower.lo(), MPFR_RNDN);  // exact
    mpfr_set(hi, upper.hi(), MPFR_RNDN);
  });
}

/// The same for a nonincreasing f: -f is nondecreasing.
template <class At>
interval decreasing(const interval& x, At at) {
  return -increasing(x, [&](mpfr_srcptr end, mpfr_prec_t bits) { return -at(end, bits); });
}

}  // namespace kloracle
