// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/gamma_variable.hpp"

namespace kloracle {
namespace {

/// The gamma distribution.
///
/// Density       rate^shape x^(shape - 1) e^(-rate x) / Gamma(shape)
/// Parameters    shape; one of rate, scale = 1/rate
/// Source        Penny 2001, "KL-divergences of normal, gamma, Dirichlet and Wishart densities"
struct gamma : gamma_variable {
  static constexpr parameter_entry parameters[] = {
      {"shape", domain::positive, 0, 0, "exponent of x, plus 1"},
      {"rate", domain::positive, 1, 0, "inverse scale"},
      {"scale", domain::positive, 1, 0, "1/rate"}};
  static constexpr family_entry entry{
      .name = "gamma",
      .parameters = parameters,
      .over = sample_space::reals,
      .support = "x > 0",
      .density = "rate^shape x^(shape - 1) e^(-rate x)/Gamma(shape)",
      .source = "Penny 2001"};

  template <class T>
  struct law : gamma_law<T> {
    explicit law(const arguments<T>& x)
        : gamma_law<T>{x["shape"], x.has("rate") ? x["rate"] : x.number(1) / x["scale"]} {}
  };

  template <class T>
  static T entropy(const law<T>& p) {
    return entropy_of_gamma(p);
  }

  static constexpr std::span<const statistic> offers = offered_by_gamma;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    return average_of_gamma(p, s, at);
  }
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    return finite_of_gamma(p, s, at);
  }

  static constexpr statistic needed[] = {statistic::log, statistic::mean};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return log_density_of_gamma(q, over_p(statistic::log), over_p(statistic::mean));
  }
};

}  // namespace

const family_row& gamma_family() {
  static const family_row row = family_of<gamma>();
  return row;
}

}  // namespace kloracle
