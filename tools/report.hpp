// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "properties/check_run.hpp"

namespace kloracle {

/// Everything one subject was found to do.
struct subject_report {
  subject_identity who;
  std::vector<function_summary> functions;
  std::vector<std::string> events;  // restarts and the like
};

/// The report as JSON lines: a header, one line per result, one per function summary, a footer. It
/// is written as results come, and a file without a footer is a run that did not finish.
class report_writer {
 public:
  explicit report_writer(std::FILE* file) : file_(file) {}
  void header(const std::string& command_line, const check_options& how);
  void subject(const subject_identity& who);
  void result(const std::string& subject_name, const judged_case& j);
  void summary(const std::string& subject_name, const function_summary& s);
  void footer(const std::vector<subject_report>& all, bool complete);

 private:
  void line(const std::string& text);
  std::FILE* file_;  // nullptr: nothing is written
  long results_ = 0;
};

/// The numbers of a vector for a person to read: "0x1p-1" text, cut in the middle past `most`.
std::string numbers_text(const std::vector<double>& x, const format& in, std::size_t most);

/// The value in the format's own %a text; nan and infinities by name.
std::string number_text(double x, const format& in);

}  // namespace kloracle
