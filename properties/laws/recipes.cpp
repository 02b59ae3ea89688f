// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/recipes.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace kloracle::recipe {
namespace {

// Numbers of sum `whole`: the gaps between sorted cuts.
void even_cuts(choices& c, std::int64_t whole, units& x) {
  const std::size_t last = x.size() - 1;
  for (std::size_t i = 0; i < last; ++i) x[i] = c.between(0, whole);
  std::sort(x.begin(), x.end() - 1);
  x[last] = whole - (last > 0 ? x[last - 1] : 0);
  for (std::size_t i = last; i-- > 1;) x[i] -= x[i - 1];
}

// Sizes of every power of two; what is left goes to the last.
void spread_sizes(choices& c, std::int64_t whole, units& x) {
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    x[i] = c.spread(0, whole);
    whole -= x[i];
  }
  x.back() = whole;
}

// The same for each, up to a few units.
void even_sizes(choices& c, std::int64_t whole, units& x) {
  const auto n = static_cast<std::int64_t>(x.size());
  std::fill(x.begin(), x.end(), whole / n);
  x.back() += whole % n;
  move_units(c, x, 0);
}

}  // namespace

units simplex(choices& c, std::size_t n, int k, std::int64_t least) {
  units x(n);
  const std::int64_t whole = (std::int64_t{1} << k) - least * static_cast<std::int64_t>(n);
  switch (c.one_of(3)) {
    case 0:
      even_cuts(c, whole, x);
      break;
    case 1:
      spread_sizes(c, whole, x);
      break;
    default:
      even_sizes(c, whole, x);
  }
  for (std::int64_t& units_of_one : x) units_of_one += least;
  const auto turn = static_cast<std::ptrdiff_t>(c.one_of(n));
  std::rotate(x.begin(), x.begin() + turn, x.end());
  return x;
}

void move_units(choices& c, units& x, std::int64_t least) {
  for (std::int64_t moves = c.between(1, 3); moves > 0; --moves) {
    std::int64_t& from = x[c.one_of(x.size())];
    std::int64_t& to = x[c.one_of(x.size())];
    if (from <= least) continue;
    const std::int64_t some = c.spread(1, from - least);
    from -= some;
    to += some;
  }
}

std::size_t length(choices& c, const law_scope& where, const pair_limits& limits) {
  const int bits = limits.bits != 0 ? limits.bits : where.in.precision;
  std::size_t most = limits.most_n != 0 ? limits.most_n : where.max_n;
  if (bits < 20) most = std::min(most, std::size_t{1} << bits);
  const std::size_t least = std::min(std::max(limits.least_n, where.least_n), most);
  return static_cast<std::size_t>(
      c.between(static_cast<std::int64_t>(least), static_cast<std::int64_t>(most)));
}

int grid_bits(choices& c, const law_scope& where, const pair_limits& limits, std::size_t n) {
  const int most = limits.bits != 0 ? limits.bits : where.in.precision;
  const int least = static_cast<int>(std::bit_width(n - 1));
  // Fine grids are where functions fail, coarse ones are what a person reads.
  return c.one_of(2) == 0 ? static_cast<int>(c.between(least, most)) : most;
}

unit_pair simplex_pair(choices& c, const law_scope& where, const pair_limits& limits) {
  const std::size_t n = length(c, where, limits);
  unit_pair x;
  x.k = grid_bits(c, where, limits, n);
  x.p = simplex(c, n, x.k, limits.least);
  if (c.one_of(2) == 0) {
    x.q = x.p;
    move_units(c, x.q, limits.least);
  } else {
    x.q = simplex(c, n, x.k, limits.least);
  }
  return x;
}

void give(const units& x, int k, space in, std::vector<double>& to) {
  to.clear();
  for (const std::int64_t numerator : x) {
    const auto count = static_cast<double>(numerator);
    to.push_back(in == space::counts ? count : std::ldexp(count, -k));
  }
}

