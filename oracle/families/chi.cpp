// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/gamma_variable.hpp"

namespace kloracle {
namespace {

/// The chi distribution: the root of a gamma variable G with shape df/2 and rate 1/2.
///
/// Density       2^(1 - df/2) x^(df - 1) e^(-x^2/2) / Gamma(df/2): that of G at x^2, times 2 x
/// Source        Penny 2001, for gamma distributions
struct chi : gamma_variable {
  static constexpr parameter_entry parameters[] = {
      {"df", domain::positive, 0, 0, "degrees of freedom, any positive number"}};
  static constexpr family_entry entry{.name = "chi",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "x > 0",
                                      .density = "2^(1 - df/2) x^(df - 1) e^(-x^2/2)/Gamma(df/2)",
                                      .source = "Penny 2001, as the root of a gamma variable"};

  template <class T>
  struct law : gamma_law<T> {
    explicit law(const arguments<T>& x)
        : gamma_law<T>{x["df"] * Q(1, 2), x.number(Q(1, 2))}, df(x["df"]) {}
    T df;
  };

  /// H(G) - E ln(2 x)
  template <class T>
  static T entropy(const law<T>& p) {
    return entropy_of_gamma(p) - log(constant(p.df, 2)) - log_of(p) * Q(1, 2);
  }

  static constexpr statistic offered[] = {statistic::mean,  statistic::square_about,
                                          statistic::log,   statistic::square_of_log_about,
                                          statistic::power, statistic::reciprocal};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    const auto power = [&](const T& a) { return power_of(p, a * Q(1, 2)); };
    if (s == statistic::mean) return power(constant(p.df, 1));
    if (s == statistic::square_about) {
      return p.df - at[0] * power(constant(p.df, 1)) * Q(2) + sqr(at[0]);
    }
    if (s == statistic::square_of_log_about) {
      return square_of_log_about(p, at[0] * Q(2)) * Q(1, 4);
    }
    if (s == statistic::power) return power(at[0]);
    if (s == statistic::reciprocal) return power(constant(p.df, -1));
    return log_of(p) * Q(1, 2);  // statistic::log
  }
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    if (s == statistic::power) return is_positive(p.df + at[0]);
    if (s == statistic::reciprocal) return is_positive(p.df - Q(1));
    return true;
  }

  static constexpr statistic needed[] = {statistic::log, statistic::square_about};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    const T square = over_p(statistic::square_about, constant(q.df, 0));
    const T log_x = over_p(statistic::log);
    return log_density_of_gamma(q, log_x * Q(2), square) + log(constant(q.df, 2)) + log_x;
  }
};

}  // namespace

const family_row& chi_family() {
  static const family_row row = family_of<chi>();
  return row;
}

}  // namespace kloracle
