// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oracle/families/definition.hpp"
#include "oracle/families/segment.hpp"

namespace kloracle {

/// A family of densities h(x) theta^k e^(-theta s(x)) with one natural parameter theta > 0 and one
/// statistic s >= 0: under each of them s follows the gamma distribution of shape k and rate theta,
/// and divergences are those between these. A family adds natural(p) = {theta}, and fixed(p) where
/// h and s depend on parameters.
///
/// Formula       F(theta) = -k ln theta up to a constant; the mean of -s is -k/theta;
///               KL = k (r - 1 - ln r), r = theta_q/theta_p
/// Source        Kullback 1959
template <long twice_k>
struct gamma_statistic : family_definition {
  template <class T>
  static T kl_of_ratio(const T& r) {
    return (r - Q(1) - log(r)) * Q(twice_k, 2);
  }

  /// Formula       with x = k ln r/(theta_q - theta_p) where the densities cross, the difference of
  ///               P(s > x) and Q(s > x): of r^(-1/(r-1)) and that over r for k = 1, of the erfc
  ///               of the roots of theta_p x and theta_q x for k = 1/2. At r = 1 the total
  ///               variation is 0, and this is not asked
  template <class T>
  static T total_variation_of_ratio(const T& r) {
    static_assert(twice_k == 1 || twice_k == 2);
    const T decay = log(r) / (r - Q(1));
    if constexpr (twice_k == 2) {
      return exp(-decay) * abs(r - Q(1)) / r;
    } else {
      return abs(erf(sqrt(r * decay * Q(1, 2))) - erf(sqrt(decay * Q(1, 2))));
    }
  }

  /// ln of the integral of p^a q^(1-a) from d = ln(theta_p/theta_q), for thetas whose logarithms
  /// are at hand and which may be beyond what a number can hold.
  ///
  /// Formula       -k (ln(a e^(d - m) + (1 - a) e^-m) + m - a d), m = max(d, 0)
  template <class T>
  static T log_affinity_of_difference(const T& order, const T& d) {
    const T m = positive_part(d);
    const T rest = constant(order, 1) - order;
    return (log(order * exp(d - m) + rest * exp(-m)) + m - order * d) * Q(-twice_k, 2);
  }

  template <class Law, class T>
  static T log_normaliser(const Law&, const std::vector<T>& theta) {
    return log(theta[0]) * Q(-twice_k, 2);
  }
  template <class Law, class T>
  static std::vector<T> mean(const Law&, const std::vector<T>& theta) {
    return {constant(theta[0], Q(-twice_k, 2)) / theta[0]};
  }
  template <class Law, class T>
  static std::vector<natural_bound<T>> bounds(const Law&, const std::vector<T>& theta) {
    return {{theta[0]}};
  }
};

}  // namespace kloracle
