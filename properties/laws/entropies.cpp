// SPDX-License-Identifier: Apache-2.0
//
// Entropies of one distribution, and perplexity: how small, how large, and what raises them.
#include <algorithm>
#include <array>

#include "properties/laws/entropy_kinds.hpp"
#include "properties/laws/mixing.hpp"
#include "properties/laws/sums.hpp"

namespace kloracle {
namespace {

using enum quantity;
using values = std::span<const interval>;

// The value of a point mass, and that of the uniform distribution on n outcomes.
interval least_value(const offered_function& f, long bits) {
  return interval(f.what == perplexity ? 1L : 0L, bits);
}
interval uniform_value(const offered_function& f, std::size_t n, long bits) {
  const interval count(static_cast<long>(n), bits);
  if (f.what == perplexity) return count;
  const kind::power a = kind::entropy_order(f);
  if (f.what != tsallis_entropy || a.is(1)) return log(count);
  if (a.infinite) return interval(0L, bits);
  return (sums::power(count, 1 - a.value) - Q(1)) / Q(1 - a.value);
}

// Of entropy and Tsallis' entropy, by the formula.
interval entropy_of(const offered_function& f, std::span<const interval> p) {
  const kind::power a = kind::entropy_order(f);
  if (a.is(1)) return sums::entropy(p);
  return (sums::power_sum(p, a.value) - Q(1)) / Q(1 - a.value);
}

// --- bounds ---

void draw_one(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const std::int64_t least = kind::entropy_order(where.f).at_least(0) ? c.between(0, 1) : 1;
  recipe::give(recipe::simplex_pair(c, where, {.least = least}), where, to.input(0));
}

void draw_point_mass(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  recipe::units x(recipe::length(c, where, {.least_n = 1}), 0);
  const int k = static_cast<int>(c.between(0, where.in.precision - 1));
  x[c.one_of(x.size())] = std::int64_t{1} << k;
  recipe::give(x, k, where.f.p_in, to.input(0).p);
}

interval of_point_mass(const law_instance&, values, const law_scope& where, long bits) {
  return least_value(where.f, bits);
}

interval of_uniform(const law_instance& x, values, const law_scope& where, long bits) {
  const auto support =
      std::count_if(x.input(0).p.begin(), x.input(0).p.end(), [](double p) { return p > 0; });
  return uniform_value(where.f, static_cast<std::size_t>(support), bits);
}

interval min_entropy(const law_scope& where, const sample& s, long bits) {
  return -log(sums::largest(sums::p_of(where, s, bits)));
}
interval from_min_entropy(const law_instance& x, values, const law_scope& where, long bits) {
  return min_entropy(where, x.input(0), bits);
}
interval past_min_entropy(const law_instance& x, values, const law_scope& where, long bits) {
  const Q a = kind::entropy_order(where.f).value;
  return min_entropy(where, x.input(0), bits) * Q(a / (a - 1));
}

// --- transfers from rich to poor ---

// P, and P with some units moved from one outcome to one that has fewer, which it does not pass.
void draw_transfer(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  const std::int64_t least = c.between(0, 1);
  recipe::unit_pair x = recipe::simplex_pair(c, where, {.least = least});
  recipe::give(x.p, x.k, where.f.p_in, to.input(1).p);
  for (std::int64_t moves = c.between(1, 3); moves > 0; --moves) {
    std::int64_t* rich = &x.p[c.one_of(x.p.size())];
    std::int64_t* poor = &x.p[c.one_of(x.p.size())];
    if (*rich < *poor) std::swap(rich, poor);
    const std::int64_t some = c.spread(0, (*rich - *poor) / 2);
    *rich -= some;
    *poor += some;
  }
  recipe::give(x.p, x.k, where.f.p_in, to.input(0).p);
}

// --- concavity ---

// The mixture; P, Q and the weight of P are kept for the bound.
void draw_mixture(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const recipe::unit_weight at = recipe::weight(c, where);
  const recipe::unit_pair x =
      recipe::simplex_pair(c, where, {.bits = where.in.precision - at.w, .least = c.between(0, 1)});
  recipe::give(recipe::mixture(x.p, x.q, at), x.k + at.w, where.f.p_in, to.input(0).p);
  recipe::give(x.p, x.k, where.f.p_in, to.weights);
  recipe::give(x.q, x.k, where.f.p_in, to.distance);
  to.weights.push_back(recipe::value(at));
}

interval mean_of_parts(const law_instance& x, values, const law_scope& where, long bits) {
  std::vector<double> p = x.weights;
  const Q l = recipe::exactly(p.back());
  p.pop_back();
  const interval of_p = entropy_of(where.f, recipe::probabilities(where.f.p_in, p, bits));
  const interval of_q = entropy_of(where.f, recipe::probabilities(where.f.p_in, x.distance, bits));
  return of_p * l + of_q * Q(1 - l);
}

constexpr std::array law_table{
    law{.id = "entropy.nonnegative",
        .statement = "H(P) >= 0, and the perplexity is at least 1",
        .equality = "P a point mass; order inf of Tsallis' entropy",
        .source = "Shannon 1948, section 6",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = kind::entropy_of_one,
        .draw = draw_one,
        .bound = of_point_mass},
    law{.id = "entropy.zero_if_certain",
        .statement = "H(P) <= 0 and the perplexity is at most 1, where P is a point mass",
        .equality = "always",
        .source = "Shannon 1948, section 6",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = kind::positive_order,
        .draw = draw_point_mass,
        .sense = law_sense::at_most,
        .bound = of_point_mass},
    law{.id = "entropy.at_most_uniform",
        .statement = "no more than that of the uniform distribution: H(P) <= ln n",
        .equality = "P uniform on the n outcomes it has",
        .source = "Cover, Thomas, 2.6.4; Tsallis 1988",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = kind::nonnegative_order,
        .draw = draw_one,
        .sense = law_sense::at_most,
        .bound = of_uniform},
    law{.id = "entropy.at_least_min_entropy",
        .statement = "H_a(P) >= -ln max p",
        .equality = "P uniform on its support",
        .source = "Renyi 1961: H_a decreases in a",
        .type = law_type::bound,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              return kind::entropy_of_one(f) && (f.what == entropy || f.what == renyi_entropy);
            },
        .draw = draw_one,
        .bound = from_min_entropy},
    law{.id = "entropy.near_min_entropy",
        .statement = "H_a(P) <= a/(a - 1) (-ln max p) for a > 1",
        .equality = "P a point mass",
        .source = "sum p^a >= (max p)^a",
        .type = law_type::bound,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              return kind::entropy_of_one(f) && f.what == renyi_entropy &&
                     !kind::entropy_order(f).infinite && !kind::entropy_order(f).at_most(1);
            },
        .draw = draw_one,
        .sense = law_sense::at_most,
        .bound = past_min_entropy},
    law{.id = "entropy.even_is_more",
        .statement = "moving weight from an outcome to one that has less never lowers H",
        .equality = "none moves, or the two change places",
        .source = "Schur 1923; Marshall, Olkin, Arnold, Inequalities, 13.E",
        .type = law_type::order,
        .recipe = "R1",
        .applies = kind::positive_order,
        .draw = draw_transfer},
    law{.id = "entropy.concave",
        .statement = "H(l P + (1 - l) Q) >= l H(P) + (1 - l) H(Q)",
        .equality = "P = Q",
        .source = "Cover, Thomas, 2.7.3; Tsallis 1988",
        .type = law_type::bound,
        .recipe = "R3",
        .applies = kind::sum_of_concave,
        .draw = draw_mixture,
        .bound = mean_of_parts},
};

}  // namespace

std::span<const law> entropies_laws() {
  return law_table;
}

}  // namespace kloracle
