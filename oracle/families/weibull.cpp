// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/gamma_statistic.hpp"
#include "oracle/families/gumbel.hpp"

namespace kloracle {
namespace {

/// The Weibull distribution.
///
/// Density       (shape/scale) z^(shape - 1) e^(-z^shape), z = x/scale
/// Parameters    shape, scale
/// Source        gumbel.hpp; z^shape is a standard exponential variable
struct weibull : gamma_statistic<2> {
  static constexpr parameter_entry parameters[] = {
      {"shape", domain::positive, 0, 0, "exponent of x in the exponent"},
      {"scale", domain::positive, 1, 0, "scale"}};
  static constexpr family_entry entry{
      .name = "weibull",
      .parameters = parameters,
      .over = sample_space::reals,
      .support = "x > 0",
      .density = "(shape/scale) z^(shape - 1) e^(-z^shape), z = x/scale",
      .source = "elementary: z^shape is exponential"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x) : shape(x["shape"]), scale(x["scale"]) {}
    T shape;
    T scale;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.shape, p.scale};
  }

  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    return kl_of_gumbels(q.shape / p.shape, q.shape * log(q.scale / p.scale));
  }

  template <class T>
  static T entropy(const law<T>& p) {
    const T one = constant(p.shape, 1);
    return euler(p.shape) * (one - one / p.shape) + log(p.scale / p.shape) + one;
  }

  static number_range range(const law<closed_form>&) { return {closed_form(0), std::nullopt}; }

  static constexpr statistic offered[] = {statistic::mean, statistic::square_about, statistic::log,
                                          statistic::square_of_log_about, statistic::power};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    const T one = constant(p.shape, 1);
    const T mean_log = log(p.scale) - euler(one) / p.shape;
    if (s == statistic::log) return mean_log;
    if (s == statistic::square_of_log_about) {  // Var ln x = pi^2/(6 shape^2)
      return sqr(pi(one) / p.shape) * Q(1, 6) + sqr(mean_log - at[0]);
    }
    if (s == statistic::power) return mean_power(p, at[0]);
    const T mean = mean_power(p, one);
    if (s == statistic::mean) return mean;
    const T square = mean_power(p, constant(one, 2));
    return square - sqr(mean) + sqr(mean - at[0]);  // statistic::square_about
  }
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    if (s == statistic::power) return is_positive(p.shape + at[0]);
    return true;
  }

  static constexpr statistic needed[] = {statistic::log, statistic::power};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    const T log_scale = log(q.scale);
    return log(q.shape) - q.shape * log_scale + (q.shape - Q(1)) * over_p(statistic::log) -
           over_p(statistic::power, q.shape) / exp(q.shape * log_scale);
  }

  /// For one shape: theta = scale^-shape and s = x^shape, of shape 1.
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {exp(-(p.shape * log(p.scale)))};
  }
  template <class T>
  static std::vector<T> fixed(const law<T>& p) {
    return {p.shape};
  }

 private:
  // E x^a = scale^a Gamma(1 + a/shape)
  template <class T>
  static T mean_power(const law<T>& p, const T& a) {
    return exp(a * log(p.scale) + lgamma(a / p.shape + Q(1)));
  }
};

}  // namespace

const family_row& weibull_family() {
  static const family_row row = family_of<weibull>();
  return row;
}

}  // namespace kloracle
