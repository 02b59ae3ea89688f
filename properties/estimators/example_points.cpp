// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include "oracle/mpfr_env.hpp"
#include "oracle/special.hpp"
#include "properties/estimators/neighbours.hpp"
#include "properties/random.hpp"

namespace kloracle {
namespace {

constexpr int grid = 20;  // coordinates are multiples of 2^-20 or coarser

// The quantile of N(0,1) at a random probability, as a multiple of 2^-20: the greatest t with
// Phi(t) <= u, Phi(t) = erfc(-t/sqrt 2)/2, so the same on every machine.
double normal_draw(random_source& random) {
  constexpr long bits = 96;
  const Q u = (Q(random.between(0, (std::int64_t{1} << 40) - 1)) + Q(1, 2)) * power_of_two(-40);
  std::int64_t low = -(std::int64_t{10} << grid);
  std::int64_t high = -low;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    const interval t(Q(Q(middle) * power_of_two(-grid)), bits);
    const interval twice_phi = erfc(-t / sqrt(interval(2L, bits)));
    (certainly_le(twice_phi, interval(Q(2 * u), bits)) ? low : high) = middle;
  }
  return static_cast<double>(low) * 0x1p-20;
}

point_set normal_points(random_source& random, std::size_t count, double mean) {
  point_set points;
  for (std::size_t i = 0; i < count; ++i) points.coordinates.push_back(mean + normal_draw(random));
  return points;
}

// Uniform on [0, side)^d, in steps of 2^-12 of the side.
point_set cube(random_source& random, std::size_t count, std::size_t d, double side) {
  point_set points{.dimension = d, .coordinates = {}};
  for (std::size_t i = 0; i < count * d; ++i) {
    points.coordinates.push_back(side * 0x1p-12 * static_cast<double>(random.between(0, 4095)));
  }
  return points;
}

// Every point of a square lattice: nearly all neighbours tie.
point_set lattice(int side, double step, double offset) {
  point_set points{.dimension = 2, .coordinates = {}};
  for (int i = 0; i < side; ++i) {
    for (int j = 0; j < side; ++j) {
      points.coordinates.push_back(offset + step * i);
      points.coordinates.push_back(offset + step * j);
    }
  }
  return points;
}

std::vector<neighbour_problem> make_examples() {
  const mpfr_env env;
  random_source random(20261120);
  std::vector<neighbour_problem> made;
  const auto add = [&](std::string name, point_set x, point_set y, std::size_t k) {
    made.push_back({std::move(name), std::move(x), std::move(y), k});
  };
  const point_set standard = normal_points(random, 150, 0);
  add("N(0,1) against N(2,1)", standard, normal_points(random, 150, 2), 5);
  const point_set square = cube(random, 40, 2, 1);
  add("squares", square, cube(random, 60, 2, 2), 3);
  const point_set solid = cube(random, 24, 3, 1);
  add("cubes", solid, cube(random, 17, 3, 1), 1);
  add("lattices", lattice(4, 1, 0), lattice(5, 2, 0x1p-1), 2);
  point_set doubled = square;
  doubled.coordinates.insert(doubled.coordinates.end(), {0.25, 0.5, 0.25, 0.5});
  add("a point twice", doubled, cube(random, 30, 2, 2), 1);
  return made;
}

}  // namespace

std::span<const neighbour_problem> example_points() {
  static const std::vector<neighbour_problem> examples = make_examples();
  return examples;
}

}  // namespace kloracle
