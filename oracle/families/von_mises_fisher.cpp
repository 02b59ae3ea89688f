// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/spherical.hpp"

namespace kloracle {
namespace {

/// The von Mises-Fisher distribution on the sphere S^(d-1) in R^d.
///
/// Density       C e^(kappa mu.x), C = kappa^v / ((2 pi)^(d/2) I_v(kappa)), v = d/2 - 1; as a
///               multiple of the uniform density, e^(kappa mu.x - F(kappa)), F(kappa) = ln 0F1(;
///               d/2; kappa^2/4)
/// Parameters    kappa; mean_direction, of which only the direction counts, or dimension = d: then
///               the option cosine is what two mean directions have between them
/// Source        Mardia and Jupp 2000, "Directional Statistics", section 9.3.2
struct von_mises_fisher : directed_definition {
  static constexpr family_entry entry{
      .name = "von_mises_fisher",
      .parameters = parameters,
      .over = sample_space::sphere,
      .support = "unit vectors x in R^d, d >= 2",
      .density = "kappa^v e^(kappa mu.x)/((2 pi)^(d/2) I_v(kappa)), v = d/2 - 1",
      .source = "Mardia and Jupp 2000"};

  /// Formula       F(kappa_q) - F(kappa_p) - (kappa_q - kappa_p) A(kappa_p) + kappa_q (1 - cos)
  ///               A(kappa_p), where A = F' and A(kappa_p) mu_p is the mean of x
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    const T mean = fisher_mean(p.dimension, p.kappa);
    return fisher_normaliser(p.dimension, q.kappa) - fisher_normaliser(p.dimension, p.kappa) -
           (q.kappa - p.kappa) * mean + q.kappa * versine(p, q) * mean;
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return log_area(p.kappa, p.dimension) - fisher_information_gain(p);
  }

  /// F is a function of the square of |a kappa_p mu_p + (1-a) kappa_q mu_q|, which is smooth.
  template <class T>
  static T log_affinity(const law<T>& p, const law<T>& q, const T& order) {
    const T rest = constant(order, 1) - order;
    const T from_p = order * p.kappa;
    const T from_q = rest * q.kappa;
    const T square = sqr(from_p + from_q) - from_p * from_q * versine(p, q) * Q(2);
    return log_normalised_bessel_i_of_square(p.dimension / 2 - 1, square) -
           order * fisher_normaliser(p.dimension, p.kappa) -
           rest * fisher_normaliser(p.dimension, q.kappa);
  }
};

}  // namespace

const family_row& von_mises_fisher_family() {
  static const family_row row = family_of<von_mises_fisher>();
  return row;
}

}  // namespace kloracle
