// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "oracle/families/definition.hpp"

namespace kloracle {

/// A normal variable seen through a fixed bijection - the identity, exp, the logistic function -
/// with its mean and any of the usual ways to say how spread out it is. Divergences do not see the
/// bijection, so that what is here serves each of these families; each adds its own entry, range,
/// entropy and averages.
///
/// Parameters    mu; one of sigma (standard deviation), variance, log_variance, log_sigma,
///               precision
/// Source        Kullback 1959, "Information Theory and Statistics", chapter 9
struct normal_spread : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"mu", domain::real, 0, 0, "mean of the normal variable"},
      {"sigma", domain::positive, 1, 0, "standard deviation of the normal variable"},
      {"variance", domain::positive, 1, 0, "sigma^2"},
      {"log_variance", domain::real, 1, 0, "ln sigma^2"},
      {"log_sigma", domain::real, 1, 0, "ln sigma"},
      {"precision", domain::positive, 1, 0, "1/sigma^2"}};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x) : mu(x["mu"]), log_variance(mu), variance(mu) {
      if (x.has("log_variance") || x.has("log_sigma")) {
        const bool of_sigma = x.has("log_sigma");
        by_logarithm = true;
        exact_spread = of_sigma ? Q(x.exact("log_sigma") * 2) : x.exact("log_variance");
        log_variance = of_sigma ? x["log_sigma"] * Q(2) : x["log_variance"];
        variance = exp(log_variance);
        return;
      }
      if (x.has("sigma")) {
        exact_spread = x.exact("sigma") * x.exact("sigma");
        variance = sqr(x["sigma"]);
      } else if (x.has("variance")) {
        exact_spread = x.exact("variance");
        variance = x["variance"];
      } else {
        exact_spread = 1 / x.exact("precision");
        variance = x.number(1) / x["precision"];
      }
      log_variance = log(variance);
    }
    T mu;
    T log_variance;
    T variance;
    bool by_logarithm = false;
    Q exact_spread = 0;  // log_variance if by_logarithm, otherwise variance
  };

  /// The logarithm, as e^log_variance may be beyond what a number can hold.
  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.mu, p.log_variance};
  }

  /// Formula       (r - 1 - ln r)/2 + (mu_p - mu_q)^2/(2 variance_q), r = variance_p/variance_q
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    const T log_ratio = p.log_variance - q.log_variance;
    const bool in_logarithms = p.by_logarithm && q.by_logarithm;
    const T above_one = in_logarithms ? expm1(log_ratio) : p.variance / q.variance - Q(1);
    return (above_one - log_ratio + sqr(p.mu - q.mu) / q.variance) * Q(1, 2);
  }

  template <class T>
  static T log_two_pi(const law<T>& p) {
    return log_pi(p.mu) + log(constant(p.mu, 2));
  }

  /// -E ln of the density of the normal variable itself.
  template <class T>
  static T entropy_of_normal(const law<T>& p) {
    return (log_two_pi(p) + p.log_variance + Q(1)) * Q(1, 2);
  }
  /// E ln of that density, where E (x - mu)^2 = square.
  template <class T>
  static T log_density_of_normal(const law<T>& q, const T& square) {
    return (log_two_pi(q) + q.log_variance + square / q.variance) * Q(-1, 2);
  }

  /// Whether the variances are equal. Exact: e^l with l rational is rational for l = 0 alone
  /// (Lindemann), so that a variance given by its logarithm equals one given otherwise only at 1.
  template <class T>
  static bool equal_spread(const law<T>& p, const law<T>& q) {
    if (p.by_logarithm == q.by_logarithm) return p.exact_spread == q.exact_spread;
    return p.exact_spread == (p.by_logarithm ? 0 : 1) && q.exact_spread == (q.by_logarithm ? 0 : 1);
  }

  /// Formula       erf(|d|/(2 sigma sqrt 2)), d = mu_q - mu_p, for one sigma. For variances u of P
  ///               and v of Q, u != v, the densities cross at the two roots of the quadratic
  ///               ln p = ln q; with R = sqrt(d^2 + (v - u) ln(v/u)) these are, measured from mu_p
  ///               in sigma_p and from mu_q in sigma_q,
  ///               (sqrt(u) d +- sqrt(v) R)/(u - v), (sqrt(v) d +- sqrt(u) R)/(u - v),
  ///               and between them lies the set on which one density is the larger
  template <class T>
  static T total_variation(const law<T>& p, const law<T>& q) {
    const T d = q.mu - p.mu;
    // P(A) - Q(A) with A = {p > q}, a half-line: with either sigma's own share the slopes are
    // right, as A need not move (at its end p = q).
    if (equal_spread(p, q)) {
      return (erf(abs(d) / sqrt(p.variance * Q(8))) + erf(abs(d) / sqrt(q.variance * Q(8)))) *
             Q(1, 2);
    }
    const T apart = q.variance - p.variance;
    const T reach = sqrt(sqr(d) + apart * (q.log_variance - p.log_variance));
    const auto between = [&](const T& own, const T& other) {
      const T centre = sqrt(own * Q(1, 2)) * d / apart;
      const T half_width = sqrt(other * Q(1, 2)) * reach / apart;
      return erf(half_width - centre) + erf(half_width + centre);
    };
    return abs(between(p.variance, q.variance) - between(q.variance, p.variance)) * Q(1, 2);
  }

  /// The exponential family of y and y^2, y the normal variable, with theta = (mu/variance,
  /// -1/(2 variance)), written with the precision -2 theta_2 in place of theta_2.
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

}  // namespace kloracle
