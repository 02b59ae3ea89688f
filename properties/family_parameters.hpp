// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "properties/family_roles.hpp"
#include "properties/random.hpp"

// Parameters of one distribution, drawn so that they are a distribution: each in its domain, all of
// them together as the family asks, exactly and as values of the format.
namespace kloracle::draws {

/// How far from everyday the numbers are.
enum class style { everyday, far, anywhere, edge };

/// The numbers of a distribution of the side's family.
std::vector<double> parameters_of(random_source& r, const format& f, const family_side& side,
                                  style how);

/// The same numbers with outcomes 2^exponent times as large, where the family has such a thing.
void scale_outcomes(const format& f, const family_side& side, int exponent,
                    std::vector<double>& numbers);

/// How the numbers of a distribution move.
struct movement {
  bool one_alone = false;  // a single number, instead of all
  int halvings = 0;        // by up to 2^-halvings of itself; 0: by ulps
  std::int64_t ulps = 1;   // at most so many
};

/// A distribution of the same family near the one given. Integers and directions stay.
std::vector<double> moved(random_source& r, const format& f, const family_side& side,
                          const movement& how, std::vector<double> numbers);

}  // namespace kloracle::draws
