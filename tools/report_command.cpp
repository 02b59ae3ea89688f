// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <deque>
#include <memory>

#include "tools/check_table.hpp"
#include "tools/commands.hpp"
#include "tools/exit_codes.hpp"
#include "tools/one_line.hpp"
#include "tools/problem_json.hpp"
#include "tools/report_badge.hpp"
#include "tools/report_csv.hpp"
#include "tools/report_findings.hpp"
#include "tools/report_html.hpp"
#include "tools/report_junit.hpp"
#include "tools/report_lines.hpp"
#include "tools/report_markdown.hpp"
#include "tools/report_record.hpp"
#include "tools/report_view.hpp"

namespace kloracle {
namespace {

constexpr const char* examples = R"(
examples:
  kloracle check builtin:naive --report run.jsonl
  kloracle report run.jsonl
  kloracle report run.jsonl --as md >> "$GITHUB_STEP_SUMMARY"
  kloracle report run.jsonl --as junit --require T > kloracle.xml
  kloracle report run.jsonl --as html > report.html
  kloracle report run.jsonl --as findings > findings.jsonl
  kloracle report run.jsonl --as badge --function kl --format binary64 > badge.json

findings: JSON lines, the worst first: what the maintainers of the judged code would want to know,
each with a text for their issue tracker. html has the same. csv: a row per function and format.
badge: what a badge of shields reads, of one subject (--subject, where the report has several).

junit: a test case per function, format and group of values, and per law. It fails at grade W, below
--require, or where a law is broken HARD; it is an error where no value came back or the oracle
could not decide. A run that did not finish has no junit, unless --partial asks for what there is.

exit status: 0 the report is complete, 4 the run did not finish, 64 the file is no report)";

struct report_flags {
  std::string path;
  std::string as = "term";
  std::string require;
  int findings = 2;
  bool partial = false;
  std::string known;
  badge_choice badge;
};

// What a report may be shown as.
constexpr std::array renderings{"term", "md", "junit", "html", "findings", "csv", "badge"};

std::string rendering_names() {
  std::string names;
  for (const char* name : renderings) names += (names.empty() ? "" : ", ") + std::string(name);
  return names;
}

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
    if (s.cases().size() > summarised_) {
      report_.events.push_back(fmt::format("the run ended within a function: {} of its values",
                                           s.cases().size() - summarised_));
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

void refuse_bad_flags(const report_flags& f) {
  if (f.path.empty()) throw input_error("report: is missing; expected a file");
  if (std::ranges::find(renderings, f.as) == renderings.end())
    throw input_error("--as: unknown '" + f.as + "'; expected one of " + rendering_names());
  if (!f.require.empty() && f.as != "md" && f.as != "junit")
    throw input_error("--require: only md and junit show a gate");
  if (!f.require.empty() && find_grade(f.require) == nullptr)
    throw input_error("--require: unknown '" + f.require + "'; expected one of CR, F, T, A, H, W");
  if (f.partial && f.as != "junit")
    throw input_error("--partial: only junit refuses a run that did not finish");
  if (!f.known.empty() && f.as != "md" && f.as != "junit")
    throw input_error("--known: only md and junit excuse failures; the others show every one");
  const badge_choice& b = f.badge;
  if (f.as != "badge" && !(b.subject + b.function + b.format_name).empty())
    throw input_error("--subject, --function, --format: only a badge is of a part of a report");
  if (!b.format_name.empty()) format_named("--format", b.format_name);
  if (f.findings < 0) throw input_error("--findings: expected 0 or more");
}

std::string tables(const report_record& record, const std::string& command) {
  const bool colour = wants_colour(stdout);
  std::string text = command + "\n\n";
  for (const recorded_subject& s : record.subjects)
    text += check_table(subject_tables(s).report(), colour) + '\n';
  return text;
}

std::string rendered(const report_flags& f, const report_record& record, const report_view& view) {
  const grade_entry* required = f.require.empty() ? nullptr : find_grade(f.require);
  if (f.as == "md") return report_markdown(view, {static_cast<std::size_t>(f.findings), required});
  if (f.as == "term") return tables(record, view.command);
  if (f.as == "html") return report_html(view);
  if (f.as == "findings") return findings_text(view);
  if (f.as == "csv") return report_csv(view);
  if (f.as == "badge") return report_badge(view, f.badge);
  return view.finished || f.partial ? report_junit(view, required) : "";
}

int show(const report_flags& f) {
  const report_record record = read_report(f.path, "report");
  if (record.header.empty())
    throw input_error("report: '" + f.path + "' is missing, or has no whole line");
  const report_view view =
      view_of(record, f.path,
              f.known.empty() ? std::vector<known_entry>()
                              : read_known(f.known, "--known", known_kind::failures));
  std::fputs(rendered(f, record, view).c_str(), stdout);
  if (record.finished) return exit_ok;
  const bool refused = f.as == "junit" && !f.partial;
  std::fprintf(stderr,
               "kloracle report: '%s' is incomplete: the run did not finish%s\n"
               "to go on:  %s\n",
               f.path.c_str(), refused ? "; --partial makes junit of what there is" : "",
               view.resuming().c_str());
  return exit_incomplete;
}

}  // namespace

void add_report(CLI::App& app, int& code) {
  auto f = std::make_shared<report_flags>();
  CLI::App* verb = app.add_subcommand("report", "show a report of check: tables, a page, findings");
  verb->add_option("report", f->path, "what check --report wrote");
  verb->add_option("--as", f->as,
                   "term: tables, md: GitHub's Markdown, junit: XML, html: a page, findings: JSON "
                   "lines, csv, badge: JSON")
      ->default_str("term");
  verb->add_option("--require", f->require,
                   "mark what is below this grade (md), or fail it (junit): CR, F, T, A, H");
  verb->add_option("--known", f->known, "failures that are known: the list of check --known");
  verb->add_option("--findings", f->findings, "md: findings shown per function")->default_str("2");
  verb->add_flag("--partial", f->partial, "junit: also of a run that did not finish");
  verb->add_option("--subject", f->badge.subject, "badge: of this subject, by name or argument");
  verb->add_option("--function", f->badge.function, "badge: of this function alone");
  verb->add_option("--format", f->badge.format_name, "badge: in this format alone");
  verb->footer(examples);
  verb->callback([f, &code] {
    try {
      refuse_bad_flags(*f);
      code = show(*f);
    } catch (const input_error& e) {
      std::fprintf(stderr, "kloracle report: %s\n", one_line(e.what(), message_limit).c_str());
      code = exit_usage;
    }
  });
}

}  // namespace kloracle
