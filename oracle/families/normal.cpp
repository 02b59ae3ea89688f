// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"

namespace kloracle {
namespace {

/// The normal distribution on the line.
///
/// Density       exp(-(x - mu)^2 / (2 sigma^2)) / (sigma sqrt(2 pi))
/// Parameters    mu; one of sigma (standard deviation), variance, log_variance, log_sigma, precision
/// Source        Kullback 1959, "Information Theory and Statistics", chapter 9
struct normal : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"mu", domain::real, 0, 0, "mean"},
      {"sigma", domain::positive, 1, 0, "standard deviation"},
      {"variance", domain::positive, 1, 0, "sigma^2"},
      {"log_variance", domain::real, 1, 0, "ln sigma^2"},
      {"log_sigma", domain::real, 1, 0, "ln sigma"},
      {"precision", domain::positive, 1, 0, "1/sigma^2"}};
  static constexpr family_entry entry{.name = "normal",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "the line",
                                      .density = "exp(-(x - mu)^2/(2 sigma^2))/(sigma sqrt(2 pi))",
                                      .source = "Kullback 1959"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x) : mu(x["mu"]), log_variance(mu), variance(mu) {
      if (x.has("log_variance") || x.has("log_sigma")) {
        log_variance = x.has("log_sigma") ? x["log_sigma"] * Q(2) : x["log_variance"];
        variance = exp(log_variance);
        return;
      }
      if (x.has("sigma")) variance = sqr(x["sigma"]);
      if (x.has("variance")) variance = x["variance"];
      if (x.has("precision")) variance = x.number(1) / x["precision"];
      log_variance = log(variance);
    }
    T mu;
    T log_variance;
    T variance;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.mu, p.variance};
  }

  /// Formula       (r - 1 - ln r)/2 + (mu_p - mu_q)^2/(2 variance_q), r = variance_p/variance_q
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    const T ratio = p.variance / q.variance;
    const T log_ratio = p.log_variance - q.log_variance;
    return (ratio - Q(1) - log_ratio + sqr(p.mu - q.mu) / q.variance) * Q(1, 2);
  }

  template <class T>
  static T log_two_pi(const law<T>& p) {
    return log_pi(p.mu) + log(constant(p.mu, 2));
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return (log_two_pi(p) + p.log_variance + Q(1)) * Q(1, 2);
  }

  static constexpr statistic offered[] = {statistic::mean, statistic::square_about,
                                          statistic::absolute_about, statistic::exponential};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::mean) return p.mu;
    if (s == statistic::square_about) return p.variance + sqr(p.mu - at[0]);
    if (s == statistic::exponential) return exp(at[0] * p.mu + sqr(at[0]) * p.variance * Q(1, 2));
    // E|x - a| = sigma sqrt(2/pi) e^(-u^2) + (mu - a) erf(u), u = (mu - a)/(sigma sqrt 2)
    const T off = p.mu - at[0];
    const T root = sqrt(p.variance * Q(2));
    const T u = off / root;
    return root * exp(-sqr(u)) / sqrt(pi(off)) + off * erf(u);
  }
  static std::optional<bool> finite(const law<closed_form>&, statistic,
                                    std::span<const closed_form>) {
    return true;
  }

  static constexpr statistic needed[] = {statistic::square_about};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return (log_two_pi(q) + q.log_variance + over_p(statistic::square_about, q.mu) / q.variance) *
           Q(-1, 2);
  }

  /// The exponential family of x and x^2 with theta = (mu/variance, -1/(2 variance)), written with
  /// the precision -2 theta_2 in place of theta_2.
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {p.mu / p.variance, constant(p.mu, 1) / p.variance};
  }
  template <class T>
  static T log_normaliser(const law<T>&, const std::vector<T>& theta) {
    return (sqr(theta[0]) / theta[1] - log(theta[1])) * Q(1, 2);
  }
  template <class T>
  static std::vector<T> mean(const law<T>&, const std::vector<T>& theta) {
    const T mu = theta[0] / theta[1];
    return {mu, (sqr(mu) + constant(mu, 1) / theta[1]) * Q(-1, 2)};
  }
  template <class T>
  static std::vector<natural_bound<T>> bounds(const law<T>&, const std::vector<T>& theta) {
    return {{theta[1]}};
  }
};

}  // namespace

const family_row& normal_family() {
  static const family_row row = family_of<normal>();
  return row;
}

}  // namespace kloracle
