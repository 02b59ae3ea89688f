// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "properties/check_run.hpp"

namespace kloracle {

/// How findings are shown.
struct finding_style {
  std::string subject;   // what `kloracle repro ID` needs after --subject, as a shell reads it
  std::size_t most = 2;  // of one function in one format
  bool whole = false;    // long vectors in full, and every case, whatever its grade
  bool colour = false;
};

/// What a case shows that a person is to look at, the more alarming the larger: 0 for an error that
/// is only large.
int kind_of_finding(const judged_response& j);

/// Whether a person is to look at it.
bool is_finding(const judged_response& j);

/// What a value is worth, in words: "W wrong, infinite where the value is finite".
std::string verdict_text(const verdict& v, bool colour);

/// A finding a maintainer can act on: the case, what was returned, what is certified, how much of
/// the error is the problem's own, and the line that reproduces it.
std::string finding_text(const judged_case& j, const finding_style& how);

/// The `kloracle eval` line that computes the certified value of a case; empty if it would be too
/// long.
std::string eval_line(const judged_case& j);

/// The findings worth showing of a run: of each function and format every kind's worst, the most
/// damaging first.
class finding_shelf {
 public:
  explicit finding_shelf(finding_style how) : how_(std::move(how)) {}
  void offer(const judged_case& j);

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
  };
  static bool worse(const finding& a, const finding& b);
  std::string shown(const finding& f) const;

  finding_style how_;
  std::map<std::string, finding> by_key_;
};

}  // namespace kloracle
