// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "properties/subject.hpp"
#include "tools/emitted_cases.hpp"

namespace kloracle {

/// The subject `file:ANSWERS`: answers that were written into a file of `kloracle emit`.
///
/// Statement     a question is looked up by function, format and the very numbers of its input;
///               what the file does not answer is not_run
/// Errors        the constructor throws input_error for a file that cannot be read, or that answers
///               one question in two ways
class file_subject final : public subject {
 public:
  explicit file_subject(const std::string& path);

  const subject_identity& identity() const override { return identity_; }
  std::span<const offered_function> functions() const override { return functions_; }
  std::vector<response> evaluate(const offered_function& f, const format& in,
                                 std::span<const sample> samples) override;

  /// What the questions were drawn by: a check asks them again only with these options.
  const emitted_plan& plan() const { return plan_; }

 private:
  subject_identity identity_;
  emitted_plan plan_;
  std::vector<offered_function> functions_;
  std::unordered_map<std::string, response> answers_;
};

/// What tells one question from another.
std::string question_key(const std::string& function, const format& in, const sample& input);

}  // namespace kloracle
