// SPDX-License-Identifier: Apache-2.0
#include "properties/estimators/estimator_parts.hpp"
#include "properties/estimators/planted_estimators.hpp"

namespace kloracle {
namespace {

double log_of_ratio_term(double p, double q) {
  return std::log(p / q);
}

double k2_term(double p, double q) {
  const double log_ratio = log_ratio_term(p, q);
  return log_ratio * log_ratio / 2;
}

double k3_exp_term(double p, double q) {
  const double log_r = std::log(q) - std::log(p);
  return std::exp(log_r) - 1 - log_r;
}

estimate k1_with_error(const drawn_outcomes& drawn) {
  const std::vector<double> terms = terms_of(drawn, log_ratio_term);
  const auto n = static_cast<double>(terms.size());
  return {mean_of(terms), std::sqrt(sum_of_squares(terms) / (n - 1) / n)};
}

std::vector<sample_estimator> builtin_samples() {
  const estimator_formula* k1 = find_formula("k1");
  const estimator_formula* k2 = find_formula("k2");
  const estimator_formula* k3 = find_formula("k3");
  return {{"k1", k1, true, mean_estimate<log_ratio_term>, "mean of log p - log q"},
          {"k1_ratio", k1, true, mean_estimate<log_of_ratio_term>, "mean of log(p/q)"},
          {"k1_with_error", k1, true, k1_with_error, "k1 and its standard error"},
          {"k2", k2, false, mean_estimate<k2_term>, "mean of (log p - log q)^2/2"},
          {"k3", k3, true, mean_estimate<k3_exp_term>, "mean of exp(l) - 1 - l, l = log q - log p"},
          {"k3_expm1", k3, true, mean_estimate<k3_term>, "mean of expm1(l) - l"},
          {"importance", find_formula("importance"), true, mean_estimate<importance_term>,
           "mean of w log w, w = p/q, drawn from Q"}};
}

}  // namespace

const estimator_suite& builtin_estimators() {
  static const estimator_suite suite{
      builtin_samples(),
      {{"monte_carlo_k1", find_formula("k1"), monte_carlo<log_ratio_term>, "k1 of its own draws"},
       {"monte_carlo_k3", find_formula("k3"), monte_carlo<k3_term>, "k3 of its own draws"}},
      {{"knn", knn<>, "brute force, distances in double"}}};
  return suite;
}

const estimator_suite& planted_estimators() {
  static const estimator_suite suite{planted_samples(), planted_samplers(), planted_neighbours()};
  return suite;
}

}  // namespace kloracle
