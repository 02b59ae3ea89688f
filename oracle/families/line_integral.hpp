// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>
#include <optional>

#include "oracle/interval.hpp"

namespace kloracle {

/// Bounds for the first moments of a weight: of |w|, |x w| and x^2 |w|.
using moments = std::array<interval, 3>;

/// An integrand w(z) g(z) over the real line, analytic in |Im z| < strip and tending to 0 there,
/// with |g(x + iy)| <= growth[0] + growth[1] |x| + growth[2] x^2.
struct line_integrand {
  Q strip;
  std::function<interval(const interval& x)> at;  // the integrand at a real point

  // Bounds, for every |y| < strip, of the integral of |x|^j |w(x + iy)| over all real x.
  moments weight;
  // Bounds for the integral of |x|^j |w(x)| over |x| > reach, by an envelope of |w| whose products
  // with 1, |x| and x^2 decrease from least_reach on.
  std::function<moments(const interval& reach)> tail;
  double least_reach;

  moments growth;

  double most_work = 0x1p24;  // nodes times bits
};

/// The integral over the real line, by the trapezoidal rule.
///
/// Statement     h sum f(kh) over all integers k differs from the integral by at most
///               2 M/(e^(2 pi strip/h) - 1), M a bound for the integral of |f(x + iy)| over x for
///               every |y| < strip; the terms with |kh| > reach add up to at most the integral of a
///               decreasing envelope from reach on
/// Guarantee     an enclosure, about 2^-bits M wide; where that needs more than most_work/bits
///               nodes, the interval [-M, M]
/// Source        Trefethen and Weideman 2014, "The exponentially convergent trapezoidal rule", SIAM
///               Review 56, theorem 5.1
interval line_integral(const line_integrand& f, mpfr_prec_t bits);

/// A rational a little below limit/size for every member of size, and at most `most`; nullopt where
/// doubles cannot say.
std::optional<Q> strip_within(const Q& limit, const interval& size, const Q& most);

/// The same number in half the bits, at most 106: slopes are wanted to a few digits only, and half
/// the bits need a quarter of the nodes.
interval for_slopes(const interval& x);

}  // namespace kloracle
