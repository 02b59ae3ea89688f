// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>

#include "oracle/families/definition.hpp"
#include "oracle/families/discrete_average.hpp"
#include "oracle/families/log_sum.hpp"

namespace kloracle {
namespace {

/// The multinomial distribution: n trials, each with one of several outcomes, counted.
///
/// Density       n!/(x_1! x_2! ...) prod probs_i^x_i
/// Parameters    n, an integer, and exact: nothing moves it; one of probs, of which the exact sum
///               is 1, and weights, which are divided by their sum
/// Source        Johnson, Kotz and Balakrishnan 1997, "Discrete Multivariate Distributions"
struct multinomial : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"n", domain::natural, 0, 0, "trials"},
      {"probs", domain::probability, 1, 1, "of the outcomes; their exact sum is 1"},
      {"weights", domain::nonnegative, 1, 1, "probs are weights divided by their exact sum"}};
  static constexpr family_entry entry{
      .name = "multinomial",
      .parameters = parameters,
      .over = sample_space::count_vectors,
      .support = "vectors of counts with sum n; 0 where probs_i = 0",
      .density = "n!/(x_1! x_2! ...) prod probs_i^x_i",
      .source = "Johnson, Kotz and Balakrishnan 1997"};

  static const std::vector<Q>& given_weights(const given_distribution& given) {
    return given.values(given.has("weights") ? "weights" : "probs");
  }

  static void check(const given_distribution& given) {
    const Q total = sum(given_weights(given));
    if (given.has("weights")) {
      if (total == 0) given.blame("weights", "are all 0");
      return;
    }
    if (total == 1) return;
    std::string text = total.str();
    if (text.size() > 24) {
      char off[32];
      std::snprintf(off, sizeof off, "1 %+.3g", Q(total - 1).convert_to<double>());
      text = off;
    }
    given.blame("probs", "sum to " + text + ", not to 1; weights would be divided by their sum");
  }

  /// Different n never give the same counts. Also the place to find different numbers of outcomes.
  static std::optional<std::string> singular(const given_distribution& p,
                                             const given_distribution& q) {
    const std::vector<Q>& of_p = given_weights(p);
    const std::vector<Q>& of_q = given_weights(q);
    if (of_p.size() != of_q.size()) {
      q.blame(q.has("weights") ? "weights" : "probs", "has another number of outcomes than p's");
    }
    if (p.exact("n") != q.exact("n")) return "the counts have different sums n";
    if (p.exact("n") == 0) return std::nullopt;
    for (std::size_t i = 0; i < of_p.size(); ++i) {
      if (of_p[i] != 0 && of_q[i] == 0) {
        return "outcome " + std::to_string(i) + " has probability 0 in " + q.side + " but not in " +
               p.side;
      }
    }
    return std::nullopt;
  }

  /// The logarithm of a probability 0 is kept as 0, which is what 0 ln 0 makes of it.
  template <class T>
  struct law {
    explicit law(const arguments<T>& x) : exact_n(x.exact("n")), n(x.number(exact_n)) {
      const std::vector<Q>& exact = given_weights(x.given());
      probs = x.all(x.has("weights") ? "weights" : "probs");
      if (x.has("weights")) {
        T total = probs[0];
        for (std::size_t i = 1; i < probs.size(); ++i) total = total + probs[i];
        for (T& prob : probs) prob = prob / total;
      }
      for (std::size_t i = 0; i < probs.size(); ++i) {
        zero.push_back(exact[i] == 0);
        logs.push_back(exact[i] == 0 ? x.number(0) : log(probs[i]));
      }
      certain = exact_n == 0 || std::count(zero.begin(), zero.end(), false) == 1;
    }
    Q exact_n;
    T n;
    std::vector<T> probs;
    std::vector<T> logs;
    std::vector<bool> zero;
    bool certain = false;  // a point mass
  };

  /// With n = 0 the probabilities do not matter.
  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    std::vector<T> all{p.n};
    if (p.exact_n != 0) all.insert(all.end(), p.probs.begin(), p.probs.end());
    return all;
  }

  /// Formula       n sum p_i ln(p_i/q_i)
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    T total = constant(p.n, 0);
    for (std::size_t i = 0; i < p.probs.size(); ++i) {
      if (!p.zero[i]) total = total + p.probs[i] * (p.logs[i] - q.logs[i]);
    }
    return p.n * total;
  }

  /// Formula       -ln n! + sum E ln x_i! - n sum p_i ln p_i, where x_i is binomial
  template <class T>
  static T entropy(const law<T>& p) {
    if (p.certain) return constant(p.n, 0);
    T total = -lgamma(p.n + Q(1));
    for (std::size_t i = 0; i < p.probs.size(); ++i) {
      if (p.zero[i]) continue;
      total = total - p.n * p.probs[i] * p.logs[i] +
              binomial_average(p.exact_n, p.probs[i], statistic::log_factorial, {});
    }
    return total;
  }

  /// Formula       n ln sum p_i^a q_i^(1-a), over the outcomes that both have
  template <class T>
  static T log_affinity(const law<T>& p, const law<T>& q, const T& order) {
    if (p.exact_n != q.exact_n) throw nothing_shared{};
    if (p.exact_n == 0) return constant(order, 0);
    const T rest = constant(order, 1) - order;
    std::vector<T> terms;
    for (std::size_t i = 0; i < p.probs.size(); ++i) {
      if (!p.zero[i] && !q.zero[i]) terms.push_back(order * p.logs[i] + rest * q.logs[i]);
    }
    return p.n * log_sum(terms);
  }
};

}  // namespace

const family_row& multinomial_family() {
  static const family_row row = family_of<multinomial>();
  return row;
}

}  // namespace kloracle
