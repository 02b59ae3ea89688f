// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "oracle/families/definition.hpp"

namespace kloracle {

/// A gamma variable G seen through a fixed bijection - itself, 1/G, sqrt(G) - with the density
/// rate^shape g^(shape - 1) e^(-rate g) / Gamma(shape). Divergences do not see the bijection, so
/// that what is here serves each of these families; each adds its own entry, entropy and averages.
///
/// Source        Penny 2001, "KL-divergences of normal, gamma, Dirichlet and Wishart densities"
template <class T>
struct gamma_law {
  T shape;
  T rate;
};

struct gamma_variable : family_definition {
  template <class T>
  static std::vector<T> coordinates(const gamma_law<T>& p) {
    return {p.shape, p.rate};
  }

  /// Formula       (a - c) psi(a) - ln Gamma(a) + ln Gamma(c) + c ln(b/d) + a (d/b - 1) for shapes
  ///               a, c and rates b, d
  template <class T>
  static T kl(const gamma_law<T>& p, const gamma_law<T>& q) {
    return (p.shape - q.shape) * digamma(p.shape) - lgamma(p.shape) + lgamma(q.shape) +
           q.shape * log(p.rate / q.rate) + p.shape * (q.rate / p.rate - Q(1));
  }

  /// -E ln of the density of G itself.
  template <class T>
  static T entropy_of_gamma(const gamma_law<T>& p) {
    return p.shape - log(p.rate) + lgamma(p.shape) - (p.shape - Q(1)) * digamma(p.shape);
  }
  /// E ln of that density, where log = E ln G and mean = E G.
  template <class T>
  static T log_density_of_gamma(const gamma_law<T>& q, const T& log_of, const T& mean_of) {
    return q.shape * log(q.rate) - lgamma(q.shape) + (q.shape - Q(1)) * log_of - q.rate * mean_of;
  }

  static number_range range(const gamma_law<closed_form>&) {
    return {closed_form(0), std::nullopt};
  }

  template <class T>
  static T mean_of(const gamma_law<T>& p) {
    return p.shape / p.rate;
  }
  template <class T>
  static T log_of(const gamma_law<T>& p) {
    return digamma(p.shape) - log(p.rate);
  }
  /// E (ln G - a)^2: psi'(shape) is the variance of ln G, its moment generating function being that
  /// of power_of.
  template <class T>
  static T square_of_log_about(const gamma_law<T>& p, const T& a) {
    return trigamma(p.shape) + sqr(log_of(p) - a);
  }
  /// E G^a, finite iff shape + a > 0.
  template <class T>
  static T power_of(const gamma_law<T>& p, const T& a) {
    return exp(lgamma(p.shape + a) - lgamma(p.shape) - a * log(p.rate));
  }
  /// E 1/G, finite iff shape > 1.
  template <class T>
  static T reciprocal_of(const gamma_law<T>& p) {
    return p.rate / (p.shape - Q(1));
  }
  /// E e^(a G), finite iff a < rate.
  template <class T>
  static T exponential_of(const gamma_law<T>& p, const T& a) {
    return exp(p.shape * -log1p(-(a / p.rate)));
  }

  static constexpr statistic offered_by_gamma[] = {
      statistic::mean,       statistic::square_about,
      statistic::log,        statistic::square_of_log_about,
      statistic::power,      statistic::reciprocal,
      statistic::exponential};
  /// The averages of that list over G itself.
  template <class T>
  static T average_of_gamma(const gamma_law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::mean) return mean_of(p);
    if (s == statistic::square_about) return mean_of(p) / p.rate + sqr(mean_of(p) - at[0]);
    if (s == statistic::square_of_log_about) return square_of_log_about(p, at[0]);
    if (s == statistic::power) return power_of(p, at[0]);
    if (s == statistic::reciprocal) return reciprocal_of(p);
    if (s == statistic::exponential) return exponential_of(p, at[0]);
    return log_of(p);  // statistic::log
  }
  static std::optional<bool> finite_of_gamma(const gamma_law<closed_form>& p, statistic s,
                                             std::span<const closed_form> at) {
    if (s == statistic::power) return is_positive(p.shape + at[0]);
    if (s == statistic::reciprocal) return is_positive(p.shape - Q(1));
    if (s == statistic::exponential) return is_positive(p.rate - at[0]);
    return true;
  }

  /// The exponential family of ln G and -G with theta = (shape, rate) and h = 1/g.
  template <class T>
  static std::vector<T> natural(const gamma_law<T>& p) {
    return {p.shape, p.rate};
  }
  template <class T>
  static T log_normaliser(const gamma_law<T>&, const std::vector<T>& theta) {
    return lgamma(theta[0]) - theta[0] * log(theta[1]);
  }
  template <class T>
  static std::vector<T> mean(const gamma_law<T>&, const std::vector<T>& theta) {
    return {digamma(theta[0]) - log(theta[1]), -(theta[0] / theta[1])};
  }
  template <class T>
  static std::vector<natural_bound<T>> bounds(const gamma_law<T>&, const std::vector<T>& theta) {
    return {{theta[0]}, {theta[1]}};
  }
};

}  // namespace kloracle