void give(const unit_pair& x, const law_scope& where, sample& to) {
  give(x.p, x.k, where.f.p_in, to.p);
  to.q.clear();
  if (takes_q(where.f)) give(x.q, x.k, where.f.q_in, to.q);
}

bool on_logits(const offered_function& f) {
  return !of_families(f) && f.how == semantics::logits && f.shape.empty() && f.support.empty() &&
         f.kernel.empty();
}

void logits_pair(choices& c, const law_scope& where, sample& to) {
  // Multiples of 2^step no larger than 2^(precision - 3 + step): three bits are left for shifts.
  const int bits = where.in.precision - 3;
  const int step = 4 - static_cast<int>(c.between(0, bits));
  const std::size_t n = length(c, where, {.bits = 20});
  const std::int64_t most = std::int64_t{1} << std::min(bits, 7 - step);  // exp(128) at the most
  const auto draw = [&](std::vector<double>& x) {
    x.clear();
    for (std::size_t i = 0; i < n; ++i)
      x.push_back(std::ldexp(static_cast<double>(c.between(-most, most)), step));
  };
  draw(to.p);
  to.q.clear();
  if (!takes_q(where.f)) return;
  if (c.one_of(2) == 1) return draw(to.q);
  to.q = to.p;
  for (std::int64_t moves = c.between(1, 3); moves > 0; --moves) {
    double& x = to.q[c.one_of(n)];
    const double limit = std::ldexp(static_cast<double>(most), step);
    x = std::clamp(x + std::ldexp(static_cast<double>(c.between(-3, 3)), step), -limit, limit);
  }
}

void any_pair(choices& c, const law_scope& where, sample& to) {
  if (on_logits(where.f)) return logits_pair(c, where, to);
  give(simplex_pair(c, where, {.least = c.between(0, 1)}), where, to);
}

bool on_simplex(const offered_function& f) {
  if (of_families(f) || !f.shape.empty() || !f.support.empty() || !f.kernel.empty()) return false;
  const auto weights = [](space s) { return s == space::probs || s == space::counts; };
  if (!weights(f.p_in) || (takes_q(f) && !weights(f.q_in))) return false;
  if (f.how == semantics::normalised || f.how == semantics::counts) return true;
  const bool counted = f.p_in == space::counts || (takes_q(f) && f.q_in == space::counts);
  return (f.how == semantics::measure || f.how == semantics::generalised) && !counted;
}

bool on_simplex(const offered_function& f, quantity what) {
  return f.what == what && on_simplex(f);
}

std::vector<interval> probabilities(space in, const std::vector<double>& x, long bits) {
  std::vector<interval> y;
  y.reserve(x.size());
  for (const double v : x) {
    y.push_back(interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
      mpfr_set_d(lo, v, MPFR_RNDD);
      mpfr_set_d(hi, v, MPFR_RNDU);
    }));
  }
  if (in != space::counts) return y;
  interval sum(0L, bits);
  for (const interval& v : y) sum = sum + v;
  for (interval& v : y) v = v / sum;
  return y;
}

interval zero(const law_instance&, std::span<const interval>, const law_scope&, long bits) {
  return interval(0L, bits);
}

interval least_positive(const law_instance&, std::span<const interval> truth,
                        const law_scope& where, long bits) {
  const int exponent = where.in.emin - where.in.precision + 1;
  const interval least = ldexp(interval(1L, bits), exponent);
  return truth[0].bounded() ? min(truth[0], least) : least;  // infinite: above all
}

interval total_variation(const law_scope& where, const sample& s, long bits) {
  const std::vector<interval> p = probabilities(where.f.p_in, s.p, bits);
  const std::vector<interval> q = probabilities(where.f.q_in, s.q, bits);
  interval sum(0L, bits);
  for (std::size_t i = 0; i < p.size(); ++i) sum = sum + abs(p[i] - q[i]);
  return ldexp(sum, -1);
}

}  // namespace kloracle::recipe
