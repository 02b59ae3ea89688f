// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/gamma_variable.hpp"

namespace kloracle {
namespace {

/// The chi-squared distribution: gamma with shape df/2 and rate 1/2.
///
/// Density       x^(df/2 - 1) e^(-x/2) / (2^(df/2) Gamma(df/2))
/// Source        Penny 2001, for gamma distributions
struct chi_squared : gamma_variable {
  static constexpr parameter_entry parameters[] = {
      {"df", domain::positive, 0, 0, "degrees of freedom, any positive number"}};
  static constexpr family_entry entry{.name = "chi_squared",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "x > 0",
                                      .density = "x^(df/2 - 1) e^(-x/2)/(2^(df/2) Gamma(df/2))",
                                      .source = "Penny 2001, as gamma"};

  template <class T>
  struct law : gamma_law<T> {
    explicit law(const arguments<T>& x) : gamma_law<T>{x["df"] * Q(1, 2), x.number(Q(1, 2))} {}
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

const family_row& chi_squared_family() {
  static const family_row row = family_of<chi_squared>();
  return row;
}

}  // namespace kloracle
