// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/gamma_statistic.hpp"
#include "oracle/families/segment.hpp"

namespace kloracle {
namespace {

/// The Laplace distribution.
///
/// Density       e^(-|x - mu|/scale) / (2 scale)
/// Parameters    mu, scale
/// Source        elementary; KL from E_P|x - mu_q|
struct laplace : gamma_statistic<2> {
  static constexpr parameter_entry parameters[] = {
      {"mu", domain::real, 0, 0, "mean and median"},
      {"scale", domain::positive, 1, 0, "mean distance from mu"}};
  static constexpr family_entry entry{.name = "laplace",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "the line",
                                      .density = "e^(-|x - mu|/scale)/(2 scale)",
                                      .source = "elementary"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x)
        : mu(x["mu"]), scale(x["scale"]), exact_scale(x.exact("scale")) {}
    T mu;
    T scale;
    Q exact_scale;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.mu, p.scale};
  }

  /// Formula       ln(scale_q/scale_p) - 1 + E_P|x - mu_q|/scale_q
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    return log(q.scale / p.scale) - Q(1) + mean_distance(p, q.mu) / q.scale;
  }

  /// Formula       with d = |mu_p - mu_q|: 1 - e^(-d/(2 scale)) for one scale. Otherwise let P be
  ///               that of the smaller scale b, the other being c, at 0 and d. ln p/q increases up
  ///               to 0 and decreases from there; with s = ln(c/b) - d/b, its value at d, the
  ///               densities cross at -(d/c + ln(c/b))/(1/b - 1/c) and at d + t, where t is
  ///               s/(1/b - 1/c) for s > 0 and s/(1/b + 1/c) for s < 0, and the total variation is
  ///               the difference of the probabilities of what lies between
  template <class T>
  static T total_variation(const law<T>& p, const law<T>& q) {
    const T distance = abs(p.mu - q.mu);
    if (p.exact_scale == q.exact_scale) {  // either scale's own share: the slopes are right
      return (expm1(-(distance / p.scale) * Q(1, 2)) + expm1(-(distance / q.scale) * Q(1, 2))) *
             Q(-1, 2);
    }
    const bool p_is_narrow = p.exact_scale < q.exact_scale;
    const T& b = p_is_narrow ? p.scale : q.scale;
    const T& c = p_is_narrow ? q.scale : p.scale;
    const T one = constant(b, 1);
    const T log_ratio = log(c / b);
    const T steep = one / b + one / c;
    const T flat = one / b - one / c;
    const T left = (distance / c + log_ratio) / flat;  // its distance from 0
    const T s = log_ratio - distance / b;
    const T beyond = positive_part(s) / flat;
    const T within = positive_part(-s) / steep;
    // P and Q of what lies between, each less 1, doubled
    const T narrow = -exp(-(distance + beyond - within) / b) - exp(-left / b);
    const T wide = expm1(-(within / c)) - exp(-beyond / c) - exp(-(left + distance) / c);
    return (narrow - wide) * Q(1, 2);
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return log(p.scale * Q(2)) + Q(1);
  }

  static constexpr statistic offered[] = {statistic::mean, statistic::square_about,
                                          statistic::absolute_about, statistic::exponential};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::mean) return p.mu;
    if (s == statistic::square_about) return sqr(p.scale) * Q(2) + sqr(p.mu - at[0]);
    if (s == statistic::absolute_about) return mean_distance(p, at[0]);
    return exp(at[0] * p.mu) / (constant(p.mu, 1) - sqr(at[0] * p.scale));  // e^(a x)
  }
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    if (s == statistic::exponential) return is_positive(closed_form(1) - sqr(at[0] * p.scale));
    return true;
  }

  static constexpr statistic needed[] = {statistic::absolute_about};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return -log(q.scale * Q(2)) - over_p(statistic::absolute_about, q.mu) / q.scale;
  }

  /// For one mu: theta = 1/scale and s = |x - mu|, of shape 1.
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {constant(p.mu, 1) / p.scale};
  }
  template <class T>
  static std::vector<T> fixed(const law<T>& p) {
    return {p.mu};
  }

 private:
  // E|x - a| = |mu - a| + scale e^(-|mu - a|/scale)
  template <class T>
  static T mean_distance(const law<T>& p, const T& a) {
    const T distance = abs(p.mu - a);
    return distance + p.scale * exp(-(distance / p.scale));
  }
};

}  // namespace

const family_row& laplace_family() {
  static const family_row row = family_of<laplace>();
  return row;
}

}  // namespace kloracle
