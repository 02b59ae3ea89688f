// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"
#include "oracle/families/discrete_average.hpp"
#include "oracle/families/log_sum.hpp"

namespace kloracle {
namespace {

/// The binomial distribution; a point mass if n = 0 or prob is 0 or 1.
///
/// Density       n!/(x! (n-x)!) prob^x (1 - prob)^(n - x)
/// Parameters    n is an integer, and exact: nothing moves it
/// Source        Johnson, Kemp and Kotz 2005, "Univariate Discrete Distributions", chapter 3
struct binomial : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"n", domain::natural, 0, 0, "trials"}, {"prob", domain::probability, 1, 0, "of a success"}};
  static constexpr family_entry entry{
      .name = "binomial",
      .parameters = parameters,
      .over = sample_space::integers,
      .support = "0, 1, ..., n; only 0 if prob = 0, only n if prob = 1",
      .density = "n!/(x! (n-x)!) prob^x (1 - prob)^(n - x)",
      .source = "Johnson, Kemp and Kotz 2005"};

  /// For a point mass all logarithms are 0, which is what 1 ln 1 and 0 ln 0 make of them.
  template <class T>
  struct law {
    explicit law(const arguments<T>& x)
        : exact_n(x.exact("n")),
          zero(exact_n == 0 || x.exact("prob") == 0),
          one(exact_n != 0 && x.exact("prob") == 1),
          n(x.number(exact_n)),
          prob(x["prob"]),
          rest(x.number(1) - prob),
          log_prob(x.number(0)),
          log_rest(x.number(0)) {
      if (zero || one) return;
      log_prob = log(prob);
      log_rest = log1p(-prob);
    }
    T mean() const { return n * prob; }
    Q exact_n;
    bool zero;
    bool one;
    T n;
    T prob;
    T rest;
    T log_prob;
    T log_rest;
  };

  /// n and prob; of a point mass its place.
  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    if (p.zero || p.one) return {p.one ? p.n : constant(p.n, 0), constant(p.n, -1)};
    return {p.n, p.prob};
  }

  /// Formula       n (p ln(p/q) + (1-p) ln((1-p)/(1-q))) for equal n; for others, m of q, E ln
  ///               C(n,x) - E ln C(m,x) + n p ln(p/q) + n (1-p) ln(1-p) - (m - n p) ln(1-q)
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    if (p.zero) return -(q.n * q.log_rest);
    if (p.exact_n == q.exact_n) {
      return p.n * (p.prob * (p.log_prob - q.log_prob) + p.rest * (p.log_rest - q.log_rest));
    }
    const T same = p.mean() * (p.log_prob - q.log_prob) + (p.n - p.mean()) * p.log_rest -
                   (q.n - p.mean()) * q.log_rest;
    return chosen(p, p.n) - chosen(p, q.n) + same;
  }

  /// Formula       -E ln C(n,x) - n (p ln p + (1-p) ln(1-p))
  template <class T>
  static T entropy(const law<T>& p) {
    return -(chosen(p, p.n) + p.n * (p.prob * p.log_prob + p.rest * p.log_rest));
  }

  /// E ln C(m, x).
  template <class T>
  static T chosen(const law<T>& p, const T& m) {
    return expect(p, statistic::log_binomial, std::span<const T>(&m, 1));
  }

  static number_range range(const law<closed_form>& p) {
    return {p.one ? p.n : closed_form(0), p.zero ? closed_form(0) : p.n};
  }

  static constexpr statistic offered[] = {statistic::mean, statistic::log_rising,
                                          statistic::log_factorial, statistic::log_binomial};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (p.zero) return constant(p.n, 0);
    if (s == statistic::mean) return p.mean();
    if (!p.one) return binomial_average(p.exact_n, p.prob, s, at);
    const T log_factorial = lgamma(p.n + Q(1));
    if (s == statistic::log_factorial) return log_factorial;
    if (s == statistic::log_rising) return lgamma(p.n + at[0]) - lgamma(at[0]) - log_factorial;
    return lgamma(at[0] + Q(1)) - lgamma(at[0] - p.n + Q(1)) - log_factorial;  // log_binomial
  }

  static constexpr statistic needed[] = {statistic::mean, statistic::log_binomial};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    if (q.zero || q.one) return constant(q.n, 0);  // P has the same range: it is the same point
    const T mean = over_p(statistic::mean);
    return over_p(statistic::log_binomial, q.n) + mean * q.log_prob + (q.n - mean) * q.log_rest;
  }

  static constexpr bool fixed_is_exact = true;
  template <class T>
  static std::vector<T> fixed(const law<T>& p) {
    return {p.n};
  }

  /// n ln of the same sum for one trial.
  template <class T>
  static T log_affinity(const law<T>& p, const law<T>& q, const T& order) {
    if (p.exact_n == 0) return constant(order, 0);
    const T rest = constant(order, 1) - order;
    std::vector<T> terms;
    if (!p.one && !q.one) terms.push_back(order * p.log_rest + rest * q.log_rest);
    if (!p.zero && !q.zero) terms.push_back(order * p.log_prob + rest * q.log_prob);
    return p.n * log_sum(terms);
  }
};

}  // namespace

const family_row& binomial_family() {
  static const family_row row = family_of<binomial>();
  return row;
}

}  // namespace kloracle
