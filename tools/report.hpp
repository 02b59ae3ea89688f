// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <string>
#include <utility>
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
  /// Of a file that is gone on with, last_subject is whom its last lines are about.
  explicit report_writer(std::FILE* file, std::string last_subject = {})
      : file_(file), last_subject_(std::move(last_subject)) {}
  void line(const std::string& text);

  /// What follows is about this subject; a line that says so is written before it, where the file
  /// does not say so yet, and a line for each of these declarations of its functions (of
  /// declaration_json()), which are those that the file does not hold.
  void subject(const std::string& argument, const subject_identity& who,
               std::vector<std::string> declarations = {});
  void result(const judged_case& j);
  /// A plainer input than the case of the id `from` that shows the same.
  void minimal(const judged_case& j, const std::string& from);
  void summary(const std::string& problem, const function_summary& s);
  void law(const law_summary& s);
  void event(const recorded_event& e);
  void footer(bool complete, long subjects, long results, long laws);
  void flush();

 private:
  void name_subject();

  std::FILE* file_;  // nullptr: nothing is written
  std::string last_subject_;
  std::string argument_;
  subject_identity who_;
  std::vector<std::string> declarations_;  // not written yet
};

/// The header of a run, one line: versions, options, the machine's arithmetic.
std::string header_line(const run_plan& plan);

/// The numbers of a vector for a person to read: "0x1p-1" text, cut in the middle past `most`.
std::string numbers_text(const std::vector<double>& x, const format& in, std::size_t most);

/// The shortest decimals that are read as these values of the format: "0.5, 0.25".
std::string decimals_text(const std::vector<double>& x, const format& in);

/// Both, as long as a person can read them: "0x1p-1,0x1p-2  (0.5, 0.25)". Of more numbers than that
/// every one in hex if `whole`, else the first of them.
std::string shown_numbers(const std::vector<double>& x, const format& in, bool whole);

/// The value in the format's own %a text; nan and infinities by name.
std::string number_text(double x, const format& in);

}  // namespace kloracle
