// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "properties/estimators/estimator.hpp"
#include "properties/estimators/finding.hpp"

namespace kloracle {

/// A test of a sampler, declared before anything is drawn. It never stops early and never goes on.
struct seeded_plan {
  std::size_t estimates = 4096;   // N: how often the sampler is called, each time with a new seed
  std::size_t n = 16;             // outcomes that each estimate averages
  std::uint64_t seed = 20261120;  // the N seeds follow from it
  double alpha = 1e-9;            // probability of one false alarm or more in the whole family
  std::size_t tests = 2;          // tests of the family: two per sampler and pair
};

/// The N seeds, in the order of the calls.
std::vector<std::uint64_t> seeds_of(const seeded_plan& plan);

/// Judges a sampler from the estimates that the plan's seeds give.
///
/// Statement     with mu, s^2 the exact mean and variance of a term and c its largest distance from
///               mu, the mean of the N estimates is within m of mu, where N n m = L c/3 +
///               sqrt((L c/3)^2 + 2 L N n s^2), L = ln(2 tests/alpha); the mean of (Y - mu)^2 is
///               within the like margins of s^2/n, from its exact variance
/// Domain        require_distributions(pair), a formula that is finite on it, 2 <= N <= 2^24,
///               1 <= n <= 2^20, 0 < alpha < 1, 1 <= tests; alpha is for the caller's whole family
/// Guarantee     a sampler that averages n independent draws, each estimate as accurate as grade A,
///               is found at fault with probability at most alpha over the whole family. A bias of
///               twice the margin is missed with probability at most alpha if the range and the
///               variance of the terms are not larger than they should be. NaN, an infinity and an
///               exception are violations: nothing is left out of a mean
/// Errors        input_error for what is outside the domain
/// Source        Bernstein's inequality: sums T of independent X_i with mean 0, X_i <= c and
///               variances that add up to V have P(T >= t) <= exp(-t^2/(2 (V + c t/3))).
///               Boucheron, Lugosi, Massart 2013, Concentration Inequalities, section 2.8
std::vector<estimator_finding> judge_by_seeds(const seeded_sampler& who, const finite_pair& pair,
                                              const seeded_plan& plan);

}  // namespace kloracle
