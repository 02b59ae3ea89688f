// SPDX-License-Identifier: Apache-2.0
#include "properties/family_parameters.hpp"

#include <algorithm>
#include <cmath>

#include "properties/generators.hpp"

namespace kloracle::draws {
namespace {

double positive(const format& f, double x) {
  return std::max(into(f, x), smallest(f));
}

int pick(random_source& r, int lowest, int highest) {
  return static_cast<int>(r.between(lowest, std::max(lowest, highest)));
}

bool one_in(random_source& r, int n) {
  return r.between(1, n) == 1;
}

// A number between 2^exponent and twice that.
double of_exponent(random_source& r, const format& f, int exponent) {
  return positive(f, std::ldexp(1 + r.unit(), std::min(exponent, f.emax - 1)));
}

double signed_at_random(random_source& r, double x) {
  return one_in(r, 2) ? -x : x;
}

int any_exponent(random_source& r, const format& f) {
  return pick(r, f.emin - f.precision + 1, f.emax - 1);
}

double location(random_source& r, const format& f, style how) {
  switch (how) {
    case style::everyday:
      return one_in(r, 8) ? 0 : into(f, 8 * r.unit() - 4);
    case style::far:
      return signed_at_random(r, of_exponent(r, f, pick(r, -f.emax / 2, f.emax / 2)));
    case style::anywhere:
      return signed_at_random(r, of_exponent(r, f, any_exponent(r, f)));
    case style::edge:
      return pick(r, -1, 1);
  }
  return 0;
}

double scale(random_source& r, const format& f, style how) {
  switch (how) {
    case style::everyday:
      return into(f, exp(4 * r.unit() - 2));
    case style::far:
      return of_exponent(r, f, pick(r, -f.emax / 2, f.emax / 2));
    case style::anywhere:
      return of_exponent(r, f, any_exponent(r, f));
    case style::edge:
      return std::ldexp(1.0, pick(r, -2, 2));
  }
  return 1;
}

// Exponents past these make a gamma function of no more interest.
constexpr int far_shape = 12;
constexpr int farthest_shape = 40;

double shape(random_source& r, const format& f, style how) {
  static constexpr double ends[] = {0.5, 1, 1.5, 2, 3};
  switch (how) {
    case style::everyday:
      return one_in(r, 2) ? pick(r, 1, 20) / 2.0 : into(f, exp(4 * r.unit() - 2));
    case style::far:
      return of_exponent(r, f, pick(r, -far_shape, std::min(far_shape, f.emax - 1)));
    case style::anywhere:
      return of_exponent(r, f, pick(r, std::max(-farthest_shape, f.emin), farthest_shape));
    case style::edge:
      return one_in(r, 4) ? neighbour(f, 1, r.between(-4, 4)) : ends[r.between(0, 4)];
  }
  return 1;
}

double logarithm(random_source& r, const format& f, style how) {
  const double overflow = f.emax * 0x1.62e42fefa39efp-1;  // ln 2
  switch (how) {
    case style::everyday:
      return into(f, 8 * r.unit() - 4);
    case style::far:
      return into(f, overflow / 2 * (2 * r.unit() - 1));
    case style::anywhere:
      if (one_in(r, 2)) return into(f, 2 * overflow * (2 * r.unit() - 1));
      return signed_at_random(r, of_exponent(r, f, pick(r, f.emin, 0)));
    case style::edge:
      return one_in(r, 2) ? 0 : into(f, signed_at_random(r, overflow));
  }
  return 0;
}

double probability(random_source& r, const format& f, style how) {
  const double edges[] = {0, 1, 0.5, smallest(f), 1 - std::ldexp(1.0, -f.precision)};
  switch (how) {
    case style::everyday:
      return into(f, 0.02 + 0.96 * r.unit());
    case style::far: {
      const double tail = std::ldexp(1.0, -pick(r, 1, f.precision));
      return one_in(r, 2) ? tail : 1 - tail;
    }
    case style::anywhere:
      return of_exponent(r, f, pick(r, f.emin - f.precision + 1, -1));
    case style::edge:
      return edges[r.between(0, 4)];
  }
  return 0.5;
}

// Sums over 0..n are what an answer may cost, so that n stays moderate.
double count(random_source& r, const format& f, style how) {
  switch (how) {
    case style::everyday:
      return pick(r, 1, 100);
    case style::far:
    case style::anywhere:
      return std::ldexp(1.0, pick(r, 0, std::min(f.precision - 1, 12))) - pick(r, 0, 1);
    case style::edge:
      return pick(r, 0, 2);
  }
  return 1;
}

double dimension(random_source& r, style how) {
  return how == style::edge ? pick(r, 2, 3) : pick(r, 2, how == style::everyday ? 8 : 64);
}

double drawn(random_source& r, const format& f, const placed_parameter& at, style how) {
  const bool may_be_zero = at.entry->in == domain::nonnegative;
  if (may_be_zero && how == style::edge && one_in(r, 3)) return 0;
  switch (at.how.is) {
    case role::scale:
      return scale(r, f, how);
    case role::shape:
      return shape(r, f, how);
    case role::logarithm:
      return logarithm(r, f, how);
    case role::probability:
      return probability(r, f, how);
    case role::count:
      return count(r, f, how);
    case role::dimension:
      return dimension(r, how);
    default:
      return location(r, f, how);
  }
}

// An axis; or with four equal entries 1/2, the other vectors that have length 1 in every format.
std::vector<double> direction(random_source& r, std::size_t n) {
  std::vector<double> x(n, 0.0);
  const bool halves = n >= 4 && one_in(r, 2);
  const std::size_t entries = halves ? 4 : 1;
  const auto first = static_cast<std::size_t>(r.between(0, static_cast<std::int64_t>(n - entries)));
  for (std::size_t i = 0; i < entries; ++i) x[first + i] = signed_at_random(r, halves ? 0.5 : 1.0);
  return x;
}

// Powers of two for the rows and the columns alike keep a matrix positive definite, exactly, as
// long as nothing underflows.
void stretch(random_source& r, const format& f, std::size_t n, int reach, std::vector<double>& a) {
  for (std::size_t i = 0; i < n; ++i) {
    const int k = pick(r, -reach, reach);
    for (std::size_t j = 0; j < n; ++j) {
      a[i * n + j] = into(f, std::ldexp(a[i * n + j], k));
      a[j * n + i] = into(f, std::ldexp(a[j * n + i], k));
    }
  }
}

// Everyday: each diagonal entry exceeds the sum of the others' sizes by a sixteenth or more, which
// no rounding spoils. At the edge: a correlation of 1 less a few units, everything else apart.
std::vector<double> covariance(random_source& r, const format& f, std::size_t n, style how) {
  std::vector<double> a(n * n, 0.0);
  const bool coarse = how != style::everyday;  // few bits, so that nothing is lost to underflow
  const auto off_diagonal = [&] {
    return coarse ? pick(r, -16, 16) / 16.0 : into(f, 2 * r.unit() - 1);
  };
  const auto others = static_cast<double>(n - 1);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i && how != style::edge; ++j)
      a[i * n + j] = a[j * n + i] = off_diagonal();
    const double margin = coarse ? pick(r, 1, 16) / 16.0 : 0.0625 + r.unit();
    a[i * n + i] = how == style::edge ? 1 : into(f, others + margin * static_cast<double>(n));
  }
  if (how == style::edge && n > 1)
    a[1] = a[n] = signed_at_random(r, neighbour(f, 1, -r.between(1, 4)));
  if (how == style::far || how == style::anywhere) {
    const int room = (f.emax - 2 - std::ilogb(2 * others + 1)) / 2;  // entries are 2n at most
    stretch(r, f, n, std::max(how == style::far ? room / 2 : room, 0), a);
  }
  return a;
}

