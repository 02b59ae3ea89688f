// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "oracle/posed.hpp"

namespace kloracle {

/// max ln(p/q) over the outcomes with p > 0.
///
/// Formula       the outcome that attains it is found exactly where both sides are of one kind, so
///               the value is the logarithm of one ratio
prepared prepare_largest_ratio(sides given, unit in);

/// -ln max p.
prepared prepare_smallest_surprise(sides given, unit in);

/// Whether some outcome has p > q; nullopt if that is not decided (weights against exponentials,
/// past a bound on the precision).
std::optional<bool> exceeds_somewhere(const side& p, const side& q);

}  // namespace kloracle
