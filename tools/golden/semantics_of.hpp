// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "oracle/oracle.hpp"

namespace kloracle {

/// The space that a categorical distribution's numbers are in; nullopt of any other distribution.
std::optional<space> stated_space(const distribution& d);

/// The semantics that a problem states, or that one of categorical distributions has by default;
/// nullopt of families.
std::optional<semantics> semantics_of(const problem& asked);

}  // namespace kloracle
