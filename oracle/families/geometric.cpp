// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"
#include "oracle/families/discrete_average.hpp"

namespace kloracle {
namespace {

/// The geometric distribution, of the failures before the first success; prob 1 is the point mass
/// at 0.
///
/// Density       prob (1 - prob)^x
/// Source        Johnson, Kemp and Kotz 2005, "Univariate Discrete Distributions", chapter 5
struct geometric : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"prob", domain::probability, 0, 0, "of a success, which ends the count; not 0"}};
  static constexpr family_entry entry{.name = "geometric",
                                      .parameters = parameters,
                                      .over = sample_space::integers,
                                      .support = "0, 1, 2, ...; only 0 if prob = 1",
                                      .density = "prob (1 - prob)^x",
                                      .source = "Johnson, Kemp and Kotz 2005"};

  static void check(const given_distribution& given) {
    if (given.exact("prob") == 0) given.blame("prob", "is 0; expected a number above 0, to 1");
  }

  /// For the point mass log_rest is 0, which is what 0 ln 0 makes of it.
  template <class T>
  struct law {
    explicit law(const arguments<T>& x)
        : prob(x["prob"]),
          rest(x.number(1) - prob),
          log_rest(x.number(0)),
          one(x.exact("prob") == 1) {
      if (!one) log_rest = log1p(-prob);
    }
    T mean() const { return rest / prob; }
    T prob;
    T rest;
    T log_rest;
    bool one;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.prob};
  }

  /// Formula       ln(p/q) + (1-p)/p ln((1-p)/(1-q))
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    if (p.one) return -log(q.prob);
    return log(p.prob / q.prob) + p.mean() * (p.log_rest - q.log_rest);
  }

  /// Formula       -ln p - (1-p)/p ln(1-p)
  template <class T>
  static T entropy(const law<T>& p) {
    return -(log(p.prob) + p.mean() * p.log_rest);
  }

  static number_range range(const law<closed_form>& p) {
    return {closed_form(0), p.one ? std::optional(closed_form(0)) : std::nullopt};
  }

  static constexpr statistic offered[] = {statistic::mean, statistic::log_rising,
                                          statistic::log_factorial, statistic::log_binomial};
  static constexpr std::span<const statistic> offers = offered;
  /// log_binomial is asked of a law of bounded range only, and so of the point mass at 0.
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (p.one) return constant(p.prob, 0);
    if (s == statistic::mean) return p.mean();
    return negative_binomial_average(constant(p.prob, 1), p.prob, s, at);
  }

  static constexpr statistic needed[] = {statistic::mean};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return log(q.prob) + over_p(statistic::mean) * q.log_rest;
  }

  /// ln of the sum of p^a q^(1-a) (e^theta)^x is a ln p + (1-a) ln q - ln(1 - e^theta) with theta =
  /// a ln(1-p) + (1-a) ln(1-q); only x = 0 counts where there is a point mass.
  template <class T>
  static T log_affinity(const law<T>& p, const law<T>& q, const T& order) {
    const T rest = constant(order, 1) - order;
    const T at_zero = order * log(p.prob) + rest * log(q.prob);
    if (p.one || q.one) return at_zero;
    return at_zero - log(-expm1(order * p.log_rest + rest * q.log_rest));
  }
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {p.log_rest};
  }
  template <class T>
  static std::vector<natural_bound<T>> bounds(const law<T>&, const std::vector<T>& theta) {
    return {{-theta[0]}};
  }
};

}  // namespace

const family_row& geometric_family() {
  static const family_row row = family_of<geometric>();
  return row;
}

}  // namespace kloracle
