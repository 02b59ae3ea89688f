// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <vector>

#include "properties/laws/law.hpp"

// Logits on which sums with a constant, and small multiples, are exact (R10).
namespace kloracle::logit {

/// An outcome that cannot happen.
inline constexpr double masked = -std::numeric_limits<double>::infinity();

/// Integers times 2^step, at most 2^(precision - 3) and 128 in value: 2, 3 and 4 times each, and
/// constants added to all, are exact.
struct grid {
  int step = 0;
  std::int64_t most = 1;
};

/// One input of the function under test: P, and Q near P or unrelated.
grid draw_pair(choices& c, const law_scope& where, law_instance& to);

/// Masks, now and then, an outcome of both that is not the first.
void mask(choices& c, std::vector<double>& x, std::vector<double>& y);

/// Multiplies all; what is masked stays so.
void scale(std::vector<double>& x, double by);

/// Adds to all one multiple of 2^step, so large that each sum still has the precision's bits only.
void shift(choices& c, const law_scope& where, const grid& on, std::vector<double>& x);

}  // namespace kloracle::logit
