// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"
#include "oracle/families/log_sum.hpp"
#include "oracle/families/segment.hpp"

namespace kloracle {
namespace {

/// The uniform distribution on a segment.
///
/// Density       1/(upper - lower)
/// Parameters    lower < upper
/// Source        elementary
struct uniform : family_definition {
  static constexpr parameter_entry parameters[] = {{"lower", domain::real, 0, 0, "left end"},
                                                   {"upper", domain::real, 1, 0, "right end"}};
  static constexpr family_entry entry{.name = "uniform",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "lower <= x <= upper",
                                      .density = "1/(upper - lower)",
                                      .source = "elementary"};

  static constexpr bool moving_range = true;

  template <class T>
  struct law {
    explicit law(const arguments<T>& x)
        : lower(x["lower"]),
          upper(x["upper"]),
          width(upper - lower),
          exact_lower(x.exact("lower")),
          exact_upper(x.exact("upper")) {}
    T lower;
    T upper;
    T width;
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

  /// Formula       ln of the ratio of the lengths, where Q's segment holds P's
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    return log(q.width / p.width);
  }

  /// Formula       1 - the common length / the larger length
  template <class T>
  static T total_variation(const law<T>& p, const law<T>& q) {
    const T common = positive_part(shared_length(p, q));
    return constant(p.width, 1) - common / larger(p.width, q.width);
  }

  /// Formula       ln(common length) - a ln(P's) - (1 - a) ln(Q's)
  template <class T>
  static T log_affinity(const law<T>& p, const law<T>& q, const T& order) {
    if (p.exact_upper <= q.exact_lower || q.exact_upper <= p.exact_lower) throw nothing_shared{};
    return log(shared_length(p, q)) - order * log(p.width / q.width) - log(q.width);
  }

  template <class T>
  static T entropy(const law<T>& p) {
    return log(p.width);
  }

  static number_range range(const law<closed_form>& p) { return {p.lower, p.upper}; }

  static constexpr statistic offered[] = {statistic::mean,           statistic::square_about,
                                          statistic::absolute_about, statistic::log,
                                          statistic::log_complement, statistic::square_of_log_about,
                                          statistic::power,          statistic::exponential};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    if (s == statistic::exponential) {
      return integral_of_exponential(at[0], p.lower, p.upper) / p.width;
    }
    if (s == statistic::power) return mean_power(p, at[0]);
    if (s == statistic::log) return mean_log(p.lower, p.upper, p.exact_lower == 0);
    if (s == statistic::log_complement) {
      const T one = constant(p.width, 1);
      return mean_log(one - p.upper, one - p.lower, p.exact_upper == 1);
    }
    if (s == statistic::square_of_log_about) {  // x ((ln x - a)^2 - 2 (ln x - a) + 2), 0 at 0
      const auto integral = [&](const T& x) { return x * (sqr(log(x) - at[0] - Q(1)) + Q(1)); };
      const T whole = integral(p.upper);
      return (p.exact_lower == 0 ? whole : whole - integral(p.lower)) / p.width;
    }
    const T mean = (p.lower + p.upper) * Q(1, 2);
    if (s == statistic::mean) return mean;
    if (s == statistic::square_about) return sqr(p.width) * Q(1, 12) + sqr(mean - at[0]);
    // |x - a| is the slope of (x - a) |x - a|/2
    const T above = p.upper - at[0];
    const T below = p.lower - at[0];
    return (above * abs(above) - below * abs(below)) / (p.width * Q(2));
  }
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    const auto only_if = [](bool inside) {  // elsewhere the statistic has no meaning
      return inside ? std::optional<bool>(true) : std::nullopt;
    };
    if (s == statistic::log_complement) return only_if(p.exact_upper <= 1);
    if (s == statistic::log || s == statistic::square_of_log_about) {
      return only_if(p.exact_lower >= 0);
    }
    if (s == statistic::power && p.exact_lower == 0) return is_positive(at[0] + Q(1));
    if (s == statistic::power) return only_if(p.exact_lower > 0);
    return true;
  }

  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>&) {
    return -log(q.width);
  }

 private:
  // The least upper end less the largest lower one: negative if that is how far they are apart.
  template <class T>
  static T shared_length(const law<T>& p, const law<T>& q) {
    return -larger(-p.upper, -q.upper) - larger(p.lower, q.lower);
  }
  // The mean of ln x over [from, to] in x >= 0: ln x is the slope of x ln x - x, which is 0 at 0.
  template <class T>
  static T mean_log(const T& from, const T& to, bool from_zero) {
    if (from_zero) return log(to) - Q(1);
    return (to * log(to) - from * log(from)) / (to - from) - Q(1);
  }
  // With y = ln x the integral of x^a is that of e^((a + 1) y).
  template <class T>
  static T mean_power(const law<T>& p, const T& a) {
    const T above = a + Q(1);
    if (p.exact_lower == 0) return exp(a * log(p.upper)) / above;
    return integral_of_exponential(above, log(p.lower), log(p.upper)) / p.width;
  }
};

}  // namespace

const family_row& uniform_family() {
  static const family_row row = family_of<uniform>();
  return row;
}

}  // namespace kloracle
