// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oracle/posed.hpp"

namespace kloracle {

/// A problem whose distributions are of families other than categorical: parameters read and
/// checked, supports compared, and the quantity made ready by the best route there is.
prepared prepare_families(const problem& what);

}  // namespace kloracle
