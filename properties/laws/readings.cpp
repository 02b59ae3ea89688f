// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/readings.hpp"

#include <bit>
#include <vector>

namespace kloracle::recipe {
namespace {

using enum quantity;
using shape = reading::shape;

// Functions whose order makes one of the well-known divergences of them.
std::optional<reading> of_order(const offered_function& f) {
  const std::optional<Q> order = order_of(f);
  struct row {
    quantity what;
    Q order;
    reading is;
  };
  static const std::vector<row> table{
      {renyi, 1, {kl}},
      {renyi, Q(1, 2), {squared_hellinger, false, 2, shape::log_loss}},
      {renyi, 2, {chi_squared, false, 1, shape::log_gain}},
      {chernoff, Q(1, 2), {squared_hellinger, false, 1, shape::log_loss}},
      {tsallis, 1, {kl}},
      {tsallis, Q(1, 2), {squared_hellinger, false, 2}},
      {tsallis, 2, {chi_squared}},
      {alpha, 0, {kl, true}},
      {alpha, 1, {kl}},
      {alpha, Q(1, 2), {squared_hellinger, false, 4}},
      {alpha, 2, {chi_squared, false, Q(1, 2)}},
      {alpha, -1, {chi_squared, true, Q(1, 2)}},
  };
  for (const row& r : table) {
    if (r.what == f.what && order == r.order) return r.is;
  }
  return std::nullopt;
}

// What a named generator makes; squared_hellinger's is (sqrt t - 1)^2, twice the quantity's.
std::optional<reading> of_generator(const offered_function& f) {
  const quantity_entry* named = find_quantity(f.generator);
  if (named == nullptr) return std::nullopt;
  offered_function g = f;
  g.what = named->id;
  g.generator.clear();
  std::optional<reading> found = reading_of(g);
  if (found && g.what == squared_hellinger) found->scale *= 2;
  return found;
}

std::optional<Q> finite(const std::optional<number>& x) {
  if (!x || !x->is_finite()) return std::nullopt;
  return exact(*x);
}

}  // namespace

interval reading::operator()(const interval& d) const {
  const interval one(1L, d.bits());
  switch (as) {
    case shape::linear:
      return d * scale;
    case shape::root:
      return sqrt(max(d * scale, interval(0L, d.bits())));
    case shape::log_gain:
      return log1p(max(d, interval(0L, d.bits()))) * scale;
    case shape::log_loss:
      return certainly_le(one, d) ? enclosed::infinite(d.bits()) : -log1p(-min(d, one)) * scale;
  }
  return d;
}

std::optional<reading> reading_of(const offered_function& f) {
  switch (f.what) {
    case kl:
    case jeffreys:
    case quantity::total_variation:
    case squared_hellinger:
    case chi_squared:
    case triangular_discrimination:
      return reading{f.what};
    case reverse_kl:
      return reading{kl, true};
    case neyman_chi_squared:
      return reading{chi_squared, true};
    case jensen_shannon:
      return weight_of(f) == Q(1, 2) ? std::optional(reading{f.what}) : std::nullopt;
    case jensen_shannon_distance:
      return weight_of(f) == Q(1, 2) ? std::optional(reading{jensen_shannon, false, 1, shape::root})
                                     : std::nullopt;
    case hellinger:
      return reading{squared_hellinger, false, 1, shape::root};
    case bhattacharyya_distance:
      return reading{squared_hellinger, false, 1, shape::log_loss};
    case f_divergence:
      return of_generator(f);
    default:
      return of_order(f);
  }
}

std::optional<Q> order_of(const offered_function& f) {
  return finite(f.order);
}

std::optional<Q> weight_of(const offered_function& f) {
  return f.weight ? finite(f.weight) : Q(1, 2);
}

bool takes_order(const offered_function& f) {
  return f.what == renyi || f.what == tsallis || f.what == alpha || f.what == chernoff ||
         (f.what == f_divergence && f.generator == "tsallis");
}

bool of_distributions(const offered_function& f) {
  return on_simplex(f) || on_logits(f);
}

bool reads(const offered_function& f, quantity what) {
  if (!of_distributions(f)) return false;
  const std::optional<reading> found = reading_of(f);
  return found && found->of == what;
}

// --- inputs ---

namespace {

// Q, and P = Q given an event of probability 2^-j: P = 2^j Q on it.
unit_pair conditioned(choices& c, const law_scope& where) {
  const std::size_t n = length(c, where, {});
  unit_pair x;
  x.k = grid_bits(c, where, {}, n);
  const auto in_event = static_cast<std::size_t>(c.between(1, static_cast<std::int64_t>(n) - 1));
  const auto least =
      static_cast<int>(std::bit_width(in_event - 1));  // the event needs a unit for each outcome
  const int j = x.k - static_cast<int>(c.between(least, x.k));
  x.q = simplex(c, in_event, x.k - j);
  x.p = x.q;
  for (std::int64_t& units_of_one : x.p) units_of_one <<= j;
  std::int64_t left = (std::int64_t{1} << x.k) - (std::int64_t{1} << (x.k - j));
  while (x.q.size() < n) {
    const std::int64_t some = x.q.size() + 1 == n ? left : c.spread(0, left);
    left -= some;
    x.q.push_back(some);
    x.p.push_back(0);
  }
  return x;
}

}  // namespace

void orient(const law_scope& where, unit_pair& x) {
  const std::optional<reading> r = reading_of(where.f);
  if (r && r->swapped) std::swap(x.p, x.q);
}

void give_triple(const law_scope& where, int k, const units& p, const units& q, const units& r,
                 law_instance& to) {
  to.resize(3);
  unit_pair pairs[] = {{k, p, r}, {k, p, q}, {k, q, r}};
  for (std::size_t i = 0; i < 3; ++i) {
    orient(where, pairs[i]);
    give(pairs[i], where, to.input(i));
  }
}

void compared_pair(choices& c, const law_scope& where, sample& to) {
  if (on_logits(where.f)) return logits_pair(c, where, to);
  switch (c.one_of(4)) {
    case 0:
      return any_pair(c, where, to);
    case 1:
      return give(simplex_pair(c, where, {.most_n = 2, .least = c.between(0, 1)}), where, to);
    case 2: {
      unit_pair x = simplex_pair(c, where, {.most_n = 2, .least = c.between(0, 1)});
      x.q = {x.p[1], x.p[0]};
      return give(x, where, to);
    }
    default: {
      unit_pair x = conditioned(c, where);
      orient(where, x);
      return give(x, where, to);
    }
  }
}

void draw_compared(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  compared_pair(c, where, to.input(0));
}

}  // namespace kloracle::recipe
