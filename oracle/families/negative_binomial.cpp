// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"
#include "oracle/families/discrete_average.hpp"

namespace kloracle {
namespace {

/// The negative binomial distribution, of the failures before the r-th success, for any r > 0; prob
/// 1 is the point mass at 0. PyTorch's probs is 1 - prob.
///
/// Density       Gamma(x + r)/(Gamma(r) x!) prob^r (1 - prob)^x
/// Source        Johnson, Kemp and Kotz 2005, "Univariate Discrete Distributions", chapter 5
struct negative_binomial : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"r", domain::positive, 0, 0, "successes that end the count"},
      {"prob", domain::probability, 1, 0, "of a success (PyTorch: 1 - probs); not 0"}};
  static constexpr family_entry entry{.name = "negative_binomial",
                                      .parameters = parameters,
                                      .over = sample_space::integers,
                                      .support = "0, 1, 2, ...; only 0 if prob = 1",
                                      .density = "Gamma(x + r)/(Gamma(r) x!) prob^r (1 - prob)^x",
                                      .source = "Johnson, Kemp and Kotz 2005"};

  static void check(const given_distribution& given) {
    if (given.exact("prob") == 0) given.blame("prob", "is 0; expected a number above 0, to 1");
  }

  /// For the point mass log_rest is 0, which is what 0 ln 0 makes of it.
  template <class T>
  struct law {
    explicit law(const arguments<T>& x)
        : r(x["r"]),
          prob(x["prob"]),
          rest(x.number(1) - prob),
          log_rest(x.number(0)),
          exact_r(x.exact("r")),
          one(x.exact("prob") == 1) {
      if (!one) log_rest = log1p(-prob);
    }
    T mean() const { return r * rest / prob; }
    T r;
    T prob;
    T rest;
    T log_rest;
    Q exact_r;
    bool one;
  };

  /// The point mass is the same for every r.
  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.one ? constant(p.r, 0) : p.r, p.prob};
  }

  /// Formula       r (ln(p/q) + (1-p)/p ln((1-p)/(1-q))) for equal r; for others, with h_r(x) = ln
  ///               Gamma(x + r) - ln Gamma(r) - ln x!, E h_r - E h_s + r ln p - s ln q + r (1-p)/p
  ///               ln((1-p)/(1-q))
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    if (p.one) return -(q.r * log(q.prob));
    const T rests = p.mean() * (p.log_rest - q.log_rest);
    constexpr bool with_slopes = std::is_same_v<T, taped>;
    if (!with_slopes && p.exact_r == q.exact_r) return p.r * log(p.prob / q.prob) + rests;
    return rising(p, p.r) - rising(p, q.r) + p.r * log(p.prob) - q.r * log(q.prob) + rests;
  }

  /// Formula       -E h_r - r ln p - r (1-p)/p ln(1-p)
  template <class T>
  static T entropy(const law<T>& p) {
    if (p.one) return constant(p.r, 0);
    return -(rising(p, p.r) + p.r * log(p.prob) + p.mean() * p.log_rest);
  }

  template <class T>
  static T rising(const law<T>& p, const T& a) {
    return negative_binomial_average(p.r, p.prob, statistic::log_rising, std::span<const T>(&a, 1));
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
    if (p.one) return constant(p.r, 0);
    if (s == statistic::mean) return p.mean();
    return negative_binomial_average(p.r, p.prob, s, at);
  }

  static constexpr statistic needed[] = {statistic::mean, statistic::log_rising};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    if (q.one) return constant(q.r, 0);  // P has the same range: it is the point mass at 0
    return over_p(statistic::log_rising, q.r) + q.r * log(q.prob) +
           over_p(statistic::mean) * q.log_rest;
  }

  template <class T>
  static std::vector<T> fixed(const law<T>& p) {
    return {p.r};
  }

  /// r times that of the geometric distribution: the generating function of h_r is (1 - t)^-r.
  template <class T>
  static T log_affinity(const law<T>& p, const law<T>& q, const T& order) {
    const T rest = constant(order, 1) - order;
    const T at_zero = order * log(p.prob) + rest * log(q.prob);
    if (p.one || q.one) return p.r * at_zero;
    return p.r * (at_zero - log(-expm1(order * p.log_rest + rest * q.log_rest)));
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

const family_row& negative_binomial_family() {
  static const family_row row = family_of<negative_binomial>();
  return row;
}

}  // namespace kloracle
