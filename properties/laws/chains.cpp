// SPDX-License-Identifier: Apache-2.0
//
// Chain rules: a divergence of joint distributions in parts, and Pythagoras' theorem.
#include <algorithm>
#include <array>
#include <cmath>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"

namespace kloracle {
namespace {

using recipe::exactly;

bool a_kl(const offered_function& f) {
  return recipe::on_simplex(f) && (kind::is_kl(f) || kind::is_reverse_kl(f));
}

bool mean_under_p(const offered_function& f) {
  return a_kl(f) || (recipe::on_simplex(f) && f.what == quantity::cross_entropy);
}

bool sum_over_outcomes(const offered_function& f) {
  return recipe::on_simplex(f) && kind::f_convexity(f) != 0 && kind::joint_convexity(f) != 0;
}

double probability(std::int64_t units, int k) {
  return std::ldexp(static_cast<double>(units), -k);
}

// A short pair that leaves some of the format's bits to others.
recipe::unit_pair short_pair(choices& c, const law_scope& where, int spared, std::size_t most_n,
                             std::int64_t least = 1) {
  return recipe::simplex_pair(
      c, where, {.bits = where.in.precision - spared, .most_n = most_n, .least = least});
}

// The joint pair, the pair of X, and a pair of Y for every x; p(x) are kept for the mean.
void draw_chain(choices& c, const law_scope& where, law_instance& to) {
  const int m = recipe::some_bits(c, where.in.precision / 2);
  const recipe::unit_pair x = short_pair(c, where, m, 3);
  const std::int64_t most = std::min(std::int64_t{4}, std::int64_t{1} << m);
  const auto outcomes = static_cast<std::size_t>(c.between(2, most));
  recipe::unit_channel p{m, {}};
  recipe::unit_channel q{m, {}};
  for (std::size_t i = 0; i < x.p.size(); ++i) {
    p.rows.push_back(recipe::simplex(c, outcomes, m));
    q.rows.push_back(recipe::another(c, p.rows.back(), m, 1));
  }
  to.resize(2 + x.p.size());
  recipe::give_kl(recipe::table_of(x.p, p), recipe::table_of(x.q, q), x.k + m, where.f,
                  to.input(0));
  recipe::give_kl(x.p, x.q, x.k, where.f, to.input(1));
  for (std::size_t i = 0; i < x.p.size(); ++i) {
    recipe::give_kl(p.rows[i], q.rows[i], m, where.f, to.input(2 + i));
    to.weights.push_back(probability(x.p[i], x.k));
  }
}

interval chain(const law_instance& x, std::span<const interval> v, const law_scope&) {
  interval rest = v[0] - v[1];
  for (std::size_t i = 0; i < x.weights.size(); ++i) rest = rest - v[2 + i] * exactly(x.weights[i]);
  return rest;
}

// A pair after merging one cell, the pair within that cell, and the pair before.
void draw_cell(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  const int m = recipe::some_bits(c, where.in.precision / 2);
  const recipe::unit_pair merged = short_pair(c, where, m, 6);
  recipe::unit_pair cell;
  cell.k = m;
  const std::int64_t most = std::min(std::int64_t{6}, std::int64_t{1} << m);
  cell.p = recipe::simplex(c, static_cast<std::size_t>(c.between(2, most)), m);
  cell.q = recipe::another(c, cell.p, m, 1);
  const std::size_t at = c.one_of(merged.p.size());
  const auto split = [&](const recipe::units& outer, const recipe::units& inner) {
    recipe::units x;
    for (std::size_t i = 0; i < outer.size(); ++i) {
      if (i != at) x.push_back(outer[i] << m);
      for (std::size_t j = 0; i == at && j < inner.size(); ++j) x.push_back(outer[i] * inner[j]);
    }
    return x;
  };
  recipe::give_kl(split(merged.p, cell.p), split(merged.q, cell.q), merged.k + m, where.f,
                  to.input(0));
  recipe::give_kl(merged.p, merged.q, merged.k, where.f, to.input(1));
  recipe::give_kl(cell.p, cell.q, m, where.f, to.input(2));
  to.weights.push_back(probability(merged.p[at], merged.k));
}

// Two pairs, and the pair of their concatenations by a weight.
void draw_branches(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  const std::int64_t least = recipe::finite_least(c, where.f);
  const recipe::unit_weight at = recipe::weight(c, where);
  const recipe::unit_pair x = short_pair(c, where, at.w, 6, least);
  const std::int64_t most = x.k < 3 ? std::int64_t{1} << x.k : 6;
  const recipe::units p =
      recipe::simplex(c, static_cast<std::size_t>(c.between(1, most)), x.k, least);
  const recipe::units q = recipe::another(c, p, x.k, least);
  recipe::give(x.p, x.q, x.k, where.f, to.input(0));
  recipe::give(p, q, x.k, where.f, to.input(1));
  recipe::give(recipe::joined(x.p, p, at), recipe::joined(x.q, q, at), x.k + at.w, where.f,
               to.input(2));
  to.weights.push_back(recipe::value(at));
}

interval branches(const law_instance& x, std::span<const interval> v, const law_scope&) {
  const Q s = exactly(x.weights[0]);
  return v[0] * s + v[1] * Q(1 - s) - v[2];
}

// Any P_XY, or a product now and then, against a product; and both margins.
void draw_against_product(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  const int m = recipe::some_bits(c, where.in.precision / 2);
  const recipe::unit_pair x = short_pair(c, where, m, 4);
  const auto columns =
      static_cast<std::size_t>(c.between(2, std::min(std::int64_t{3}, std::int64_t{1} << m)));
  const recipe::units y = recipe::simplex(c, columns, m);
  const recipe::units q = recipe::product(x.q, y);
  const recipe::units p = c.one_of(3) == 0 ? recipe::product(x.p, recipe::another(c, y, m, 1))
                                           : recipe::another(c, q, x.k + m, 1);
  recipe::units p_x(x.p.size(), 0);
  recipe::units p_y(columns, 0);
  for (std::size_t cell = 0; cell < p.size(); ++cell) {
    p_x[cell / columns] += p[cell];
    p_y[cell % columns] += p[cell];
  }
  recipe::give_kl(p, q, x.k + m, where.f, to.input(0));
  recipe::give_kl(p_x, recipe::finer(x.q, m), x.k + m, where.f, to.input(1));
  recipe::give_kl(p_y, recipe::finer(y, x.k), x.k + m, where.f, to.input(2));
}

interval whole_less_parts(const law_instance&, std::span<const interval> v, const law_scope&) {
  return v[0] - v[1] - v[2];
}

// Q has an event's probability b. R, with the same distributions within the event and outside it,
// has c >= b: of all P with P(event) >= c it is the nearest to Q. P has `of_p` >= c.
struct event {
  recipe::unit_weight b;
  recipe::unit_weight c;
  recipe::unit_weight of_p;
};

void draw_projection(choices& c, const law_scope& where, law_instance& to, const event& e) {
  to.resize(3);
  const recipe::unit_pair in = short_pair(c, where, e.b.w, 4);
  const std::int64_t most = in.k < 3 ? std::int64_t{1} << in.k : 4;
  const recipe::units out = recipe::simplex(c, static_cast<std::size_t>(c.between(1, most)), in.k);
  const recipe::units p = recipe::joined(in.p, recipe::another(c, out, in.k, 1), e.of_p);
  const recipe::units q = recipe::joined(in.q, out, e.b);
  const recipe::units nearest = recipe::joined(in.q, out, e.c);
  const int k = in.k + e.b.w;
  recipe::give_kl(p, q, k, where.f, to.input(0));
  recipe::give_kl(p, nearest, k, where.f, to.input(1));
  recipe::give_kl(nearest, q, k, where.f, to.input(2));
}

int event_bits(choices& c, const law_scope& where) {
  return 1 + recipe::some_bits(c, where.in.precision / 3);
}

void draw_event(choices& c, const law_scope& where, law_instance& to) {
  const int w = event_bits(c, where);
  const std::int64_t most = (std::int64_t{1} << w) - 1;
  const recipe::unit_weight b{w, c.between(1, most)};
  const recipe::unit_weight at{w, c.between(1, most)};
  draw_projection(c, where, to, {b, at, at});
}

void draw_half_space(choices& c, const law_scope& where, law_instance& to) {
  const int w = event_bits(c, where);
  const std::int64_t most = (std::int64_t{1} << w) - 1;
  event e{{w, c.between(1, most)}, {w, 0}, {w, 0}};
  e.c.l = c.between(e.b.l, most);
  e.of_p.l = c.between(e.c.l, most);
  draw_projection(c, where, to, e);
}

constexpr std::array law_table{
    law{.id = "chains.rule",
        .statement = "D(P_XY||Q_XY) = D(P_X||Q_X) + sum_x p(x) D(P_Y|x||Q_Y|x)",
        .equality = "always",
        .source = "Cover, Thomas, Elements of Information Theory, 2.5.3",
        .type = law_type::arithmetic,
        .recipe = "R4",
        .applies = mean_under_p,
        .draw = draw_chain,
        .sense = law_sense::zero,
        .residual = chain},
    law{.id = "chains.merging_loss",
        .statement = "merging a cell of probability a loses a D(P||Q given the cell)",
        .equality = "always",
        .source = "the chain rule, X telling the cell from each other outcome",
        .type = law_type::arithmetic,
        .recipe = "R4",
        .applies = mean_under_p,
        .draw = draw_cell,
        .sense = law_sense::zero,
        .residual = chain},
    law{.id = "chains.branches",
        .statement = "D of (sP, (1-s)P') and (sQ, (1-s)Q') is s D(P||Q) + (1-s) D(P'||Q')",
        .equality = "always",
        .source = "the definition, a sum q f(p/q) over outcomes",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = sum_over_outcomes,
        .draw = draw_branches,
        .sense = law_sense::zero,
        .residual = branches},
    law{.id = "chains.against_product",
        .statement = "D(P_XY||Q_X x Q_Y) >= D(P_X||Q_X) + D(P_Y||Q_Y), by I(X;Y)",
        .equality = "P_XY a product",
        .source = "D less the sum is I(X;Y) >= 0; Polyanskiy, Wu, Information Theory, ch. 2",
        .type = law_type::arithmetic,
        .recipe = "R4",
        .applies = a_kl,
        .draw = draw_against_product,
        .residual = whole_less_parts},
    law{.id = "pythagoras.event",
        .statement =
            "D(P||Q) = D(P||R) + D(R||Q), R nearest to Q of all with P's chance of an event",
        .equality = "always",
        .source = "Csiszar 1975, for a linear family",
        .type = law_type::arithmetic,
        .recipe = "R4",
        .applies = a_kl,
        .draw = draw_event,
        .sense = law_sense::zero,
        .residual = whole_less_parts},
    law{.id = "pythagoras.half_space",
        .statement =
            "D(P||Q) >= D(P||R) + D(R||Q), R nearest to Q of all where an event has chance c",
        .equality = "P gives the event c",
        .source = "Csiszar 1975, for a convex set; Cover, Thomas, 11.6.1",
        .type = law_type::arithmetic,
        .recipe = "R4",
        .applies = a_kl,
        .draw = draw_half_space,
        .residual = whole_less_parts},
};

}  // namespace

std::span<const law> chains_laws() {
  return law_table;
}

}  // namespace kloracle
