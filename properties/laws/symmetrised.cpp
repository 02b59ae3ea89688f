// SPDX-License-Identifier: Apache-2.0
//
// Jensen-Shannon and Jeffreys between other divergences. t = TV, H2 = squared Hellinger.
#include <array>

#include "properties/laws/readings.hpp"

namespace kloracle {
namespace {

using enclosed::one;
using enclosed::sides;
using recipe::bound_by;
using recipe::draw_compared;
using recipe::reads;

// --- of Jensen-Shannon ---

interval quarter_triangular(const sides& x) {
  return ldexp(enclosed::triangular_discrimination(x), -2);
}

interval ln2_times(const sides& x, const interval& y) {
  return const_ln2(x.bits) * y;
}

interval half_triangular_in_nats(const sides& x) {
  return ln2_times(x, ldexp(enclosed::triangular_discrimination(x), -1));
}

interval hellinger_in_nats(const sides& x) {
  return ln2_times(x, enclosed::squared_hellinger(x));
}

interval total_variation_in_nats(const sides& x) {
  return ln2_times(x, enclosed::total_variation(x));
}

// ((1+t) ln(1+t) + (1-t) ln(1-t))/2: that of ((1+t)/2, (1-t)/2) and its mirror image.
interval mirrored(const sides& x) {
  const interval t = enclosed::total_variation(x);
  const interval rest = enclosed::overlap(x);
  const interval more = (one(x) + t) * log1p(t);
  if (enclosed::is_zero(rest)) return ldexp(more, -1);
  return ldexp(more + rest * enclosed::log_ratio(rest, one(x), -t), -1);
}

interval eighth_of_jeffreys(const sides& x) {
  return ldexp(enclosed::jeffreys(x), -3);
}

// --- of Jeffreys ---

interval eight_hellinger(const sides& x) {
  return ldexp(enclosed::squared_hellinger(x), 3);
}

interval eight_shannon(const sides& x) {
  return ldexp(enclosed::jensen_shannon(x), 3);
}

// The mean of chi^2(P||Q) and chi^2(Q||P).
interval mean_chi_squared(const sides& x) {
  const interval one_way = enclosed::chi_squared(x);
  const sides back{x.q, x.p, x.d, x.bits};  // only the square of p - q is looked at
  return ldexp(one_way + enclosed::chi_squared(back), -1);
}

// --- a sum and a mean of KL ---

// KL as its author would offer it beside f.
std::vector<offered_function> kl_beside(const offered_function& f) {
  offered_function g = f;
  g.what = quantity::kl;
  g.convention.clear();
  g.weight.reset();
  return {g};
}

bool one_space(const offered_function& f, quantity what) {
  return f.what == what && f.p_in == f.q_in && recipe::of_distributions(f);
}

bool shannon_of_halves(const offered_function& f) {
  return f.what == quantity::jensen_shannon && recipe::on_simplex(f) &&
         reads<quantity::jensen_shannon>(f);
}
bool jeffreys_one_space(const offered_function& f) {
  return one_space(f, quantity::jeffreys);
}

void draw_both_ways(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  if (recipe::on_logits(where.f)) {
    recipe::logits_pair(c, where, to.input(0));
  } else {
    give(recipe::simplex_pair(c, where), where, to.input(0));
  }
  to.input(1) = to.input(0);
  to.input(2) = {to.input(0).q, to.input(0).p};
  to.terms[1].of = to.terms[2].of = 1;
}

interval less_both(const law_instance&, std::span<const interval> v, const law_scope&) {
  return v[0] - v[1] - v[2];
}

// P, Q and the exact M = (P + Q)/2, one bit finer.
void draw_with_middle(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  recipe::unit_pair x =
      recipe::simplex_pair(c, where, {.bits = where.in.precision - 1, .least = c.between(0, 1)});
  recipe::unit_pair of_p{x.k + 1, {}, {}};
  recipe::unit_pair of_q{x.k + 1, {}, {}};
  for (std::size_t i = 0; i < x.p.size(); ++i) {
    of_p.p.push_back(2 * x.p[i]);
    of_q.p.push_back(2 * x.q[i]);
    of_p.q.push_back(x.p[i] + x.q[i]);
  }
  of_q.q = of_p.q;
  give(recipe::unit_pair{x.k + 1, of_p.p, of_q.p}, where, to.input(0));
  give(of_p, where, to.input(1));
  give(of_q, where, to.input(2));
  to.terms[1].of = to.terms[2].of = 1;
}

interval less_mean(const law_instance&, std::span<const interval> v, const law_scope&) {
  return ldexp(v[0], 1) - v[1] - v[2];
}

constexpr std::array law_table{
    law{.id = "jensen_shannon.above_triangular",
        .statement = "JSD(P,Q) >= Delta(P,Q)/4",
        .equality = "P = Q",
        .source = "Topsoe, IEEE Trans. Inf. Theory 46(4), 2000",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::jensen_shannon>,
        .draw = draw_compared,
        .bound = bound_by<quarter_triangular>},
    law{.id = "jensen_shannon.below_triangular",
        .statement = "JSD(P,Q) <= (ln 2/2) Delta(P,Q)",
        .equality = "P = Q, or disjoint",
        .source = "Topsoe, IEEE Trans. Inf. Theory 46(4), 2000",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::jensen_shannon>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<half_triangular_in_nats>},
    law{.id = "jensen_shannon.above_hellinger",
        .statement = "JSD(P,Q) >= ln 2 H2(P,Q)",
        .equality = "P = Q, or disjoint",
        .source = "binary pairs suffice: Harremoes, Vajda 2011",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::jensen_shannon>,
        .draw = draw_compared,
        .bound = bound_by<hellinger_in_nats>},
    law{.id = "jensen_shannon.below_hellinger",
        .statement = "JSD(P,Q) <= H2(P,Q)",
        .equality = "P = Q",
        .source = "f'' of JSD is 2 sqrt(t)/(1+t) <= 1 times that of H2",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::jensen_shannon>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<enclosed::squared_hellinger>},
    law{.id = "jensen_shannon.above_total_variation",
        .statement = "JSD(P,Q) >= ((1+t) ln(1+t) + (1-t) ln(1-t))/2",
        .equality = "P = (a, b), Q = (b, a)",
        .source = "Briet, Harremoes 2009; Sason 2015",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::jensen_shannon>,
        .draw = draw_compared,
        .bound = bound_by<mirrored>},
    law{.id = "jensen_shannon.below_total_variation",
        .statement = "JSD(P,Q) <= t ln 2",
        .equality = "P = Q, or disjoint",
        .source = "Lin 1991, theorem 3",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::jensen_shannon>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<total_variation_in_nats>},
    law{.id = "jensen_shannon.below_jeffreys",
        .statement = "JSD(P,Q) <= J(P,Q)/8",
        .equality = "P = Q",
        .source = "f'' of JSD is t/(2(1+t)^2) <= 1/8 times that of J",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::jensen_shannon>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<eighth_of_jeffreys>},
    law{.id = "jensen_shannon.of_kl",
        .statement = "JSD(P,Q) = D(P||M)/2 + D(Q||M)/2, M = (P + Q)/2",
        .equality = "always",
        .source = "Lin 1991",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = shannon_of_halves,
        .draw = draw_with_middle,
        .sense = law_sense::zero,
        .residual = less_mean,
        .others = kl_beside},
    law{.id = "jeffreys.above_hellinger",
        .statement = "J(P,Q) >= 8 H2(P,Q)",
        .equality = "P = Q",
        .source = "ln x >= 2(x-1)/(x+1) for x = sqrt(p/q) >= 1",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::jeffreys>,
        .draw = draw_compared,
        .bound = bound_by<eight_hellinger>},
    law{.id = "jeffreys.above_jensen_shannon",
        .statement = "J(P,Q) >= 8 JSD(P,Q)",
        .equality = "P = Q",
        .source = "f'' of JSD is t/(2(1+t)^2) <= 1/8 times that of J",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::jeffreys>,
        .draw = draw_compared,
        .bound = bound_by<eight_shannon>},
    law{.id = "jeffreys.below_chi_squared",
        .statement = "J(P,Q) <= (chi^2(P||Q) + chi^2(Q||P))/2",
        .equality = "P = Q",
        .source = "ln x <= (x^2-1)/(2x) for x >= 1",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::jeffreys>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<mean_chi_squared>},
    law{.id = "jeffreys.of_kl",
        .statement = "J(P,Q) = D(P||Q) + D(Q||P)",
        .equality = "always",
        .source = "Jeffreys 1946",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = jeffreys_one_space,
        .draw = draw_both_ways,
        .sense = law_sense::zero,
        .residual = less_both,
        .others = kl_beside},
};

}  // namespace

std::span<const law> symmetrised_laws() {
  return law_table;
}

}  // namespace kloracle
