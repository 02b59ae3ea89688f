// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "properties/check_run.hpp"
#include "properties/laws/law_run.hpp"
#include "tools/report.hpp"

namespace kloracle {

/// Lines by key, in the order in which the keys first came; under one key the last holds.
class keyed_lines {
 public:
  void put(const std::string& key, const std::string& line);
  const std::string* find(const std::string& key) const;
  std::vector<std::string> all() const;
  void clear();

  template <class Unwanted>
  void erase_if(const Unwanted& unwanted) {
    std::erase_if(at_, [&](const auto& entry) { return unwanted(lines_[entry.second]); });
  }

 private:
  std::vector<std::string> lines_;
  std::unordered_map<std::string, std::size_t> at_;
};

/// What a report file holds of one case.
struct recorded_case {
  std::string function;
  std::string id;
  std::string group;        // name of the generator
  std::size_t n = 0;        // numbers in p
  std::uintmax_t line = 0;  // where the line begins, in bytes
  judged_response judged;
};

/// A plainer input than a case's that shows the same.
struct recorded_minimal {
  std::string from;  // the case's id
  std::string kind;  // of finding: name_of_kind()
  sample input;
  recorded_case found;
};

/// What a report file holds of one subject.
class recorded_subject {
 public:
  recorded_subject(std::string argument, subject_identity who)
      : argument_(std::move(argument)), who_(std::move(who)) {}

  const std::string& argument() const { return argument_; }
  const subject_identity& who() const { return who_; }
  const std::vector<recorded_event>& events() const { return events_; }

  /// What the functions are declared to be, by name: JSON, as declaration_json() writes it, and
  /// perhaps with more keys. Empty of a report of format_version 2.
  const std::map<std::string, std::string>& declarations() const { return declarations_; }
  bool declares(const std::string& function, const std::string& declaration) const {
    const auto found = declarations_.find(function);
    return found != declarations_.end() && found->second == declaration;
  }

  /// What is known of a case.
  std::optional<judged_response> find(const offered_function& f, const test_case& c) const;

  /// What is known of a law on one of these functions.
  std::optional<law_summary> find(const law& l, const offered_function& f, const format& in,
                                  std::span<const offered_function> functions) const;

  /// The plainer inputs, in the order in which they first came; of several of one case and kind
  /// the last.
  const std::vector<recorded_minimal>& minimals() const { return minimals_; }
  const recorded_minimal* find_minimal(std::string_view function, std::string_view from,
                                       std::string_view kind) const;

  bool has_summary(const function_summary& s) const;

  /// The summary and law lines as they stand in the file, and the cases, in the order in which
  /// they first came.
  std::vector<std::string> summaries() const { return summaries_.all(); }
  std::vector<std::string> laws() const { return laws_.all(); }
  const std::vector<recorded_case>& cases() const { return cases_; }

  /// What was never put to the subject, and the laws that met with that, are as if they were not
  /// in the file.
  void forget_what_was_lost();

 private:
  friend class report_record_reader;
  void put(recorded_case c);
  void put(recorded_minimal m);

  std::string argument_;
  subject_identity who_;
  std::vector<recorded_case> cases_;
  std::unordered_map<std::string, std::size_t> case_at_;  // by function and id
  std::vector<recorded_minimal> minimals_;
  keyed_lines laws_;       // by law, function and format
  keyed_lines summaries_;  // by function and format
  std::vector<recorded_event> events_;
  std::map<std::string, std::string> declarations_;
};

/// A report file, read again: its whole lines. A last line that was cut off is as if it was never
/// written, and so is a footer that calls the run incomplete. Of several lines on one thing the
/// last holds.
struct report_record {
  std::string header;  // the line; empty of a file without one
  std::vector<recorded_subject> subjects;
  std::string last_subject;         // the argument of the one that the last lines are about
  std::uintmax_t bytes = 0;         // of the whole lines
  bool finished = false;            // its footer says that it is complete
  bool unfinished = false;          // its footer says that it is not; killed runs have none
  std::vector<std::string> absent;  // the lines of implementations that are not installed

  const recorded_subject* find(std::string_view argument) const;
};

/// Errors: input_error for a file that cannot be read or is no report of this version; `key` is the
/// flag to blame. A file that is not there is a report without lines.
report_record read_report(const std::string& path, const std::string& key);

/// The line of a report file that begins at this byte. Errors: input_error where it is gone.
std::string line_of_report(const std::string& path, std::uintmax_t at);

}  // namespace kloracle
