// SPDX-License-Identifier: Apache-2.0
//
// Softmax at a temperature: softmax(z/t), for the z of the input.
#include <array>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/logit_draws.hpp"
#include "properties/laws/recipes.hpp"

namespace kloracle {
namespace {

using enum quantity;
using values = std::span<const interval>;
using logit::draw_pair;
using logit::mask;
using logit::scale;

bool is_kl(const offered_function& f) {
  return f.what == kl && recipe::on_logits(f);
}

// Less even as the logits grow: H of z/2, z and 2z.
void draw_hotter(choices& c, const law_scope& where, law_instance& to) {
  draw_pair(c, where, to);
  mask(c, to.input(0).p, to.input(0).q);
  to.terms.push_back(to.terms[0]);
  to.terms.push_back(to.terms[0]);
  scale(to.input(0).p, 0.5);
  scale(to.input(2).p, 2);
}
bool even_is_more(const offered_function& f) {
  if (!recipe::on_logits(f)) return false;
  if (f.what == entropy || (f.what == perplexity && !takes_q(f))) return true;
  const auto a = kind::order(f);
  return (f.what == renyi_entropy || f.what == tsallis_entropy) && a && a->at_least(0) && !a->is(0);
}

// 2z, z and z/2 against the uniform distribution on the same outcomes, or it against them.
void draw_towards_uniform(choices& c, const law_scope& where, law_instance& to) {
  draw_hotter(c, where, to);
  std::swap(to.terms[0], to.terms[2]);
  const bool exchanged = c.one_of(2) == 1;
  for (law_instance::term& t : to.terms) {
    t.input.q = t.input.p;
    scale(t.input.q, 0);
    if (exchanged) std::swap(t.input.p, t.input.q);
  }
}
bool falls_under_channels(const offered_function& f) {
  return recipe::on_logits(f) && kind::under_channels(f) > 0;
}

// z against 4z and 2z, or against z/4 and z/2: the farther first.
void draw_temperatures(choices& c, const law_scope& where, law_instance& to) {
  draw_pair(c, where, to);
  mask(c, to.input(0).p, to.input(0).q);
  to.input(0).q = to.input(0).p;
  to.terms.push_back(to.terms[0]);
  const bool colder = c.one_of(2) == 0;
  scale(to.input(0).q, colder ? 4 : 0.25);
  scale(to.input(1).q, colder ? 2 : 0.5);
}

// z against b z for three b, the middle one second.
void draw_three_temperatures(choices& c, const law_scope& where, law_instance& to) {
  draw_pair(c, where, to);
  mask(c, to.input(0).p, to.input(0).q);
  to.input(0).q = to.input(0).p;
  to.terms.push_back(to.terms[0]);
  to.terms.push_back(to.terms[0]);
  static constexpr double inverse[3][3] = {{2, 3, 4}, {0, 2, 4}, {0, 0.5, 1}};
  const std::size_t which = c.one_of(3);
  for (std::size_t i = 0; i < 3; ++i) scale(to.input(i).q, inverse[which][i]);
}
interval above_middle(const law_instance&, values v, const law_scope&) {
  return v[0] + v[2] - ldexp(v[1], 1);
}

constexpr std::array law_table{
    law{.id = "temperature.hotter_is_more_even",
        .statement = "H(softmax(z/t)) rises with the temperature t",
        .equality = "all z equal",
        .source =
            "softmax(b z) majorises softmax(a z) for b >= a >= 0; Marshall, Olkin, Arnold, 5.B",
        .type = law_type::order,
        .recipe = "R10",
        .applies = even_is_more,
        .draw = draw_hotter},
    law{.id = "temperature.towards_uniform",
        .statement = "divergences of softmax(z/t) from the uniform distribution fall with t",
        .equality = "all z equal",
        .source = "data processing by the channel that Hardy, Littlewood, Polya 1929 give",
        .type = law_type::order,
        .recipe = "R10",
        .applies = falls_under_channels,
        .draw = draw_towards_uniform},
    law{.id = "temperature.apart",
        .statement = "D(softmax(z)||softmax(z/t)) rises as t moves away from 1",
        .equality = "all z equal",
        .source = "it is convex in 1/t with a minimum of 0 at t = 1",
        .type = law_type::order,
        .recipe = "R10",
        .applies = is_kl,
        .draw = draw_temperatures},
    law{.id = "temperature.convex",
        .statement = "D(softmax(z)||softmax(b z)) is convex in b",
        .equality = "all z equal",
        .source = "the log-sum-exp is convex",
        .type = law_type::arithmetic,
        .recipe = "R10",
        .applies = is_kl,
        .draw = draw_three_temperatures,
        .residual = above_middle},
};

}  // namespace

std::span<const law> temperatures_laws() {
  return law_table;
}

}  // namespace kloracle
