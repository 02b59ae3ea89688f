// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tools/golden/fixture.hpp"
#include "tools/golden/recipe.hpp"

namespace kloracle {

/// A fixture file that a recipe asks for, before its cases have values.
struct planned_file {
  std::string path;  // from the recipe's folder: "v1/categorical/kl.normalised.ordinary.json"
  fixture_heading heading;
  std::function<std::vector<fixture_input>()> draw;  // its cases: none where nothing applies
  bool drawn = true;  // from generators: what poses no problem is not kept
};

/// Every file of a recipe, sorted by path. Nothing is drawn yet.
///
/// Guarantee     deterministic in the recipe and the files it names, on any machine: generators use
///               integers, exact operations and correctly rounded functions alone
/// Errors        input_error where two sets ask for one file, a set for none, or stated cases
///               cannot be read
std::vector<planned_file> plan_of(const recipe& r);

/// The file with the value of each of its cases. Cases that stay undecided are left out, by id.
fixture_file certified(const planned_file& file, long extra_bits = 0);

}  // namespace kloracle
