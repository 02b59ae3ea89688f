// SPDX-License-Identifier: Apache-2.0
//
// Families of one order: what the value does as the order moves.
#include <algorithm>
#include <array>
#include <cmath>

#include "oracle/exact.hpp"
#include "properties/laws/recipes.hpp"
#include "properties/laws/sums.hpp"

namespace kloracle {
namespace {

using enum quantity;

bool of_order(const offered_function& f) {
  return f.order && !f.order->is_nan() && recipe::on_simplex(f);
}
bool of_finite_order(const offered_function& f) {
  return of_order(f) && f.order->is_finite();
}
Q order_of(const offered_function& f) {
  return exact(*f.order);
}
bool within_0_1(const offered_function& f) {
  return of_finite_order(f) && order_of(f) > 0 && order_of(f) < 1;
}

// Tsallis' divergence has no limit of its order where p - q is added.
bool defined_at_infinity(const offered_function& f) {
  return f.what != tsallis || f.how != semantics::generalised;
}

// --- the order of a neighbour ---

struct neighbours {
  std::optional<number> below;
  std::optional<number> above;
};

// The orders next to the function's, of a few that everyone offers; order inf has none above.
neighbours beside(const offered_function& f) {
  static const std::array orders{Q(-2), Q(-1),   Q(-1, 2), Q(0), Q(1, 4), Q(1, 2), Q(3, 4),
                                 Q(1),  Q(5, 4), Q(3, 2),  Q(2), Q(3),    Q(4),    Q(8)};
  neighbours found;
  if (f.order->is_plus_infinity()) return {as_number(orders.back()), std::nullopt};
  if (!f.order->is_finite()) return found;
  if (defined_at_infinity(f)) found.above = number::infinity();
  for (const Q& a : orders) {
    if (a < order_of(f)) found.below = as_number(a);
    if (a > order_of(f)) {
      found.above = as_number(a);
      break;
    }
  }
  return found;
}

// Those neighbours, the one above first.
std::vector<offered_function> next_orders(const offered_function& f) {
  std::vector<offered_function> others;
  const neighbours at = beside(f);
  for (const auto& order : {at.above, at.below}) {
    if (!order) continue;
    others.push_back(f);
    others.back().order = order;
  }
  return others;
}

bool negative_orders(const offered_function& f) {
  const neighbours at = beside(f);
  return f.order->sign() < 0 || (at.below && at.below->sign() < 0);
}

// One input for the function and its neighbours, the highest order first or last.
void draw_orders(choices& c, const law_scope& where, law_instance& to, bool highest_first) {
  const neighbours at = beside(where.f);
  std::vector<std::size_t> of;
  if (at.above) of.push_back(1);
  of.push_back(0);
  if (at.below) of.push_back(at.above ? 2 : 1);
  if (!highest_first) std::reverse(of.begin(), of.end());
  to.resize(of.size());
  const std::int64_t least = negative_orders(where.f) ? 1 : c.between(0, 1);
  recipe::give(recipe::simplex_pair(c, where, {.least = least}), where, to.input(0));
  for (std::size_t i = 0; i < of.size(); ++i) {
    if (i > 0) to.input(i) = to.input(0);
    to.terms[i].of = of[i];
  }
}
void draw_up(choices& c, const law_scope& where, law_instance& to) {
  draw_orders(c, where, to, true);
}
void draw_down(choices& c, const law_scope& where, law_instance& to) {
  draw_orders(c, where, to, false);
}

// --- bounds between orders ---

// P and Q of full support, and a number of eighths.
void draw_pair_and_eighths(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  recipe::give(recipe::simplex_pair(c, where), where, to.input(0));
  to.weights = {std::ldexp(static_cast<double>(c.between(1, 7)), -3)};
}

// -ln sum p^a q^(1-a), which is (1 - a) D_a.
interval cumulant(const law_scope& where, const sample& s, const Q& a, long bits) {
  return -log(sums::power_sum(sums::p_of(where, s, bits), sums::q_of(where, s, bits), a));
}

// At the function's order, (1 - a) D_a less the mean of its values on both sides.
interval above_chord(const law_instance& x, std::span<const interval> v, const law_scope& where) {
  const Q a = order_of(where.f);
  const Q step(x.weights[0]);
  const interval low = cumulant(where, x.input(0), a - step, v[0].bits());
  const interval high = cumulant(where, x.input(0), a + step, v[0].bits());
  const interval here = where.f.what == chernoff ? v[0] : v[0] * Q(1 - a);
  return here - ldexp(low + high, -1);
}

// (1 - a) D_a times what makes it the function's own value.
interval as_value(const law_scope& where, const interval& of_cumulant) {
  return where.f.what == chernoff ? of_cumulant : of_cumulant / Q(1 - order_of(where.f));
}

interval from_above(const law_instance& x, std::span<const interval>, const law_scope& where,
                    long bits) {
  const Q a = order_of(where.f);
  const Q b = a + (1 - a) * Q(x.weights[0]);
  return as_value(where, cumulant(where, x.input(0), b, bits) * Q(a / b));
}

interval from_below(const law_instance& x, std::span<const interval>, const law_scope& where,
                    long bits) {
  const Q b = order_of(where.f);
  const Q a = b * Q(x.weights[0]);
  return as_value(where, cumulant(where, x.input(0), a, bits) * Q(b / a));
}

bool cumulant_known(const offered_function& f) {
  if (f.what == chernoff) return within_0_1(f);
  return f.what == renyi && of_finite_order(f) && order_of(f) > 0 && order_of(f) != 1;
}

// --- order 0 ---

// Two distributions of one support, and Q.
void draw_one_support(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::unit_pair x = recipe::simplex_pair(c, where, {.least = 0});
  recipe::give(x, where, to.input(0));
  to.input(1) = to.input(0);
  const auto support = std::count_if(x.p.begin(), x.p.end(), [](auto u) { return u > 0; });
  const recipe::units other = recipe::simplex(c, static_cast<std::size_t>(support), x.k);
  auto next = other.begin();
  for (std::int64_t& u : x.p) u = u > 0 ? *next++ : 0;
  recipe::give(x.p, x.k, where.f.p_in, to.input(1).p);
}

// --- not an f-divergence ---

// D_2 at Q = (1/8, 7/8) is more in the middle of (1/2, 1/2) and (7/8, 1/8) than on average.
void draw_witness(choices&, const law_scope& where, law_instance& to) {
  to.resize(3);
  const std::array<recipe::units, 3> p{{{8, 8}, {14, 2}, {11, 5}}};
  for (std::size_t i = 0; i < 3; ++i) {
    recipe::give(p[i], 4, where.f.p_in, to.input(i).p);
    recipe::give({2, 14}, 4, where.f.q_in, to.input(i).q);
  }
}

interval convexity(const law_instance&, std::span<const interval> v, const law_scope&) {
  return ldexp(v[0] + v[1], -1) - v[2];
}

constexpr std::array law_table{
    law{.id = "orders.renyi_increases",
        .statement = "D_a(P||Q) >= D_b(P||Q) for a >= b",
        .equality = "p/q constant where p > 0",
        .source = "van Erven, Harremoes 2014, theorems 3 and 39",
        .type = law_type::order,
        .recipe = "R1",
        .applies = [](const offered_function& f) { return f.what == renyi && of_order(f); },
        .draw = draw_up,
        .others = next_orders},
    law{.id = "orders.tsallis_increases",
        .statement = "T_a(P||Q) >= T_b(P||Q) for a >= b",
        .equality = "P = Q",
        .source = "t^a is convex in a: the slope of its chord from a = 1 increases",
        .type = law_type::order,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              return f.what == tsallis && of_order(f) &&
                     (f.order->is_finite() || defined_at_infinity(f));
            },
        .draw = draw_up,
        .others = next_orders},
    law{.id = "orders.renyi_entropy_decreases",
        .statement = "H_a(P) <= H_b(P) for a >= b",
        .equality = "P uniform on its support",
        .source = "Renyi 1961; van Erven, Harremoes 2014, theorem 3 with Q uniform",
        .type = law_type::order,
        .recipe = "R1",
        .applies = [](const offered_function& f) { return f.what == renyi_entropy && of_order(f); },
        .draw = draw_down,
        .others = next_orders},
    law{.id = "orders.tsallis_entropy_decreases",
        .statement = "S_a(P) <= S_b(P) for a >= b",
        .equality = "P a point mass",
        .source = "p^a is convex in a: the slope of its chord from a = 1 increases",
        .type = law_type::order,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) { return f.what == tsallis_entropy && of_order(f); },
        .draw = draw_down,
        .others = next_orders},
    law{.id = "orders.concave",
        .statement = "(1 - a) D_a(P||Q) is concave in a",
        .equality = "p/q constant",
        .source = "van Erven, Harremoes 2014, corollary 2",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = cumulant_known,
        .draw = draw_pair_and_eighths,
        .residual = above_chord},
    law{.id = "orders.from_above",
        .statement = "D_a >= (a/b) (1 - b)/(1 - a) D_b for 0 < a <= b < 1",
        .equality = "P = Q, or a = b",
        .source = "van Erven, Harremoes 2014, theorem 16",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = [](const offered_function& f) { return cumulant_known(f) && within_0_1(f); },
        .draw = draw_pair_and_eighths,
        .bound = from_above},
    law{.id = "orders.from_below",
        .statement = "D_b <= (b/a) (1 - a)/(1 - b) D_a for 0 < a <= b < 1",
        .equality = "P = Q, or a = b",
        .source = "van Erven, Harremoes 2014, theorem 16",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = [](const offered_function& f) { return cumulant_known(f) && within_0_1(f); },
        .draw = draw_pair_and_eighths,
        .sense = law_sense::at_most,
        .bound = from_below},
    law{.id = "orders.zero_sees_the_support",
        .statement = "D_0(P||Q) = D_0(R||Q) for P and R of one support",
        .equality = "always",
        .source = "van Erven, Harremoes 2014, theorem 4: D_0 = -ln Q(p > 0)",
        .type = law_type::equality,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              static constexpr std::array of{renyi, tsallis, chernoff, renyi_entropy,
                                             tsallis_entropy};
              return std::find(of.begin(), of.end(), f.what) != of.end() && of_finite_order(f) &&
                     f.order->sign() == 0;
            },
        .draw = draw_one_support},
    law{.id = "orders.two_is_not_convex",
        .statement = "D_2(P||Q) is not convex in P, so no f-divergence",
        .equality = "never",
        .source = "computed: (1/2, 1/2), (7/8, 1/8) and their middle, against (1/8, 7/8)",
        .type = law_type::witness,
        .recipe = "witness",
        .applies =
            [](const offered_function& f) {
              return f.what == renyi && of_finite_order(f) && order_of(f) == 2;
            },
        .draw = draw_witness,
        .residual = convexity},
};

}  // namespace

std::span<const law> renyi_orders_laws() {
  return law_table;
}

}  // namespace kloracle
