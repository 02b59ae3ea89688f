// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/list_golden.hpp"

#include <fmt/format.h>

#include "tools/golden/fixture_groups.hpp"
#include "tools/golden/flags.hpp"
#include "tools/golden/policies.hpp"
#include "tools/markdown.hpp"

namespace kloracle {
namespace {

// "scipy/scipy#20083" as a link to it: GitHub sends issues on to pull requests.
std::string linked(std::string_view report) {
  const std::size_t number = report.find('#');
  if (number == std::string_view::npos) return fmt::format("<{}>", report);
  return fmt::format("[{}](https://github.com/{}/issues/{})", report, report.substr(0, number),
                     report.substr(number + 1));
}

}  // namespace

void list_fixture_groups() {
  fmt::print("| group | cases | difficulty | generators |\n|---|---|---|---|\n");
  for (const fixture_group& g : fixture_groups()) {
    std::string from;
    for (const std::string_view name : g.generators)
      from += fmt::format("{}`{}`", from.empty() ? "" : ", ", name);
    if (g.origin == case_origin::spoilt) from = "ordinary cases, spoilt";
    if (g.origin == case_origin::stated) from = "written by hand";
    fmt::print("| `{}` | {} | {} | {} |\n", g.name, g.meaning, g.difficulty, from);
  }
}

void list_flags() {
  fmt::print("| flag | bug class | what happens | reports |\n|---|---|---|---|\n");
  for (const flag_entry& f : fixture_flags()) {
    std::string reports;
    for (const std::string_view link : f.links)
      reports += (reports.empty() ? "" : ", ") + linked(link);
    fmt::print("| `{}` | {} | {} | {} |\n", f.name, f.bug_class, markdown_cell(f.effect), reports);
  }
}

void list_policies() {
  std::string head = "| policy | where |";
  std::string rule = "|---|---|";
  for (const profile_entry& p : profiles()) {
    head += fmt::format(" {} |", p.name);
    rule += "---|";
  }
  fmt::print("{}\n{}\n", head, rule);
  for (const policy_entry& p : policies()) {
    std::string row = fmt::format("| `{}` | {} |", p.name, markdown_cell(p.meaning));
    for (const expectation e : p.expects) row += fmt::format(" {} |", name(e));
    fmt::print("{}\n", row);
  }
}

void list_profiles() {
  fmt::print("| profile | meaning |\n|---|---|\n");
  for (const profile_entry& p : profiles())
    fmt::print("| `{}` | {} |\n", p.name, markdown_cell(p.meaning));
}

}  // namespace kloracle
