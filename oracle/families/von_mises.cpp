// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"

namespace kloracle {
namespace {

/// The von Mises distribution on the circle; kappa = 0 is the uniform one, whatever mu.
///
/// Density       e^(kappa cos(x - mu)) / (2 pi I_0(kappa)), x modulo 2 pi
/// Source        Mardia and Jupp 2000, "Directional Statistics", section 3.5.4
struct von_mises : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"mu", domain::real, 0, 0, "mean direction, an angle in radians"},
      {"kappa", domain::nonnegative, 1, 0, "concentration; 0 is the uniform distribution"}};
  static constexpr family_entry entry{.name = "von_mises",
                                      .parameters = parameters,
                                      .over = sample_space::circle,
                                      .support = "angles, modulo 2 pi",
                                      .density = "e^(kappa cos(x - mu))/(2 pi I_0(kappa))",
                                      .source = "Mardia and Jupp 2000"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x)
        : mu(x["mu"]), kappa(x["kappa"]), angle(&x.exact("mu")), uniform(x.exact("kappa") == 0) {}
    T mu;
    T kappa;
    const Q* angle;
    bool uniform;
  };

  /// Rational angles are equal modulo 2 pi only if they are equal, as pi is irrational.
  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    if (p.uniform) return {p.kappa};
    return {p.kappa, p.mu};
  }

  template <class T>
  static T normaliser(const T& kappa) {
    return log_normalised_bessel_i(Q(0), kappa);
  }
  template <class T>
  static T mean_cosine(const T& kappa) {
    return bessel_ratio(Q(0), kappa);
  }
  /// 1 - cos(mu_p - mu_q) = 2 sin^2((mu_p - mu_q)/2); 0 if one of the two is uniform.
  template <class T>
  static T versine(const law<T>& p, const law<T>& q) {
    if (p.uniform || q.uniform || *p.angle == *q.angle) return constant(p.mu, 0);
    return sqr(sin((p.mu - q.mu) * Q(1, 2))) * Q(2);
  }

  /// Formula       F(kappa_q) - F(kappa_p) - (kappa_q - kappa_p) A(kappa_p) + kappa_q (1 -
  ///               cos(mu_p - mu_q)) A(kappa_p), where F = ln I_0 and A = F' = I_1/I_0
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    const T mean = mean_cosine(p.kappa);
    return normaliser(q.kappa) - normaliser(p.kappa) - (q.kappa - p.kappa) * mean +
           q.kappa * versine(p, q) * mean;
  }

  template <class T>
  static T entropy(const law<T>& p) {
    const T log_circle = log(constant(p.mu, 2)) + log_pi(p.mu);
    return log_circle + normaliser(p.kappa) - p.kappa * mean_cosine(p.kappa);
  }

  /// The exponential family of (cos x, sin x) with theta = kappa (cos mu, sin mu).
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {p.kappa * cos(p.mu), p.kappa * sin(p.mu)};
  }
  template <class T>
  static T log_normaliser(const law<T>&, const std::vector<T>& theta) {
    return log_normalised_bessel_i_of_square(Q(0), sqr(theta[0]) + sqr(theta[1]));
  }
  template <class T>
  static std::vector<T> mean(const law<T>& p, const std::vector<T>& theta) {
    if (p.uniform) return theta;  // 0
    const T length = sqrt(sqr(theta[0]) + sqr(theta[1]));
    const T factor = mean_cosine(length) / length;
    return {theta[0] * factor, theta[1] * factor};
  }

  /// As the above with |a theta_p + (1-a) theta_q|^2 by the law of cosines.
  template <class T>
  static T log_affinity(const law<T>& p, const law<T>& q, const T& order) {
    const T rest = constant(order, 1) - order;
    const T from_p = order * p.kappa;
    const T from_q = rest * q.kappa;
    const T square = sqr(from_p + from_q) - from_p * from_q * versine(p, q) * Q(2);
    return log_normalised_bessel_i_of_square(Q(0), square) - order * normaliser(p.kappa) -
           rest * normaliser(q.kappa);
  }
};

}  // namespace

const family_row& von_mises_family() {
  static const family_row row = family_of<von_mises>();
  return row;
}

}  // namespace kloracle
