// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace kloracle {

/// An argument at fault, and what was expected. Thrown and caught inside the oracle only.
struct fault {
  std::string argument;
  std::string reason;
};

}  // namespace kloracle
