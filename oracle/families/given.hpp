// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oracle/families/family.hpp"

namespace kloracle {

/// A distribution of any family but categorical, its parameters read and checked: each in its
/// domain, each slot filled once, and what the family's own check asks. `side` is "p" or "q".
/// Throws fault.
given_distribution read_distribution(const distribution& d, const std::string& side);

}  // namespace kloracle
