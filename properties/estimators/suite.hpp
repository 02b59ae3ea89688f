// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "properties/estimators/estimator.hpp"
#include "properties/estimators/finding.hpp"
#include "properties/estimators/seeded.hpp"

namespace kloracle {

struct suite_options {
  std::vector<std::size_t> lengths = {2, 5};  // n of the samples that are enumerated
  seeded_plan plan = {};                      // its `tests` are counted here, before anything runs
  std::string only = {};                      // the estimator of this name alone
};

/// Everything that was found about one estimator.
struct judged_estimator {
  std::string name;
  std::string note;
  std::string_view kind;  // "sample", "sampler" or "neighbours"
  std::vector<estimator_finding> findings;

  /// How many findings came out as `what`, of one statement.
  std::size_t count(std::string_view statement, outcome_of_statement what) const;
  /// The worst finding of a statement; nullptr if it was not asked.
  const estimator_finding* worst_of(std::string_view statement) const;
};

/// Judges a whole suite on the example pairs and points. Functions of a sample are enumerated for
/// each of the lengths. All samplers make one family of tests, 2 for each sampler and pair, so
/// that the plan's alpha bounds the false alarms of the whole.
std::vector<judged_estimator> judge_suite(const estimator_suite& who, const suite_options& how);

}  // namespace kloracle
