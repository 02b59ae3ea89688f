// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/spread.hpp"

namespace kloracle {
namespace {

/// The logit-normal distribution: 1/(1 + e^-Y) of a normal variable Y.
///
/// Density       that of Y at ln(x/(1 - x)), by x (1 - x)
/// Parameters    mu; one of sigma, variance, log_variance, log_sigma, precision: all of Y
/// Source        Kullback 1959, for normal distributions. The entropy would need E ln(x (1 - x)),
///               which has no closed form
struct logit_normal : normal_spread {
  static constexpr family_entry entry{
      .name = "logit_normal",
      .parameters = parameters,
      .over = sample_space::reals,
      .support = "0 < x < 1",
      .density = "exp(-(ln(x/(1 - x)) - mu)^2/(2 sigma^2))/(x (1 - x) sigma sqrt(2 pi))",
      .source = "Kullback 1959, as normal"};

  static number_range range(const law<closed_form>&) { return {closed_form(0), closed_form(1)}; }

  static constexpr statistic needed[] = {statistic::square_of_logit_about, statistic::log,
                                         statistic::log_complement};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return log_density_of_normal(q, over_p(statistic::square_of_logit_about, q.mu)) -
           over_p(statistic::log) - over_p(statistic::log_complement);
  }
};

}  // namespace

const family_row& logit_normal_family() {
  static const family_row row = family_of<logit_normal>();
  return row;
}

}  // namespace kloracle
