// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <deque>
#include <memory>

#include "tools/check_table.hpp"
#include "tools/commands.hpp"
#include "tools/exit_codes.hpp"
#include "tools/one_line.hpp"
#include "tools/report_lines.hpp"
#include "tools/report_record.hpp"

namespace kloracle {
namespace {

constexpr const char* examples = R"(
examples:
  kloracle check builtin:naive --report run.jsonl
  kloracle report run.jsonl

exit status: 0 the report is complete, 4 the run did not finish, 64 the file is no report)";

// The tables of a subject, whose functions are no more than names here.
class subject_tables {
 public:
  explicit subject_tables(const recorded_subject& s) {
    report_.who = s.who();
    for (const std::string& line : s.summaries()) {
      const auto l = nlohmann::json::parse(line);
      function_summary values = read_summary(l);
      values.function = &function(line_text(l, "function"), l.contains("claims"));
      report_.functions.push_back({line_text(l, "problem"), values});
      summarised_ += static_cast<std::size_t>(values.cases());
    }
    for (const std::string& line : s.laws()) {
      const auto l = nlohmann::json::parse(line);
      law_summary checked = read_law(l, {});
      checked.what = find_law(line_text(l, "law"));
      checked.function = &function(line_text(l, "function"), false);
      if (checked.what != nullptr) report_.laws.push_back(checked);
    }
    for (const recorded_event& e : s.events()) report_.events.push_back(e.text);
    if (s.results() > summarised_) {
      report_.events.push_back(fmt::format("the run ended within a function: {} of its values",
                                           s.results() - summarised_));
    }
  }

  const subject_report& report() const { return report_; }

 private:
  const offered_function& function(const std::string& name, bool claims_error) {
    for (const offered_function& f : functions_) {
      if (f.name == name && f.claims_error == claims_error) return f;
    }
    offered_function f;
    f.name = name;
    f.claims_error = claims_error;
    return functions_.emplace_back(std::move(f));
  }

  subject_report report_;
  std::deque<offered_function> functions_;  // of lasting address
  std::size_t summarised_ = 0;
};

int show(const std::string& path) {
  if (path.empty()) throw input_error("report: is missing; expected a file");
  const report_record record = read_report(path, "report");
  if (record.header.empty())
    throw input_error("report: '" + path + "' is missing, or has no whole line");
  const std::string command = line_text(nlohmann::json::parse(record.header), "command");
  fmt::print("{}\n\n", command);
  const bool colour = wants_colour(stdout);
  for (const recorded_subject& s : record.subjects)
    fmt::print("{}\n", check_table(subject_tables(s).report(), colour));
  if (record.finished) return exit_ok;
  std::fprintf(stderr,
               "kloracle report: '%s' is incomplete: the run did not finish\n"
               "to go on:  %s --report %s --resume\n",
               path.c_str(), command.c_str(), shell_quoted(path).c_str());
  return exit_incomplete;
}

}  // namespace

void add_report(CLI::App& app, int& code) {
  auto path = std::make_shared<std::string>();
  CLI::App* verb = app.add_subcommand("report", "show the tables of a report of check");
  verb->add_option("report", *path, "what check --report wrote");
  verb->footer(examples);
  verb->callback([path, &code] {
    try {
      code = show(*path);
    } catch (const input_error& e) {
      std::fprintf(stderr, "kloracle report: %s\n", one_line(e.what(), message_limit).c_str());
      code = exit_usage;
    }
  });
}

}  // namespace kloracle
