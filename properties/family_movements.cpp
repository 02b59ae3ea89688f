// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "properties/family_parameters.hpp"
#include "properties/generators.hpp"

namespace kloracle::draws {
namespace {

class mover {
 public:
  mover(random_source& r, const format& f, const movement& how) : r_(r), f_(f), how_(how) {}

  // To any side, keeping the sign; from 0 upward.
  double anywhere(double x) {
    if (how_.halvings == 0) return neighbour(f_, x, signed_steps());
    return nonzero(x, into(f_, x * (1 + amount() * (2 * r_.unit() - 1))));
  }
  double outward(double x) {
    if (how_.halvings == 0) return neighbour(f_, x, x < 0 ? -steps() : steps());
    return into(f_, x * (1 + amount() * r_.unit()));
  }
  double inward(double x) {
    if (x == 0) return x;
    if (how_.halvings == 0) return neighbour(f_, x, x < 0 ? steps() : -steps());
    return nonzero(x, into(f_, x * (1 - amount() * r_.unit())));
  }

  // Units of a dyadic simplex from one place to another.
  void within_simplex(std::span<double> x) {
    const auto n = static_cast<std::int64_t>(x.size());
    const auto from = static_cast<std::size_t>(std::max_element(x.begin(), x.end()) - x.begin());
    const auto to =
        (from + static_cast<std::size_t>(r_.between(1, std::max<std::int64_t>(n - 1, 1)))) %
        x.size();
    const double unit = std::ldexp(1.0, -f_.precision);
    const double room = x[from] / unit - 1;
    const double wanted = how_.halvings == 0 ? static_cast<double>(steps())
                                             : std::floor(x[from] / unit * amount() * r_.unit());
    const double units = std::min(wanted, std::floor(room));
    if (from == to || units < 1) return;
    x[from] -= units * unit;
    x[to] += units * unit;
  }

 private:
  static double nonzero(double from, double to) { return to == 0 ? from : to; }
  double amount() const { return std::ldexp(1.0, -how_.halvings); }
  std::int64_t steps() { return r_.between(1, how_.ulps); }
  std::int64_t signed_steps() { return r_.between(0, 1) == 0 ? -steps() : steps(); }

  random_source& r_;
  const format& f_;
  const movement& how_;
};

// Whether number i of a parameter moves by itself.
bool moves(const placed_parameter& at, std::size_t i) {
  switch (at.how.is) {
    case role::count:
    case role::dimension:
    case role::direction:
      return false;
    case role::covariance:
    case role::triangle:
      return i / rows_of(at) >= i % rows_of(at);
    default:
      return true;
  }
}

// Entry i of a matrix: larger on the diagonal and smaller off it leaves it positive definite.
void move_covariance(mover& by, std::size_t n, std::size_t i, std::span<double> a) {
  const std::size_t row = i / n;
  const std::size_t column = i % n;
  if (row == column) a[i] = by.outward(a[i]);
  if (row != column) a[i] = a[column * n + row] = by.inward(a[i]);
}

void move_number(mover& by, const placed_parameter& at, std::size_t i, std::span<double> x) {
  if (at.how.is == role::simplex) return by.within_simplex(x);
  if (at.how.is == role::covariance) return move_covariance(by, rows_of(at), i, x);
  x[i] = by.anywhere(x[i]);
  if (at.entry->in == domain::probability) x[i] = std::min(x[i], 1.0);
}

}  // namespace

void scale_outcomes(const format& f, const family_side& side, int exponent,
                    std::vector<double>& numbers) {
  const std::vector<placed_parameter> places = places_of(side);
  for (const placed_parameter& at : places) {
    for (std::size_t i = at.first; i < at.first + at.count; ++i) {
      const double x = into(f, std::ldexp(numbers[i], exponent * at.how.unit));
      numbers[i] = x == 0 ? std::copysign(numbers[i] == 0 ? 0 : smallest(f), numbers[i]) : x;
    }
  }
  settle(f, side, places, numbers);
}

std::vector<double> moved(random_source& r, const format& f, const family_side& side,
                          const movement& how, std::vector<double> numbers) {
  const std::vector<placed_parameter> places = places_of(side);
  mover by(r, f, how);
  std::vector<std::pair<const placed_parameter*, std::size_t>> movable;
  for (const placed_parameter& at : places) {
    for (std::size_t i = 0; i < at.count; ++i) {
      if (moves(at, i)) movable.emplace_back(&at, i);
    }
  }
  if (how.one_alone && !movable.empty()) {
    const auto last = static_cast<std::int64_t>(movable.size()) - 1;
    movable = {movable[static_cast<std::size_t>(r.between(0, last))]};
  }
  for (const auto& [at, i] : movable)
    move_number(by, *at, i, std::span(numbers).subspan(at->first, at->count));
  settle(f, side, places, numbers);
  return numbers;
}

}  // namespace kloracle::draws
