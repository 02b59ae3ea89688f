// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tools/findings.hpp"
#include "tools/known_list.hpp"
#include "tools/report_record.hpp"

namespace kloracle {

/// The values that one generator of cases drew, of a function in a format.
struct viewed_group {
  std::string name;
  function_summary values;
  function_summary open;                    // less the failures that are known
  std::vector<const recorded_case*> cases;  // likewise
};

/// What became of a law, under the name it has in the file: `checked.what` is nullptr where this
/// version knows no such law.
struct viewed_law {
  std::string id;
  law_summary checked;
  bool known = false;  // it is broken, and a list has it
};

/// A function in a format.
struct viewed_function {
  std::string name;
  std::string problem;  // "kl, measure"; "kl.measure" where its values are not all judged
  const format* in = nullptr;
  std::vector<viewed_group> groups;
  function_summary values;  // of all groups
  function_summary open;    // less the failures that are known
  std::vector<viewed_law> laws;
};

/// What a report says of a subject, ordered as a person asks for it: by function and format, by
/// group of cases, by law. It points into the record that it was made from.
class viewed_subject {
 public:
  viewed_subject(const recorded_subject& s, const std::string& repeating_flags,
                 const std::vector<known_entry>& known);
  viewed_subject(viewed_subject&&) = default;
  viewed_subject(const viewed_subject&) = delete;  // a copy's laws would name the original's

  const subject_identity& who() const { return record_->who(); }
  const std::string& argument() const { return record_->argument(); }
  const std::vector<recorded_event>& events() const { return record_->events(); }
  const std::vector<viewed_function>& functions() const { return functions_; }
  const std::map<std::string, std::string>& declarations() const { return record_->declarations(); }
  const recorded_minimal* find_minimal(std::string_view function, std::string_view from,
                                       std::string_view kind) const {
    return record_->find_minimal(function, from, kind);
  }

  /// How its findings are shown: in full, and with the lines that repeat them.
  const finding_style& style() const { return style_; }

 private:
  void name_functions();
  const offered_function& named(const std::string& name);
  viewed_function& at(const std::string& name, const format& in);
  void take_values(const std::vector<known_entry>& known);
  void take_laws(const std::vector<known_entry>& known);

  const recorded_subject* record_;
  finding_style style_;
  std::vector<offered_function> names_;  // no more than names
  std::vector<viewed_function> functions_;
};

/// A report file, for what renders it.
struct report_view {
  std::string path;
  std::string command;
  bool finished = false;
  std::vector<viewed_subject> subjects;
  std::string header = {};               // the line
  std::vector<std::string> absent = {};  // the lines of implementations that are not installed

  /// The command line that finishes the run.
  std::string resuming() const;
};

/// The view of a record that has a header, read from this file; `known` are failures that people
/// know of. Errors: input_error for a header that lacks what it should hold.
report_view view_of(const report_record& record, const std::string& path,
                    const std::vector<known_entry>& known = {});

/// The cases that a person is to look at, the worst first: of every kind one.
std::vector<const recorded_case*> worst_cases(const std::vector<const recorded_case*>& cases);

/// A finding in full, as the report file of the view has it: the input, what was returned, what is
/// certified, what that is worth, and the line that repeats it.
std::string recorded_finding_text(const report_view& view, const recorded_case& c,
                                  const finding_style& how);

/// The counterexample of a law in full; empty where there is none, or the law is not known.
std::string recorded_law_text(const viewed_law& l, const finding_style& how);

/// How many cases gave no value, by what happened instead: "2 crashed, 1 skipped".
std::string lost_text(const function_summary& s);

}  // namespace kloracle
