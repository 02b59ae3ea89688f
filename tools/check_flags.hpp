// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/report.hpp"

namespace kloracle {

/// What the command line asks of a run.
struct check_flags {
  std::string verb = "check";  // for messages
  std::vector<std::string> subjects;
  std::string require;
  std::string report;
  bool resume = false;
  bool minimise = false;
  std::string only;
  std::string law;
  std::string function;
  std::string format_name;
  std::uint64_t seed = case_options().seed;
  int cases = case_options().count;
  std::size_t max_n = case_options().max_n;
  long laws = law_options().checks;
  unsigned threads = 0;
  int findings = 2;
  double timeout_s = 10;
  std::string baseline;
  bool update_baseline = false;
  std::string reason;
  double slack = 2;
  std::string known;
  std::string known_flaky;
  std::string write_known;

  /// The flags that leave a part of the run out, the first that is given; nullptr if none is.
  const char* partial() const;
};

/// Errors: input_error that names the flag and what was expected.
void refuse_bad_flags(const check_flags& f);

/// What the flags make of a run.
run_plan plan_of(const check_flags& f);

/// Those flags that a line which repeats one case or one check needs, each after a space.
std::string repeating_flags(const check_flags& f);

}  // namespace kloracle
