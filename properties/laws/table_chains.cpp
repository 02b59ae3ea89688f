// SPDX-License-Identifier: Apache-2.0
//
// Chain rules of joint tables, and information as a divergence.
#include <algorithm>
#include <array>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"
#include "properties/laws/table_draws.hpp"

namespace kloracle {
namespace {

using enum quantity;
using values = std::span<const interval>;
using recipe::axes;
using table::draw_with_margins;
using table::of_table;
using table::of_vector;

template <quantity What>
bool is(const offered_function& f) {
  return f.what == What && kind::of_tables(f);
}

std::vector<offered_function> entropies(const offered_function& f) {
  return {of_vector(f, entropy)};
}
std::vector<offered_function> divergences(const offered_function& f) {
  return {of_vector(f, kl)};
}

// All terms but the first are of the one other function.
void one_other(law_instance& to) {
  for (std::size_t i = 1; i < to.terms.size(); ++i) to.terms[i].of = 1;
}

// --- sums of entropies ---

void draw_for_total(choices& c, const law_scope& where, law_instance& to) {
  std::vector<axes> kept{table::all_of(where.f)};
  for (const std::size_t k : table::all_of(where.f)) kept.push_back({k});
  draw_with_margins(c, where, to, kept);
  one_other(to);
}
interval total_less_entropies(const law_instance&, values v, const law_scope&) {
  interval rest = v[0] + v[1];
  for (std::size_t i = 2; i < v.size(); ++i) rest = rest - v[i];
  return rest;
}

void draw_for_conditional(choices& c, const law_scope& where, law_instance& to) {
  draw_with_margins(c, where, to, {table::all_of(where.f), table::all_but_last(where.f)});
  one_other(to);
}

void draw_for_information_given(choices& c, const law_scope& where, law_instance& to) {
  draw_with_margins(c, where, to, {{0, 2}, {1, 2}, {0, 1, 2}, {2}});
  one_other(to);
}

// --- chains ---

// Shapes with the later axes taken together: X against (Y, Z), and X against Z.
std::vector<offered_function> of_pairs(const offered_function& f) {
  const axes& n = f.shape;
  return {of_table(f, mutual_information, {n[0], n[1] * n[2]}),
          of_table(f, mutual_information, {n[0], n[2]})};
}
void draw_for_chain(choices& c, const law_scope& where, law_instance& to) {
  draw_with_margins(c, where, to, {{0, 1, 2}, {0, 2}});
}

// All axes but the last, and those together against the last.
std::vector<offered_function> of_last_step(const offered_function& f) {
  axes before = f.shape;
  before.pop_back();
  const std::size_t together = recipe::cells(before);
  return {of_table(f, total_correlation, before),
          of_table(f, mutual_information, {together, f.shape.back()})};
}
void draw_for_last_step(choices& c, const law_scope& where, law_instance& to) {
  draw_with_margins(c, where, to, {table::all_but_last(where.f), table::all_of(where.f)});
}

// --- against products ---

struct table_and_reference {
  int k = 0;        // of the table
  recipe::units p;  // the table
  recipe::units x;  // its margins
  recipe::units y;
};
table_and_reference draw_half(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const recipe::unit_pair drawn =
      recipe::pair_of(c, where, {.bits = where.in.precision / 2, .least = c.between(0, 1)});
  recipe::give(drawn.p, drawn.k, where.f.p_in, to.input(0).p);
  return {drawn.k, drawn.p, recipe::margin(drawn.p, where.f.shape, {0}),
          recipe::margin(drawn.p, where.f.shape, {1})};
}

// The table against the product of X's margin and `y`, whose units are 2^-k too.
void against_product(const table_and_reference& t, const recipe::units& y, const law_scope& where,
                     law_instance& to) {
  to.terms.push_back({1, {}});
  sample& s = to.terms.back().input;
  recipe::give(recipe::finer(t.p, t.k), 2 * t.k, where.f.p_in, s.p);
  recipe::give(recipe::product(t.x, y), 2 * t.k, where.f.p_in, s.q);
}

void draw_against_margins(choices& c, const law_scope& where, law_instance& to) {
  const table_and_reference t = draw_half(c, where, to);
  against_product(t, t.y, where, to);
}

void draw_golden(choices& c, const law_scope& where, law_instance& to) {
  const table_and_reference t = draw_half(c, where, to);
  const bool crowded = t.y.size() > std::size_t{1} << t.k;
  const recipe::units r = recipe::simplex(c, t.y.size(), t.k, crowded ? 0 : 1);
  against_product(t, r, where, to);
  to.terms.push_back({1, {}});
  recipe::give(t.y, t.k, where.f.p_in, to.terms.back().input.p);
  recipe::give(r, t.k, where.f.p_in, to.terms.back().input.q);
}

interval first_is_sum(const law_instance&, values v, const law_scope&) {
  return v[0] - v[1] - v[2];
}
interval first_is_difference(const law_instance&, values v, const law_scope&) {
  return v[0] - v[1] + v[2];
}

constexpr std::array law_table{
    law{.id = "tables.total_of_entropies",
        .statement = "C(X, ..., Z) = H(X) + ... + H(Z) - H(X, ..., Z)",
        .equality = "always",
        .source = "Watanabe 1960",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = is<total_correlation>,
        .draw = draw_for_total,
        .sense = law_sense::zero,
        .residual = total_less_entropies,
        .others = entropies},
    law{.id = "tables.conditional_of_entropies",
        .statement = "H(Y|X) = H(X, Y) - H(X)",
        .equality = "always",
        .source = "Cover, Thomas, 2.2.1",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = is<conditional_entropy>,
        .draw = draw_for_conditional,
        .sense = law_sense::zero,
        .residual = first_is_difference,
        .others = entropies},
    law{.id = "tables.information_given_of_entropies",
        .statement = "I(X; Y|Z) = H(X, Z) + H(Y, Z) - H(X, Y, Z) - H(Z)",
        .equality = "always",
        .source = "Cover, Thomas, 2.5.2",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = is<conditional_mutual_information>,
        .draw = draw_for_information_given,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return v[0] - v[1] - v[2] + v[3] + v[4]; },
        .others = entropies},
    law{.id = "tables.information",
        .statement = "I(X; Y|Z) = I(X; Y, Z) - I(X; Z)",
        .equality = "always",
        .source = "Cover, Thomas, 2.5.2",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = is<conditional_mutual_information>,
        .draw = draw_for_chain,
        .sense = law_sense::zero,
        .residual = first_is_difference,
        .others = of_pairs},
    law{.id = "tables.total",
        .statement = "C(X, Y, Z) = C(X, Y) + I(X, Y; Z)",
        .equality = "always",
        .source = "Watanabe 1960",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              return is<total_correlation>(f) && f.shape.size() > 2;
            },
        .draw = draw_for_last_step,
        .sense = law_sense::zero,
        .residual = first_is_sum,
        .others = of_last_step},
    law{.id = "tables.total_of_two",
        .statement = "C(X, Y) = I(X; Y)",
        .equality = "always",
        .source = "Watanabe 1960",
        .type = law_type::equality,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              return is<total_correlation>(f) && f.shape.size() == 2;
            },
        .draw =
            [](choices& c, const law_scope& where, law_instance& to) {
              draw_with_margins(c, where, to, {{0, 1}});
            },
        .others =
            [](const offered_function& f) {
              return std::vector<offered_function>{of_table(f, mutual_information, f.shape)};
            }},
    law{.id = "tables.information_is_divergence",
        .statement = "I(X; Y) = D(P_XY||P_X P_Y)",
        .equality = "always",
        .source = "Cover, Thomas, 2.3",
        .type = law_type::equality,
        .recipe = "R4",
        .applies = is<mutual_information>,
        .draw = draw_against_margins,
        .others = divergences},
    law{.id = "tables.golden_formula",
        .statement = "I(X; Y) = D(P_XY||P_X R) - D(P_Y||R)",
        .equality = "always",
        .source = "Topsoe 1967; Polyanskiy, Wu, chapter 4",
        .type = law_type::arithmetic,
        .recipe = "R4",
        .applies = is<mutual_information>,
        .draw = draw_golden,
        .sense = law_sense::zero,
        .residual = first_is_difference,
        .others = divergences},
};

}  // namespace

std::span<const law> table_chains_laws() {
  return law_table;
}

}  // namespace kloracle
