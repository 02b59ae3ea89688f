// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "properties/subject.hpp"

namespace kloracle {

/// A kind of subject, as the command line names one: "cmd:COMMAND".
struct subject_kind {
  std::string_view name;     // "cmd"
  std::string_view rest;     // "COMMAND"
  std::string_view meaning;  // for `kloracle list subjects`
};
std::span<const subject_kind> subject_kinds();

/// "builtin:NAME, cmd:COMMAND, ...", for messages.
std::string subject_forms();

/// Refuses what can be told to be no subject without starting it.
/// Errors: input_error that names the argument and what was expected.
void refuse_bad_subject(const std::string& argument);

/// The subject that the argument names, which refuse_bad_subject() has let pass.
/// Errors: input_error; protocol_error for a subject that does not start.
std::unique_ptr<subject> open_subject(const std::string& argument, double batch_s);

}  // namespace kloracle
