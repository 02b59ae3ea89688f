// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "properties/check_run.hpp"
#include "tools/report.hpp"

namespace kloracle {

/// A subject's table: one row per function and format.
std::string check_table(const subject_report& s, bool colour);

/// The text as one word of a shell command.
std::string shell_quoted(const std::string& text);

/// A finding a maintainer can act on: the case, what was returned, what is certified, how much of
/// the error is the problem's own, and the line that reproduces it.
/// `reproduce` is what `kloracle check` needs before --only ID.
std::string finding_text(const std::string& reproduce, const judged_case& j, bool colour);

/// The `kloracle eval` line that computes the certified value of a case; empty if it would be too
/// long.
std::string eval_line(const judged_case& j);

}  // namespace kloracle
