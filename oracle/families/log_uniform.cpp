// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "oracle/families/definition.hpp"
#include "oracle/families/log_sum.hpp"
#include "oracle/families/segment.hpp"

namespace kloracle {
namespace {

// x/y for logarithms x, y > 0 of rationals. Written out: the ratio, where it is a rational of small
// denominator, for then x = ratio * y is decided exactly; open otherwise.
template <class T>
T ratio_of_logs(const T& x, const T& y) {
  return x / y;
}
closed_form ratio_of_logs(const closed_form& x, const closed_form& y) {
  constexpr mpfr_prec_t bits = 128;
  constexpr long longest_denominator = 64;
  constexpr double largest = 1e6;
  const interval quotient = enclose(x, bits) / enclose(y, bits);
  const double ratio = mpfr_get_d(quotient.lo(), MPFR_RNDN);
  if (!(ratio < largest)) return closed_form::open();
  for (long n = 1; n <= longest_denominator; ++n) {
    const Q candidate(std::lround(ratio * static_cast<double>(n)), n);
    if (quotient.contains(candidate) && sign(x - y * candidate) == 0) return candidate;
  }
  return closed_form::open();
}

/// The log-uniform, or reciprocal, distribution: ln x is uniform.
///
/// Density       1/(x ln(upper/lower))
/// Parameters    0 < lower < upper
/// Source        elementary
struct log_uniform : family_definition {
  static constexpr parameter_entry parameters[] = {{"lower", domain::positive, 0, 0, "left end"},
                                                   {"upper", domain::positive, 1, 0, "right end"}};
  static constexpr family_entry entry{.name = "log_uniform",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "lower <= x <= upper",
                                      .density = "1/(x ln(upper/lower))",
                                      .source = "elementary"};

  static constexpr bool moving_range = true;

  template <class T>
  struct law {
    explicit law(const arguments<T>& x)
        : lower(x["lower"]),
          upper(x["upper"]),
          length(log(upper / lower)),
          exact_lower(x.exact("lower")),
          exact_upper(x.exact("upper")) {}
    T lower;
    T upper;
    T length;  // of the segment of ln x
    Q exact_lower;
    Q exact_upper;
  };

  static void check(const given_distribution& given) {
    if (given.exact("upper") <= given.exact("lower")) given.blame("upper", "is not above lower");
  }

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.lower, p.upper};
  }

  /// Formula       ln of the ratio of the lengths of ln x, where Q's segment holds P's
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    return log(ratio_of_logs(q.length, p.length));
  }

  /// Formula       1 - the common length / the larger length, of the segments of ln x
  template <class T>
  static T total_variation(const law<T>& p, const law<T>& q) {
    const T one = constant(p.length, 1);
    if (disjoint(p, q)) return one;
    const bool p_is_longer = p.exact_upper * q.exact_lower > q.exact_upper * p.exact_lower;
    const T longer = std::is_same_v<T, closed_form> ? (p_is_longer ? p.length : q.length)
                                                    : larger(p.length, q.length);
    return one - ratio_of_logs(shared_length(p, q), longer);
  }

  /// Formula       ln(common length) - a ln(P's) - (1 - a) ln(Q's), of the segments of ln x
  template <class T>
  static T log_affinity(const law<T>& p, const law<T>& q, const T& order) {
    if (disjoint(p, q)) throw nothing_shared{};
    return log(ratio_of_logs(shared_length(p, q), q.length)) -
           order * log(ratio_of_logs(p.length, q.length));
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return mean_log(p) + log(p.length);
  }

  static number_range range(const law<closed_form>& p) { return {p.lower, p.upper}; }

  static constexpr statistic offered[] = {statistic::mean, statistic::square_about, statistic::log,
                                          statistic::square_of_log_about, statistic::power};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::log) return mean_log(p);
    if (s == statistic::square_of_log_about) {
      return sqr(p.length) * Q(1, 12) + sqr(mean_log(p) - at[0]);
    }
    if (s == statistic::power) return mean_power(p, at[0]);
    const T mean = mean_power(p, constant(p.length, 1));
    if (s == statistic::mean) return mean;
    return mean_power(p, constant(p.length, 2)) - at[0] * mean * Q(2) +
           sqr(at[0]);  // statistic::square_about
  }

  static constexpr statistic needed[] = {statistic::log};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    return -over_p(statistic::log) - log(q.length);
  }

 private:
  template <class T>
  static bool disjoint(const law<T>& p, const law<T>& q) {
    return p.exact_upper <= q.exact_lower || q.exact_upper <= p.exact_lower;
  }
  // Of the segments of ln x, which are not disjoint.
  template <class T>
  static T shared_length(const law<T>& p, const law<T>& q) {
    return log(-larger(-p.upper, -q.upper) / larger(p.lower, q.lower));
  }
  template <class T>
  static T mean_log(const law<T>& p) {
    return (log(p.lower) + log(p.upper)) * Q(1, 2);
  }
  // E x^a is the mean of e^(a y) over the segment of y = ln x.
  template <class T>
  static T mean_power(const law<T>& p, const T& a) {
    return integral_of_exponential(a, log(p.lower), log(p.upper)) / p.length;
  }
};

}  // namespace

const family_row& log_uniform_family() {
  static const family_row row = family_of<log_uniform>();
  return row;
}

}  // namespace kloracle
