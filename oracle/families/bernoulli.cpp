// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"
#include "oracle/families/log_sum.hpp"

namespace kloracle {
namespace {

/// The Bernoulli distribution; prob 0 and prob 1 are point masses.
///
/// Density       prob at 1, 1 - prob at 0
/// Parameters    one of prob, logit = ln(prob/(1 - prob))
/// Source        Kullback 1959, "Information Theory and Statistics"
struct bernoulli : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"prob", domain::probability, 0, 0, "probability of 1"},
      {"logit", domain::real, 0, 0, "ln(prob/(1 - prob))"}};
  static constexpr family_entry entry{.name = "bernoulli",
                                      .parameters = parameters,
                                      .over = sample_space::integers,
                                      .support = "0 and 1; one of them if prob is 0 or 1",
                                      .density = "prob^x (1 - prob)^(1 - x)",
                                      .source = "Kullback 1959"};

  /// For a point mass all logarithms are 0, which is what 1 ln 1 and 0 ln 0 make of them.
  template <class T>
  struct law {
    explicit law(const arguments<T>& x)
        : prob(x.number(0)), rest(prob), log_prob(prob), log_rest(prob), logit(prob) {
      if (x.has("logit")) {
        logit = x["logit"];
        prob = sigmoid(logit);
        rest = sigmoid(-logit);
        log_prob = log_sigmoid(logit);
        log_rest = log_sigmoid(-logit);
        return;
      }
      zero = x.exact("prob") == 0;
      one = x.exact("prob") == 1;
      prob = x["prob"];
      rest = x.number(1) - prob;
      if (zero || one) return;
      log_prob = log(prob);
      log_rest = log1p(-prob);
      logit = log_prob - log_rest;
    }
    T prob;
    T rest;
    T log_prob;
    T log_rest;
    T logit;
    bool zero = false;
    bool one = false;
  };

  /// The logits, beside which of the point masses it is. A logit and a prob are compared as
  /// logarithms, which is what theorems decide.
  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {constant(p.prob, p.zero ? -1 : (p.one ? 1 : 0)), p.logit};
  }

  /// Formula       p ln(p/q) + (1-p) ln((1-p)/(1-q)), with 0 ln 0 = 0
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    if (p.zero) return -q.log_rest;
    if (p.one) return -q.log_prob;
    return p.prob * (p.log_prob - q.log_prob) + p.rest * (p.log_rest - q.log_rest);
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return -(p.prob * p.log_prob + p.rest * p.log_rest);
  }

  template <class T>
  static T total_variation(const law<T>& p, const law<T>& q) {
    return abs(p.prob - q.prob);
  }

  static number_range range(const law<closed_form>& p) {
    return {closed_form(p.one ? 1 : 0), closed_form(p.zero ? 0 : 1)};
  }

  static constexpr statistic offered[] = {statistic::mean, statistic::log_rising,
                                          statistic::log_factorial, statistic::log_binomial};
  static constexpr std::span<const statistic> offers = offered;
  /// At 0 all are 0; at 1 they are 1, ln a, ln 1! = 0, ln a.
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::mean) return p.prob;
    if (p.zero || s == statistic::log_factorial) return constant(p.prob, 0);
    return p.prob * log(at[0]);
  }

  static constexpr statistic needed[] = {statistic::mean};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    if (q.zero || q.one)
      return constant(q.prob, 0);  // P has the same range: it is the same point mass
    const T mean = over_p(statistic::mean);
    return mean * q.log_prob + (constant(mean, 1) - mean) * q.log_rest;
  }

  /// ln of the sum of p^a q^(1-a) over the outcomes that both have; at a point mass the logarithms
  /// are 0.
  template <class T>
  static T log_affinity(const law<T>& p, const law<T>& q, const T& order) {
    const T rest = constant(order, 1) - order;
    std::vector<T> terms;
    if (!p.one && !q.one) terms.push_back(order * p.log_rest + rest * q.log_rest);
    if (!p.zero && !q.zero) terms.push_back(order * p.log_prob + rest * q.log_prob);
    return log_sum(terms);
  }
};

}  // namespace

const family_row& bernoulli_family() {
  static const family_row row = family_of<bernoulli>();
  return row;
}

}  // namespace kloracle
