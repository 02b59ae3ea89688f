// SPDX-License-Identifier: Apache-2.0
#include <stdexcept>

#include "oracle/families/definition.hpp"

namespace kloracle {
namespace {

/// The Cauchy distribution.
///
/// Density       1/(pi scale (1 + ((x - mu)/scale)^2))
/// Parameters    mu, scale
/// Source        Chyzak and Nielsen 2019, "A closed-form formula for the Kullback-Leibler
///               divergence between Cauchy distributions"
struct cauchy : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"mu", domain::real, 0, 0, "median"},
      {"scale", domain::positive, 1, 0, "half the distance of the quartiles"}};
  static constexpr family_entry entry{.name = "cauchy",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "the line",
                                      .density = "1/(pi scale (1 + ((x - mu)/scale)^2))",
                                      .source = "Chyzak and Nielsen 2019"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x) : mu(x["mu"]), scale(x["scale"]) {}
    T mu;
    T scale;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.mu, p.scale};
  }

  /// Formula       ln(((b + c)^2 + (mu_p - mu_q)^2)/(4 b c)) for scales b, c; symmetric
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    return log((sqr(p.scale + q.scale) + sqr(p.mu - q.mu)) / (p.scale * q.scale * Q(4)));
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return log_pi(p.scale) + log(p.scale * Q(4));
  }

  static constexpr statistic offered[] = {statistic::log_quadratic, statistic::mean,
                                          statistic::square_about,  statistic::absolute_about,
                                          statistic::exponential,   statistic::softplus};
  static constexpr std::span<const statistic> offers = offered;
  /// ln|z + i b|^2 is harmonic above the real line, so that its mean under the Poisson kernel P is
  /// its value at mu + i scale: E ln((x - a)^2 + b^2) = ln((scale + b)^2 + (mu - a)^2).
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s != statistic::log_quadratic) throw std::domain_error("kloracle: an infinite average");
    return log((sqr(p.scale + at[1]) + sqr(p.mu - at[0])) / sqr(at[1]));
  }
  /// There is no mean: where a density needs it, its logarithm falls as fast as some |x| on one
  /// side at least, and E_P of that is infinite.
  static std::optional<bool> finite(const law<closed_form>&, statistic s,
                                    std::span<const closed_form>) {
    return s == statistic::log_quadratic;
  }

  static constexpr statistic needed[] = {statistic::log_quadratic};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return -log_pi(q.scale) - log(q.scale) - over_p(statistic::log_quadratic, q.mu, q.scale);
  }
};

}  // namespace

const family_row& cauchy_family() {
  static const family_row row = family_of<cauchy>();
  return row;
}

}  // namespace kloracle
