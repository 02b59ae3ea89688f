// SPDX-License-Identifier: Apache-2.0
//
// What processing does: outcomes pass through a channel, are merged, or are split.
#include <algorithm>
#include <array>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"

namespace kloracle {
namespace {

using enum quantity;

bool falls_or_rises(const offered_function& f) {
  return recipe::on_simplex(f) && kind::under_channels(f) != 0;
}

bool an_entropy(const offered_function& f) {
  const bool of_vectors =
      f.what == entropy || f.what == perplexity || f.what == cross_entropy ||
      ((f.what == renyi_entropy || f.what == tsallis_entropy) && kind::order(f).has_value());
  return of_vectors ? recipe::on_simplex(f) : f.what == joint_entropy && kind::of_tables(f);
}

bool falls_by_merging(const offered_function& f) {
  return falls_or_rises(f) || an_entropy(f);
}

// Sums of negative powers are infinite where an outcome vanishes.
std::int64_t least_units(choices& c, const offered_function& f) {
  const auto order = kind::order(f);
  return order && !order->at_least(0) ? 1 : c.between(0, 1);
}

// The larger value's term first.
void give_in_order(const recipe::unit_pair& before, const recipe::unit_pair& after,
                   const law_scope& where, law_instance& to) {
  const std::size_t larger = kind::under_channels(where.f) < 0 ? 1 : 0;
  recipe::give(before, where, to.input(larger));
  recipe::give(after, where, to.input(1 - larger));
}

recipe::unit_pair image(const recipe::unit_pair& x, const recipe::unit_channel& t) {
  return {x.k + t.m, recipe::through(x.p, t), recipe::through(x.q, t)};
}

void draw_channel(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  const int m = c.one_of(3) == 0 ? 0 : recipe::some_bits(c, where.in.precision / 2);
  const recipe::unit_pair x = recipe::simplex_pair(c, where,
                                                   {.bits = where.in.precision - m,
                                                    .most_n = std::min<std::size_t>(8, where.max_n),
                                                    .least = least_units(c, where.f)});
  const std::size_t outputs = 2 + c.one_of(x.p.size());
  give_in_order(x, image(x, recipe::channel(c, x.p.size(), outputs, m)), where, to);
}

void draw_merged(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  const recipe::unit_pair x = recipe::pair_of(c, where, {.least = least_units(c, where.f)});
  const std::size_t n = x.p.size();
  recipe::unit_pair merged = image(x, recipe::merging(c, n, 2 + c.one_of(n - 1)));
  if (!where.f.shape.empty()) merged.p.resize(n);  // a table keeps its cells
  give_in_order(x, merged, where, to);
}

void draw_split(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  const int w = recipe::some_bits(c, where.in.precision / 3);
  const recipe::unit_pair x = recipe::simplex_pair(
      c, where, {.bits = where.in.precision - w, .least = least_units(c, where.f)});
  recipe::give(x, where, to.input(0));
  recipe::unit_pair split{x.k + w, {}, {}};
  const std::int64_t whole = std::int64_t{1} << w;
  for (std::size_t i = 0; i < x.p.size(); ++i) {
    const std::int64_t part = c.between(0, whole - 1);  // 0: the outcome stays whole
    for (const std::int64_t share : {part, whole - part}) {
      if (share == 0) continue;
      split.p.push_back(share * x.p[i]);
      split.q.push_back(share * x.q[i]);
    }
  }
  recipe::give(split, where, to.input(1));
}

constexpr std::array law_table{
    law{.id = "processing.channel",
        .statement = "D(PT||QT) <= D(P||Q) for a channel T; affinities rise",
        .equality = "T sufficient",
        .source = "Csiszar 1967; van Erven, Harremoes 2014, theorems 1, 9",
        .type = law_type::order,
        .recipe = "R2",
        .applies = falls_or_rises,
        .draw = draw_channel},
    law{.id = "processing.merging",
        .statement = "merging outcomes lowers divergences and entropies and raises affinities",
        .equality = "p/q constant in each cell; of entropies, nothing merged",
        .source = "Cover, Thomas, Elements of Information Theory, 2.5.3 and problem 2.4",
        .type = law_type::order,
        .recipe = "R1",
        .applies = falls_by_merging,
        .draw = draw_merged},
    law{.id = "processing.splitting",
        .statement = "splitting an outcome in one proportion in both P and Q changes nothing",
        .equality = "always",
        .source = "sufficiency; Csiszar 1967; Liese, Vajda 2006, theorem 14",
        .type = law_type::equality,
        .recipe = "R3",
        .applies = falls_or_rises,
        .draw = draw_split},
};

}  // namespace

std::span<const law> processing_laws() {
  return law_table;
}

}  // namespace kloracle
