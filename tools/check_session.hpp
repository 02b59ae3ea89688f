// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "tools/check_flags.hpp"

namespace kloracle {

/// Judges the subjects of the flags, prints what was found, writes the report, and returns what to
/// exit with (tools/exit_codes.hpp).
///
/// Statement     per subject: every value, then every law, then its tables and findings
/// Guarantee     what is judged is in the report before the next batch begins; the first SIGINT or
///               SIGTERM ends the run there
/// Errors        input_error for flags, reports and subjects that cannot be what they should
int run_checks(const check_flags& f);

/// Whether an id names a check of a law ("gibbs.nonnegative/kl_ratio/binary64/2.1f"), rather than a
/// case.
bool names_law(std::string_view id);

/// Repeats that check on the one subject of the flags, prints it, and returns what to exit with.
/// Errors: input_error for an id that names no law, function of the subject or format.
int repeat_law_check(const std::string& id, const check_flags& f);

}  // namespace kloracle
