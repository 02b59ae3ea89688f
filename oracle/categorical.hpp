// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oracle/posed.hpp"

namespace kloracle {

/// A problem whose distributions are categorical: input checks, semantics, special values
/// (categorical.cpp). `how` is accepted by the quantity and by the inputs' spaces.
prepared prepare_categorical(const problem& what, semantics how);

/// The input space of a categorical distribution, or nullptr if its parameter is not one.
const space_entry* space_of(const distribution& d);

}  // namespace kloracle
