// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "properties/subject.hpp"

// What a family's parameters are, and what they ask of each other: the one list that whoever draws
// parameters reads.
namespace kloracle::draws {

/// What a parameter is to whoever draws it.
enum class role {
  location,     // anywhere on the line
  scale,        // positive; a factor means the same at any size
  shape,        // positive; what matters is how far it is from 1
  logarithm,    // of a scale or of odds
  probability,  // 0..1
  count,        // a natural number
  dimension,    // of the space around a sphere; both sides have the same
  simplex,      // probabilities with the exact sum 1
  direction,    // a vector of exact length 1
  covariance,   // symmetric and positive definite
  triangle,     // lower triangular, its diagonal positive
};

/// A parameter's role, and what becomes of it when the outcomes are multiplied by c: c^unit times
/// itself, where that makes sense.
struct parameter_role {
  role is;
  int unit;
};

/// One parameter of a side: what it is, and where its numbers are.
struct placed_parameter {
  const family_side::slot* slot;
  const parameter_entry* entry;
  parameter_role how;
  std::size_t first;
  std::size_t count;
};

/// A side's parameters with their places. Empty where the side names a family, a parameter or a
/// shape that the vocabulary does not have.
std::vector<placed_parameter> places_of(const family_side& side);

/// Rows of a matrix.
std::size_t rows_of(const placed_parameter& at);

/// What the degrees of freedom beside a Wishart distribution's matrix have to exceed.
double degrees_bound(const placed_parameter& at);

/// Repairs what the parameters ask of each other and their domains do not say: lower < upper, open
/// ends, degrees of freedom. What is right already does not change.
void settle(const format& f, const family_side& side, const std::vector<placed_parameter>& places,
            std::vector<double>& numbers);

}  // namespace kloracle::draws
