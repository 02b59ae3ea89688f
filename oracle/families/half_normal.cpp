// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/gamma_statistic.hpp"
#include "oracle/families/segment.hpp"

namespace kloracle {
namespace {

/// The half-normal distribution: the absolute value of a normal variable of mean 0.
///
/// Density       sqrt(2/pi) exp(-x^2 / (2 sigma^2)) / sigma
/// Parameters    sigma, the standard deviation of the normal variable
/// Source        Kullback 1959 for the normal distribution; |x| is sufficient where mu = 0
struct half_normal : gamma_statistic<1> {
  static constexpr parameter_entry parameters[] = {
      {"sigma", domain::positive, 0, 0, "standard deviation of the normal variable"}};
  static constexpr family_entry entry{.name = "half_normal",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "x >= 0",
                                      .density = "sqrt(2/pi) exp(-x^2/(2 sigma^2))/sigma",
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

  /// Formula       (r - 1 - ln r)/2, r = sigma_p^2/sigma_q^2
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    return kl_of_ratio(sqr(p.sigma / q.sigma));
  }
  template <class T>
  static T total_variation(const law<T>& p, const law<T>& q) {
    return total_variation_of_ratio(sqr(p.sigma / q.sigma));
  }

  /// ln(pi/2), twice the logarithm of the density's constant.
  template <class T>
  static T log_half_pi(const law<T>& p) {
    return log_pi(p.sigma) - log(constant(p.sigma, 2));
  }
  template <class T>
  static T entropy(const law<T>& p) {
    return (log_half_pi(p) + Q(1)) * Q(1, 2) + log(p.sigma);
  }

  static number_range range(const law<closed_form>&) { return {closed_form(0), std::nullopt}; }

  static constexpr statistic offered[] = {
      statistic::mean,       statistic::square_about,        statistic::absolute_about,
      statistic::log,        statistic::square_of_log_about, statistic::power,
      statistic::exponential};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::log) return mean_log(p);
    if (s == statistic::square_of_log_about) {  // Var ln|z| = psi'(1/2)/4 = pi^2/8
      return sqr(pi(p.sigma)) * Q(1, 8) + sqr(mean_log(p) - at[0]);
    }
    if (s == statistic::power) return mean_power(p, at[0]);
    const T root_two = sqrt(constant(p.sigma, 2));
    if (s == statistic::exponential) {  // e^(u^2) erfc(-u), u = a sigma/sqrt 2
      const T u = at[0] * p.sigma / root_two;
      return exp(sqr(u)) * erfc(-u);
    }
    const T mean = p.sigma * root_two / sqrt(pi(p.sigma));
    if (s == statistic::mean) return mean;
    if (s == statistic::square_about) {
      return sqr(p.sigma) - sqr(mean) + sqr(mean - at[0]);
    }
    // E|x - a| = E x - a + 2 E max(c - x, 0), c = max(a, 0), and the last is, over [0, c], the
    // integral of the distribution function erf(x/(sigma sqrt 2)).
    const T c = positive_part(at[0]);
    const T u = c / (p.sigma * root_two);
    return mean - at[0] + (c * erf(u) + mean * expm1(-sqr(u))) * Q(2);
  }
  static std::optional<bool> finite(const law<closed_form>&, statistic s,
                                    std::span<const closed_form> at) {
    if (s == statistic::power) return is_positive(at[0] + Q(1));
    return true;
  }

  static constexpr statistic needed[] = {statistic::square_about};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    const T square = over_p(statistic::square_about, constant(q.sigma, 0));
    return (log_half_pi(q) + square / sqr(q.sigma)) * Q(-1, 2) - log(q.sigma);
  }

  /// theta = 1/sigma^2 and s = x^2/2, of shape 1/2.
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {constant(p.sigma, 1) / sqr(p.sigma)};
  }

 private:
  // E ln|z| = (psi(1/2) + ln 2)/2 for a standard normal z
  template <class T>
  static T mean_log(const law<T>& p) {
    return log(p.sigma) - (euler(p.sigma) + log(constant(p.sigma, 2))) * Q(1, 2);
  }
  // E x^a = sigma^a 2^(a/2) Gamma((a + 1)/2)/sqrt(pi)
  template <class T>
  static T mean_power(const law<T>& p, const T& a) {
    const T log_scale = log(p.sigma) + log(constant(a, 2)) * Q(1, 2);
    return exp(a * log_scale + lgamma((a + Q(1)) * Q(1, 2)) - log_pi(a) * Q(1, 2));
  }
};

}  // namespace

const family_row& half_normal_family() {
  static const family_row row = family_of<half_normal>();
  return row;
}

}  // namespace kloracle
