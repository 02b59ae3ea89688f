// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "properties/subject.hpp"

namespace kloracle {

/// The shape of a parameter where the space has d dimensions.
std::vector<std::size_t> shape_in(const parameter_entry& parameter, std::size_t d);

/// A side for every way to give one parameter, the others being the first of their slots; the first
/// has the first alternatives only.
std::vector<family_side> sides_of(const family_entry& family, std::size_t d = 2);

}  // namespace kloracle