std::vector<double> triangle(random_source& r, const format& f, std::size_t n, style how) {
  std::vector<double> a(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) a[i * n + j] = location(r, f, how);
    a[i * n + i] = scale(r, f, how);
  }
  return a;
}

std::vector<double> drawn_parameter(random_source& r, const format& f, const placed_parameter& at,
                                    style how) {
  switch (at.how.is) {
    case role::simplex:
      return dyadic_simplex(r, f, lengths(at.count, at.count)).p;
    case role::direction:
      return direction(r, at.count);
    case role::covariance:
      return covariance(r, f, rows_of(at), how);
    case role::triangle:
      return triangle(r, f, rows_of(at), how);
    default:
      break;
  }
  // At an edge some numbers are, and the rest are everyday ones.
  std::vector<double> x(at.count);
  for (double& v : x) {
    const bool ordinary = how == style::edge && one_in(r, 2);
    v = drawn(r, f, at, ordinary ? style::everyday : how);
  }
  return x;
}

// A Wishart distribution's degrees of freedom, by how far they are above their bound.
void raise_degrees(const format& f, const family_side& side,
                   const std::vector<placed_parameter>& places, std::vector<double>& numbers) {
  if (side.family != "wishart") return;
  double bound = 0;
  for (const placed_parameter& at : places) {
    if (at.entry->axes == 2) bound = degrees_bound(at);
  }
  for (const placed_parameter& at : places) {
    if (at.entry->axes == 0) numbers[at.first] = into(f, numbers[at.first] + bound);
  }
}

}  // namespace

std::vector<double> parameters_of(random_source& r, const format& f, const family_side& side,
                                  style how) {
  const std::vector<placed_parameter> places = places_of(side);
  std::vector<double> numbers;
  for (const placed_parameter& at : places) {
    const std::vector<double> x = drawn_parameter(r, f, at, how);
    numbers.insert(numbers.end(), x.begin(), x.end());
  }
  raise_degrees(f, side, places, numbers);
  settle(f, side, places, numbers);
  return numbers;
}

}  // namespace kloracle::draws
