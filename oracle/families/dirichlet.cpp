// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"

namespace kloracle {
namespace {

/// The Dirichlet distribution on probability vectors of 2 entries or more.
///
/// Density       Gamma(sum alpha) product of x_i^(alpha_i - 1)/Gamma(alpha_i), with respect to all
///               entries but the last
/// Source        Penny 2001, "KL-divergences of normal, gamma, Dirichlet and Wishart densities"
struct dirichlet : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"alpha", domain::positive, 0, 1, "exponents of the entries, plus 1"}};
  static constexpr family_entry entry{
      .name = "dirichlet",
      .parameters = parameters,
      .over = sample_space::simplex,
      .support = "probability vectors as long as alpha",
      .density = "Gamma(sum alpha) product of x_i^(alpha_i - 1)/Gamma(alpha_i)",
      .source = "Penny 2001"};

  static void check(const given_distribution& given) {
    if (given.values("alpha").size() < 2) {
      given.blame("alpha", "has one entry; expected two or more");
    }
  }

  template <class T>
  static T sum(const std::vector<T>& terms) {
    T total = terms[0];
    for (std::size_t i = 1; i < terms.size(); ++i) total = total + terms[i];
    return total;
  }

  template <class T>
  struct law {
    explicit law(const arguments<T>& x) : alpha(x.all("alpha")), total(sum(alpha)) {}
    std::vector<T> alpha;
    T total;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return p.alpha;
  }

  /// Formula       ln Gamma(a) - ln Gamma(b) + sum of ln Gamma(b_i) - ln Gamma(a_i)
  ///               + (a_i - b_i)(psi(a_i) - psi(a)), a and b being the sums of the a_i and b_i
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    T value = lgamma(p.total) - lgamma(q.total);
    const T of_total = digamma(p.total);
    for (std::size_t i = 0; i < p.alpha.size(); ++i) {
      value = value + lgamma(q.alpha[i]) - lgamma(p.alpha[i]) +
              (p.alpha[i] - q.alpha[i]) * (digamma(p.alpha[i]) - of_total);
    }
    return value;
  }

  /// -E ln p, E ln x_i being psi(alpha_i) - psi(total).
  template <class T>
  static T entropy(const law<T>& p) {
    T value = log_normaliser(p, p.alpha);
    const T of_total = digamma(p.total);
    for (const T& a : p.alpha) value = value - (a - Q(1)) * (digamma(a) - of_total);
    return value;
  }

  /// The exponential family of the ln x_i with theta = alpha and h = 1/product of x_i.
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return p.alpha;
  }
  template <class T>
  static T log_normaliser(const law<T>&, const std::vector<T>& theta) {
    T value = -lgamma(sum(theta));
    for (const T& a : theta) value = value + lgamma(a);
    return value;
  }
  template <class T>
  static std::vector<T> mean(const law<T>&, const std::vector<T>& theta) {
    const T of_total = digamma(sum(theta));
    std::vector<T> means;
    for (const T& a : theta) means.push_back(digamma(a) - of_total);
    return means;
  }
  template <class T>
  static std::vector<natural_bound<T>> bounds(const law<T>&, const std::vector<T>& theta) {
    std::vector<natural_bound<T>> positive;
    for (const T& a : theta) positive.push_back({a});
    return positive;
  }
};

}  // namespace

const family_row& dirichlet_family() {
  static const family_row row = family_of<dirichlet>();
  return row;
}

}  // namespace kloracle
