// SPDX-License-Identifier: Apache-2.0
#include "tools/report_findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "tools/check_table.hpp"
#include "tools/findings.hpp"
#include "tools/report_cases.hpp"
#include "tools/report_finding.hpp"
#include "tools/report_issue.hpp"

namespace kloracle {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

double excess_of(const recorded_case& c) {
  return c.judged.returned.what == response::kind::value ? c.judged.judgement.excess : 0;
}

// Of cases of one kind: the less, the worse and the plainer.
auto worth(const recorded_case& c) {
  constexpr std::size_t readable = 4;
  const bool valued = c.judged.returned.what == response::kind::value;
  const grade is = valued ? c.judged.judgement.is : grade::wrong;
  return std::tuple(-static_cast<int>(is), contrivance(c.group), std::max(c.n, readable),
                    -excess_of(c));
}

// 0: no error's size; 1: a missed zero; 2: an error, or a law.
int weight_of(int kind) {
  if (kind > 1) return 0;
  return kind == 1 ? 1 : 2;
}

// The less, the further in front.
auto order_of(const picked_finding& f) {
  if (f.worst == nullptr) return std::tuple(3, 0, 0.0);
  return std::tuple(weight_of(f.kind), contrivance(f.worst->group), -excess_of(*f.worst));
}

std::vector<const viewed_law*> hard_laws(const viewed_function& f) {
  std::vector<const viewed_law*> hard;
  for (const viewed_law& l : f.laws) {
    if (l.checked.hard > 0 && !l.known) hard.push_back(&l);
  }
  std::ranges::stable_sort(hard, [](const viewed_law* a, const viewed_law* b) {
    return std::tuple(b->checked.example != nullptr, b->checked.worst) <
           std::tuple(a->checked.example != nullptr, a->checked.worst);
  });
  return hard;
}

// The findings of a function in a format: of each kind the worst case.
std::vector<picked_finding> picked(const viewed_subject& s, const viewed_function& f,
                                   case_lines& lines) {
  std::map<int, picked_finding> by_kind;
  for (const viewed_group& g : f.groups) {
    for (const recorded_case* c : g.cases) {
      const auto kind = defect_of(*c, lines);
      if (!kind) continue;
      const auto [best, is_first] =
          by_kind.try_emplace(*kind, picked_finding{.subject = &s, .function = &f, .kind = *kind});
      picked_finding& one = best->second;
      ++one.like;
      const recorded_minimal* minimal = s.find_minimal(f.name, c->id, name_of_kind(*kind));
      if (minimal != nullptr && !defect_of(minimal->found, lines)) minimal = nullptr;
      const bool plainer = (minimal != nullptr) == (one.minimal != nullptr)
                               ? is_first || worth(*c) < worth(*one.worst)
                               : minimal != nullptr;
      if (!is_first && !plainer) continue;
      one.worst = c;
      one.minimal = minimal;
    }
  }
  std::vector<picked_finding> found;
  for (auto& [kind, finding] : by_kind) found.push_back(std::move(finding));
  std::ranges::stable_sort(found, {}, order_of);
  std::vector<const viewed_law*> laws = hard_laws(f);
  if (laws.empty()) return found;
  if (found.empty()) found.push_back({.subject = &s, .function = &f, .kind = -1});
  found.front().laws = std::move(laws);
  return found;
}

}  // namespace

std::vector<ordered_json> report_findings(const report_view& view) {
  case_lines lines(view.path);
  std::vector<picked_finding> all;
  std::map<const viewed_subject*, std::map<std::string, offered_function>> declared;
  for (const viewed_subject& s : view.subjects) {
    declared[&s] = declared_functions(s);
    for (const viewed_function& f : s.functions()) {
      for (picked_finding& one : picked(s, f, lines)) all.push_back(std::move(one));
    }
  }
  std::ranges::stable_sort(all, {}, order_of);
  std::vector<ordered_json> findings;
  for (const picked_finding& f : all) {
    const auto& functions = declared[f.subject];
    const auto stated = functions.find(f.function->name);
    const offered_function* what = stated == functions.end() ? nullptr : &stated->second;
    ordered_json finding = finding_json(f, what, lines, findings.size() + 1);
    finding["issue"] = issue_of(finding, what);
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::string findings_text(const report_view& view) {
  std::string text;
  for (const ordered_json& f : report_findings(view))
    text += f.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
  return text;
}

}  // namespace kloracle
