// SPDX-License-Identifier: Apache-2.0
#include "tools/report_junit.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "tools/check_table.hpp"
#include "tools/junit_xml.hpp"
#include "tools/law_table.hpp"

namespace kloracle {
namespace {

using kind = test_result::kind;
using suite = test_suite;

std::string grade_text(const function_summary& s) {
  return s.graded() == 0 ? "none" : std::string(entry(s.worst_grade()).letter);
}

std::string facts_of(const function_summary& s) {
  std::string text = fmt::format("values: {}\ngrade: {}\n", s.cases(), grade_text(s));
  for (const grade_entry& g : grades()) {
    if (const int k = s.by_grade[static_cast<std::size_t>(g.id)]; k != 0)
      text += fmt::format("grade {}: {}\n", g.letter, k);
  }
  const auto add = [&](const char* what, int count) {
    if (count != 0) text += fmt::format("{}: {}\n", what, count);
  };
  if (s.graded() > 0) text += fmt::format("max_ulp: {}\n", measured(s.max_ulp));
  if (!s.worst_id.empty()) text += "worst_id: " + s.worst_id + '\n';
  add("nan", s.nan);
  add("infinite", s.infinite);
  add("wrong_sign", s.wrong_sign);
  add("missed_zero", s.missed_zero);
  add("undecided", s.undecided);
  add("not_applicable", s.not_applicable);
  add("claims_broken", s.claims_broken);
  add("claims_useless", s.claims_useless);
  add("claims_undecided", s.claims_undecided);
  const std::string lost = lost_text(s);
  return lost.empty() ? text : text + "without a value: " + lost + '\n';
}

int wrong(const function_summary& s) {
  return s.by_grade[static_cast<std::size_t>(grade::wrong)];
}

int below(const function_summary& s, const grade_entry& required) {
  int count = 0;
  for (std::size_t i = static_cast<std::size_t>(required.id) + 1; i < s.by_grade.size(); ++i)
    count += s.by_grade[i];
  return count;
}

int lost(const function_summary& s) {
  int count = 0;
  for (const auto& [what, k] : s.by_response) {
    if (what != response::kind::value && what != response::kind::skipped) count += k;
  }
  return count;
}

// What the values of a group come to, without the finding.
test_result verdict_of(const function_summary& s, const grade_entry* required) {
  const std::string worst = fmt::format("; the worst is {}", s.worst_id);
  if (wrong(s) != 0)
    return {kind::failure, "W", fmt::format("{} of {} wrong{}", wrong(s), s.cases(), worst), {}};
  if (required != nullptr && below(s, *required) != 0) {
    return {
        kind::failure,
        "below " + std::string(required->letter),
        fmt::format("{} of {} below {}{}", below(s, *required), s.cases(), required->letter, worst),
        {}};
  }
  if (s.claims_broken != 0) {
    return {kind::failure,
            "claim",
            fmt::format("{} of {} claim too small an error", s.claims_broken, s.cases()),
            {}};
  }
  if (lost(s) != 0)
    return {kind::error, "lost", fmt::format("{} of {}", lost_text(s), s.cases()), {}};
  if (const int open = s.undecided + s.claims_undecided; open != 0)
    return {kind::error, "undecided", fmt::format("{} of {} undecided", open, s.cases()), {}};
  if (s.graded() != 0) return {};
  return {kind::skipped,
          "nothing to judge",
          fmt::format("{} not applicable{}{}", s.not_applicable, lost_text(s).empty() ? "" : ", ",
                      lost_text(s)),
          {}};
}

test_entry group_entry(const report_view& view, const viewed_group& g, const finding_style& style,
                       const grade_entry* required) {
  test_entry e{"values " + g.name, verdict_of(g.open, required), facts_of(g.values)};
  if (const int known = g.values.cases() - g.open.cases(); known != 0) {
    e.facts += fmt::format("known failures: {}\n", known);
    if (e.came_to.what == kind::passed || e.came_to.what == kind::skipped)
      e.came_to = {kind::skipped, "known", fmt::format("{} known failures", known), {}};
  }
  if (e.came_to.what != kind::failure && e.came_to.what != kind::error) return e;
  for (const recorded_case* c : worst_cases(g.cases))
    e.came_to.whole += recorded_finding_text(view, *c, style);
  if (!e.came_to.whole.empty()) return e;
  // Below what was required, and yet no finding: a grade of T where F is required.
  for (const recorded_case* c : g.cases) {
    if (c->id == g.open.worst_id) e.came_to.whole = recorded_finding_text(view, *c, style);
  }
  return e;
}

test_result verdict_of(const law_summary& s) {
  const std::string worst = s.worst == 0 ? "" : fmt::format(", by up to {} ulp", measured(s.worst));
  if (s.hard != 0) {
    return {kind::failure,
            "HARD",
            fmt::format("broken HARD in {} of {} checks{}", s.hard, s.checks, worst),
            {}};
  }
  if (s.lost != 0)
    return {
        kind::error, "lost", fmt::format("{} of {} checks gave no value", s.lost, s.checks), {}};
  if (s.undecided != 0) {
    return {kind::error,
            "undecided",
            fmt::format("{} of {} checks undecided", s.undecided, s.checks),
            {}};
  }
  if (s.not_applicable == s.checks)
    return {kind::skipped, "nothing to judge", "no check is applicable", {}};
  return {};
}

test_entry law_entry(const viewed_law& l, const finding_style& style) {
  const law_summary& s = l.checked;
  test_entry e{
      "law " + l.id, verdict_of(s),
      fmt::format("checks: {}\nholds: {}\nSOFT: {}\nHARD: {}\nundecided: {}\nlost: {}\n"
                  "not_applicable: {}\n",
                  s.checks, s.holds, s.soft, s.hard, s.undecided, s.lost, s.not_applicable)};
  if (l.known) e.came_to = {kind::skipped, "known", "a known failure: " + e.came_to.message, {}};
  if (s.example) e.facts += "worst_id: " + s.example->id + '\n';
  if (e.came_to.what == kind::failure || e.came_to.what == kind::error)
    e.came_to.whole = recorded_law_text(l, style);
  return e;
}

suite function_suite(const report_view& view, const viewed_subject& s, const std::string& who,
                     const viewed_function& f, const grade_entry* required) {
  suite made{who + ' ' + f.name + ' ' + std::string(f.in->name), {}, who + '.' + f.name, {}, {}};
  made.properties = {{"subject", s.argument()},
                     {"version", s.who().version},
                     {"function", f.name},
                     {"format", std::string(f.in->name)}};
  if (f.values.cases() != 0) {
    made.properties.emplace_back("problem", f.problem);
    made.properties.emplace_back("grade", grade_text(f.values));
    made.properties.emplace_back("max_ulp", measured(f.values.max_ulp));
    made.properties.emplace_back("worst_id", f.values.worst_id);
  }
  for (const viewed_group& g : f.groups)
    made.cases.push_back(group_entry(view, g, s.style(), required));
  for (const viewed_law& l : f.laws) made.cases.push_back(law_entry(l, s.style()));
  // Formats of one function are one class; their test cases are told apart by name.
  for (test_entry& c : made.cases) c.name = std::string(f.in->name) + ' ' + c.name;
  return made;
}

// What happened to a subject besides its answers, where there is something to tell.
suite event_suite(const viewed_subject& s, const std::string& who) {
  suite made{who, {{"subject", s.argument()}}, who, {}, {}};
  std::string changed;
  for (const recorded_event& e : s.events()) (e.unsteady ? changed : made.events) += e.text + '\n';
  test_entry steady{"answers are the same when asked again", {}, {}};
  if (!changed.empty())
    steady.came_to = {kind::failure, "unsteady", "an answer changed when it was asked again",
                      changed};
  made.cases.push_back(std::move(steady));
  return made;
}

suite run_suite(const report_view& view) {
  suite made{"kloracle", {{"command", view.command}}, "kloracle", {}, {}};
  test_entry complete{"the run is complete", {}, {}};
  if (!view.finished)
    complete.came_to = {kind::error, "incomplete",
                        "the run did not finish: what it did not judge is not here",
                        "to go on:  " + view.resuming()};
  made.cases.push_back(std::move(complete));
  return made;
}

std::vector<suite> suites_of(const report_view& view, const grade_entry* required) {
  std::vector<suite> suites{run_suite(view)};
  for (const viewed_subject& s : view.subjects) {
    int namesakes = 0;
    for (const viewed_subject& other : view.subjects) namesakes += other.who().name == s.who().name;
    const std::string who =
        namesakes == 1 ? s.who().name : s.who().name + " (" + s.argument() + ')';
    if (!s.events().empty()) suites.push_back(event_suite(s, who));
    for (const viewed_function& f : s.functions())
      suites.push_back(function_suite(view, s, who, f, required));
  }
  return suites;
}

}  // namespace

std::string report_junit(const report_view& view, const grade_entry* required) {
  return junit_xml(suites_of(view, required));
}

}  // namespace kloracle
