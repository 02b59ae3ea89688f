// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "properties/check_run.hpp"
#include "properties/laws/law_run.hpp"
#include "tools/terminal.hpp"

namespace kloracle {

/// A function in a format, and what its values were worth.
struct graded_function {
  std::string problem;  // "kl, normalised"
  function_summary values;
};

/// Everything one subject was found to do.
struct subject_report {
  subject_identity who;
  std::vector<graded_function> functions;
  std::vector<law_summary> laws;
  std::vector<std::string> events;  // restarts and the like
};

/// A subject's tables: its values by function and format, its laws likewise, the laws it breaks,
/// what else happened.
std::string check_table(const subject_report& s, bool colour);

/// The problem that a function solves, in short: "renyi, normalised, order 1/2".
std::string problem_text(const offered_function& f);

// How numbers and grades look wherever a person reads them.
std::string measured(double x);
std::string count_or_dot(long k);
tint tint_of(grade g);
std::string returned_text(const response& r, const format& in);

/// One row of a finding: a label, and what there is to say.
std::string finding_row(std::string_view label, const std::string& text, bool colour);

/// The text as one word of a shell command.
std::string shell_quoted(const std::string& text);

}  // namespace kloracle
