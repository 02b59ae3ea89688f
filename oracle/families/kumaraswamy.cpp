// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"
#include "oracle/families/line_averages.hpp"

namespace kloracle {
namespace {

/// The Kumaraswamy distribution; x^a has the density b (1 - v)^(b - 1).
///
/// Density       a b x^(a - 1) (1 - x^a)^(b - 1)
/// Parameters    a, b
/// Source        Jones 2009, "Kumaraswamy's distribution: A beta-type distribution with some
///               tractability advantages"; KL between different a has no closed form
struct kumaraswamy : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"a", domain::positive, 0, 0, "exponent of x"},
      {"b", domain::positive, 1, 0, "exponent of 1 - x^a"}};
  static constexpr family_entry entry{.name = "kumaraswamy",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "0 < x < 1",
                                      .density = "a b x^(a - 1) (1 - x^a)^(b - 1)",
                                      .source = "Jones 2009"};

  template <class T>
  struct law {
    explicit law(const arguments<T>& x) : a(x["a"]), b(x["b"]), exact_a(x.exact("a")) {}
    T a;
    T b;
    Q exact_a;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.a, p.b};
  }

  /// Formula       for one a: r - 1 - ln r, r = b_q/b_p; otherwise by E ln x and E ln(1 - x^a)
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    constexpr bool with_slopes = std::is_same_v<T, taped>;
    if (!with_slopes && p.exact_a == q.exact_a) {
      const T ratio = q.b / p.b;
      return ratio - Q(1) - log(ratio);
    }
    return log(p.a * p.b / (q.a * q.b)) + (p.a - q.a) * mean_log(p) - (p.b - Q(1)) / p.b -
           (q.b - Q(1)) * log_rest(p, q.a);
  }

  // E ln x = -(gamma + psi(b + 1))/a
  template <class T>
  static T mean_log(const law<T>& p) {
    return -(euler(p.a) + digamma(p.b + Q(1))) / p.a;
  }

  /// -E ln p = -ln(ab) - (a - 1) E ln x + (b - 1)/b, as E ln(1 - x^a) = -1/b.
  template <class T>
  static T entropy(const law<T>& p) {
    return (p.b - Q(1)) / p.b - log(p.a * p.b) - (p.a - Q(1)) * mean_log(p);
  }

  static number_range range(const law<closed_form>&) { return {closed_form(0), closed_form(1)}; }

  static constexpr statistic offered[] = {
      statistic::mean,  statistic::square_about,   statistic::log,
      statistic::power, statistic::log_complement, statistic::log_one_minus_power};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    const T one = constant(p.a, 1);
    if (s == statistic::log) return mean_log(p);
    if (s == statistic::power) return mean_power(p, at[0]);
    if (s == statistic::log_complement) return log_rest(p, one);
    if (s == statistic::log_one_minus_power) return log_rest(p, at[0]);
    const T mean = mean_power(p, one);
    if (s == statistic::mean) return mean;
    return mean_power(p, one * Q(2)) - sqr(mean) + sqr(mean - at[0]);  // square_about
  }
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    if (s == statistic::power) return is_positive(p.a + at[0]);
    return true;
  }

  static constexpr statistic needed[] = {statistic::log, statistic::log_one_minus_power};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return log(q.a * q.b) + (q.a - Q(1)) * over_p(statistic::log) +
           (q.b - Q(1)) * over_p(statistic::log_one_minus_power, q.a);
  }

  /// For one a: theta = b and t = ln(1 - x^a).
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {p.b};
  }
  template <class T>
  static std::vector<T> fixed(const law<T>& p) {
    return {p.a};
  }
  template <class T>
  static T log_normaliser(const law<T>&, const std::vector<T>& theta) {
    return -log(theta[0]);
  }
  template <class T>
  static std::vector<T> mean(const law<T>&, const std::vector<T>& theta) {
    return {constant(theta[0], -1) / theta[0]};
  }
  template <class T>
  static std::vector<natural_bound<T>> bounds(const law<T>&, const std::vector<T>& theta) {
    return {{theta[0]}};
  }

 private:
  // E x^c = b B(1 + c/a, b)
  template <class T>
  static T mean_power(const law<T>& p, const T& c) {
    const T exponent = c / p.a + Q(1);
    return p.b * exp(lgamma(exponent) + lgamma(p.b) - lgamma(exponent + p.b));
  }

  // E ln(1 - x^c): of c = a, -1/b.
  template <class T>
  static T log_rest(const law<T>& p, const T& c) {
    return mean_log_one_minus_power(p.b, c / p.a);
  }
};

}  // namespace

const family_row& kumaraswamy_family() {
  static const family_row row = family_of<kumaraswamy>();
  return row;
}

}  // namespace kloracle
