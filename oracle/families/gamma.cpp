// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"

namespace kloracle {
namespace {

/// The gamma distribution.
///
/// Density       rate^shape x^(shape - 1) e^(-rate x) / Gamma(shape)
/// Parameters    shape; one of rate, scale = 1/rate
/// Source        Penny 2001, "KL-divergences of normal, gamma, Dirichlet and Wishart densities"
struct gamma : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"shape", domain::positive, 0, 0, "exponent of x, plus 1"},
      {"rate", domain::positive, 1, 0, "inverse scale"},
      {"scale", domain::positive, 1, 0, "1/rate"}};
  static constexpr family_entry entry{
      .name = "gamma",
      .parameters = parameters,
      .over = sample_space::reals,
      .support = "x > 0",
      .density = "rate^shape x^(shape - 1) e^(-rate x)/Gamma(shape)",
      .source = "Penny 2001"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x)
        : shape(x["shape"]), rate(x.has("rate") ? x["rate"] : x.number(1) / x["scale"]) {}
    T shape;
    T rate;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.shape, p.rate};
  }

  /// Formula       (a - c) psi(a) - ln Gamma(a) + ln Gamma(c) + c ln(b/d) + a (d/b - 1) for shapes
  ///               a, c and rates b, d
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    return (p.shape - q.shape) * digamma(p.shape) - lgamma(p.shape) + lgamma(q.shape) +
           q.shape * log(p.rate / q.rate) + p.shape * (q.rate / p.rate - Q(1));
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return p.shape - log(p.rate) + lgamma(p.shape) - (p.shape - Q(1)) * digamma(p.shape);
  }

  static number_range range(const law<closed_form>&) { return {closed_form(0), std::nullopt}; }

  static constexpr statistic offered[] = {statistic::mean, statistic::square_about, statistic::log,
                                          statistic::power, statistic::exponential};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    const T mean = p.shape / p.rate;
    if (s == statistic::mean) return mean;
    if (s == statistic::square_about) return mean / p.rate + sqr(mean - at[0]);
    if (s == statistic::power) {
      return exp(lgamma(p.shape + at[0]) - lgamma(p.shape) - at[0] * log(p.rate));
    }
    if (s == statistic::exponential) return exp(p.shape * -log1p(-(at[0] / p.rate)));
    return digamma(p.shape) - log(p.rate);  // statistic::log
  }
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    if (s == statistic::power) return is_positive(p.shape + at[0]);
    if (s == statistic::exponential) return is_positive(p.rate - at[0]);
    return true;
  }

  static constexpr statistic needed[] = {statistic::log, statistic::mean};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return q.shape * log(q.rate) - lgamma(q.shape) + (q.shape - Q(1)) * over_p(statistic::log) -
           q.rate * over_p(statistic::mean);
  }

  /// The exponential family of ln x and -x with theta = (shape, rate) and h = 1/x.
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {p.shape, p.rate};
  }
  template <class T>
  static T log_normaliser(const law<T>&, const std::vector<T>& theta) {
    return lgamma(theta[0]) - theta[0] * log(theta[1]);
  }
  template <class T>
  static std::vector<T> mean(const law<T>&, const std::vector<T>& theta) {
    return {digamma(theta[0]) - log(theta[1]), -(theta[0] / theta[1])};
  }
  template <class T>
  static std::vector<natural_bound<T>> bounds(const law<T>&, const std::vector<T>& theta) {
    return {{theta[0]}, {theta[1]}};
  }
};

}  // namespace

const family_row& gamma_family() {
  static const family_row row = family_of<gamma>();
  return row;
}

}  // namespace kloracle
