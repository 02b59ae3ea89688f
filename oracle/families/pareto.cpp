// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/definition.hpp"
#include "oracle/families/segment.hpp"

namespace kloracle {
namespace {

/// The Pareto distribution.
///
/// Density       shape minimum^shape/x^(shape + 1)
/// Parameters    minimum, shape
/// Source        elementary: ln(x/minimum) is exponential of rate shape
struct pareto : family_definition {
  static constexpr parameter_entry parameters[] = {
      {"minimum", domain::positive, 0, 0, "least value"},
      {"shape", domain::positive, 1, 0, "exponent of the tail"}};
  static constexpr family_entry entry{.name = "pareto",
                                      .parameters = parameters,
                                      .over = sample_space::reals,
                                      .support = "x >= minimum",
                                      .density = "shape minimum^shape/x^(shape + 1)",
                                      .source = "elementary: ln(x/minimum) is exponential"};

  static constexpr bool moving_range = true;

  template <class T>
  struct law {
    explicit law(const arguments<T>& x) : minimum(x["minimum"]), shape(x["shape"]) {}
    T minimum;
    T shape;
  };

  template <class T>
  static std::vector<T> coordinates(const law<T>& p) {
    return {p.minimum, p.shape};
  }

  /// Formula       shape_q ln(minimum_p/minimum_q) + r - 1 - ln r, r = shape_q/shape_p, where
  ///               minimum_p >= minimum_q
  template <class T>
  static T kl(const law<T>& p, const law<T>& q) {
    const T r = q.shape / p.shape;
    return q.shape * log(p.minimum / q.minimum) + r - Q(1) - log(r);
  }

  template <class T>
  static T entropy(const law<T>& p) {
    const T one = constant(p.shape, 1);
    return log(p.minimum / p.shape) + one / p.shape + one;
  }

  static number_range range(const law<closed_form>& p) { return {p.minimum, std::nullopt}; }

  static constexpr statistic offered[] = {
      statistic::mean, statistic::square_about,        statistic::absolute_about,
      statistic::log,  statistic::square_of_log_about, statistic::power};
  static constexpr std::span<const statistic> offers = offered;
  template <class T>
  static T expect(const law<T>& p, statistic s, std::span<const T> at) {
    const T one = constant(p.shape, 1);
    const T mean_log = log(p.minimum) + one / p.shape;
    if (s == statistic::log) return mean_log;
    if (s == statistic::square_of_log_about) return sqr(one / p.shape) + sqr(mean_log - at[0]);
    if (s == statistic::power) {
      return p.shape / (p.shape - at[0]) * raised(p.minimum, at[0]);
    }
    const T excess = p.minimum / (p.shape - Q(1));  // of the mean over the minimum
    const T mean = p.minimum + excess;
    if (s == statistic::mean) return mean;
    if (s == statistic::square_about) {
      return sqr(excess) * p.shape / (p.shape - Q(2)) + sqr(mean - at[0]);
    }
    // E|x - a| = E x - a + 2 E max(c - x, 0), c = max(a, minimum), and the last is, over [minimum,
    // c], the integral of the distribution function 1 - (minimum/x)^shape.
    const T reach = positive_part(at[0] - p.minimum);
    const T tail = (p.shape - Q(1)) * log1p(reach / p.minimum);
    return mean - at[0] + (reach + excess * expm1(-tail)) * Q(2);
  }
  static std::optional<bool> finite(const law<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    if (s == statistic::power) return is_positive(p.shape - at[0]);
    if (s == statistic::square_about) return is_positive(p.shape - Q(2));
    if (s == statistic::mean || s == statistic::absolute_about) {
      return is_positive(p.shape - Q(1));
    }
    return true;
  }

  static constexpr statistic needed[] = {statistic::log};
  static constexpr std::span<const statistic> needs = needed;
  template <class T>
  static T expected_log_density(const law<T>& q, const expectations<T>& over_p) {
    const T log_minimum = log(q.minimum);
    return log(q.shape) - log_minimum - (q.shape + Q(1)) * (over_p(statistic::log) - log_minimum);
  }

  /// The tail's exponent, by which the integral of p^a q^(1-a) is finite where it is positive.
  template <class T>
  static std::vector<T> natural(const law<T>& p) {
    return {p.shape};
  }
  template <class T>
  static std::vector<natural_bound<T>> bounds(const law<T>&, const std::vector<T>& theta) {
    return {{theta[0]}};
  }

  /// Formula       with b = a shape_p + (1 - a) shape_q, where it is positive, and m the larger
  ///               minimum:
  ///               a ln shape_p + (1 - a) ln shape_q - ln b - a shape_p ln(m/minimum_p) -
  ///               (1 - a) shape_q ln(m/minimum_q)
  template <class T>
  static T log_affinity(const law<T>& p, const law<T>& q, const T& order) {
    const T rest = constant(order, 1) - order;
    const T shape = order * p.shape + rest * q.shape;
    const T m = larger(p.minimum, q.minimum);
    return order * (log(p.shape) - p.shape * log(m / p.minimum)) +
           rest * (log(q.shape) - q.shape * log(m / q.minimum)) - log(shape);
  }
};

}  // namespace

const family_row& pareto_family() {
  static const family_row row = family_of<pareto>();
  return row;
}

}  // namespace kloracle
