// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"
#include "oracle/families/line_averages.hpp"

namespace kloracle {
namespace {

/// Student's t distribution, shifted and scaled.
///
/// Density       (1 + z^2/df)^(-(df + 1)/2)/(scale sqrt(df) B(df/2, 1/2)), z = (x - mu)/scale
/// Parameters    df, mu, scale
/// Source        Johnson, Kotz and Balakrishnan 1995, "Continuous Univariate Distributions",
///               chapter 28; KL within the family has no closed form
struct student_t : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"df", domain::positive, 0, 0, "degrees of freedom"},
      {"mu", domain::real, 1, 0, "median"},
      {"scale", domain::positive, 2, 0, "of z; sigma only where df is infinite"}};
  static constexpr family_entry entry{
      .name = "student_t",
      .parameters = parameters,
      .over = sample_space::reals,
      .support = "the line",
      .density = "(1 + z^2/df)^(-(df + 1)/2)/(scale sqrt(df) B(df/2, 1/2)), z = (x - mu)/scale",
      .source = "Johnson, Kotz and Balakrishnan 1995"};

  /// width = scale sqrt(df), in which the distribution is (x - mu)/width = sinh of what
  /// line_averages.hpp integrates over. With df = 1 it is Cauchy's; slopes are the general ones.
  template <class T>
  struct law {
    explicit law(const arguments<T>& x)
        : df(x["df"]),
          mu(x["mu"]),
          scale(x["scale"]),
          cauchy(!std::is_same_v<T, taped> && x.exact("df") == 1),
          width(cauchy ? scale : scale * sqrt(df)),
          half(df * Q(1, 2)),
          more((df + Q(1)) * Q(1, 2)) {}
    T df;
    T mu;
    T scale;
    bool cauchy;
    T width;
    T half;
    T more;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.df, p.mu, p.scale};
  }

  // ln(scale sqrt(df) B(df/2, 1/2))
  template <class T>
  static T log_constant(const law<T>& p) {
    if (p.cauchy) return log(p.scale) + log_pi(p.mu);
    return log(p.width) + lgamma(p.half) + log_pi(p.mu) * Q(1, 2) - lgamma(p.more);
  }

  /// -E ln p, where E ln(1 + z^2/df) = psi((df + 1)/2) - psi(df/2)
  template <class T>
  static T entropy(const law<T>& p) {
    return p.more * (digamma(p.more) - digamma(p.half)) + log_constant(p);
  }

  static constexpr statistic offered[] = {statistic::mean, statistic::square_about,
                                          statistic::exponential, statistic::log_quadratic};
  static constexpr std::span<const statistic> offers = offered;
  /// Var x = scale^2 df/(df - 2). Of Cauchy's, E ln(1 + ((x - a)/b)^2) = ln(((scale + b)^2 + (mu -
  /// a)^2)/b^2), by the mean value property of ln|x - a + ib| at mu + i scale.
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::mean) return p.mu;
    const T off = p.mu - at[0];
    if (s == statistic::square_about) {
      return sqr(p.scale) * p.df / (p.df - Q(2)) + sqr(off);
    }
    if (p.cauchy) return log((sqr(p.scale + at[1]) + sqr(off)) / sqr(at[1]));
    return mean_log_quadratic_of_student(p.df, off / at[1], p.width / at[1]);
  }
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form>) {
    if (s == statistic::mean) return is_positive(p.df - Q(1));
    if (s == statistic::square_about) return is_positive(p.df - Q(2));
    return s == statistic::log_quadratic;
  }

  static constexpr statistic needed[] = {statistic::log_quadratic};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return -log_constant(q) - q.more * over_p(statistic::log_quadratic, q.mu, q.width);
  }
};

}  // namespace

const family_row& student_t_family() {
  static const family_row row = family_of<student_t>();
  return row;
}

}  // namespace kloracle
