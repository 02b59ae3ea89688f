// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace kloracle {

/// How much of a message the command line prints.
inline constexpr std::size_t message_limit = 2000;

/// Foreign text for a message: one line of valid UTF-8, cut where it is too long.
std::string one_line(std::string_view text, std::size_t limit = 160);

}  // namespace kloracle
