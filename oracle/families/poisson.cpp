// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"
#include "oracle/families/discrete_average.hpp"

namespace kloracle {
namespace {

/// The Poisson distribution; rate 0 is the point mass at 0.
///
/// Density       e^-rate rate^x / x!
/// Source        Kullback 1959
struct poisson : family_definition {
  static constexpr parameter_entry parameters[] = {{"rate", domain::nonnegative, 0, 0, "mean"}};
  static constexpr family_entry entry{.name = "poisson",
                                      .parameters = parameters,
                                      .over = sample_space::integers,
                                      .support = "0, 1, 2, ...; only 0 if rate = 0",
                                      .density = "e^-rate rate^x/x!",
                                      .source = "Kullback 1959"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x) : rate(x["rate"]), zero(x.exact("rate") == 0) {}
    T rate;
    bool zero;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.rate};
  }

  /// Formula       lambda ln(lambda/mu) - lambda + mu; mu where lambda = 0
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    if (p.zero) return q.rate;
    return p.rate * log(p.rate / q.rate) - p.rate + q.rate;
  }

  /// Formula       lambda - lambda ln lambda + E ln x!
  template <class T>
  static T entropy(const law<T>& p) {
    if (p.zero) return constant(p.rate, 0);
    return p.rate - p.rate * log(p.rate) + poisson_average(p.rate, statistic::log_factorial, {});
  }

  static number_range range(const law<closed_form>& p) {
    return {closed_form(0), p.zero ? std::optional(closed_form(0)) : std::nullopt};
  }

  static constexpr statistic offered[] = {statistic::mean, statistic::log_rising,
                                          statistic::log_factorial, statistic::log_binomial};
  static constexpr std::span<const statistic> offers = offered;
  /// log_binomial is asked of a law of bounded range only, and so of the point mass at 0.
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::mean || p.zero) return p.rate;
    return poisson_average(p.rate, s, at);
  }

  static constexpr statistic needed[] = {statistic::mean, statistic::log_factorial};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    if (q.zero) return q.rate;  // P has the same range: it is the point mass at 0
    return over_p(statistic::mean) * log(q.rate) - q.rate - over_p(statistic::log_factorial);
  }

  /// ln E-sum of lambda^a mu^(1-a): lambda^a mu^(1-a) - a lambda - (1-a) mu, with 0^a = 0.
  template <class T>
  static T log_affinity(const law<T>& p, const law<T>& q, const T& order) {
    const T rest = constant(order, 1) - order;
    const T means = order * p.rate + rest * q.rate;
    if (p.zero || q.zero) return -means;
    return exp(order * log(p.rate) + rest * log(q.rate)) - means;
  }
};

}  // namespace

const family_row& poisson_family() {
  static const family_row row = family_of<poisson>();
  return row;
}

}  // namespace kloracle
