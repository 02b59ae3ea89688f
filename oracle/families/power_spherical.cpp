// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/spherical.hpp"

namespace kloracle {
namespace {

/// The power spherical distribution on the sphere S^(d-1) in R^d.
///
/// Density       (1 + mu.x)^kappa / (2^(a + b) pi^b Gamma(a)/Gamma(a + b)), b = (d - 1)/2, a = b +
///               kappa; as a multiple of the uniform density, (1 + mu.x)^kappa e^-G(kappa)
/// Parameters    as von_mises_fisher
/// Limits        two of different mean directions have no closed form: a fault, unless one of them
///               is the uniform distribution
/// Source        De Cao and Aziz 2020, "The Power Spherical distribution"
struct power_spherical : directed_definition {
  static constexpr family_entry entry{
      .name = "power_spherical",
      .parameters = parameters,
      .over = sample_space::sphere,
      .support = "unit vectors x in R^d, d >= 2",
      .density =
          "(1 + mu.x)^kappa Gamma(2b + kappa)/(2^(2b + kappa) pi^b Gamma(b + kappa)), "
          "b = (d - 1)/2",
      .source = "De Cao and Aziz 2020"};

  static std::optional<std::string> singular(const given_distribution& p,
                                             const given_distribution& q) {
    if (alignment(p, q) != 1) {
      throw fault{"q",
                  "has another mean direction than p; of power_spherical distributions only those "
                  "with one mean direction have a formula here"};
    }
    return std::nullopt;
  }

  /// Formula       G(kappa_q) - G(kappa_p) - (kappa_q - kappa_p) G'(kappa_p); see power_normaliser
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    return power_normaliser(p.dimension, q.kappa) - power_normaliser(p.dimension, p.kappa) -
           (q.kappa - p.kappa) * power_mean_log(p.dimension, p.kappa);
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return log_area(p.kappa, p.dimension) - power_information_gain(p);
  }

  /// With mu fixed, the exponential family of ln(1 + mu.x) with theta = kappa, normalisable while
  /// b + kappa > 0.
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {p.kappa};
  }
  template <class T>
  static T log_normaliser(const law<T>& p, const std::vector<T>& theta) {
    return power_normaliser(p.dimension, theta[0]);
  }
  template <class T>
  static std::vector<natural_bound<T>> bounds(const law<T>& p, const std::vector<T>& theta) {
    return {{theta[0] + Q((p.dimension - 1) / 2)}};
  }
};

}  // namespace

const family_row& power_spherical_family() {
  static const family_row row = family_of<power_spherical>();
  return row;
}

}  // namespace kloracle
