// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "tools/report_view.hpp"

namespace kloracle {

struct markdown_style {
  std::size_t findings = 2;               // values of a function and format, and laws of a function
  const grade_entry* required = nullptr;  // rows that miss it say so
};

/// A report as GitHub-flavoured Markdown, for people: fit for $GITHUB_STEP_SUMMARY.
///
/// Statement     per subject a table of its functions, a table of the laws that it does not keep,
///               and its worst findings in full, folded; whether the run is complete comes first
/// Guarantee     text that comes from a subject is text: it cannot end a cell, a block or a tag.
///               Findings past 900 kB are left out, and that is said: GitHub shows a summary of at
///               most 1 MiB
std::string report_markdown(const report_view& view, const markdown_style& how);

/// Foreign text within a line of Markdown, in a table or not: one line, none of it markup but for
/// URLs, which GitHub makes links of.
std::string markdown_text(std::string_view text);

/// Foreign text in a fixed font, within a line.
std::string markdown_code(std::string_view text);

/// A block in which everything is text.
std::string markdown_fenced(const std::string& text, std::string_view language = "text");

}  // namespace kloracle
