// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tools/report_view.hpp"

namespace kloracle {

/// All that the HTML report shows, as JSON: tools/html/README.md names its
/// keys.
///
/// Guarantee     at most `most_bytes` where the functions and findings alone
/// leave room: plots have
///               fewer points then, and, last, the findings at the end are left
///               out ("left_out" says how many). Depends on the report alone
std::string report_data(const report_view& view, std::size_t most_bytes);

}  // namespace kloracle
