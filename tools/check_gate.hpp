// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tools/baseline_gate.hpp"
#include "tools/check_flags.hpp"
#include "tools/check_outcomes.hpp"
#include "tools/check_table.hpp"
#include "tools/known_failures.hpp"

namespace kloracle {

/// Everything that a run which was judged can fail by: --require, --baseline, lists of known
/// failures.
///
/// Statement     it is told of one subject after the other, begin(), add() for every case,
///               conclude(); then finish() gives the verdict, and writes what was asked for
class check_gate {
 public:
  /// Errors: input_error for a file that is not what its flag says, or cannot be written.
  explicit check_gate(const check_flags& f);

  /// Errors: input_error where a baseline was made with other options.
  void begin(const subject_identity& who, const outcome_options& how);

  void add(const judged_case& j);

  /// The answer to this case changed when it was asked again.
  void add_unsteady(const std::string& function, const std::string& id);

  /// The subject is judged. `repeating` is what a repro line needs after --subject; `unsteady` says
  /// that answers changed that should not.
  void conclude(const subject_report& s, const std::string& repeating, bool unsteady);

  /// Returns exit_ok, exit_gate or exit_output. Of a run that is not complete nothing is written.
  int finish(bool complete);

 private:
  bool lists() const { return !f_.known.empty() || !f_.known_flaky.empty() || writes_known(); }
  bool writes_known() const { return !f_.write_known.empty(); }
  bool all_changes_listed() const;
  void hold_to_lists();
  void count_missed(const subject_report& s);
  void show_unlisted() const;
  bool say_missed() const;
  bool write_known(bool complete) const;

  const check_flags& f_;
  std::optional<grade> required_;
  std::vector<known_entry> failures_;  // of --known, or what the file of --write-known had
  std::vector<known_entry> flaky_;
  std::vector<known_entry> to_write_;
  baseline_gate baseline_;
  subject_outcomes subject_;  // the one of now
  long missed_values_ = 0;    // functions
  long missed_laws_ = 0;
  long missed_steadiness_ = 0;
  long complaints_ = 0;
};

}  // namespace kloracle
