// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tools/baseline_compare.hpp"
#include "tools/check_flags.hpp"

namespace kloracle {

/// --baseline: holds a run to a file, or --update-baseline: moves the file to where the run is.
/// Does nothing where there is no such flag.
class baseline_gate {
 public:
  /// Errors: input_error for a file that is no baseline, or cannot be written.
  explicit baseline_gate(const check_flags& f);

  /// A subject is about to be judged. Errors: input_error where the file was made with other
  /// options, or the name had come before.
  void begin(const std::string& subject, const outcome_options& how);

  void add(const subject_outcomes& s);

  /// Prints what differs, writes the file where that was asked for, and says whether the gate is
  /// passed. A run that is not complete writes nothing. Errors: input_error, of the file.
  bool finish(bool complete);

 private:
  baseline_scope scope() const { return {f_.function, f_.format_name, f_.law}; }
  void show(const std::vector<baseline_difference>& found) const;
  bool compare(const std::vector<baseline_difference>& found) const;
  bool update(const std::vector<baseline_difference>& found);

  const check_flags& f_;
  std::optional<baseline> before_;  // nullopt: there is no such file yet
  baseline now_;
  std::map<std::string, std::string> repeating_;  // by the names of subjects
};

}  // namespace kloracle
