// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/spherical.hpp"

namespace kloracle {
namespace {

/// The uniform distribution on the sphere S^(d-1) in R^d.
///
/// Density       Gamma(d/2) / (2 pi^(d/2)) by area
/// Source        Mardia and Jupp 2000, "Directional Statistics", section 9.3.1
struct spherical_uniform : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"dimension", domain::positive_integer, 0, 0, "d of the space around the sphere, from 2"}};
  static constexpr family_entry entry{.name = "spherical_uniform",
                                      .parameters = parameters,
                                      .over = sample_space::sphere,
                                      .support = "unit vectors x in R^d, d >= 2",
                                      .density = "Gamma(d/2)/(2 pi^(d/2))",
                                      .source = "Mardia and Jupp 2000"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x) : dimension(dimension_of(x.given())), one(x.number(1)) {}
    Q dimension;
    T one;
  };

  static void check(const given_distribution& d) { check_on_sphere(d); }

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {constant(p.one, p.dimension)};
  }

  template <class T>
  static T kl(const law<T>& p, const law<T>&) {
    return p.one - Q(1);
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return log_area(p.one, p.dimension);
  }

  template <class T>
  static T total_variation(const law<T>& p, const law<T>&) {
    return p.one - Q(1);
  }

  template <class T>
  static T log_affinity(const law<T>& p, const law<T>&, const T&) {
    return p.one - Q(1);
  }
};

}  // namespace

const family_row& spherical_uniform_family() {
  static const family_row row = family_of<spherical_uniform>();
  return row;
}

}  // namespace kloracle
