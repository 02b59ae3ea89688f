// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"

namespace kloracle {
namespace {

/// The beta distribution.
///
/// Density       x^(alpha - 1) (1 - x)^(beta - 1) / B(alpha, beta)
/// Source        Penny 2001, "KL-divergences of normal, gamma, Dirichlet and Wishart densities"
struct beta : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"alpha", domain::positive, 0, 0, "exponent of x, plus 1"},
      {"beta", domain::positive, 1, 0, "exponent of 1 - x, plus 1"}};
  static constexpr family_entry entry{.name = "beta",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "0 < x < 1",
                                      .density = "x^(alpha - 1) (1 - x)^(beta - 1)/B(alpha, beta)",
                                      .source = "Penny 2001, as Dirichlet"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x) : alpha(x["alpha"]), beta(x["beta"]), total(alpha + beta) {}
    T alpha;
    T beta;
    T total;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.alpha, p.beta};
  }

  template <class T>
  static T log_beta(const T& a, const T& b) {
    return lgamma(a) + lgamma(b) - lgamma(a + b);
  }

  /// Formula       ln B(c, d) - ln B(a, b) + (a - c) psi(a) + (b - d) psi(b)
  ///               + (c + d - a - b) psi(a + b) for parameters a, b and c, d
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    return log_beta(q.alpha, q.beta) - log_beta(p.alpha, p.beta) +
           (p.alpha - q.alpha) * digamma(p.alpha) + (p.beta - q.beta) * digamma(p.beta) +
           (q.total - p.total) * digamma(p.total);
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return log_beta(p.alpha, p.beta) - (p.alpha - Q(1)) * digamma(p.alpha) -
           (p.beta - Q(1)) * digamma(p.beta) + (p.total - Q(2)) * digamma(p.total);
  }

  static number_range range(const law<closed_form>&) { return {closed_form(0), closed_form(1)}; }

  static constexpr statistic offered[] = {statistic::mean,
                                          statistic::square_about,
                                          statistic::log,
                                          statistic::log_complement,
                                          statistic::square_of_logit_about,
                                          statistic::square_of_log_about,
                                          statistic::power,
                                          statistic::reciprocal};
  static constexpr std::span<const statistic> offers = offered;
  // E x^s (1 - x)^t = B(alpha + s, beta + t)/B(alpha, beta); the logarithms by derivatives at 0.
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    const T mean = p.alpha / p.total;
    const T log_mean = digamma(p.alpha) - digamma(p.total);
    switch (s) {
      case statistic::mean:
        return mean;
      case statistic::square_about:
        return mean * (p.beta / p.total) / (p.total + Q(1)) + sqr(mean - at[0]);
      case statistic::log_complement:
        return digamma(p.beta) - digamma(p.total);
      case statistic::square_of_log_about:
        return trigamma(p.alpha) - trigamma(p.total) + sqr(log_mean - at[0]);
      case statistic::square_of_logit_about:
        return trigamma(p.alpha) + trigamma(p.beta) +
               sqr(digamma(p.alpha) - digamma(p.beta) - at[0]);
      case statistic::power:
        return exp(log_beta(p.alpha + at[0], p.beta) - log_beta(p.alpha, p.beta));
      case statistic::reciprocal:
        return (p.total - Q(1)) / (p.alpha - Q(1));
      default:
        return log_mean;  // statistic::log
    }
  }
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    if (s == statistic::power) return is_positive(p.alpha + at[0]);
    if (s == statistic::reciprocal) return is_positive(p.alpha - Q(1));
    return true;
  }

  static constexpr statistic needed[] = {statistic::log, statistic::log_complement};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return (q.alpha - Q(1)) * over_p(statistic::log) +
           (q.beta - Q(1)) * over_p(statistic::log_complement) - log_beta(q.alpha, q.beta);
  }

  /// The exponential family of ln x and ln(1 - x) with theta = (alpha, beta) and h = 1/(x (1 - x)).
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {p.alpha, p.beta};
  }
  template <class T>
  static T log_normaliser(const law<T>&, const std::vector<T>& theta) {
    return log_beta(theta[0], theta[1]);
  }
  template <class T>
  static std::vector<T> mean(const law<T>&, const std::vector<T>& theta) {
    const T of_total = digamma(theta[0] + theta[1]);
    return {digamma(theta[0]) - of_total, digamma(theta[1]) - of_total};
  }
  template <class T>
  static std::vector<natural_bound<T>> bounds(const law<T>&, const std::vector<T>& theta) {
    return {{theta[0]}, {theta[1]}};
  }
};

}  // namespace

const family_row& beta_family() {
  static const family_row row = family_of<beta>();
  return row;
}

}  // namespace kloracle
