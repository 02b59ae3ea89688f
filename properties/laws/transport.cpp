// SPDX-License-Identifier: Apache-2.0
//
// Transport on the line.
#include <algorithm>
#include <array>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"
#include "properties/laws/sums.hpp"

namespace kloracle {
namespace {

using recipe::draw_for_both;
using recipe::draw_pair;
using values = std::span<const interval>;

bool is_transport(const offered_function& f) {
  const auto finite = [](const number& x) { return x.is_finite(); };
  return f.what == quantity::wasserstein_1 && kind::on_simplex(f) &&
         std::all_of(f.support.begin(), f.support.end(), finite);
}

Q at(const law_scope& where, std::size_t i) {
  return exact(where.f.support[i]);
}

interval mean_apart(const law_instance& x, values, const law_scope& where, long bits) {
  const std::vector<interval> d = sums::differences(where, x.input(0), bits);
  interval sum(0L, bits);
  for (std::size_t i = 0; i < d.size(); ++i) sum = sum + d[i] * at(where, i);
  return abs(sum);
}

// Q is P with some weight moved, and never to the left.
void draw_ordered(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  recipe::unit_pair x = recipe::pair_of(c, where, {.least = 0});
  x.q = x.p;
  for (std::int64_t moves = c.between(1, 3); moves > 0; --moves) {
    std::size_t from = c.one_of(x.q.size());
    std::size_t to_right = c.one_of(x.q.size());
    if (at(where, from) > at(where, to_right)) std::swap(from, to_right);
    const std::int64_t some = c.spread(0, x.q[from]);
    x.q[from] -= some;
    x.q[to_right] += some;
  }
  if (c.one_of(2) == 1) std::swap(x.p, x.q);
  recipe::give(x, where, to.input(0));
}

// The total variation times the largest distance of two points, or the least.
interval variation_times(const law_instance& x, const law_scope& where, long bits, bool largest) {
  std::vector<Q> points;
  for (const number& point : where.f.support) points.push_back(exact(point));
  std::sort(points.begin(), points.end());
  Q apart = points.back() - points.front();
  for (std::size_t i = 1; i < points.size() && !largest; ++i)
    apart = std::min<Q>(apart, points[i] - points[i - 1]);
  interval t(0L, bits);
  for (const interval& d : sums::differences(where, x.input(0), bits)) t = t + abs(d);
  return ldexp(t, -1) * apart;
}
interval farthest(const law_instance& x, values, const law_scope& where, long bits) {
  return variation_times(x, where, bits, true);
}
interval nearest(const law_instance& x, values, const law_scope& where, long bits) {
  return variation_times(x, where, bits, false);
}

// P against R, P against Q, Q against R.
void draw_triangle(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  const recipe::unit_pair x = recipe::pair_of(c, where, {.least = c.between(0, 1)});
  const recipe::units r = recipe::another(c, x.q, x.k, 0);
  recipe::give(x.p, r, x.k, where.f, to.input(0));
  recipe::give(x.p, x.q, x.k, where.f, to.input(1));
  recipe::give(x.q, r, x.k, where.f, to.input(2));
}

template <int Scale, int Shift>
std::vector<offered_function> on_other_points(const offered_function& f) {
  offered_function g = f;
  for (number& x : g.support) x = as_number(Scale * exact(x) + Shift);
  return {g};
}

constexpr std::array law_table{
    law{.id = "transport.means",
        .statement = "W1(P, Q) >= |E_P x - E_Q x|",
        .equality = "one lies right of the other throughout",
        .source = "Kantorovich, Rubinstein 1958",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_transport,
        .draw = draw_pair,
        .bound = mean_apart},
    law{.id = "transport.ordered",
        .statement = "W1(P, Q) <= |E_P x - E_Q x| where weight moved one way only",
        .equality = "always",
        .source = "Vallender 1974: then F - G has one sign",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_transport,
        .draw = draw_ordered,
        .sense = law_sense::at_most,
        .bound = mean_apart},
    law{.id = "transport.farthest",
        .statement = "W1(P, Q) <= diameter TV(P, Q)",
        .equality = "what differs lies at the two ends",
        .source = "Gibbs, Su 2002, theorem 4",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_transport,
        .draw = draw_pair,
        .sense = law_sense::at_most,
        .bound = farthest},
    law{.id = "transport.nearest",
        .statement = "W1(P, Q) >= (least distance of two points) TV(P, Q)",
        .equality = "all that moves goes to the nearest point",
        .source = "Gibbs, Su 2002, theorem 4",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_transport,
        .draw = draw_pair,
        .bound = nearest},
    law{.id = "transport.triangle",
        .statement = "W1(P, R) <= W1(P, Q) + W1(Q, R)",
        .equality = "Q on a shortest way from P to R",
        .source = "Villani 2009, chapter 6",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = is_transport,
        .draw = draw_triangle,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return v[1] + v[2] - v[0]; }},
    law{.id = "transport.shifted_points",
        .statement = "a constant added to all points changes nothing",
        .equality = "always",
        .source = "Vallender 1974: the integral of |F - G| moves along",
        .type = law_type::equality,
        .recipe = "R1",
        .applies = is_transport,
        .draw = draw_for_both,
        .others = on_other_points<1, 3>},
    law{.id = "transport.scaled_points",
        .statement = "points -3 times as far apart: W1 three times as large",
        .equality = "always",
        .source = "Vallender 1974: the integral of |F - G| stretches along",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = is_transport,
        .draw = draw_for_both,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return v[0] * Q(3) - v[1]; },
        .others = on_other_points<-3, 0>},
};

}  // namespace

std::span<const law> transport_laws() {
  return law_table;
}

}  // namespace kloracle
