// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tools/report_view.hpp"

namespace kloracle {

/// A report as comma-separated values (RFC 4180): a row per subject, function
/// and format.
///
/// Statement     the first row names the columns. Errors and excess are the
/// largest found; `worst`
///               is the case to look at, with its numbers in hex, each list
///               separated by spaces and empty where the report does not hold
///               it
std::string report_csv(const report_view& view);

}  // namespace kloracle
