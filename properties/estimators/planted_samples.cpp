// SPDX-License-Identifier: Apache-2.0
//
// Functions of the drawn outcomes with one defect each.
#include <utility>
#include "properties/estimators/estimator_parts.hpp"

#include "properties/estimators/planted_estimators.hpp"

namespace kloracle {
namespace {

double base_two_term(double p, double q) {
  return std::log2(p) - std::log2(q);
}

double reversed_term(double p, double q) {
  return log_ratio_term(q, p);
}

double k2_term(double p, double q) {
  return log_ratio_term(p, q) * log_ratio_term(p, q) / 2;
}

double k3_inverted_term(double p, double q) {
  return k3_term(q, p);
}

double k3_without_one_term(double p, double q) {
  return q / p - (std::log(q) - std::log(p));
}

double weight_inverted_term(double p, double q) {
  return p == 0 ? 0 : q / p * log_ratio_term(p, q);
}

double finite_or_zero_term(double p, double q) {
  const double t = log_ratio_term(p, q);
  return std::isfinite(t) ? t : 0;
}

double not_negative_term(double p, double q) {
  return std::max(log_ratio_term(p, q), 0.0);
}

double absolute_term(double p, double q) {
  return std::fabs(log_ratio_term(p, q));
}

double epsilon_term(double p, double q) {
  return std::log((p + 1e-10) / (q + 1e-10));
}

double clipped_term(double p, double q) {
  return std::clamp(log_ratio_term(p, q), -1.0, 1.0);
}

estimate over_n_less_one(const drawn_outcomes& drawn) {
  return {sum_of(terms_of(drawn, log_ratio_term)) / static_cast<double>(drawn.p.size() - 1)};
}

estimate never_negative(const drawn_outcomes& drawn) {
  return {std::max(mean_of(terms_of(drawn, log_ratio_term)), 0.0)};
}

estimate first_alone(const drawn_outcomes& drawn) {
  return {log_ratio_term(drawn.p[0], drawn.q[0])};
}

estimate last_left_out(const drawn_outcomes& drawn) {
  const std::size_t n = drawn.p.size() - 1;
  return mean_estimate<log_ratio_term>({drawn.p.first(n), drawn.q.first(n)});
}

estimate in_single_precision(const drawn_outcomes& drawn) {
  float total = 0;
  for (const double t : terms_of(drawn, log_ratio_term)) total += static_cast<float>(t);
  return {static_cast<double>(total / static_cast<float>(drawn.p.size()))};
}

estimate middle_one(const drawn_outcomes& drawn) {
  std::vector<double> terms = terms_of(drawn, log_ratio_term);
  std::sort(terms.begin(), terms.end());
  return {(terms[(terms.size() - 1) / 2] + terms[terms.size() / 2]) / 2};
}

estimate self_normalised(const drawn_outcomes& drawn) {
  double weights = 0;
  for (std::size_t i = 0; i < drawn.p.size(); ++i) weights += drawn.p[i] / drawn.q[i];
  return {sum_of(terms_of(drawn, importance_term)) / weights};
}

estimate sometimes_nan(const drawn_outcomes& drawn) {
  const double mean = mean_of(terms_of(drawn, log_ratio_term));
  return {mean < 0 ? std::sqrt(mean) : mean};
}

estimate remembers(const drawn_outcomes& drawn) {
  static double last = 0;
  const double mean = mean_of(terms_of(drawn, log_ratio_term));
  return {std::exchange(last, mean) / 64 + mean};
}

estimate with_error(const drawn_outcomes& drawn, double divisor) {
  const std::vector<double> terms = terms_of(drawn, log_ratio_term);
  return {mean_of(terms), std::sqrt(sum_of_squares(terms) / divisor)};
}

estimate error_over_n(const drawn_outcomes& drawn) {
  const auto n = static_cast<double>(drawn.p.size());
  return with_error(drawn, n * n);
}

estimate error_not_of_mean(const drawn_outcomes& drawn) {
  return with_error(drawn, static_cast<double>(drawn.p.size() - 1));
}

}  // namespace

std::vector<sample_estimator> planted_samples() {
  const estimator_formula* k1 = find_formula("k1");
  const estimator_formula* k2 = find_formula("k2");
  const estimator_formula* k3 = find_formula("k3");
  const estimator_formula* importance = find_formula("importance");
  return {
      {"base_two", k1, true, mean_estimate<base_two_term>, "log2 for ln"},
      {"reversed", k1, true, mean_estimate<reversed_term>, "p and q exchanged"},
      {"absolute", k1, true, mean_estimate<absolute_term>, "|log ratio| for the log ratio"},
      {"not_negative", k1, true, mean_estimate<not_negative_term>, "negative terms count as 0"},
      {"never_negative", k1, true, never_negative, "a negative estimate is returned as 0"},
      {"drops_infinity", k1, true, mean_estimate<finite_or_zero_term>, "infinite terms count as 0"},
      {"epsilon", k1, true, mean_estimate<epsilon_term>, "1e-10 added to p and q"},
      {"clipped", k1, true, mean_estimate<clipped_term>, "log ratios clipped to [-1, 1]"},
      {"over_n_less_one", k1, true, over_n_less_one, "divided by n - 1"},
      {"last_left_out", k1, true, last_left_out, "the last draw is ignored"},
      {"first_alone", k1, true, first_alone, "only the first draw is used"},
      {"single_precision", k1, true, in_single_precision, "summed in binary32"},
      {"median", k1, true, middle_one, "median for mean"},
      {"sometimes_nan", k1, true, sometimes_nan, "NaN where the estimate is negative"},
      {"remembers", k1, true, remembers, "adds a part of its last estimate"},
      {"own_median", nullptr, true, middle_one, "a formula of its own, said to be unbiased"},
      {"k2_unbiased", k2, true, mean_estimate<k2_term>, "k2, said to be unbiased"},
      {"k3_inverted", k3, true, mean_estimate<k3_inverted_term>, "k3 with r = p/q"},
      {"k3_without_one", k3, true, mean_estimate<k3_without_one_term>, "k3 without its -1"},
      {"weight_inverted", importance, true, mean_estimate<weight_inverted_term>,
       "importance weights q/p"},
      {"unweighted", importance, true, mean_estimate<finite_or_zero_term>, "no importance weights"},
      {"self_normalised", importance, true, self_normalised,
       "divided by the sum of the weights, said to be unbiased"},
      {"error_over_n", k1, true, error_over_n, "standard error from the variance over n"},
      {"error_not_of_mean", k1, true, error_not_of_mean, "standard deviation for standard error"},
  };
}

}  // namespace kloracle
