// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "properties/estimators/formula.hpp"

namespace kloracle {

// What is judged here estimates D(P||Q) from samples. Each estimator is a name, what it claims, and
// anything callable; README.md has an example. A callable may be wrong or throw std::exception.

/// What an estimator is told of a sample x_1 .. x_n: the probabilities of what was drawn.
struct drawn_outcomes {
  std::span<const double> p;  // P(x_i), exactly
  std::span<const double> q;  // Q(x_i), exactly
};

struct estimate {
  double value = 0;
  std::optional<double> standard_error = std::nullopt;  // judged where it is given
};

/// An estimator that is a function of the drawn outcomes.
struct sample_estimator {
  std::string name;
  const estimator_formula* claims;  // what it averages; nullptr: a formula of its own
  bool unbiased = true;             // claims to be, wherever claims->unbiased_on() holds
  std::function<estimate(const drawn_outcomes&)> of;
  std::string note = {};  // one line
};

/// An estimator that draws its own n samples, from a seed. The same seed gives the same estimate,
/// different seeds independent ones.
struct seeded_sampler {
  std::string name;
  const estimator_formula* claims;  // what it averages
  std::function<double(const finite_pair&, std::size_t n, std::uint64_t seed)> of;
  std::string note = {};
};

/// Points in d dimensions, row by row.
struct point_set {
  std::size_t dimension = 1;
  std::vector<double> coordinates;

  std::size_t size() const { return coordinates.size() / dimension; }
  std::span<const double> at(std::size_t i) const {
    return std::span(coordinates).subspan(i * dimension, dimension);
  }
};

/// A k-nearest-neighbour estimator: x is a sample from P, y one from Q.
struct neighbour_estimator {
  std::string name;
  std::function<double(const point_set& x, const point_set& y, std::size_t k)> of;
  std::string note = {};
};

/// Estimators of every kind.
struct estimator_suite {
  std::vector<sample_estimator> samples;
  std::vector<seeded_sampler> samplers;
  std::vector<neighbour_estimator> neighbours;
};

/// Estimators as people write them.
const estimator_suite& builtin_estimators();

/// Estimators with one fault each, for which `note` is a sentence: what judges them must find it.
const estimator_suite& planted_estimators();

}  // namespace kloracle
