// SPDX-License-Identifier: Apache-2.0
//
// Divergences to, from and among mixtures.
#include <algorithm>
#include <array>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"

namespace kloracle {
namespace {

using enum quantity;
using recipe::exactly;

// Kullback-Leibler's under any name, in either direction, and squared norms.
bool compensated(const offered_function& f) {
  return kind::on_simplex(f) && (kind::is_kl(f) || kind::is_reverse_kl(f) || f.what == squared_mmd);
}

bool kl_or_more(const offered_function& f) {
  const bool of_order = f.what == renyi && kind::under_channels(f) > 0;
  return recipe::on_simplex(f) && (kind::is_kl(f) || of_order || f.what == max_log_ratio);
}

bool vanishing_and_convex(const offered_function& f) {
  return kind::on_simplex(f) && kind::zero_at_equality(f) && kind::joint_convexity(f) != 0;
}
bool vanishing_and_convex_in_q(const offered_function& f) {
  return kind::on_simplex(f) && kind::zero_at_equality(f) && kind::convexity_in_q(f) != 0;
}

// The value at (sP + (1-s)Q, Q) is s^degree that at (P, Q); 0 of what has no such degree.
int degree(const offered_function& f) {
  const quantity what = kind::divergence(f);
  if (what == total_variation || what == wasserstein_1) return 1;
  return what == chi_squared || what == squared_mmd ? 2 : 0;
}
bool homogeneous_in_the_difference(const offered_function& f) {
  return kind::on_simplex(f) && degree(f) != 0;
}

bool jensen_shannons(const offered_function& f) {
  return recipe::on_simplex(f) &&
         (kind::divergence(f) == jensen_shannon || f.what == jensen_shannon_distance);
}

// --- inputs ---

// P and Q, and sP + (1-s)Q.
struct mixed_pair {
  recipe::unit_weight at;
  recipe::unit_pair x;
  recipe::units mixed;
  int k = 0;  // of the mixture
};

mixed_pair draw_pair_and_mixture(choices& c, const law_scope& where, std::int64_t least) {
  mixed_pair m{recipe::weight(c, where), {}, {}, 0};
  m.x = recipe::pair_of(c, where, {.bits = where.in.precision - m.at.w, .least = least});
  m.mixed = recipe::mixture(m.x.p, m.x.q, m.at);
  m.k = m.x.k + m.at.w;
  return m;
}

mixed_pair draw_pair(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  const mixed_pair m = draw_pair_and_mixture(c, where, recipe::finite_least(c, where.f));
  recipe::give(m.x.p, m.x.q, m.x.k, where.f, to.input(0));
  to.weights.push_back(recipe::value(m.at));
  return m;
}

void draw_towards_q(choices& c, const law_scope& where, law_instance& to) {
  const mixed_pair m = draw_pair(c, where, to);
  recipe::give(m.mixed, recipe::finer(m.x.q, m.at.w), m.k, where.f, to.input(1));
}

void draw_towards_p(choices& c, const law_scope& where, law_instance& to) {
  const mixed_pair m = draw_pair(c, where, to);
  recipe::give(recipe::finer(m.x.p, m.at.w), m.mixed, m.k, where.f, to.input(1));
}

// A pair of which outcomes may vanish; disjoint now and then.
recipe::unit_pair any_or_disjoint(choices& c, const law_scope& where, int bits) {
  const bool disjoint = c.one_of(4) == 3;
  const recipe::unit_pair x = recipe::simplex_pair(
      c, where,
      {.bits = bits,
       .most_n = disjoint ? std::max<std::size_t>(2, where.max_n / 2) : where.max_n,
       .least = c.between(0, 1)});
  return disjoint ? recipe::apart(x) : x;
}

// The pair (P, sP + (1-s)Q) alone: its value is finite.
void draw_part_of_mixture(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const recipe::unit_weight at = recipe::weight(c, where);
  const recipe::unit_pair x = any_or_disjoint(c, where, where.in.precision - at.w);
  recipe::give(recipe::finer(x.p, at.w), recipe::mixture(x.p, x.q, at), x.k + at.w, where.f,
               to.input(0));
  to.weights.push_back(recipe::value(at));
}

void draw_any(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  recipe::give(any_or_disjoint(c, where, where.in.precision), where, to.input(0));
}

// (P_i, Q), (P_i, M) for i = 0, 1, and (M, Q), M the mixture.
void draw_compensation(choices& c, const law_scope& where, law_instance& to) {
  to.resize(5);
  const mixed_pair m = draw_pair_and_mixture(c, where, 1);
  const bool crowded = std::find(m.x.p.begin(), m.x.p.end(), 0) != m.x.p.end();
  const recipe::units q = recipe::finer(recipe::another(c, m.x.p, m.x.k, crowded ? 0 : 1), m.at.w);
  std::size_t next = 0;
  for (const recipe::units* p : {&m.x.p, &m.x.q}) {
    const recipe::units fine = recipe::finer(*p, m.at.w);
    recipe::give_kl(fine, q, m.k, where.f, to.input(next++));
    recipe::give_kl(fine, m.mixed, m.k, where.f, to.input(next++));
  }
  recipe::give_kl(m.mixed, q, m.k, where.f, to.input(next));
  to.weights.push_back(recipe::value(m.at));
}

// --- relations ---

interval compensation(const law_instance& x, std::span<const interval> v, const law_scope&) {
  const Q s = exactly(x.weights[0]);
  return (v[0] - v[1]) * s + (v[2] - v[3]) * Q(1 - s) - v[4];
}

// s D(P||Q) less D(sP + (1-s)Q || Q), of a convex function.
interval shrinks_to_q(const law_instance& x, std::span<const interval> v, const law_scope& in) {
  return (v[0] * exactly(x.weights[0]) - v[1]) * Q(kind::joint_convexity(in.f));
}
interval shrinks_to_p(const law_instance& x, std::span<const interval> v, const law_scope& in) {
  return (v[0] * Q(1 - exactly(x.weights[0])) - v[1]) * Q(kind::convexity_in_q(in.f));
}
interval power_of_weight(const law_instance& x, std::span<const interval> v, const law_scope& in) {
  const Q s = exactly(x.weights[0]);
  return v[0] * (degree(in.f) == 2 ? Q(s * s) : s) - v[1];
}

interval minus_log_weight(const law_instance& x, std::span<const interval>, const law_scope&,
                          long bits) {
  return -log(exactly(x.weights[0], bits));
}

// The weight of P in a Jensen-Shannon divergence.
Q weight_of(const offered_function& f) {
  return f.weight ? exact(*f.weight) : Q(1, 2);
}

interval root_if_distance(const interval& x, const law_scope& where) {
  return where.f.what == jensen_shannon_distance ? sqrt(clamp_nonnegative(x)) : x;
}

interval strong_convexity(const law_instance& x, std::span<const interval>, const law_scope& where,
                          long bits) {
  const Q w = weight_of(where.f);
  const interval t = recipe::total_variation(where, x.input(0), bits);
  return root_if_distance(sqr(t) * Q(2 * w * (1 - w)), where);
}

// -w ln w - (1-w) ln(1-w).
interval binary_entropy(const Q& w, long bits) {
  interval h(0L, bits);
  for (const Q& x : {w, Q(1 - w)}) {
    if (x != 0) h = h - log(interval(x, bits)) * x;
  }
  return h;
}

interval entropy_times_variation(const law_instance& x, std::span<const interval>,
                                 const law_scope& where, long bits) {
  const interval t = recipe::total_variation(where, x.input(0), bits);
  return root_if_distance(t * binary_entropy(weight_of(where.f), bits), where);
}

constexpr std::array law_table{
    law{.id = "mixtures.compensation",
        .statement = "sum s_i D(P_i||Q) = sum s_i D(P_i||M) + D(M||Q), M = sum s_i P_i",
        .equality = "always",
        .source = "Topsoe 1967",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = compensated,
        .draw = draw_compensation,
        .sense = law_sense::zero,
        .residual = compensation},
    law{.id = "mixtures.towards_q",
        .statement = "D(sP+(1-s)Q || Q) <= s D(P||Q)",
        .equality = "P = Q",
        .source = "convexity in P, and D(Q||Q) = 0",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = vanishing_and_convex,
        .draw = draw_towards_q,
        .residual = shrinks_to_q},
    law{.id = "mixtures.towards_p",
        .statement = "D(P || sP+(1-s)Q) <= (1-s) D(P||Q)",
        .equality = "P = Q",
        .source = "convexity in Q, and D(P||P) = 0",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = vanishing_and_convex_in_q,
        .draw = draw_towards_p,
        .residual = shrinks_to_p},
    law{.id = "mixtures.in_proportion",
        .statement =
            "TV and W_1 of (sP+(1-s)Q, Q) are s times those of (P, Q), chi^2 and MMD^2 s^2 times",
        .equality = "always",
        .source = "the definitions: they depend on p - q, and chi^2 on q besides",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = homogeneous_in_the_difference,
        .draw = draw_towards_q,
        .sense = law_sense::zero,
        .residual = power_of_weight},
    law{.id = "mixtures.capped",
        .statement = "D(P || sP+(1-s)Q) <= -ln s",
        .equality = "disjoint P and Q",
        .source = "p/(sp + (1-s)q) <= 1/s, and D_a <= D_inf",
        .type = law_type::bound,
        .recipe = "R3",
        .applies = kl_or_more,
        .draw = draw_part_of_mixture,
        .sense = law_sense::at_most,
        .bound = minus_log_weight},
    law{.id = "mixtures.strong_convexity",
        .statement = "JS_w >= 2 w (1-w) TV^2",
        .equality = "P = Q",
        .source = "Pinsker's inequality for both terms of JS_w",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = jensen_shannons,
        .draw = draw_any,
        .bound = strong_convexity},
    law{.id = "mixtures.of_disjoint",
        .statement = "JS_w <= h(w) TV, h the binary entropy",
        .equality = "each p_i or q_i is 0 or they are equal",
        .source = "Lin 1991 (w = 1/2); D_f <= (f(0) + f*(0)) TV, Vajda 1972",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = jensen_shannons,
        .draw = draw_any,
        .sense = law_sense::at_most,
        .bound = entropy_times_variation},
};

}  // namespace

std::span<const law> mixtures_laws() {
  return law_table;
}

}  // namespace kloracle
