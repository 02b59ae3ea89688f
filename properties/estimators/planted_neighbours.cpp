// SPDX-License-Identifier: Apache-2.0
//
// Nearest-neighbour estimators with one defect each.
#include <numeric>

#include "properties/estimators/estimator_parts.hpp"
#include "properties/estimators/planted_estimators.hpp"

namespace kloracle {
namespace {

double count_of(const point_set& x) {
  return static_cast<double>(x.size());
}

double axes_of(const point_set& x) {
  return static_cast<double>(x.dimension);
}

double odds_of(const point_set& x, const point_set& y) {
  return count_of(y) / (count_of(x) - 1);
}

double squared(std::span<const double> a, std::span<const double> b) {
  return euclidean(a, b) * euclidean(a, b);
}

double city_block(std::span<const double> a, std::span<const double> b) {
  double total = 0;
  for (std::size_t i = 0; i < a.size(); ++i) total += std::fabs(a[i] - b[i]);
  return total;
}

double expanded(std::span<const double> a, std::span<const double> b) {
  const auto dot = [](std::span<const double> u, std::span<const double> v) {
    return std::inner_product(u.begin(), u.end(), v.begin(), 0.0);
  };
  return std::sqrt(std::max(dot(a, a) - 2 * dot(a, b) + dot(b, b), 0.0));
}

double single(std::span<const double> a, std::span<const double> b) {
  float total = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto difference = static_cast<float>(a[i]) - static_cast<float>(b[i]);
    total += difference * difference;
  }
  return static_cast<double>(std::sqrt(total));
}

double padded(std::span<const double> a, std::span<const double> b) {
  return euclidean(a, b) + 1e-4;
}

double inverted(const point_set& x, const point_set& y, std::size_t k) {
  return assembled(-sum_of_log_ratios<>(x, y, k), count_of(x), axes_of(x), odds_of(x, y));
}

double odds_m_over_n(const point_set& x, const point_set& y, std::size_t k) {
  return assembled(sum_of_log_ratios<>(x, y, k), count_of(x), axes_of(x),
                   count_of(y) / count_of(x));
}

double without_odds(const point_set& x, const point_set& y, std::size_t k) {
  return assembled(sum_of_log_ratios<>(x, y, k), count_of(x), axes_of(x), 1);
}

double without_dimension(const point_set& x, const point_set& y, std::size_t k) {
  return assembled(sum_of_log_ratios<>(x, y, k), count_of(x), 1, odds_of(x, y));
}

double base_two(const point_set& x, const point_set& y, std::size_t k) {
  return knn<>(x, y, k) / std::log(2.0);
}

double one_less(const point_set& x, const point_set& y, std::size_t k) {
  return knn<>(x, y, std::max<std::size_t>(k - 1, 1));
}

// The k-th neighbour in x, itself among them.
double counts_itself(const point_set& x, const point_set& y, std::size_t k) {
  const point_set copy = x;
  double total = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    total += std::log(kth_distance(x, i, y, k, euclidean) / kth_distance(x, i, copy, k, euclidean));
  }
  return assembled(total, count_of(x), axes_of(x), odds_of(x, y));
}

double swapped_samples(const point_set& x, const point_set& y, std::size_t k) {
  return y.size() > k ? knn<>(y, x, k) : knn<>(x, y, k);
}

double last_point_lost(const point_set& x, const point_set& y, std::size_t k) {
  double total = 0;
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    total += std::log(kth_distance(x, i, y, k, euclidean) / kth_distance(x, i, x, k, euclidean));
  }
  return assembled(total, count_of(x), axes_of(x), odds_of(x, y));
}

double infinities_dropped(const point_set& x, const point_set& y, std::size_t k) {
  double total = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double t =
        std::log(kth_distance(x, i, y, k, euclidean) / kth_distance(x, i, x, k, euclidean));
    if (std::isfinite(t)) total += t;
  }
  return assembled(total, count_of(x), axes_of(x), odds_of(x, y));
}

double first_axis_only(const point_set& x, const point_set& y, std::size_t k) {
  const auto first = [](const point_set& points) {
    point_set line;
    for (std::size_t i = 0; i < points.size(); ++i) line.coordinates.push_back(points.at(i)[0]);
    return line;
  };
  return assembled(sum_of_log_ratios<>(first(x), first(y), k), count_of(x), axes_of(x),
                   odds_of(x, y));
}

}  // namespace

std::vector<neighbour_estimator> planted_neighbours() {
  return {{"knn_inverted", inverted, "ln(rho/nu) for ln(nu/rho)"},
          {"knn_odds_m_over_n", odds_m_over_n, "ln(m/n) for ln(m/(n-1))"},
          {"knn_without_odds", without_odds, "no ln(m/(n-1))"},
          {"knn_without_dimension", without_dimension, "1/n for d/n"},
          {"knn_squared", knn<squared>, "squared distances for distances"},
          {"knn_base_two", base_two, "log2 for ln"},
          {"knn_one_less", one_less, "neighbour k - 1 for k"},
          {"knn_counts_itself", counts_itself, "a point of x is its own neighbour"},
          {"knn_swapped_samples", swapped_samples, "the samples exchanged"},
          {"knn_last_point_lost", last_point_lost, "the last point of x left out of the sum"},
          {"knn_infinities_dropped", infinities_dropped, "coincident points left out of the sum"},
          {"knn_first_axis_only", first_axis_only, "distances along the first axis"},
          {"knn_city_block", knn<city_block>, "sums of differences for Euclidean distances"},
          {"knn_expanded", knn<expanded>, "distances from |a|^2 - 2ab + |b|^2"},
          {"knn_single", knn<single>, "distances in binary32"},
          {"knn_padded", knn<padded>, "1e-4 added to every distance"}};
}

}  // namespace kloracle
