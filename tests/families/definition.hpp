// SPDX-License-Identifier: Apache-2.0
//
// Divergences as their definitions say: integrals by Arb's rigorous integrator and sums, each with
// a proven bound on what is cut off.
#pragma once

#include "tests/families/laws.hpp"

namespace kloracle::second_opinion {

/// How well: what is cut off, and what the integrator may leave, is below 2^(exponent - goal).
struct precision {
  slong bits = 192;
  slong goal = 96;
  slong exponent = 0;  // of about the size of the value
};

/// An integral or sum; nullopt where it is infinite.
using finite_or_not = std::optional<ball>;

/// Integral of p ln(p/q). Infinite where P's support is not in Q's or the bound on a tail diverges.
finite_or_not kl_by_definition(const law& p, const law& q, const precision& how);
/// Minus the integral of p ln p.
finite_or_not entropy_by_definition(const law& p, const precision& how);
/// The integral of p^a q^(1-a), for p and q of one family that geometric means do not leave.
finite_or_not affinity_by_definition(const law& p, const law& q, const Q& a, const precision& how);
/// Half the integral of |p - q|, for p and q of one family.
finite_or_not total_variation_by_definition(const law& p, const law& q, const precision& how);
/// Minus the integral of p ln q.
finite_or_not cross_entropy_by_definition(const law& p, const law& q, const precision& how);

/// Whether P's support, an interval, lies in Q's.
bool support_within(const law& p, const law& q);

/// The integral of f over [a, b].
ball integral(const std::function<complex_ball(const complex_ball&)>& f, const ball& a,
              const ball& b, const precision& how);

/// x within +-radius.
ball widened(const ball& x, const ball& radius);

}  // namespace kloracle::second_opinion
