// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "oracle/posed.hpp"

namespace kloracle {

/// An argument at fault, and what was expected. Thrown and caught inside the oracle only.
struct fault {
  std::string argument;
  std::string reason;
};

/// The options of a problem, read. Throws fault for one that is missing, not taken, or out of its
/// domain.
settings settings_of(const problem& what);

}  // namespace kloracle
