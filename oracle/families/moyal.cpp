// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/gamma_statistic.hpp"

namespace kloracle {
namespace {

/// The Moyal distribution.
///
/// Density       e^(-(z + e^-z)/2)/(scale sqrt(2 pi)), z = (x - mu)/scale
/// Parameters    mu, scale
/// Source        Moyal 1955, "Theory of ionization fluctuations"; e^-z is chi-squared with one
///               degree of freedom
struct moyal : gamma_statistic<1> {
  static constexpr parameter_entry parameters[] = {{"mu", domain::real, 0, 0, "mode"},
                                                   {"scale", domain::positive, 1, 0, "scale"}};
  static constexpr family_entry entry{
      .name = "moyal",
      .parameters = parameters,
      .over = sample_space::reals,
      .support = "the line",
      .density = "e^(-(z + e^-z)/2)/(scale sqrt(2 pi)), z = (x - mu)/scale",
      .source = "Moyal 1955"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x) : mu(x["mu"]), scale(x["scale"]) {}
    T mu;
    T scale;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.mu, p.scale};
  }

  /// Formula       -ln r + ((r - 1)(gamma + ln 2) + t + 2^r e^-t Gamma(r + 1/2)/sqrt(pi) - 1)/2 for
  ///               r = scale_p/scale_q, t = (mu_p - mu_q)/scale_q: Q's z is r z + t
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    const T r = p.scale / q.scale;
    const T t = (p.mu - q.mu) / q.scale;
    return ((r - Q(1)) * mean_z(r) + t + exp(log_mean_decay(r) - t) - Q(1)) * Q(1, 2) - log(r);
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return log(p.scale) + (log_two_pi(p) + mean_z(p.mu) + Q(1)) * Q(1, 2);
  }

  static constexpr statistic offered[] = {statistic::mean, statistic::square_about,
                                          statistic::exponential};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::exponential) {
      return exp(at[0] * p.mu + log_mean_decay(-(at[0] * p.scale)));
    }
    const T mean = p.mu + mean_z(p.mu) * p.scale;
    if (s == statistic::mean) return mean;
    // Var z = psi'(1/2) = pi^2/2
    return sqr(pi(p.mu) * p.scale) * Q(1, 2) + sqr(mean - at[0]);  // statistic::square_about
  }
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    if (s == statistic::exponential) return is_positive(closed_form(Q(1, 2)) - at[0] * p.scale);
    return true;
  }

  static constexpr statistic needed[] = {statistic::exponential, statistic::mean};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    const T decay =
        exp(q.mu / q.scale) * over_p(statistic::exponential, constant(q.mu, -1) / q.scale);
    const T z = (over_p(statistic::mean) - q.mu) / q.scale;
    return (log_two_pi(q) + z + decay) * Q(-1, 2) - log(q.scale);
  }

  /// For one scale: theta = e^(mu/scale)/2 and s = e^(-x/scale), of shape 1/2.
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {exp(p.mu / p.scale) * Q(1, 2)};
  }
  template <class T>
  static std::vector<T> fixed(const law<T>& p) {
    return {p.scale};
  }
  template <class T>
  static T log_affinity(const law<T>& p, const law<T>& q, const T& order) {
    return log_affinity_of_difference(order, (p.mu - q.mu) / p.scale);
  }

 private:
  template <class T>
  static T log_two_pi(const law<T>& p) {
    return log_pi(p.mu) + log(constant(p.mu, 2));
  }
  // E z = -psi(1/2) - ln 2 = gamma + ln 2
  template <class T>
  static T mean_z(const T& like) {
    return euler(like) + log(constant(like, 2));
  }
  // ln E e^(-r z) = ln(2^r Gamma(r + 1/2)/sqrt(pi)), r > -1/2
  template <class T>
  static T log_mean_decay(const T& r) {
    return r * log(constant(r, 2)) + lgamma(r + Q(1, 2)) - log_pi(r) * Q(1, 2);
  }
};

}  // namespace

const family_row& moyal_family() {
  static const family_row row = family_of<moyal>();
  return row;
}

}  // namespace kloracle
