// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "properties/laws/function_kinds.hpp"

// Entropies of one distribution, perplexity among them, as laws speak of them.
namespace kloracle::kind {

/// Whether it is one, of vectors on an exact simplex.
bool entropy_of_one(const offered_function& f);

/// Its order: 1 of Shannon's entropy and of perplexity.
power entropy_order(const offered_function& f);

/// Whether it is one of order 0 or more, or of order above 0.
bool nonnegative_order(const offered_function& f);
bool positive_order(const offered_function& f);

/// Whether it is Shannon's entropy, or Tsallis' of a finite order above 0: sums of a concave
/// function.
bool sum_of_concave(const offered_function& f);

}  // namespace kloracle::kind
