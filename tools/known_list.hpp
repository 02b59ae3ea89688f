// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kloracle {

/// A line of a list of known failures: "kl.measure.binary64:7f3a91c2d0b4  # W sign  issue 12".
struct known_entry {
  std::string pattern;  // an id or a glob; see matches()
  std::string label;    // the failure that is expected, or how its label begins
  std::string reason;   // anything
  int line = 0;         // of the file, from 1

  bool is_glob() const { return pattern.find_first_of("*?") != pattern.npos; }
};

enum class known_kind {
  failures,  // --known
  flaky,     // --known-flaky: every label is `unsteady`
};

/// The entries of such a file (tools/README.md, "Baselines and known failures").
///
/// Errors        input_error that begins with `flag`, names the file and, for a line that is no
///               entry, comment or blank, or that repeats a pattern, the line
std::vector<known_entry> read_known(const std::string& path, const std::string& flag,
                                    known_kind kind);

/// The file with these entries, in the order of their patterns. read_known() reads it back.
std::string known_text(std::vector<known_entry> entries);

/// Whether the pattern is the text: `*` stands for any characters, `?` for one, all else for
/// itself.
bool matches(std::string_view pattern, std::string_view text);

/// An id as a pattern that matches it. What a line cannot hold becomes `?`.
std::string pattern_of(std::string_view id);

}  // namespace kloracle
