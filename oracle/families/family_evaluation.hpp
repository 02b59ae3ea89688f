// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oracle/families/expression.hpp"

namespace kloracle {

/// What is made of an expression: itself, or its square root.
enum class final_step { itself, square_root };

/// What is known of a quantity of families from the start.
struct known_facts {
  std::optional<Q> value = std::nullopt;  // by a theorem, without arithmetic
  bool nonzero = false;                   // by a theorem
  bool nonnegative = false;               // by a theorem
  bool kink = false;                      // where the value is known, it has no slope
  bool slopes = true;                     // the formula holds for parameters nearby too
};

/// A well-posed quantity of families with a finite value.
prepared evaluate_expression(family_problem x, expression value, known_facts facts,
                             final_step last = final_step::itself);

/// The sensitivity of a number, given its slopes by every number of p and then of q: their products
/// with the parameters' sizes, summed over everything and over each parameter.
sensitivity sensitivity_of(const family_problem& x, const std::vector<interval>& slopes,
                           const interval& factor);

/// The bits of the longest parameter, and how many numbers there are.
long longest_parameter_bits(const family_problem& x);
std::size_t parameter_count(const family_problem& x);

}  // namespace kloracle
