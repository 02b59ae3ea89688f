// SPDX-License-Identifier: Apache-2.0
#include "properties/estimators/suite.hpp"

#include <algorithm>
#include <iterator>

#include "properties/estimators/enumeration.hpp"
#include "properties/estimators/neighbours.hpp"

namespace kloracle {
namespace {

void append(std::vector<estimator_finding>& all, std::vector<estimator_finding> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

}  // namespace

std::size_t judged_estimator::count(std::string_view statement, outcome_of_statement what) const {
  return static_cast<std::size_t>(std::count_if(
      findings.begin(), findings.end(),
      [&](const estimator_finding& f) { return f.statement == statement && f.what == what; }));
}

const estimator_finding* judged_estimator::worst_of(std::string_view statement) const {
  const estimator_finding* found = nullptr;
  for (const estimator_finding& f : findings) {
    if (f.statement == statement && (found == nullptr || f.what > found->what)) found = &f;
  }
  return found;
}

std::vector<judged_estimator> judge_suite(const estimator_suite& who, const suite_options& how) {
  seeded_plan plan = how.plan;
  plan.tests = std::max<std::size_t>(1, 2 * who.samplers.size() * example_pairs().size());
  std::vector<judged_estimator> judged;
  const auto wanted = [&](const auto& e) { return how.only.empty() || e.name == how.only; };
  for (const sample_estimator& e : who.samples) {
    if (!wanted(e)) continue;
    judged.push_back({e.name, e.note, "sample", {}});
    for (const finite_pair& pair : example_pairs()) {
      for (const std::size_t n : how.lengths)
        append(judged.back().findings, judge_by_enumeration(e, pair, n));
    }
  }
  for (const seeded_sampler& e : who.samplers) {
    if (!wanted(e)) continue;
    judged.push_back({e.name, e.note, "sampler", {}});
    for (const finite_pair& pair : example_pairs())
      append(judged.back().findings, judge_by_seeds(e, pair, plan));
  }
  for (const neighbour_estimator& e : who.neighbours) {
    if (!wanted(e)) continue;
    judged.push_back({e.name, e.note, "neighbours", {}});
    for (const neighbour_problem& points : example_points())
      append(judged.back().findings, judge_at_points(e, points));
  }
  return judged;
}

}  // namespace kloracle
