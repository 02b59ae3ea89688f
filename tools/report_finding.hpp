// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tools/report_cases.hpp"
#include "tools/report_view.hpp"

namespace kloracle {

/// What one finding is made from.
struct picked_finding {
  const viewed_subject* subject;
  const viewed_function* function;
  int kind;                                   // as kind_of_finding(); -1: a law alone
  const recorded_case* worst = nullptr;       // as it was drawn; nullptr of a law
  const recorded_minimal* minimal = nullptr;  // a plainer input that shows the same
  long like = 0;                              // cases of this kind
  std::vector<const viewed_law*> laws = {};   // broken HARD by the function, the worst first
};

/// A finding as an object (tools/README.md, "Findings") without its issue;
/// `declared` is what the function is declared to be, or nullptr.
nlohmann::ordered_json finding_json(const picked_finding& f, const offered_function* declared,
                                    case_lines& lines, std::size_t number);

}  // namespace kloracle
