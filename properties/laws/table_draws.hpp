// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "properties/laws/law.hpp"
#include "properties/laws/table_shape.hpp"

// Inputs of laws on joint tables.
namespace kloracle::table {

/// The same function of another quantity: of vectors, and of tables of another shape.
offered_function of_vector(const offered_function& f, quantity what);
offered_function of_table(const offered_function& f, quantity what, recipe::axes shape);

/// The axes of the function's tables, and those before the last.
recipe::axes all_of(const offered_function& f);
recipe::axes all_but_last(const offered_function& f);

/// A table for the function, and its margins: a term of the k-th other for the k-th set of axes
/// kept.
void draw_with_margins(choices& c, const law_scope& where, law_instance& to,
                       const std::vector<recipe::axes>& kept);

}  // namespace kloracle::table
