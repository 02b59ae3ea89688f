// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "properties/check_run.hpp"
#include "properties/laws/law_run.hpp"

namespace kloracle {

// The lines of a report, read again; for sources only, as json_values.hpp is. Every reader throws
// an input_error that says what is wrong with the line, and not where the line is.

[[noreturn]] void refuse_line(const std::string& why);
const std::string& line_text(const nlohmann::json& line, const char* key);
std::string line_text_or(const nlohmann::json& line, const char* key, const std::string& otherwise);
long line_count(const nlohmann::json& line, const char* key);
bool line_flag(const nlohmann::json& line, const char* key);
const nlohmann::json& line_object(const nlohmann::json& line, const char* key);

/// What a `result` line says of a case.
judged_response read_result(const nlohmann::json& line);

/// The format that a case's id names: "kl.normalised.binary64:0123456789ab".
const format& format_of_case(std::string_view id);

/// What was put to the function; empty of a long input, which is not in the file.
sample read_input(const nlohmann::json& line);

/// How many numbers p has, whether they are in the file or not.
std::size_t vector_length(const nlohmann::json& line);

/// What a `law` line says; `what` and `function` are left to the caller. The functions of the
/// counterexample are among these, by name.
law_summary read_law(const nlohmann::json& line, std::span<const offered_function> functions);

/// What a `summary` line says; `function` is left to the caller.
function_summary read_summary(const nlohmann::json& line);

}  // namespace kloracle
