// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/spread.hpp"

namespace kloracle {
namespace {

/// The log-normal distribution: ln x is normal.
///
/// Density       exp(-(ln x - mu)^2 / (2 sigma^2)) / (x sigma sqrt(2 pi))
/// Parameters    those of ln x, spread.hpp
/// Source        Kullback 1959, "Information Theory and Statistics", chapter 9
struct log_normal : normal_spread {
  static constexpr family_entry entry{
      .name = "log_normal",
      .parameters = parameters,
      .over = sample_space::reals,
      .support = "x > 0",
      .density = "exp(-(ln x - mu)^2/(2 sigma^2))/(x sigma sqrt(2 pi))",
      .source = "Kullback 1959"};

  static number_range range(const law<closed_form>&) { return {closed_form(0), std::nullopt}; }

  /// -E ln p = -E ln(density of ln x) + E ln x
  template <class T>
  static T entropy(const law<T>& p) {
    return entropy_of_normal(p) + p.mu;
  }

  /// E x^a = e^(a mu + a^2 variance/2), and Var x = (E x)^2 (e^variance - 1).
  static constexpr statistic offered[] = {statistic::mean, statistic::square_about, statistic::log,
                                          statistic::square_of_log_about, statistic::power};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::log) return p.mu;
    if (s == statistic::square_of_log_about) return p.variance + sqr(p.mu - at[0]);
    if (s == statistic::power) return exp(at[0] * p.mu + sqr(at[0]) * p.variance * Q(1, 2));
    const T mean = exp(p.mu + p.variance * Q(1, 2));
    if (s == statistic::mean) return mean;
    return sqr(mean) * expm1(p.variance) + sqr(mean - at[0]);  // statistic::square_about
  }

  static constexpr statistic needed[] = {statistic::log, statistic::square_of_log_about};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return log_density_of_normal(q, over_p(statistic::square_of_log_about, q.mu)) -
           over_p(statistic::log);
  }
};

}  // namespace

const family_row& log_normal_family() {
  static const family_row row = family_of<log_normal>();
  return row;
}

}  // namespace kloracle
