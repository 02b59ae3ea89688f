// SPDX-License-Identifier: Apache-2.0
//
// Distributions on the sphere S^(d-1) in R^d: what those with a mean direction share.
#pragma once

#include <optional>

#include "oracle/families/definition.hpp"
#include "oracle/families/routes.hpp"

namespace kloracle {

/// The d of R^d: as given, or the length of the mean direction.
Q dimension_of(const given_distribution& d);

/// Whether it is the uniform distribution: kappa = 0, or no kappa at all.
bool is_uniform_on_sphere(const given_distribution& d);

/// Faults of one distribution: a dimension below 2, a mean direction of nothing but zeros.
void check_on_sphere(const given_distribution& d);

/// Faults of two: different dimensions, a mean direction on one side only. The option "cosine", if
/// it says more than its default 1, becomes a parameter of q: a number that may be perturbed like
/// the others. Throws its fault where it is not taken.
void relate_on_sphere(family_problem& x, const std::optional<number>& cosine);

/// 1 or -1 where the cosine between the mean directions is that, exactly; 1 too where one of the
/// distributions is uniform and has none. Otherwise 0.
int alignment(const given_distribution& p, const given_distribution& q);

/// The closed forms across these families (spherical_pairs.cpp).
std::span<const pair_row> spherical_pair_rows();

/// The parameters of a family with a mean direction mu, given itself or by its dimension alone.
struct directed_definition : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"mean_direction", domain::real, 0, 1, "a vector, not 0; its length does not matter"},
      {"dimension", domain::positive_integer, 0, 0, "d from 2, where only the cosine matters"},
      {"kappa", domain::nonnegative, 1, 0, "concentration; 0 is the uniform distribution"}};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x)
        : given(&x.given()),
          dimension(dimension_of(x.given())),
          uniform(is_uniform_on_sphere(x.given())),
          kappa(x["kappa"]) {
      if (x.has("mean_direction")) direction = x.all("mean_direction");
      if (x.has("cosine")) cosine = x["cosine"];
    }
    const given_distribution* given;
    Q dimension;
    bool uniform;
    T kappa;
    std::vector<T> direction;  // empty where it is not given
    std::optional<T> cosine;   // with the other distribution's
  };

  static void check(const given_distribution& d) { check_on_sphere(d); }

  /// The dimension; if not uniform kappa; and the direction, its greatest entry scaled to 1 or -1.
  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    std::vector<T> all = {constant(p.kappa, p.dimension)};
    if (p.uniform) return all;
    all.push_back(p.kappa);
    if (p.direction.empty()) all.push_back(p.cosine ? *p.cosine : constant(p.kappa, 1));
    const T* greatest = nullptr;
    Q size = 0;
    for (std::size_t i = 0; i < p.direction.size(); ++i) {
      const Q entry = abs(p.given->values("mean_direction")[i]);
      if (entry > size) greatest = &p.direction[i];
      if (entry > size) size = entry;
    }
    for (const T& x : p.direction) all.push_back(x / abs(*greatest));
    return all;
  }
};

template <class T>
using directed_law = directed_definition::law<T>;

/// 1 - the cosine between the mean directions: at most 2, and exact where it is 0 or 2. 0 if one of
/// the two is uniform. Its slopes by mean directions are 0 where it is 0 or 2, its extremes.
template <class T>
T versine(const directed_law<T>& p, const directed_law<T>& q) {
  const T one = constant(p.kappa, 1);
  if (p.uniform || q.uniform) return one - Q(1);
  if (q.cosine) return one - *q.cosine;
  if (p.cosine) return one - *p.cosine;
  const int aligned = alignment(*p.given, *q.given);
  if (aligned != 0) return constant(p.kappa, 1 - aligned);
  T uu = one - Q(1);
  T vv = uu;
  T uv = uu;
  for (std::size_t i = 0; i < p.direction.size(); ++i) {
    uu = uu + sqr(p.direction[i]);
    vv = vv + sqr(q.direction[i]);
    uv = uv + p.direction[i] * q.direction[i];
  }
  return one - uv / sqrt(uu * vv);
}

/// ln of the sphere's area 2 pi^(d/2) / Gamma(d/2).
template <class T>
T log_area(const T& like, const Q& d) {
  const T half = constant(like, Q(d / 2));
  return log(constant(like, 2)) + log_pi(like) * Q(d / 2) - lgamma(half);
}

/// Of x uniform on the sphere, t = mu.x: ln E e^(kappa t) and its derivative, the mean of t under
/// the von Mises-Fisher distribution. DLMF 10.32.2 with 10.25.2.
template <class T>
T fisher_normaliser(const Q& d, const T& kappa) {
  return log_normalised_bessel_i(d / 2 - 1, kappa);
}
template <class T>
T fisher_mean(const Q& d, const T& kappa) {
  return bessel_ratio(d / 2 - 1, kappa);
}

/// Of the same t: ln E (1 + t)^kappa and its derivative, the mean of ln(1 + t) under the power
/// spherical distribution. (1 + t)/2 has the distribution Beta(b, b), b = (d - 1)/2, so that the
/// former is kappa ln 2 + ln B(b + kappa, b) - ln B(b, b).
template <class T>
T power_normaliser(const Q& d, const T& kappa) {
  const Q b = (d - 1) / 2;
  const T ends = lgamma(constant(kappa, d - 1)) - lgamma(constant(kappa, b));
  return kappa * log(constant(kappa, 2)) + lgamma(kappa + b) - lgamma(kappa + Q(d - 1)) + ends;
}
template <class T>
T power_mean_log(const Q& d, const T& kappa) {
  const Q b = (d - 1) / 2;
  return log(constant(kappa, 2)) + digamma(kappa + b) - digamma(kappa + Q(d - 1));
}

/// KL to the uniform distribution; 0 for the uniform one.
template <class T>
T fisher_information_gain(const directed_law<T>& p) {
  if (p.uniform) return constant(p.kappa, 0);
  return p.kappa * fisher_mean(p.dimension, p.kappa) - fisher_normaliser(p.dimension, p.kappa);
}
template <class T>
T power_information_gain(const directed_law<T>& p) {
  if (p.uniform) return constant(p.kappa, 0);
  return p.kappa * power_mean_log(p.dimension, p.kappa) - power_normaliser(p.dimension, p.kappa);
}

}  // namespace kloracle
