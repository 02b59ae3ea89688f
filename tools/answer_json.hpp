// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "tools/problem_json.hpp"

namespace kloracle {

/// One line of JSON, without a newline: the answer, and the inputs as exact numbers.
std::string answer_line(const stated_problem& asked, const answer& a);

/// One line of JSON for a line that states no problem.
std::string error_line(std::string_view id, std::string_view error);

/// A condition number rounded up to three digits. An enclosure of 0 has a tiny upper end, which
/// would only puzzle: it is "0".
std::string condition_number(const perturbation& p);

}  // namespace kloracle
