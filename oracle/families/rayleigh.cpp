// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/gamma_statistic.hpp"
#include "oracle/families/segment.hpp"

namespace kloracle {
namespace {

/// The Rayleigh distribution: the length of a planar vector of independent normal coordinates.
///
/// Density       x exp(-x^2 / (2 sigma^2)) / sigma^2
/// Parameters    sigma, the standard deviation of each coordinate
/// Source        Kullback 1959 for the exponential distribution, which x^2 follows
struct rayleigh : gamma_statistic<2> {
  static constexpr parameter_entry parameters[] = {
      {"sigma", domain::positive, 0, 0, "standard deviation of each coordinate"}};
  static constexpr family_entry entry{.name = "rayleigh",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "x > 0",
                                      .density = "x exp(-x^2/(2 sigma^2))/sigma^2",
                                      .source = "Kullback 1959"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x) : sigma(x["sigma"]) {}
    T sigma;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.sigma};
  }

  /// Formula       r - 1 - ln r, r = sigma_p^2/sigma_q^2
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    return kl_of_ratio(sqr(p.sigma / q.sigma));
  }
  template <class T>
  static T total_variation(const law<T>& p, const law<T>& q) {
    return total_variation_of_ratio(sqr(p.sigma / q.sigma));
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return log(p.sigma) - (log(constant(p.sigma, 2)) - euler(p.sigma)) * Q(1, 2) + Q(1);
  }

  static number_range range(const law<closed_form>&) { return {closed_form(0), std::nullopt}; }

  static constexpr statistic offered[] = {
      statistic::mean,       statistic::square_about,        statistic::absolute_about,
      statistic::log,        statistic::square_of_log_about, statistic::power,
      statistic::exponential};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    // x = sigma sqrt(2 e) with e standard exponential: E ln e = -gamma, Var ln e = pi^2/6,
    // E e^a = Gamma(1 + a)
    const T log_scale = log(p.sigma) + log(constant(p.sigma, 2)) * Q(1, 2);
    const T mean_log = log_scale - euler(p.sigma) * Q(1, 2);
    if (s == statistic::log) return mean_log;
    if (s == statistic::square_of_log_about) {
      return sqr(pi(p.sigma)) * Q(1, 24) + sqr(mean_log - at[0]);
    }
    if (s == statistic::power) return exp(at[0] * log_scale + lgamma(at[0] * Q(1, 2) + Q(1)));
    const T root_two = sqrt(constant(p.sigma, 2));
    const T root_pi = sqrt(pi(p.sigma));
    if (s == statistic::exponential) {  // 1 + u sqrt(pi) e^(u^2) erfc(-u), u = a sigma/sqrt 2
      const T u = at[0] * p.sigma / root_two;
      return u * root_pi * exp(sqr(u)) * erfc(-u) + Q(1);
    }
    const T mean = p.sigma * root_pi / root_two;
    if (s == statistic::mean) return mean;
    if (s == statistic::square_about) {
      return sqr(p.sigma) * Q(2) - sqr(mean) + sqr(mean - at[0]);
    }
    // E|x - a| = E x - a + 2 E max(c - x, 0), c = max(a, 0), and the last is, over [0, c], the
    // integral of the distribution function 1 - e^(-x^2/(2 sigma^2)).
    const T c = positive_part(at[0]);
    return mean - at[0] + (c - mean * erf(c / (p.sigma * root_two))) * Q(2);
  }
  static std::optional<bool> finite(const law<closed_form>&, statistic s,
                                    std::span<const closed_form> at) {
    if (s == statistic::power) return is_positive(at[0] + Q(2));
    return true;
  }

  static constexpr statistic needed[] = {statistic::log, statistic::square_about};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    const T square = over_p(statistic::square_about, constant(q.sigma, 0));
    return over_p(statistic::log) - log(q.sigma) * Q(2) - square / sqr(q.sigma) * Q(1, 2);
  }

  /// theta = 1/sigma^2 and s = x^2/2, of shape 1.
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {constant(p.sigma, 1) / sqr(p.sigma)};
  }
};

}  // namespace

const family_row& rayleigh_family() {
  static const family_row row = family_of<rayleigh>();
  return row;
}

}  // namespace kloracle
