// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "properties/check_run.hpp"
#include "properties/laws/law_run.hpp"

namespace kloracle {

/// What a run is: all that its results depend on besides the subjects.
struct run_plan {
  std::string command;  // the command line, less what changes no result
  check_options values;
  law_options laws;
};

/// What happened to a subject besides its answers.
struct recorded_event {
  std::string text;
  bool unsteady = false;  // an answer changed when it was asked again
};

/// The report as JSON lines (tools/README.md, "Reports"): a header, per subject its results and
/// laws, a footer. A line is written when what it says is known, and a file without a footer is a
/// run that did not finish.
///
/// Statement     every line that a resumed run needs says all of it: the verdict and what was
///               returned; see report_record.hpp for the way back
/// Guarantee     lines reach the file in the order of the calls, at the latest at flush()
class report_writer {
 public:
  explicit report_writer(std::FILE* file) : file_(file) {}
  void line(const std::string& text);
  void subject(const std::string& argument, const subject_identity& who);
  void result(const std::string& subject_name, const judged_case& j);
  void summary(const std::string& subject_name, const std::string& problem,
               const function_summary& s);
  void law(const std::string& subject_name, const law_summary& s);
  void event(const std::string& subject_name, const recorded_event& e);
  void footer(bool complete, long subjects, long results, long laws);
  void flush();

 private:
  std::FILE* file_;  // nullptr: nothing is written
};

/// The header of a run, one line: versions, options, the machine's arithmetic.
std::string header_line(const run_plan& plan);

/// The numbers of a vector for a person to read: "0x1p-1" text, cut in the middle past `most`.
std::string numbers_text(const std::vector<double>& x, const format& in, std::size_t most);

/// The value in the format's own %a text; nan and infinities by name.
std::string number_text(double x, const format& in);

}  // namespace kloracle
