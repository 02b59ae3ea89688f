// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"

namespace kloracle {
namespace {

/// The Lindley distribution: with weights theta and 1, over theta + 1, a mixture of gamma
/// distributions with shapes 1 and 2 and rate theta.
///
/// Density       theta^2 (1 + x) e^(-theta x) / (1 + theta)
/// Source        Ghitany, Atieh and Nadarajah 2008, "Lindley distribution and its application"
struct lindley : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"theta", domain::positive, 0, 0, "rate of the exponential factor"}};
  static constexpr family_entry entry{.name = "lindley",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "x > 0",
                                      .density = "theta^2 (1 + x) e^(-theta x)/(1 + theta)",
                                      .source = "Ghitany, Atieh and Nadarajah 2008"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x) : theta(x["theta"]), above(theta + Q(1)) {}
    T theta;
    T above;  // theta + 1
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.theta};
  }

  /// Formula       2 ln(a/b) + ln((1 + b)/(1 + a)) - (a - b) (a + 2)/(a (a + 1)) for theta a and b
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    return log(p.theta / q.theta) * Q(2) + log(q.above / p.above) -
           (p.theta - q.theta) * mean_of(p.theta);
  }

  template <class T>
  static T mean_of(const T& theta) {
    return (theta + Q(2)) / (theta * (theta + Q(1)));
  }

  /// -E ln p
  template <class T>
  static T entropy(const law<T>& p) {
    return log_normaliser(p, {p.theta}) - log_one_plus(p) + p.theta * mean_of(p.theta);
  }

  /// E ln(1 + x) = theta^2 e^theta/(1 + theta) times the integral of u ln u e^(-theta u) from 1 on,
  /// by parts.
  template <class T>
  static T log_one_plus(const law<T>& p) {
    return (scaled_exponential_integral(p.theta) + Q(1)) / p.above;
  }

  static number_range range(const law<closed_form>&) { return {closed_form(0), std::nullopt}; }

  static constexpr statistic offered[] = {statistic::mean,       statistic::square_about,
                                          statistic::log,        statistic::log_one_plus,
                                          statistic::power,      statistic::square_of_log_about,
                                          statistic::reciprocal, statistic::exponential};
  static constexpr std::span<const statistic> offers = offered;
  // Those of the two gamma distributions, weighted.
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    const T mean = mean_of(p.theta);
    const T one = constant(p.theta, 1);
    switch (s) {
      case statistic::mean:
        return mean;
      case statistic::square_about:
        return (sqr(p.theta + Q(2)) - Q(2)) / sqr(p.theta * p.above) + sqr(mean - at[0]);
      case statistic::log_one_plus:
        return log_one_plus(p);
      case statistic::power:
        return exp(lgamma(at[0] + Q(1)) - at[0] * log(p.theta)) * ((at[0] + p.above) / p.above);
      case statistic::exponential: {
        const T rest = p.theta - at[0];
        return sqr(p.theta / rest) * ((rest + Q(1)) / p.above);
      }
      case statistic::square_of_log_about: {
        const T off = -euler(p.theta) - log(p.theta) - at[0];  // psi(1) is -euler, psi(2) 1 more
        return (p.theta * (trigamma(one) + sqr(off)) + trigamma(one + one) + sqr(off + one)) /
               p.above;
      }
      case statistic::log:
        return one / p.above - log(p.theta) - euler(p.theta);
      default:
        return one / (one - one);  // statistic::reciprocal is infinite
    }
  }
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    if (s == statistic::power) return is_positive(at[0] + Q(1));
    if (s == statistic::reciprocal) return false;
    if (s == statistic::exponential) return is_positive(p.theta - at[0]);
    return true;
  }

  static constexpr statistic needed[] = {statistic::log_one_plus, statistic::mean};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return over_p(statistic::log_one_plus) - q.theta * over_p(statistic::mean) -
           log_normaliser(q, {q.theta});
  }

  /// The exponential family of -x with theta and h = 1 + x.
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {p.theta};
  }
  template <class T>
  static T log_normaliser(const law<T>&, const std::vector<T>& theta) {
    return log(theta[0] + Q(1)) - log(theta[0]) * Q(2);
  }
  template <class T>
  static std::vector<T> mean(const law<T>&, const std::vector<T>& theta) {
    return {-mean_of(theta[0])};
  }
  template <class T>
  static std::vector<natural_bound<T>> bounds(const law<T>&, const std::vector<T>& theta) {
    return {{theta[0]}};
  }
};

}  // namespace

const family_row& lindley_family() {
  static const family_row row = family_of<lindley>();
  return row;
}

}  // namespace kloracle
