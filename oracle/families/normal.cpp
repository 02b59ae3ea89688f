// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/line_averages.hpp"
#include "oracle/families/spread.hpp"

namespace kloracle {
namespace {

/// The normal distribution on the line.
///
/// Density       exp(-(x - mu)^2 / (2 sigma^2)) / (sigma sqrt(2 pi))
/// Parameters    spread.hpp
/// Source        Kullback 1959, "Information Theory and Statistics", chapter 9
struct normal : normal_spread {
  static constexpr family_entry entry{.name = "normal",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "the line",
                                      .density = "exp(-(x - mu)^2/(2 sigma^2))/(sigma sqrt(2 pi))",
                                      .source = "Kullback 1959"};

  template <class T>
  static T entropy(const law<T>& p) {
    return entropy_of_normal(p);
  }

  static constexpr statistic offered[] = {statistic::mean,           statistic::square_about,
                                          statistic::absolute_about, statistic::exponential,
                                          statistic::softplus,       statistic::log_quadratic};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::mean) return p.mu;
    if (s == statistic::square_about) return p.variance + sqr(p.mu - at[0]);
    if (s == statistic::exponential) return exp(at[0] * p.mu + sqr(at[0]) * p.variance * Q(1, 2));
    if (s == statistic::softplus || s == statistic::log_quadratic) {
      const T place = (p.mu - at[0]) / at[1];
      const T ratio = sqrt(p.variance) / at[1];
      return s == statistic::softplus ? mean_softplus(line_law::normal, place, ratio)
                                      : mean_log_quadratic(line_law::normal, place, ratio);
    }
    // E|x - a| = sigma sqrt(2/pi) e^(-u^2) + (mu - a) erf(u), u = (mu - a)/(sigma sqrt 2)
    const T off = p.mu - at[0];
    const T root = sqrt(p.variance * Q(2));
    const T u = off / root;
    return root * exp(-sqr(u)) / sqrt(pi(off)) + off * erf(u);
  }

  static constexpr statistic needed[] = {statistic::square_about};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return log_density_of_normal(q, over_p(statistic::square_about, q.mu));
  }
};

}  // namespace

const family_row& normal_family() {
  static const family_row row = family_of<normal>();
  return row;
}

}  // namespace kloracle
