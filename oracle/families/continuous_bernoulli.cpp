// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"

namespace kloracle {
namespace {

/// The continuous Bernoulli distribution on [0, 1]; prob 1/2, logit 0, is the uniform one.
///
/// Density       e^(eta x - A(eta)), eta = ln(prob/(1 - prob)), A(eta) = ln((e^eta - 1)/eta): that
///               is prob^x (1 - prob)^(1 - x), normalised
/// Parameters    one of prob in the open (0, 1), logit = eta
/// Source        Loaiza-Ganem and Cunningham 2019, "The continuous Bernoulli"
struct continuous_bernoulli : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"prob", domain::probability, 0, 0, "1/(1 + e^-logit), not 0 or 1"},
      {"logit", domain::real, 0, 0, "ln(prob/(1 - prob))"}};
  static constexpr family_entry entry{
      .name = "continuous_bernoulli",
      .parameters = parameters,
      .over = sample_space::reals,
      .support = "0 <= x <= 1",
      .density = "C prob^x (1 - prob)^(1 - x), C = ln(prob/(1 - prob))/(2 prob - 1)",
      .source = "Loaiza-Ganem and Cunningham 2019"};

  static void check(const given_distribution& given) {
    if (!given.has("prob")) return;
    const Q& prob = given.exact("prob");
    if (prob == 0 || prob == 1) {
      given.blame("prob", "is " + prob.str() + "; expected a number between 0 and 1");
    }
  }

  template <class T>
  struct law {
    explicit law(const arguments<T>& x)
        : eta(x.has("logit") ? x["logit"] : log(x["prob"] / (x.number(1) - x["prob"]))) {}
    T eta;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.eta};
  }

  /// Formula       (eta_p - eta_q) A'(eta_p) - A(eta_p) + A(eta_q)
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    return (p.eta - q.eta) * continuous_bernoulli_mean(p.eta) -
           continuous_bernoulli_normaliser(p.eta) + continuous_bernoulli_normaliser(q.eta);
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return continuous_bernoulli_normaliser(p.eta) - p.eta * continuous_bernoulli_mean(p.eta);
  }

  static number_range range(const law<closed_form>&) { return {closed_form(0), closed_form(1)}; }

  static constexpr statistic offered[] = {statistic::mean, statistic::square_about,
                                          statistic::exponential};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::exponential) {
      return exp(continuous_bernoulli_normaliser(p.eta + at[0]) -
                 continuous_bernoulli_normaliser(p.eta));
    }
    const T mean = continuous_bernoulli_mean(p.eta);
    if (s == statistic::mean) return mean;
    return continuous_bernoulli_variance(p.eta) + sqr(mean - at[0]);  // statistic::square_about
  }

  static constexpr statistic needed[] = {statistic::mean};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return q.eta * over_p(statistic::mean) - continuous_bernoulli_normaliser(q.eta);
  }

  /// The exponential family of x with theta = eta; F = A is finite everywhere.
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {p.eta};
  }
  template <class T>
  static T log_normaliser(const law<T>&, const std::vector<T>& theta) {
    return continuous_bernoulli_normaliser(theta[0]);
  }
  template <class T>
  static std::vector<T> mean(const law<T>&, const std::vector<T>& theta) {
    return {continuous_bernoulli_mean(theta[0])};
  }
};

}  // namespace

const family_row& continuous_bernoulli_family() {
  static const family_row row = family_of<continuous_bernoulli>();
  return row;
}

}  // namespace kloracle
