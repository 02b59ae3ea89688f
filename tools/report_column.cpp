// SPDX-License-Identifier: Apache-2.0
#include "tools/report_column.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace kloracle {
namespace {

// What a quantity may be of, in the order of the columns.
constexpr std::array<std::string_view, 5> kinds{"", " of counts", " of logits",
                                                " of log-probabilities", " of families"};

std::string_view kind_of(space p, space q) {
  if (p == space::log_probs || q == space::log_probs) return kinds[3];
  if (p == space::logits || q == space::logits) return kinds[2];
  return p == space::counts ? kinds[1] : kinds[0];
}

std::string_view kind_of(const offered_function& f) {
  return of_families(f) ? kinds[4] : kind_of(f.p_in, f.q_in);
}

// Of "kl, measure" or "kl.measure": a family has brackets, a semantics says
// what it is of.
std::string_view kind_of(std::string_view problem) {
  if (problem.find('(') != problem.npos && problem.find(')') != problem.npos) {
    const std::string_view before = problem.substr(0, problem.find('('));
    const std::size_t word = before.find_last_of(" .");
    if (find_family(before.substr(word == before.npos ? 0 : word + 1)) != nullptr) return kinds[4];
  }
  for (const semantics_entry& s : all_semantics()) {
    const std::size_t at = problem.find(s.name);
    if (at == problem.npos || at == 0) continue;
    const std::size_t end = at + s.name.size();
    const bool whole = (problem[at - 1] == ' ' || problem[at - 1] == '.') &&
                       (end == problem.size() ||
                        std::string_view(",(.").find(problem[end]) != std::string_view::npos);
    if (whole) return kind_of(entry(s.id).p, entry(s.id).q);
  }
  return kinds[0];
}

}  // namespace

report_column column_of(const viewed_function& f, const offered_function* declared) {
  const std::string_view problem = f.problem;
  const std::string_view word = problem.substr(0, problem.find_first_of(",."));
  const quantity_entry* what = declared != nullptr ? &entry(declared->what) : find_quantity(word);
  const std::string_view kind = declared != nullptr ? kind_of(*declared) : kind_of(problem);
  report_column c;
  c.key = std::string(what != nullptr ? what->name : word) + std::string(kind);
  const auto of_kind = std::ranges::find(kinds, kind) - kinds.begin();
  for (const quantity_entry& q : quantities()) {
    if (what != nullptr && q.id == what->id) break;
    c.place += static_cast<int>(kinds.size());
  }
  if (what != nullptr) c.about = std::string(what->formula);
  c.place += static_cast<int>(of_kind);
  return c;
}

}  // namespace kloracle
