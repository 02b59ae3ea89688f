// SPDX-License-Identifier: Apache-2.0
#include "properties/estimators/neighbours.hpp"

#include <algorithm>
#include <cmath>

#include "oracle/exact.hpp"

namespace kloracle {
namespace {

void require_points(const neighbour_problem& what, const point_set& points, const char* name) {
  const std::string of = "points '" + what.name + "': " + name;
  if (points.dimension == 0 || points.coordinates.size() % points.dimension != 0) {
    throw input_error(of + " has " + std::to_string(points.coordinates.size()) +
                      " coordinates, expected rows of " + std::to_string(points.dimension));
  }
  for (std::size_t i = 0; i < points.coordinates.size(); ++i) {
    if (!std::isfinite(points.coordinates[i])) {
      throw input_error(of + "[" + std::to_string(i / points.dimension) + "] is not finite");
    }
  }
}

void require_problem(const neighbour_problem& what) {
  constexpr std::size_t most_differences = std::size_t{1} << 26;
  require_points(what, what.x, "x");
  require_points(what, what.y, "y");
  const std::string of = "points '" + what.name + "': ";
  if (what.x.dimension != what.y.dimension) {
    throw input_error(of + "x has " + std::to_string(what.x.dimension) + " axes and y has " +
                      std::to_string(what.y.dimension) + ", expected as many");
  }
  if (what.k < 1 || what.k >= what.x.size() || what.k > what.y.size()) {
    throw input_error(of + "k is " + std::to_string(what.k) + ", expected 1 <= k, fewer than the " +
                      std::to_string(what.x.size()) + " points of x and at most the " +
                      std::to_string(what.y.size()) + " of y");
  }
  const std::size_t points = what.x.size() + what.y.size();
  if (what.x.coordinates.size() > most_differences / points) {
    throw input_error(of + "too many points; expected at most 2^26 coordinates to subtract");
  }
}

// The coordinates as integers, all in units of the same power of 2: ratios of distances stay.
class whole_points {
 public:
  explicit whole_points(const neighbour_problem& what) {
    Z unit = 1;
    for (const point_set* points : {&what.x, &what.y}) {
      for (const double c : points->coordinates) unit = std::max(unit, Z(denominator(Q(c))));
    }
    const auto read = [&](const point_set& points) {
      std::vector<Z> whole;
      for (const double c : points.coordinates) whole.push_back(numerator(Q(Q(c) * unit)));
      return whole;
    };
    x_ = read(what.x);
    y_ = read(what.y);
    dimension_ = what.x.dimension;
  }

  /// Squared distances from x[i] to the other points of x; to the points of y.
  std::vector<Z> to_others(std::size_t i) const { return distances(i, x_, true); }
  std::vector<Z> to_y(std::size_t i) const { return distances(i, y_, false); }

 private:
  std::vector<Z> distances(std::size_t i, const std::vector<Z>& to, bool skip_self) const {
    std::vector<Z> found;
    found.reserve(to.size() / dimension_);
    for (std::size_t j = 0; j < to.size() / dimension_; ++j) {
      if (skip_self && j == i) continue;
      Z total = 0;
      for (std::size_t axis = 0; axis < dimension_; ++axis) {
        const Z difference = x_[i * dimension_ + axis] - to[j * dimension_ + axis];
        total += difference * difference;
      }
      found.push_back(std::move(total));
    }
    return found;
  }

  std::vector<Z> x_;
  std::vector<Z> y_;
  std::size_t dimension_ = 1;
};

struct neighbour {
  Z squared_distance;
  bool tied;  // another one is as far
};

neighbour kth(std::vector<Z> distances, std::size_t k) {
  const auto at = distances.begin() + static_cast<std::ptrdiff_t>(k - 1);
  std::nth_element(distances.begin(), at, distances.end());
  const bool tied = std::count(distances.begin(), distances.end(), *at) > 1;
  return {*at, tied};
}

Q as_rational(std::size_t n) {
  return Q(static_cast<unsigned long>(n));
}

problem posed(const neighbour_problem& what, const std::vector<Q>& ratios) {
  const std::size_t n = what.x.size();
  const Q share = as_rational(what.x.dimension) / as_rational(2 * n);
  std::vector<number> p(n, as_number(share));
  std::vector<number> q;
  for (const Q& r : ratios) q.push_back(as_number(Q(share * r)));
  p.push_back(number(1));
  q.push_back(as_number(Q(as_rational(n - 1) / as_rational(what.y.size()))));
  return {
      .p = categorical(std::move(p)), .q = categorical(std::move(q)), .how = semantics::measure};
}

}  // namespace

certified_neighbours certify(const neighbour_problem& what) {
  require_problem(what);
  const whole_points points(what);
  certified_neighbours found;
  for (std::size_t i = 0; i < what.x.size(); ++i) {
    const neighbour rho = kth(points.to_others(i), what.k);
    const neighbour nu = kth(points.to_y(i), what.k);
    found.ties += rho.tied || nu.tied;
    found.coincident += rho.squared_distance == 0 || nu.squared_distance == 0;
    if (nu.squared_distance == 0) {
      found.reason =
          "x[" + std::to_string(i) + "] is " + std::to_string(what.k) + " points of y itself: ln 0";
      continue;
    }
    found.ratios.emplace_back(rho.squared_distance, nu.squared_distance);
  }
  std::sort(found.ratios.begin(), found.ratios.end());
  if (found.reason.empty()) found.value = posed(what, found.ratios);
  return found;
}

}  // namespace kloracle
