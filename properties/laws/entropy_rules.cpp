// SPDX-License-Identifier: Apache-2.0
//
// Entropies of what is split, multiplied, or moved a little; one entropy by another.
#include <algorithm>
#include <array>
#include <cmath>

#include "properties/laws/entropy_kinds.hpp"
#include "properties/laws/mixing.hpp"
#include "properties/laws/sums.hpp"

namespace kloracle {
namespace {

using enum quantity;
using values = std::span<const interval>;

// P with one outcome split, P, and in which proportion.
void draw_split(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  const recipe::unit_weight at = recipe::weight(c, where);
  const recipe::unit_pair x = recipe::simplex_pair(
      c, where,
      {.bits = where.in.precision - at.w, .most_n = std::max(std::size_t{2}, where.max_n - 1)});
  const std::size_t i = c.one_of(x.p.size());
  recipe::give(x.p, x.k, where.f.p_in, to.input(1).p);
  recipe::give({at.l, at.rest()}, at.w, where.f.p_in, to.input(2).p);
  recipe::units split = recipe::finer(x.p, at.w);
  split[i] = x.p[i] * at.l;
  split.insert(split.begin() + static_cast<std::ptrdiff_t>(i) + 1, x.p[i] * at.rest());
  recipe::give(split, x.k + at.w, where.f.p_in, to.input(0).p);
  to.weights = {std::ldexp(static_cast<double>(x.p[i]), -x.k)};
}

interval grouping(const law_instance& x, values v, const law_scope& where) {
  const interval p = recipe::exactly(x.weights[0], v[0].bits());
  return v[0] - v[1] - sums::power(p, kind::entropy_order(where.f).value) * v[2];
}

// P x R, P and R.
void draw_product(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  const auto root = static_cast<std::size_t>(std::sqrt(static_cast<double>(where.max_n)));
  const std::int64_t least = kind::entropy_order(where.f).at_least(0) ? c.between(0, 1) : 1;
  const recipe::pair_limits limits{
      .bits = where.in.precision / 2, .most_n = std::max(std::size_t{2}, root), .least = least};
  const recipe::unit_pair x = recipe::simplex_pair(c, where, limits);
  const recipe::unit_pair y = recipe::simplex_pair(c, where, limits);
  recipe::give(recipe::product(x.p, y.p), x.k + y.k, where.f.p_in, to.input(0).p);
  recipe::give(x.p, x.k, where.f.p_in, to.input(1).p);
  recipe::give(y.p, y.k, where.f.p_in, to.input(2).p);
}

interval of_product(const law_instance&, values v, const law_scope& where) {
  if (where.f.what == perplexity) return v[0] - v[1] * v[2];
  const interval sum = v[1] + v[2];
  if (where.f.what != tsallis_entropy) return v[0] - sum;
  return v[0] - sum - v[1] * v[2] * Q(1 - kind::entropy_order(where.f).value);
}

// --- two distributions ---

void draw_two(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  const recipe::unit_pair x = recipe::simplex_pair(c, where, {.least = c.between(0, 1)});
  recipe::give(x.p, x.k, where.f.p_in, to.input(0).p);
  recipe::give(x.q, x.k, where.f.p_in, to.input(1).p);
}

// t ln(n - 1) + h(t) - |H(P) - H(Q)|.
interval room_for_difference(const law_instance& x, values v, const law_scope& where) {
  const long bits = v[0].bits();
  const std::vector<interval> p = sums::p_of(where, x.input(0), bits);
  const std::vector<interval> q = sums::p_of(where, x.input(1), bits);
  interval t(0L, bits);
  for (std::size_t i = 0; i < p.size(); ++i) t = t + ldexp(abs(p[i] - q[i]), -1);
  interval room = t * log(interval(static_cast<long>(p.size()) - 1, bits));
  if (!sums::is_zero(t)) room = room - t * log(t);
  const interval rest = interval(1L, bits) - t;
  if (!sums::is_zero(rest)) room = room - rest * log(rest);
  return room - abs(v[0] - v[1]);
}

std::vector<offered_function> of_entropy(const offered_function& f) {
  offered_function g = f;
  g.what = f.what == renyi_entropy ? tsallis_entropy : entropy;
  g.in = unit::nats;
  return {g};
}
void draw_for_both(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const std::int64_t least = kind::entropy_order(where.f).at_least(0) ? c.between(0, 1) : 1;
  recipe::give(recipe::simplex_pair(c, where, {.least = least}), where, to.input(0));
  to.terms.push_back({1, to.input(0)});
}

constexpr std::array law_table{
    law{.id = "entropy.grouping",
        .statement =
            "splitting p into l p, (1 - l) p adds p^a H(l, 1 - l), with a = 1 of Shannon's",
        .equality = "always",
        .source = "Shannon 1948, section 6; Havrda, Charvat 1967",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = kind::sum_of_concave,
        .draw = draw_split,
        .sense = law_sense::zero,
        .residual = grouping},
    law{.id = "entropy.product",
        .statement = "H adds over products; Tsallis' has a term (1 - a) S_a S_a more",
        .equality = "always",
        .source = "Renyi 1961, postulate 4; Tsallis 1988",
        .type = law_type::arithmetic,
        .recipe = "R4",
        .applies =
            [](const offered_function& f) {
              return kind::entropy_of_one(f) &&
                     (f.what != tsallis_entropy || !kind::entropy_order(f).infinite);
            },
        .draw = draw_product,
        .sense = law_sense::zero,
        .residual = of_product},
    law{.id = "entropy.continuous",
        .statement = "|H(P) - H(Q)| <= t ln(n - 1) + h(t), t = TV(P, Q)",
        .equality = "P a point mass, Q = (1 - t, t/(n - 1), ...)",
        .source = "Zhang 2007; Audenaert 2007",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) { return f.what == entropy && kind::entropy_of_one(f); },
        .draw = draw_two,
        .residual = room_for_difference},
    law{.id = "entropy.renyi_of_tsallis",
        .statement = "H_a = ln(1 + (1 - a) S_a)/(1 - a)",
        .equality = "always",
        .source = "Tsallis 1988",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              return kind::entropy_of_one(f) && f.what == renyi_entropy &&
                     !kind::entropy_order(f).infinite && !kind::entropy_order(f).is(1);
            },
        .draw = draw_for_both,
        .sense = law_sense::zero,
        .residual =
            [](const law_instance&, values v, const law_scope& where) {
              const Q b = 1 - kind::entropy_order(where.f).value;
              return expm1(v[0] * b) - v[1] * b;
            },
        .others = of_entropy},
    law{.id = "entropy.perplexity",
        .statement = "the perplexity is exp(H)",
        .equality = "always",
        .source = "Jelinek and others 1977",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              return f.what == perplexity && kind::entropy_of_one(f);
            },
        .draw = draw_for_both,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return v[0] - exp(v[1]); },
        .others = of_entropy},
};

}  // namespace

std::span<const law> entropy_rules_laws() {
  return law_table;
}

}  // namespace kloracle
