// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/gumbel.hpp"

#include "oracle/families/gamma_statistic.hpp"

namespace kloracle {
namespace {

/// The Gumbel distribution of maxima.
///
/// Density       e^(-z - e^-z)/scale, z = (x - mu)/scale
/// Parameters    mu, scale
/// Source        gumbel.hpp; e^-z is a standard exponential variable
struct gumbel : gamma_statistic<2> {
  static constexpr parameter_entry parameters[] = {{"mu", domain::real, 0, 0, "mode"},
                                                   {"scale", domain::positive, 1, 0, "scale"}};
  static constexpr family_entry entry{.name = "gumbel",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "the line",
                                      .density = "e^(-z - e^-z)/scale, z = (x - mu)/scale",
                                      .source = "elementary: e^-z is exponential"};

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

  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    return kl_of_gumbels(p.scale / q.scale, (p.mu - q.mu) / q.scale);
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return log(p.scale) + euler(p.mu) + Q(1);
  }

  /// E z = gamma, Var z = pi^2/6 and E e^(b z) = Gamma(1 - b) where b < 1.
  static constexpr statistic offered[] = {statistic::mean, statistic::square_about,
                                          statistic::exponential};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::exponential) {
      return exp(at[0] * p.mu + lgamma(constant(p.mu, 1) - at[0] * p.scale));
    }
    const T mean = p.mu + euler(p.mu) * p.scale;
    if (s == statistic::mean) return mean;
    return sqr(pi(p.mu) * p.scale) * Q(1, 6) + sqr(mean - at[0]);  // statistic::square_about
  }
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    if (s == statistic::exponential) return is_positive(closed_form(1) - at[0] * p.scale);
    return true;
  }

  static constexpr statistic needed[] = {statistic::exponential, statistic::mean};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    const T decay =
        exp(q.mu / q.scale) * over_p(statistic::exponential, constant(q.mu, -1) / q.scale);
    return -log(q.scale) - (over_p(statistic::mean) - q.mu) / q.scale - decay;
  }

  /// For one scale: theta = e^(mu/scale) and s = e^(-x/scale), of shape 1.
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {exp(p.mu / p.scale)};
  }
  template <class T>
  static std::vector<T> fixed(const law<T>& p) {
    return {p.scale};
  }
  template <class T>
  static T log_affinity(const law<T>& p, const law<T>& q, const T& order) {
    return log_affinity_of_difference(order, (p.mu - q.mu) / p.scale);
  }
};

}  // namespace

const family_row& gumbel_family() {
  static const family_row row = family_of<gumbel>();
  return row;
}

}  // namespace kloracle
