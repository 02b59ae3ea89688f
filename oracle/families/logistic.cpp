// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"
#include "oracle/families/line_averages.hpp"

namespace kloracle {
namespace {

/// The logistic distribution.
///
/// Density       e^-z/(scale (1 + e^-z)^2), z = (x - mu)/scale
/// Parameters    mu, scale
/// Source        Johnson, Kotz and Balakrishnan 1995, "Continuous Univariate Distributions",
///               chapter 23; KL within the family has no closed form
struct logistic : family_definition {
  static constexpr parameter_entry parameters[] = {{"mu", domain::real, 0, 0, "mean"},
                                                   {"scale", domain::positive, 1, 0, "scale"}};
  static constexpr family_entry entry{.name = "logistic",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "the line",
                                      .density = "e^-z/(scale (1 + e^-z)^2), z = (x - mu)/scale",
                                      .source = "Johnson, Kotz and Balakrishnan 1995"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x)
        : mu(x["mu"]), scale(x["scale"]), exact_mu(x.exact("mu")), exact_scale(x.exact("scale")) {}
    T mu;
    T scale;
    Q exact_mu;
    Q exact_scale;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.mu, p.scale};
  }

  /// -E ln p = ln scale + E z + 2 E ln(1 + e^-z), where the last average is 1.
  template <class T>
  static T entropy(const law<T>& p) {
    return log(p.scale) + Q(2);
  }

  /// Var z = pi^2/3; softplus is ln(1 + e^-(x - a)/b).
  static constexpr statistic offered[] = {statistic::mean, statistic::square_about,
                                          statistic::softplus, statistic::log_quadratic};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::mean) return p.mu;
    if (s == statistic::square_about) {
      return sqr(pi(p.mu) * p.scale) * Q(1, 3) + sqr(p.mu - at[0]);
    }
    const T place = (p.mu - at[0]) / at[1];
    const T ratio = p.scale / at[1];
    return s == statistic::softplus ? mean_softplus(line_law::logistic, place, ratio)
                                    : mean_log_quadratic(line_law::logistic, place, ratio);
  }

  static constexpr statistic needed[] = {statistic::mean, statistic::softplus};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return -log(q.scale) - (over_p(statistic::mean) - q.mu) / q.scale -
           over_p(statistic::softplus, q.mu, q.scale) * Q(2);
  }
};

}  // namespace

const family_row& logistic_family() {
  static const family_row row = family_of<logistic>();
  return row;
}

}  // namespace kloracle
