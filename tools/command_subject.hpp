// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "properties/subject.hpp"
#include "tools/klap.hpp"

namespace kloracle {

class klap_conversation;

struct command_options {
  double start_s = 30;           // to the answer to `hello`; for each `echo` and `probe`
  double batch_s = 10;           // for one `eval`, and
  double per_number_us = 100;    // for every number in it
  int max_restarts = 40;         // of the adapter, over the whole run; a culprit may cost several
  int max_losses_in_a_row = 10;  // with no answer in between: more than one culprit takes to find
  std::size_t max_cases = 256;   // of one `eval`; the adapter may want fewer
  std::size_t max_numbers = 65536;              // of one `eval`, unless a single case has more
  std::size_t max_line = std::size_t{1} << 24;  // of an answer, in bytes
  std::string suite_version = "development";
};

/// The subject `cmd:COMMAND`: a program that speaks KLAP/1 (tools/adapters/README.md).
///
/// Statement     cases travel in batches. A batch that is not answered as it should be is halved
///               until the case to blame is alone, and the others are kept; where the adapter died
///               or talked nonsense it is started again first. A case is blamed for that only if
///               it fails in an adapter that was asked nothing before. Afterwards some cases are
///               asked again, and once for each function in a second run of the adapter, to see
///               whether the answers change (properties/steadiness.hpp)
/// Guarantee     evaluate() throws nothing for what the adapter does, and takes no longer than its
///               deadlines. One culprit among n cases costs at most 2 + log2 n restarts; after
///               max_restarts the rest is not_run, with the reason
/// Errors        start_command_subject() throws protocol_error
/// Domain        samples hold values of the format: evaluate() throws std::invalid_argument if not
class command_subject final : public subject {
 public:
  command_subject(std::string command, command_options options);
  ~command_subject() override;

  const subject_identity& identity() const override { return hello_.who; }
  std::span<const offered_function> functions() const override { return hello_.functions; }
  std::vector<response> evaluate(const offered_function& f, const format& in,
                                 std::span<const sample> samples) override;

  /// What happened besides answers, in order: what its arithmetic does, faults, restarts, who was
  /// to blame, answers that changed.
  std::span<const std::string> events() const { return events_; }

  /// How many answers were others when they were asked for again; 0 of an adapter that says that it
  /// is not deterministic.
  std::size_t nondeterministic() const { return changed_; }

  struct changed_answer {
    std::string function;
    sample input;
    const format* in;
  };
  /// The first of them.
  const std::optional<changed_answer>& first_changed() const { return first_changed_; }

  /// Every answer that was another one, of any adapter.
  std::span<const changed_answer> changes() const { return changes_; }

 private:
  struct batch;
  struct answered;

  std::vector<response> ask_all(const offered_function& f, const format& in,
                                std::span<const sample> samples);
  void ask_some_again(const offered_function& f, const format& in, std::span<const sample> samples,
                      std::span<const response> responses);
  void ask_another_run(const answered& all, std::span<const std::size_t> repeated,
                       std::span<const sample> again);
  void note_change(const answered& all, std::size_t i, const std::string& when,
                   const response& after);
  std::size_t batch_size(std::span<const sample> samples) const;
  void run(const batch& all);
  std::size_t settle(const batch& all, bool fails);
  bool accuse(const batch& one, response fault);
  std::optional<response> attempt(const batch& asked);
  response lose(response fault);
  bool is_ready();
  void start(bool probe);
  std::unique_ptr<klap_conversation> new_run(bool probe) const;
  double limit_of(std::span<const sample> samples) const;

  std::string command_;
  command_options options_;
  std::unique_ptr<klap_conversation> adapter_;  // nullptr once it is lost
  introduction hello_;
  std::vector<std::string> events_;
  std::string last_fault_;
  std::string gave_up_;  // why there will be no more answers
  int restarts_ = 0;
  int losses_in_a_row_ = 0;
  bool fresh_ = true;        // the adapter has not answered an eval yet
  bool asked_fresh_ = true;  // nor had it when it was asked last
  std::int64_t seq_ = 0;
  std::size_t changed_ = 0;
  std::optional<changed_answer> first_changed_;
  std::vector<changed_answer> changes_;
  std::vector<std::string> told_of_;                // functions and formats whose answers changed
  std::unique_ptr<klap_conversation> another_run_;  // nullptr before it is needed and once lost
  std::vector<std::string> compared_;               // functions and formats that it was asked for
};

std::unique_ptr<command_subject> start_command_subject(const std::string& command,
                                                       const command_options& options = {});

}  // namespace kloracle
