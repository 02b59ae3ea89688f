// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "oracle/exact.hpp"

namespace kloracle {

/// b^e with an integer base and a rational exponent.
struct power {
  Z base;
  Q exponent;
};

/// The same product as powers of pairwise coprime bases > 1, none with exponent 0.
///
/// Statement     prod base^exponent is unchanged; pairwise coprime integers > 1 are
///               multiplicatively independent, so the product is 1 iff the result is empty
/// Formula       factor refinement: x^a y^b = gcd^(a+b) (x/gcd)^a (y/gcd)^b until every gcd is 1
/// Domain        bases >= 1
/// Cost          gcds only, no factoring; quadratic in the number of distinct bases
/// Guarantee     exact; nullopt when more than `limit` bases would have to be kept apart
/// Source        Bach, Driscoll, Shallit 1993, "Factor refinement"
std::optional<std::vector<power>> coprime_base(std::vector<power> product,
                                               std::size_t limit = 4096);

}  // namespace kloracle
