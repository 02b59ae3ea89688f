// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"

namespace kloracle {
namespace {

/// The inverse Gaussian (Wald) distribution.
///
/// Density       sqrt(lambda/(2 pi x^3)) exp(-lambda (x - mu)^2/(2 mu^2 x))
/// Source        Tweedie 1957, "Statistical properties of inverse Gaussian distributions I"
struct inverse_gaussian : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"mu", domain::positive, 0, 0, "mean"},
      {"lambda", domain::positive, 1, 0, "shape, mu^3/variance"}};
  static constexpr family_entry entry{
      .name = "inverse_gaussian",
      .parameters = parameters,
      .over = sample_space::reals,
      .support = "x > 0",
      .density = "sqrt(lambda/(2 pi x^3)) exp(-lambda (x - mu)^2/(2 mu^2 x))",
      .source = "Tweedie 1957"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x) : mu(x["mu"]), lambda(x["lambda"]) {}
    T mu;
    T lambda;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.mu, p.lambda};
  }

  /// Formula       (r - 1 - ln r + lambda_q (mu_p - mu_q)^2/(mu_p mu_q^2))/2, r = lambda_q/lambda_p
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    const T ratio = q.lambda / p.lambda;
    return (ratio - Q(1) - log(ratio) + q.lambda * sqr(p.mu / q.mu - Q(1)) / p.mu) * Q(1, 2);
  }

  template <class T>
  static T log_two_pi(const law<T>& p) {
    return log_pi(p.mu) + log(constant(p.mu, 2));
  }

  /// lambda (x - mu)^2/(mu^2 x) is chi-squared with one degree of freedom (Tweedie): its mean is 1.
  template <class T>
  static T entropy(const law<T>& p) {
    return (log_two_pi(p) - log(p.lambda) + log_of(p) * Q(3) + Q(1)) * Q(1, 2);
  }

  /// E ln x = ln mu - e^(2 w) E1(2 w), w = lambda/mu: E x^s is mu^s sqrt(2 w/pi) e^w K_{s-1/2}(w),
  /// and its derivative at s = 0 holds that of K by the order at -1/2, which is minus that at 1/2:
  /// sqrt(pi/(2 w)) E1(2 w) e^w, DLMF 10.38.7.
  template <class T>
  static T log_of(const law<T>& p) {
    return log(p.mu) - scaled_exponential_integral(p.lambda / p.mu * Q(2));
  }

  static number_range range(const law<closed_form>&) { return {closed_form(0), std::nullopt}; }

  static constexpr statistic offered[] = {statistic::mean, statistic::square_about, statistic::log,
                                          statistic::reciprocal, statistic::exponential};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    const T one = constant(p.mu, 1);
    if (s == statistic::mean) return p.mu;
    if (s == statistic::square_about) {
      return sqr(p.mu) * p.mu / p.lambda + sqr(p.mu - at[0]);
    }
    if (s == statistic::reciprocal) return one / p.mu + one / p.lambda;
    if (s == statistic::exponential) {
      // exp(lambda/mu (1 - sqrt(1 - y))), y = 2 mu^2 a/lambda, without the difference
      const T root = sqrt(one - at[0] * sqr(p.mu) / p.lambda * Q(2));
      return exp(at[0] * p.mu * Q(2) / (root + Q(1)));
    }
    return log_of(p);  // statistic::log
  }
  // e^(a x) times the density, of order x^(-3/2) e^(a x - lambda x/(2 mu^2)) for large x.
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    if (s != statistic::exponential) return true;
    const auto beyond = is_positive(at[0] * sqr(p.mu) * Q(2) - p.lambda);
    return beyond ? std::optional<bool>(!*beyond) : std::nullopt;
  }

  static constexpr statistic needed[] = {statistic::log, statistic::mean, statistic::reciprocal};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    const T distance = over_p(statistic::mean) / q.mu - Q(2) + over_p(statistic::reciprocal) * q.mu;
    return (log(q.lambda) - log_two_pi(q) - over_p(statistic::log) * Q(3) -
            distance * q.lambda / q.mu) *
           Q(1, 2);
  }

  /// The exponential family of -x and -1/x with theta = (lambda/(2 mu^2), lambda/2) and h =
  /// x^(-3/2)/sqrt(pi). For theta_1 = 0, the Levy distribution, F is finite too.
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {p.lambda / sqr(p.mu) * Q(1, 2), p.lambda * Q(1, 2)};
  }
  template <class T>
  static T log_normaliser(const law<T>&, const std::vector<T>& theta) {
    return sqrt(theta[0] * theta[1]) * Q(-2) - log(theta[1]) * Q(1, 2);
  }
  template <class T>
  static std::vector<T> mean(const law<T>&, const std::vector<T>& theta) {
    const T mu = sqrt(theta[1] / theta[0]);
    const T one = constant(mu, 1);
    return {-mu, -(one / mu) - one / theta[1] * Q(1, 2)};
  }
  template <class T>
  static std::vector<natural_bound<T>> bounds(const law<T>&, const std::vector<T>& theta) {
    return {{theta[0], true}, {theta[1]}};
  }
};

}  // namespace

const family_row& inverse_gaussian_family() {
  static const family_row row = family_of<inverse_gaussian>();
  return row;
}

}  // namespace kloracle
