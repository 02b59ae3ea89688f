// SPDX-License-Identifier: Apache-2.0
//
// Chernoff's coefficients -ln sum p^a q^(1-a) and the largest of them.
#include <array>
#include <cmath>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"
#include "properties/laws/sums.hpp"

namespace kloracle {
namespace {

using enum quantity;
using values = std::span<const interval>;

bool is_information(const offered_function& f) {
  return recipe::on_simplex(f, chernoff_information) && f.p_in == f.q_in;
}
bool is_coefficient(const offered_function& f) {
  const auto a = kind::order(f);
  return recipe::on_simplex(f, chernoff) && a && a->at_least(0) && a->at_most(1);
}

// P and Q of full support, and an order in eighths, 4/8 first.
void draw_pair_and_order(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  recipe::give(recipe::simplex_pair(c, where), where, to.input(0));
  to.weights = {std::ldexp(static_cast<double>((3 + c.between(0, 6)) % 7 + 1), -3)};
}

interval coefficient(const law_instance& x, const law_scope& where, const Q& a, long bits) {
  return -log(
      sums::power_sum(sums::p_of(where, x.input(0), bits), sums::q_of(where, x.input(0), bits), a));
}

interval at_order(const law_instance& x, values, const law_scope& where, long bits) {
  return coefficient(x, where, recipe::exactly(x.weights[0]), bits);
}
interval twice_the_middle(const law_instance& x, values, const law_scope& where, long bits) {
  return ldexp(coefficient(x, where, Q(1, 2), bits), 1);
}

// The function's order times as much of the middle as a line from 0 at both ends leaves.
interval share_of_middle(const law_instance& x, values, const law_scope& where, long bits) {
  const Q a = kind::order(where.f)->value;
  return coefficient(x, where, Q(1, 2), bits) * Q(2 * std::min<Q>(a, 1 - a));
}

struct divergences {
  interval forward;
  interval backward;
};
divergences both_ways(const law_instance& x, const law_scope& where, long bits) {
  const std::vector<interval> p = sums::p_of(where, x.input(0), bits);
  const std::vector<interval> q = sums::q_of(where, x.input(0), bits);
  return {sums::divergence(p, q), sums::divergence(q, p)};
}

interval below_divergences(const law_instance& x, values, const law_scope& where, long bits) {
  const Q a = kind::order(where.f)->value;
  const divergences d = both_ways(x, where, bits);
  return min(d.forward * Q(1 - a), d.backward * a);
}

// 1/(1/D(P||Q) + 1/D(Q||P)).
interval resistor_average(const law_instance& x, values, const law_scope& where, long bits) {
  if (x.input(0).p == x.input(0).q) return interval(0L, bits);
  // Each is at least 2 TV^2, so positive at this precision: P and Q have at most 53 bits.
  const divergences d = both_ways(x, where, bits + 256);
  return d.forward * d.backward / (d.forward + d.backward);
}

constexpr std::array law_table{
    law{.id = "chernoff.information_above",
        .statement = "C(P, Q) >= -ln sum p^a q^(1-a), 0 < a < 1",
        .equality = "P = Q, or a the order that attains it",
        .source = "Chernoff 1952: the definition",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_information,
        .draw = draw_pair_and_order,
        .bound = at_order},
    law{.id = "chernoff.information_near_middle",
        .statement = "C(P, Q) <= -2 ln sum sqrt(p q)",
        .equality = "P = Q",
        .source = "a concave function with 0 at both ends: its middle is half its height or more",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_information,
        .draw = draw_pair_and_order,
        .sense = law_sense::at_most,
        .bound = twice_the_middle},
    law{.id = "chernoff.resistors",
        .statement = "1/C(P, Q) >= 1/D(P||Q) + 1/D(Q||P)",
        .equality = "P = Q",
        .source = "Johnson, Sinanovic 2001; (1 - a) D(P||Q) and a D(Q||P) are above each term",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_information,
        .draw = draw_pair_and_order,
        .sense = law_sense::at_most,
        .bound = resistor_average},
    law{.id = "chernoff.below_divergences",
        .statement = "-ln sum p^a q^(1-a) <= min((1 - a) D(P||Q), a D(Q||P))",
        .equality = "P = Q",
        .source = "van Erven, Harremoes 2014, theorem 3 and proposition 2",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_coefficient,
        .draw = draw_pair_and_order,
        .sense = law_sense::at_most,
        .bound = below_divergences},
    law{.id = "chernoff.above_middle",
        .statement = "-ln sum p^a q^(1-a) >= 2 min(a, 1 - a) (-ln sum sqrt(p q))",
        .equality = "P = Q, or a = 1/2",
        .source = "it is concave in a, with 0 at both ends",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_coefficient,
        .draw = draw_pair_and_order,
        .bound = share_of_middle},
};

}  // namespace

std::span<const law> chernoff_laws() {
  return law_table;
}

}  // namespace kloracle
