// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tools/baseline.hpp"

namespace kloracle {

/// What a run was asked to leave out: keys outside are not missed.
struct baseline_scope {
  std::string function = {};  // empty: every one
  std::string format = {};
  std::string law = {};  // this law, and no values
  bool whole() const { return function.empty() && format.empty() && law.empty(); }
  bool holds(const baseline_key& k) const;
};

/// One thing that a run and a baseline do not agree on.
struct baseline_difference {
  enum class kind { worse, missing, added, better };
  kind what;
  baseline_key key;          // missing and added: the largest thing that is not there
  std::string measure = {};  // worse and better
  std::string was = {};
  std::string is = {};
  std::string id = {};  // worse: of the case or check to look at; may be empty
};

/// Everything on which `now` differs from `was`, in the order of the keys.
///
/// Statement     worse is a measure that stands higher: a grade, the status of a law, a count,
///               fewer cases; an error where it is above `slack` times what it was and above half
///               an ulp (which nobody can do without). Better is what stands lower, but for a grade
///               or an error where fewer values have one. What both sides do not have is missing or
///               added, as one difference for the largest of subject, function and format that is
///               gone altogether
std::vector<baseline_difference> differences(const baseline& was, const baseline& now, double slack,
                                             const baseline_scope& scope);

/// `was`, moved to where `now` is.
///
/// Statement     every measure is the better of the two, so that slack is granted once and not at
///               every update; what the reader is told is that of the run which last moved one.
///               What differences() calls worse or missing is as it is now, and says from where and
///               why: `reason`
/// Guarantee     a second update from the same `now` changes nothing
baseline updated(const baseline& was, const baseline& now, double slack, const std::string& reason);

/// "mine kl binary64 [equal]: max_ulp 2.1 -> 5.4 (2.57 times, slack 2)".
std::string text_of(const baseline_difference& d, double slack);

}  // namespace kloracle
