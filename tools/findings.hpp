// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "properties/check_run.hpp"
#include "properties/finding_kind.hpp"

namespace kloracle {

/// How findings are shown.
struct finding_style {
  std::string subject;   // what `kloracle repro ID` needs after --subject, as a shell reads it
  std::size_t most = 2;  // of one function in one format
  bool whole = false;    // long vectors in full, and every case, whatever its grade
  bool colour = false;
};

/// How contrived a group of inputs is, 0 for everyday ones: its place in its list.
int contrivance(std::string_view group);

/// What a value is worth, in words: "W wrong, infinite where the value is finite".
std::string verdict_text(const verdict& v, bool colour);

/// A finding a maintainer can act on: the case, what was returned, what is certified, how much of
/// the error is the problem's own, and the line that reproduces it.
std::string finding_text(const judged_case& j, const finding_style& how);

/// The same of a plainer input, which no seed draws: with the case that it was found from.
std::string minimal_text(const judged_case& j, const finding_style& how, const std::string& from);

/// The `kloracle repro` line that puts this very input to the subject, which is given as a shell
/// reads it.
std::string repro_line(const judged_case& j, const std::string& subject);

/// The `kloracle eval` line that computes the certified value of a case; empty if it would be too
/// long.
std::string eval_line(const judged_case& j);

/// A plainer input than a case's, and what became of it.
struct plainer_case {
  test_case input;
  judged_response judged;
};

/// The findings worth showing of a run: of each function and format every kind's worst, the most
/// damaging first.
class finding_shelf {
 public:
  explicit finding_shelf(finding_style how) : how_(std::move(how)) {}
  void offer(const judged_case& j);

  /// Shows plainer inputs in place of the cases of a function in a format, where there are any:
  /// asks for one of each finding.
  using minimiser =
      std::function<std::optional<plainer_case>(const test_case&, const judged_response&)>;
  void minimise(const function_summary& s, const minimiser& plainer);

  /// The findings of a function in a format, as text.
  std::string take(const function_summary& s) const;

 private:
  struct finding {
    grade worst;
    int kind;  // the more alarming the larger
    const offered_function* function;
    const format* in;
    test_case input;
    judged_response judged;
    std::optional<plainer_case> plainer = std::nullopt;
  };
  static bool worse(const finding& a, const finding& b);
  std::string shown(const finding& f) const;

  finding_style how_;
  std::map<std::string, finding> by_key_;
};

}  // namespace kloracle
