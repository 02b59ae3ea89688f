// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/gamma_statistic.hpp"
#include "oracle/families/segment.hpp"

namespace kloracle {
namespace {

/// The exponential distribution.
///
/// Density       rate e^(-rate x)
/// Parameters    one of rate, scale = 1/rate
/// Source        Kullback 1959
struct exponential : gamma_statistic<2> {
  static constexpr parameter_entry parameters[] = {
      {"rate", domain::positive, 0, 0, "inverse scale"},
      {"scale", domain::positive, 0, 0, "1/rate, the mean"}};
  static constexpr family_entry entry{.name = "exponential",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "x >= 0",
                                      .density = "rate e^(-rate x)",
                                      .source = "Kullback 1959"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x)
        : rate(x.has("rate") ? x["rate"] : x.number(1) / x["scale"]) {}
    T rate;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.rate};
  }

  /// Formula       r - 1 - ln r, r = rate_q/rate_p
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    return kl_of_ratio(q.rate / p.rate);
  }
  template <class T>
  static T total_variation(const law<T>& p, const law<T>& q) {
    return total_variation_of_ratio(q.rate / p.rate);
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return constant(p.rate, 1) - log(p.rate);
  }

  static number_range range(const law<closed_form>&) { return {closed_form(0), std::nullopt}; }

  static constexpr statistic offered[] = {
      statistic::mean,       statistic::square_about,        statistic::absolute_about,
      statistic::log,        statistic::square_of_log_about, statistic::power,
      statistic::exponential};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    const T one = constant(p.rate, 1);
    const T mean = one / p.rate;
    if (s == statistic::mean) return mean;
    if (s == statistic::square_about) return sqr(mean) + sqr(mean - at[0]);
    if (s == statistic::exponential) return one / (one - at[0] / p.rate);
    const T log_rate = log(p.rate);
    if (s == statistic::power) return exp(lgamma(at[0] + Q(1)) - at[0] * log_rate);
    if (s == statistic::log) return -euler(p.rate) - log_rate;
    if (s == statistic::square_of_log_about) {  // Var ln x = pi^2/6
      return sqr(pi(p.rate)) * Q(1, 6) + sqr(euler(p.rate) + log_rate + at[0]);
    }
    // E|x - a| = E x - a + 2 E max(c - x, 0), c = max(a, 0), and the last is, over [0, c], the
    // integral of the distribution function 1 - e^(-rate x).
    const T c = positive_part(at[0]);
    return mean - at[0] + (c + mean * expm1(-(p.rate * c))) * Q(2);
  }
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    if (s == statistic::power) return is_positive(at[0] + Q(1));
    if (s == statistic::exponential) return is_positive(p.rate - at[0]);
    return true;
  }

  static constexpr statistic needed[] = {statistic::mean};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return log(q.rate) - q.rate * over_p(statistic::mean);
  }

  /// theta = rate and s = x, of shape 1.
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {p.rate};
  }
};

}  // namespace

const family_row& exponential_family() {
  static const family_row row = family_of<exponential>();
  return row;
}

}  // namespace kloracle
