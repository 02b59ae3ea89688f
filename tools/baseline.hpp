// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/check_outcomes.hpp"

namespace kloracle {

/// What a line of a baseline is about: the cases of one group, or a law, on a function in a format;
/// or, with the names empty that say less, a whole format, function or subject.
struct baseline_key {
  std::string subject;
  std::string function = {};
  std::string format = {};
  std::string group = {};
  std::string law = {};
  auto operator<=>(const baseline_key&) const = default;
};

/// How a measure came to be worse than it was.
struct loosening {
  std::string from;
  std::string reason;
  bool operator==(const loosening&) const = default;
};

/// What there is to say of one key. Every measure is compared; the rest is for the reader.
struct baseline_entry {
  std::map<std::string, std::string> measures;   // by names of measures()
  std::map<std::string, std::string> told;       // p50, p99_9, worst
  std::map<std::string, loosening> loosened;     // by measure
  std::map<std::string, std::string> worst_ids;  // by measure: not in the file
};

/// What was taken out of a baseline, and why.
struct baseline_removal {
  baseline_key what;
  std::string reason;
  auto operator<=>(const baseline_removal&) const = default;
};

/// The best that subjects were seen to do: what a later run must not be worse than.
struct baseline {
  std::map<std::string, outcome_options> options;  // by subject
  std::map<baseline_key, baseline_entry> entries;
  std::vector<baseline_removal> removed;
  std::string comment;  // JSON: where the numbers were found; nothing depends on it
};

/// A measure of an entry, and how its texts are ordered.
struct baseline_measure {
  std::string_view name;
  std::string_view meaning;
  enum class type {
    grade,       // of `kloracle list grades`; "-" where nothing was graded, the worst
    law,         // of law_labels(); "known" is as good as "holds"
    steadiness,  // steady, changes
    error,       // ulps, two digits rounded up
    count,       // the fewer the better; 0 where it is not there
    coverage,    // the more the better
  } kind;
};
std::span<const baseline_measure> baseline_measures();
const baseline_measure* find_measure(std::string_view name);

/// Where the text stands among those of its measure, the lower the better; nullopt if it is none.
std::optional<double> standing(const baseline_measure& m, std::string_view text);

/// The text of a measure of an entry, "0" for a count that is not there; empty of one that the
/// entry does not have.
std::string measure_of(const baseline_entry& e, const baseline_measure& m);

/// The number of two significant digits that is not below x >= 0, as the shortest text: "0.51",
/// "2.8e+28".
std::string rounded_up(double x);

/// Adds what became of a subject. Cases and laws that are excused count as seen, and no more.
void add_outcomes(baseline& b, const subject_outcomes& s);

/// "builtin:stable kl binary64 [near_equal]", "... law gibbs.nonnegative".
std::string text_of(const baseline_key& k);

}  // namespace kloracle
