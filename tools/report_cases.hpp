// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "tools/report_view.hpp"

namespace kloracle {

// What the renderings that are data (findings, html, csv) say of functions and cases; for sources
// only, as json_values.hpp is.

/// The lines of a report file that are about cases, read where they stand.
class case_lines {
 public:
  explicit case_lines(std::string path);

  /// Errors: input_error where the file is no longer what it was.
  nlohmann::json of(const recorded_case& c);

 private:
  std::string path_;
  std::ifstream file_;
};

/// What the functions of a subject are declared to be, by name; without those that the report does
/// not declare, or in a way that this version does not understand.
std::map<std::string, offered_function> declared_functions(const viewed_subject& s);

/// A measure of a line, as a text: null where it is not there or not finite.
nlohmann::ordered_json finite_measure(const nlohmann::json& line, const char* key);

/// What was returned, what is certified and what that is worth, as a line has it: keys returned,
/// message, status, certified, decimal, enclosure, ulp_error, excess, condition, grade.
nlohmann::ordered_json case_facts(const nlohmann::json& line);

/// The input of a line, {"n":4,"p":[hex...],"q":[hex...]}: p and q are null where the line does not
/// hold them or has more than `most` numbers in p.
nlohmann::ordered_json input_of(const nlohmann::json& line, std::size_t most);

/// The certified value to that many significant digits at most, fewer where the enclosure does not
/// settle as many; "inf" of an infinite one, empty where there is none.
std::string certified_decimal(const nlohmann::json& line, int digits);

/// The line that `kloracle eval --json` reads for the problem that this input poses.
nlohmann::ordered_json problem_json(const offered_function& f, const sample& input,
                                    const format& in);

/// The `kloracle eval` line of that problem; empty if it would be too long.
std::string eval_text(const offered_function& f, const sample& input, const format& in);

/// What this value shows that the maintainers of the function would want to know, as
/// kind_of_finding() numbers it; nullopt where an error is attainable, or nothing was returned that
/// could be wrong: the case was declined, never asked, has no value, or the oracle could not tell.
std::optional<int> defect_of(const recorded_case& c, case_lines& lines);

}  // namespace kloracle
