// SPDX-License-Identifier: Apache-2.0
//
// The example of properties/estimators/README.md, which shows what stands below this line.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "properties/estimators/enumeration.hpp"
#include "properties/estimators/seeded.hpp"

using namespace kloracle;

// The mean of (k1 + k3)/2 over the sample.
estimate half_and_half(const drawn_outcomes& drawn) {
  double total = 0;
  for (std::size_t i = 0; i < drawn.p.size(); ++i) {
    const double log_r = std::log(drawn.q[i]) - std::log(drawn.p[i]);
    total += std::expm1(log_r) / 2 - log_r;
  }
  return {total / static_cast<double>(drawn.p.size())};
}

TEST(MyEstimator, IsUnbiased) {
  const sample_estimator mine{"half and half", nullptr, true, half_and_half};
  for (const finite_pair& pair : example_pairs()) {
    if (!pair.q_within_p()) continue;  // what k3 needs to be unbiased
    for (const estimator_finding& f : judge_by_enumeration(mine, pair, 4))
      EXPECT_TRUE(f.passes()) << f.statement << " on " << f.on << ": " << f.evidence;
  }
}

double my_monte_carlo(const finite_pair& pair, std::size_t n, std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  std::discrete_distribution<std::size_t> draw(pair.p.begin(), pair.p.end());
  double total = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t x = draw(engine);
    total += std::log(pair.p[x]) - std::log(pair.q[x]);
  }
  return total / static_cast<double>(n);
}

TEST(MySampler, AveragesK1) {
  const seeded_sampler mine{"my Monte Carlo", find_formula("k1"), my_monte_carlo};
  const seeded_plan plan{.alpha = 1e-9, .tests = 2 * example_pairs().size()};
  for (const finite_pair& pair : example_pairs()) {
    for (const estimator_finding& f : judge_by_seeds(mine, pair, plan))
      EXPECT_TRUE(f.passes()) << f.statement << " on " << f.on << ": " << f.evidence;
  }
}
