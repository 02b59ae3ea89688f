// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "properties/check_run.hpp"
#include "properties/laws/law_run.hpp"

namespace kloracle {

/// A word of a label: what became of a case or of a law, for lists of known failures.
struct label_word {
  std::string_view name;
  std::string_view meaning;
  bool after_grade;  // a mark that follows a grade's letter: "W sign"
};

/// Every word but the letters of the grades.
///
/// Statement     a case is labelled by how it has no grade (`nan`, `thrown`, ..., `claim`), else by
///               its grade and its marks in the order of this list; a law by what is worst about it
std::span<const label_word> label_words();

/// "W sign", "nan", "crashed", "CR" ...
std::string label_of(const response& returned, const verdict& judged);

/// "HARD", "lost", "undecided"; of a law that was kept "SOFT", "holds" or "not_applicable".
std::string label_of(const law_summary& s);

/// The labels of a law, best first.
std::span<const std::string_view> law_labels();

/// Whether a text is words that labels are made of, in an order that labels have.
bool is_label(std::string_view text);

/// Whether the label is the expected one, or goes on with a further word: "W sign" is a "W".
bool begins_with_label(std::string_view label, std::string_view expected);

/// Whether a case misses a gate at this grade: the value is worse, undecided or not there, or its
/// bound on the error is too small or may be. What was skipped or has no value does not.
bool misses(const response& returned, const verdict& judged, grade required);

}  // namespace kloracle
