// SPDX-License-Identifier: Apache-2.0
//
// What estimators are made of, in plain double arithmetic: for the built-in ones and the planted
// faults.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "properties/estimators/estimator.hpp"
#include "properties/random.hpp"

namespace kloracle {

using outcome_term = double (*)(double p, double q);

inline double log_ratio_term(double p, double q) {
  return std::log(p) - std::log(q);
}

inline double k3_term(double p, double q) {
  const double log_r = std::log(q) - std::log(p);
  return std::expm1(log_r) - log_r;
}

inline double importance_term(double p, double q) {
  if (p == 0) return 0;
  return p / q * log_ratio_term(p, q);
}

inline std::vector<double> terms_of(const drawn_outcomes& drawn, outcome_term term) {
  std::vector<double> terms(drawn.p.size());
  for (std::size_t i = 0; i < terms.size(); ++i) terms[i] = term(drawn.p[i], drawn.q[i]);
  return terms;
}

inline double sum_of(const std::vector<double>& terms) {
  double total = 0;
  for (const double t : terms) total += t;
  return total;
}

inline double mean_of(const std::vector<double>& terms) {
  return sum_of(terms) / static_cast<double>(terms.size());
}

template <outcome_term term>
estimate mean_estimate(const drawn_outcomes& drawn) {
  return {mean_of(terms_of(drawn, term))};
}

inline double sum_of_squares(const std::vector<double>& terms) {
  const double centre = mean_of(terms);
  double total = 0;
  for (const double t : terms) total += (t - centre) * (t - centre);
  return total;
}

/// One outcome of the distribution: the first whose cumulative probability exceeds a uniform draw.
inline std::size_t draw_outcome(random_source& random, const std::vector<double>& of) {
  const double u = random.unit();
  double cumulative = 0;
  std::size_t last = 0;
  for (std::size_t i = 0; i < of.size(); ++i) {
    if (of[i] == 0) continue;
    last = i;
    cumulative += of[i];
    if (u < cumulative) return i;
  }
  return last;
}

/// The terms of n draws from P.
inline std::vector<double> drawn_terms(random_source& random, const finite_pair& pair,
                                       std::size_t n, outcome_term term) {
  std::vector<double> terms(n);
  for (double& t : terms) {
    const std::size_t i = draw_outcome(random, pair.p);
    t = term(pair.p[i], pair.q[i]);
  }
  return terms;
}

template <outcome_term term>
double monte_carlo(const finite_pair& pair, std::size_t n, std::uint64_t seed) {
  random_source random(seed);
  return mean_of(drawn_terms(random, pair, n, term));
}

inline double euclidean(std::span<const double> a, std::span<const double> b) {
  double total = 0;
  for (std::size_t i = 0; i < a.size(); ++i) total += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(total);
}

using point_distance = double (*)(std::span<const double> a, std::span<const double> b);

/// The distance from x[i] to its k-th neighbour: in y, or among the other points of x.
inline double kth_distance(const point_set& x, std::size_t i, const point_set& among, std::size_t k,
                           point_distance distance) {
  std::vector<double> distances;
  for (std::size_t j = 0; j < among.size(); ++j) {
    if (&among == &x && j == i) continue;
    distances.push_back(distance(x.at(i), among.at(j)));
  }
  const auto at = distances.begin() + static_cast<std::ptrdiff_t>(k - 1);
  std::nth_element(distances.begin(), at, distances.end());
  return *at;
}

/// sum ln(nu/rho), with any distance.
template <point_distance distance = euclidean>
double sum_of_log_ratios(const point_set& x, const point_set& y, std::size_t k) {
  double total = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    total += std::log(kth_distance(x, i, y, k, distance) / kth_distance(x, i, x, k, distance));
  }
  return total;
}

/// The estimate with any sum, dimension and odds.
inline double assembled(double sum, double n, double d, double odds) {
  return d / n * sum + std::log(odds);
}

template <point_distance distance = euclidean>
double knn(const point_set& x, const point_set& y, std::size_t k) {
  const auto n = static_cast<double>(x.size());
  return assembled(sum_of_log_ratios<distance>(x, y, k), n, static_cast<double>(x.dimension),
                   static_cast<double>(y.size()) / (n - 1));
}

}  // namespace kloracle
