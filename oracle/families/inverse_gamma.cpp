// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/gamma_variable.hpp"

namespace kloracle {
namespace {

/// The inverse gamma distribution: 1/G of a gamma variable G with the same shape, and the scale for
/// a rate.
///
/// Density       scale^shape x^(-shape - 1) e^(-scale/x) / Gamma(shape): that of G at 1/x, by x^2
/// Source        Penny 2001, for gamma distributions
struct inverse_gamma : gamma_variable {
  static constexpr parameter_entry parameters[] = {
      {"shape", domain::positive, 0, 0, "exponent of 1/x, less 1"},
      {"scale", domain::positive, 1, 0, "scale of x"}};
  static constexpr family_entry entry{
      .name = "inverse_gamma",
      .parameters = parameters,
      .over = sample_space::reals,
      .support = "x > 0",
      .density = "scale^shape x^(-shape - 1) e^(-scale/x)/Gamma(shape)",
      .source = "Penny 2001, as the inverse of a gamma variable"};

  template <class T>
  struct law : gamma_law<T> {
    explicit law(const arguments<T>& x) : gamma_law<T>{x["shape"], x["scale"]} {}
  };

  /// H(G) - E ln G^2
  template <class T>
  static T entropy(const law<T>& p) {
    return entropy_of_gamma(p) - log_of(p) * Q(2);
  }

  static constexpr statistic offered[] = {statistic::mean,  statistic::square_about,
                                          statistic::log,   statistic::square_of_log_about,
                                          statistic::power, statistic::reciprocal};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::mean) return reciprocal_of(p);
    if (s == statistic::square_about) {
      const T mean = reciprocal_of(p);
      return sqr(mean) / (p.shape - Q(2)) + sqr(mean - at[0]);
    }
    if (s == statistic::square_of_log_about) return square_of_log_about(p, -at[0]);
    if (s == statistic::power) return power_of(p, -at[0]);
    if (s == statistic::reciprocal) return mean_of(p);
    return -log_of(p);  // statistic::log
  }
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    if (s == statistic::mean) return is_positive(p.shape - Q(1));
    if (s == statistic::square_about) return is_positive(p.shape - Q(2));
    if (s == statistic::power) return is_positive(p.shape - at[0]);
    return true;
  }

  static constexpr statistic needed[] = {statistic::log, statistic::reciprocal};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    const T log_x = over_p(statistic::log);
    return log_density_of_gamma(q, -log_x, over_p(statistic::reciprocal)) - log_x * Q(2);
  }
};

}  // namespace

const family_row& inverse_gamma_family() {
  static const family_row row = family_of<inverse_gamma>();
  return row;
}

}  // namespace kloracle
