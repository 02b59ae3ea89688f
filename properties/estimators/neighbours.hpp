// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "oracle/exact.hpp"
#include "oracle/oracle.hpp"
#include "properties/estimators/estimator.hpp"
#include "properties/estimators/finding.hpp"

namespace kloracle {

/// Two samples and a k.
struct neighbour_problem {
  std::string name;
  point_set x;  // n points from P
  point_set y;  // m points from Q
  std::size_t k = 1;
};

/// The estimate of a problem as exact mathematics.
///
/// Statement     (d/n) sum ln(nu_i/rho_i) + ln(m/(n-1)); rho_i is the distance from x_i to its k-th
///               neighbour among the other points of x, nu_i to its k-th neighbour in y. Squared
///               distances are rational, so this is the quantity `kl` under the semantics
///               `measure` of p = (d/2n, ..., d/2n, 1), q = (d/2n rho^2/nu^2, ..., (n-1)/m)
/// Guarantee     exact. What the oracle says of `value` holds of the estimate: +infinity where a
///               rho is 0
struct certified_neighbours {
  std::optional<problem> value;  // nullopt: the estimate holds ln 0, see reason
  std::string reason;
  std::vector<Q> ratios;       // rho^2/nu^2, sorted: two problems with the same ones are the same
  std::size_t ties = 0;        // points whose k-th neighbour is not alone at its distance
  std::size_t coincident = 0;  // points with rho = 0 or nu = 0
};
certified_neighbours certify(const neighbour_problem& what);

/// Judges an estimator at the points given: no chance involved.
///
/// Statement     the value, by judge() (verdict.hpp): grades CR and F hold, T and A are soft. And
///               laws: the problem is moved, scaled by 2^-20, turned or put in another order,
///               exactly; it is proved to be the same one still, and the estimate may not change.
///               `soft` if it does, but by no more than attainable errors of both allow
/// Domain        finite coordinates, as many axes in x as in y, 1 <= k < n, k <= m, and at most
///               2^26 coordinates to subtract
/// Guarantee     never wrong; a law whose change is not exact in binary64 is not applicable
/// Errors        input_error for what is outside the domain
std::vector<estimator_finding> judge_at_points(const neighbour_estimator& who,
                                               const neighbour_problem& what);

/// Samples that are easy to read, one difficulty each.
std::span<const neighbour_problem> example_points();

}  // namespace kloracle
