// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "properties/subject.hpp"
#include "tools/golden/recipe.hpp"

namespace kloracle {

/// The values that fixtures use of a quantity's option, as the command line writes them; "" leaves
/// it out.
std::span<const std::string_view> usual_values(quantity what, option o);

/// The quantity under a semantics, with every choice of its options, of the semantics' parameter
/// and of a table's shape in turn: each value of each appears at least once.
std::vector<offered_function> functions_of(const recipe_set& set, quantity what, semantics how);

/// The quantity of two distributions of these families, with every choice of its options and
/// (of one family) every parameterisation.
std::vector<offered_function> functions_of(const recipe_set& set, quantity what,
                                           const std::string& p, const std::string& q);

}  // namespace kloracle
