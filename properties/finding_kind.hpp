// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "properties/check_run.hpp"

namespace kloracle {

/// What a case shows that a person is to look at, the more alarming the larger: 6 no value, 5 NaN,
/// 4 a broken claim about its own error, 3 a wrong sign, 2 an infinity that is not due or one that
/// is missed, 1 not 0 where the value is exactly 0, 0 an error that is only large.
int kind_of_finding(const judged_response& j);

/// "lost", "nan", "claim", "sign", "infinity", "zero" or "error", as reports call the kinds 6 to 0.
std::string_view name_of_kind(int kind);

/// Whether a person is to look at it.
bool is_finding(const judged_response& j);

}  // namespace kloracle
