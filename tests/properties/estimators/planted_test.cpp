// SPDX-License-Identifier: Apache-2.0
//
// Every planted estimator is found out by the statements that its fault breaks, every statement is
// broken by one of them, and what is right is blamed for nothing.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "properties/estimators/suite.hpp"

namespace kloracle {
namespace {

using result = outcome_of_statement;

const std::vector<judged_estimator>& planted() {
  static const std::vector<judged_estimator> judged = judge_suite(planted_estimators(), {});
  return judged;
}

bool violates(const judged_estimator& e, std::string_view statement) {
  const estimator_finding* worst = e.worst_of(statement);
  return worst != nullptr && worst->what == result::violated;
}

// What must break, by what the fault is: a biased mean, another variance, a law. And what must not.
struct expectation {
  std::vector<std::string_view> breaks;
  std::vector<std::string_view> keeps = {};
};

constexpr const char* values = "estimator.values";
constexpr const char* unbiased = "estimator.unbiased";
constexpr const char* variance = "estimator.variance";
constexpr const char* standard_error = "estimator.standard_error";
constexpr const char* location = "sampler.location";
constexpr const char* spread = "sampler.spread";

const std::map<std::string, expectation>& expectations() {
  static const std::map<std::string, expectation> all{
      {"base_two", {{values, unbiased, variance}}},
      {"reversed", {{values, unbiased}, {variance}}},
      {"absolute", {{values, unbiased}}},
      {"not_negative", {{values, unbiased}}},
      {"never_negative", {{values, unbiased}}},
      {"drops_infinity", {{values, unbiased}, {variance}}},
      {"epsilon", {{values, unbiased}}},
      {"clipped", {{values, unbiased}}},
      {"over_n_less_one", {{values, unbiased, variance}}},
      {"last_left_out", {{values, variance}, {unbiased}}},
      {"first_alone", {{values, variance}, {unbiased}}},
      {"single_precision", {{values, unbiased}}},
      {"median", {{values, unbiased}}},
      {"sometimes_nan", {{values, unbiased}}},
      {"remembers", {{"estimator.repeatable"}}},
      {"own_median", {{unbiased}}},
      {"k2_unbiased", {{unbiased}, {values, "estimator.mean", variance}}},
      {"k3_inverted", {{values, unbiased}}},
      {"k3_without_one", {{values, unbiased}}},
      {"weight_inverted", {{values, unbiased}}},
      {"unweighted", {{values, unbiased}}},
      {"self_normalised", {{values, unbiased}}},
      {"error_over_n", {{standard_error}, {values, unbiased, variance}}},
      {"error_not_of_mean", {{standard_error}, {values, unbiased, variance}}},
      {"from_q", {{location}}},
      {"stops_when_pleased", {{location}}},
      {"best_of_three", {{location}}},
      {"redraws_negative", {{location}}},
      {"half_the_draws", {{spread}, {location}}},
      {"each_draw_twice", {{spread}, {location}}},
      {"uniform_draws", {{location}}},
      {"the_truth", {{spread}}},
      {"rarely_nan", {{location, spread}}},
      {"ignores_its_seed", {{location}}},
      {"keeps_its_state", {{"sampler.repeatable"}, {location, spread}}},
      {"knn_inverted", {{"knn.value", "knn.sign"}}},
      {"knn_odds_m_over_n", {{"knn.value"}}},
      {"knn_without_odds", {{"knn.value"}}},
      {"knn_without_dimension", {{"knn.value"}}},
      {"knn_squared", {{"knn.value"}}},
      {"knn_base_two", {{"knn.value"}}},
      {"knn_one_less", {{"knn.value"}}},
      {"knn_counts_itself", {{"knn.value"}}},
      {"knn_swapped_samples", {{"knn.value"}}},
      {"knn_last_point_lost", {{"knn.permutation"}}},
      {"knn_infinities_dropped", {{"knn.value"}}},
      {"knn_first_axis_only", {{"knn.rotation"}, {"knn.translation", "knn.permutation"}}},
      {"knn_city_block", {{"knn.value"}, {"knn.rotation", "knn.translation"}}},
      {"knn_expanded", {{"knn.translation"}, {"knn.permutation"}}},
      {"knn_single", {{"knn.value", "knn.translation"}}},
      {"knn_padded", {{"knn.value", "knn.scaling"}, {"knn.rotation", "knn.permutation"}}},
  };
  return all;
}

TEST(PlantedEstimators, AreFoundByWhatTheirFaultBreaks) {
  std::set<std::string> names;
  for (const judged_estimator& e : planted()) {
    EXPECT_TRUE(names.insert(e.name).second) << e.name << " stands twice";
    EXPECT_FALSE(e.note.empty()) << e.name;
    ASSERT_TRUE(expectations().count(e.name)) << e.name << ": say what its fault breaks";
    const expectation& expected = expectations().at(e.name);
    for (const auto& s : expected.breaks) EXPECT_TRUE(violates(e, s)) << e.name << ": " << s;
    for (const auto& s : expected.keeps) EXPECT_FALSE(violates(e, s)) << e.name << ": " << s;
  }
  EXPECT_EQ(names.size(), expectations().size());
}

TEST(PlantedEstimators, BreakEveryStatement) {
  for (const estimator_statement& s : estimator_statements()) {
    int breakers = 0;
    for (const judged_estimator& e : planted()) breakers += violates(e, s.id);
    EXPECT_GT(breakers, 0) << s.id;
  }
}

// An estimator that is right on every input leaves nothing open, either.
TEST(BuiltinEstimators, KeepEveryStatement) {
  for (const judged_estimator& e : judge_suite(builtin_estimators(), {})) {
    for (const estimator_finding& f : e.findings) {
      // exp(l) - 1 - l cancels where P is near Q, and that is its own fault.
      const bool cancels = e.name == "k3" && f.on.starts_with("near");
      EXPECT_TRUE(f.passes() || cancels) << e.name << " " << f.statement << ": " << f.evidence;
      if (cancels && f.statement == values) {
        EXPECT_EQ(f.what, result::violated) << f.evidence;
      }
    }
  }
}

TEST(EstimatorSuite, IsTheSameTwice) {
  const auto evidence = [] {
    std::vector<std::string> all;
    for (const judged_estimator& e : judge_suite(builtin_estimators(), {})) {
      for (const estimator_finding& f : e.findings) all.push_back(f.evidence);
    }
    return all;
  };
  EXPECT_EQ(evidence(), evidence());
}

// The family is counted before anything is drawn: two tests for each sampler and pair.
TEST(EstimatorSuite, DeclaresTheWholeFamily) {
  const auto judged = judge_suite(builtin_estimators(), {.only = "monte_carlo_k3"});
  ASSERT_EQ(judged.size(), 1U);
  const std::size_t tests = 2 * builtin_estimators().samplers.size() * example_pairs().size();
  EXPECT_NE(judged[0].worst_of(location)->evidence.find("over " + std::to_string(tests) + " tests"),
            std::string::npos);
  EXPECT_TRUE(judge_suite(builtin_estimators(), {.only = "nobody"}).empty());
}

}  // namespace
}  // namespace kloracle
