// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "properties/check_run.hpp"
#include "properties/laws/law_run.hpp"

namespace kloracle {

/// One judged case, without its input.
struct case_outcome {
  const offered_function* function;
  const format* in;
  std::string id;
  std::string_view group;
  response::kind returned;
  verdict judgement;
  std::string label = {};  // tools/failure_labels.hpp
  bool misses = false;     // the grade that is required
  bool excused = false;    // a list of known failures has it
};

/// A law on one function in one format.
struct law_outcome {
  law_summary summary;
  std::string label;
  bool excused = false;
};

/// The options that a run's cases and checks depend on, as texts.
struct outcome_options {
  std::string cases;
  std::string laws;
  std::string max_n;
  std::string seed;
  bool operator==(const outcome_options&) const = default;
};

/// What became of one subject, case by case: what baselines and lists of known failures look at.
/// Alive only as long as the subject.
struct subject_outcomes {
  std::string subject;    // its name
  std::string repeating;  // what `kloracle repro ID --subject` needs after it
  outcome_options options;
  std::vector<case_outcome> cases = {};
  std::vector<law_outcome> laws = {};
  std::set<std::pair<std::string, std::string>> unsteady =
      {};                // function and id: answers that changed
  bool changes = false;  // some answer changed, although none should
};

}  // namespace kloracle
