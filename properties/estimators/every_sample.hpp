// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "properties/estimators/estimator.hpp"

namespace kloracle {

/// Counts through every sample of n outcomes out of k, the last place fastest.
class every_sample {
 public:
  every_sample(std::size_t k, std::size_t n) : k_(k), places_(n, 0) {}
  std::span<const std::size_t> now() const { return places_; }
  bool next();  // false after the last one

 private:
  std::size_t k_;
  std::vector<std::size_t> places_;
};

/// k^n, or any number above `limit` if it is.
std::size_t count_samples(std::size_t k, std::size_t n, std::size_t limit);

/// "sample (0, 2, 1)": outcomes as the pair numbers them.
std::string shown_sample(const term_law& law, std::span<const std::size_t> places);

/// Whether the formula is finite for the sample.
bool finite_sample(const term_law& law, std::span<const std::size_t> places);

/// What an estimator said to every sample, in the order of every_sample.
struct called_estimator {
  std::vector<Q> weights;  // the exact probability of each sample
  std::vector<estimate> estimates;
  bool repeatable = true;  // each was called twice
  std::string fault;       // empty, or why the calls were given up: NaN, an exception

  /// Exact averages over all samples. No estimate may be infinite.
  Q mean() const;
  Q variance() const;
  Q mean_square_error() const;  // of the standard errors
  bool any_estimate(double value) const;
  bool finite() const;
  bool finite_errors() const;  // and all are given
};

called_estimator call_on_every_sample(const sample_estimator& who, const finite_pair& pair,
                                      const term_law& law, std::size_t n);

}  // namespace kloracle
