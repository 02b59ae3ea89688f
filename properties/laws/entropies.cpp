// SPDX-License-Identifier: Apache-2.0
//
// Entropies of one distribution, and perplexity.
#include <algorithm>
#include <array>
#include <cmath>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"
#include "properties/laws/sums.hpp"

namespace kloracle {
namespace {

using enum quantity;
using values = std::span<const interval>;

bool of_one(const offered_function& f) {
  static constexpr std::array some{entropy, renyi_entropy, tsallis_entropy, perplexity};
  return std::find(some.begin(), some.end(), f.what) != some.end() && !takes_q(f) &&
         recipe::on_simplex(f) && (!f.order || kind::order(f));
}

// The order: 1 of Shannon's entropy and of perplexity.
kind::power order_of(const offered_function& f) {
  return kind::order(f).value_or(kind::power{false, 1});
}

bool nonnegative_order(const offered_function& f) {
  return of_one(f) && order_of(f).at_least(0);
}
bool positive_order(const offered_function& f) {
  return nonnegative_order(f) && !order_of(f).is(0);
}

// The value of a point mass, and that of the uniform distribution on n outcomes.
interval least_value(const offered_function& f, long bits) {
  return interval(f.what == perplexity ? 1L : 0L, bits);
}
interval uniform_value(const offered_function& f, std::size_t n, long bits) {
  const interval count(static_cast<long>(n), bits);
  if (f.what == perplexity) return count;
  const kind::power a = order_of(f);
  if (f.what != tsallis_entropy || a.is(1)) return log(count);
  if (a.infinite) return interval(0L, bits);
  return (sums::power(count, 1 - a.value) - Q(1)) / Q(1 - a.value);
}

// Of entropy and Tsallis' entropy, by the formula.
interval entropy_of(const offered_function& f, std::span<const interval> p) {
  const kind::power a = order_of(f);
  if (a.is(1)) return sums::entropy(p);
  return (sums::power_sum(p, a.value) - Q(1)) / Q(1 - a.value);
}

// --- bounds ---

void draw_one(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const std::int64_t least = order_of(where.f).at_least(0) ? c.between(0, 1) : 1;
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
  const Q a = order_of(where.f).value;
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

// Entropy, and Tsallis' of positive order.
bool concave(const offered_function& f) {
  if (f.what != entropy && f.what != tsallis_entropy) return false;
  return positive_order(f) && !order_of(f).infinite;
}

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

// --- grouping and products ---

// The split P, P, and how the one outcome of P was split.
void draw_split(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  const recipe::unit_weight at = recipe::weight(c, where);
  const recipe::unit_pair x = recipe::simplex_pair(c, where, {.bits = where.in.precision - at.w});
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
  return v[0] - v[1] - sums::power(p, order_of(where.f).value) * v[2];
}

// P x R, P and R.
void draw_product(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  const auto root = static_cast<std::size_t>(std::sqrt(static_cast<double>(where.max_n)));
  const std::int64_t least = order_of(where.f).at_least(0) ? c.between(0, 1) : 1;
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
  return v[0] - sum - v[1] * v[2] * Q(1 - order_of(where.f).value);
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
  draw_one(c, where, to);
  to.terms.push_back({1, to.input(0)});
}

constexpr std::array law_table{
    law{.id = "entropy.nonnegative",
        .statement = "H(P) >= 0, and the perplexity is at least 1",
        .equality = "P a point mass; order inf of Tsallis' entropy",
        .source = "Shannon 1948, section 6",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = of_one,
        .draw = draw_one,
        .bound = of_point_mass},
    law{.id = "entropy.zero_if_certain",
        .statement = "H(P) <= 0 and the perplexity is at most 1, where P is a point mass",
        .equality = "always",
        .source = "Shannon 1948, section 6",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = positive_order,
        .draw = draw_point_mass,
        .sense = law_sense::at_most,
        .bound = of_point_mass},
    law{.id = "entropy.at_most_uniform",
        .statement = "no more than that of the uniform distribution: H(P) <= ln n",
        .equality = "P uniform on the n outcomes it has",
        .source = "Cover, Thomas, 2.6.4; Tsallis 1988",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = nonnegative_order,
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
              return of_one(f) && (f.what == entropy || f.what == renyi_entropy);
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
              return of_one(f) && f.what == renyi_entropy && !order_of(f).infinite &&
                     !order_of(f).at_most(1);
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
        .applies = positive_order,
        .draw = draw_transfer},
    law{.id = "entropy.concave",
        .statement = "H(l P + (1 - l) Q) >= l H(P) + (1 - l) H(Q)",
        .equality = "P = Q",
        .source = "Cover, Thomas, 2.7.3; Tsallis 1988",
        .type = law_type::bound,
        .recipe = "R3",
        .applies = concave,
        .draw = draw_mixture,
        .bound = mean_of_parts},
    law{.id = "entropy.grouping",
        .statement =
            "splitting p into l p, (1 - l) p adds p^a H(l, 1 - l), with a = 1 of Shannon's",
        .equality = "always",
        .source = "Shannon 1948, section 6; Havrda, Charvat 1967",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = concave,
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
              return of_one(f) && (f.what != tsallis_entropy || !order_of(f).infinite);
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
        .applies = [](const offered_function& f) { return f.what == entropy && of_one(f); },
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
              return of_one(f) && f.what == renyi_entropy && !order_of(f).infinite &&
                     !order_of(f).is(1);
            },
        .draw = draw_for_both,
        .sense = law_sense::zero,
        .residual =
            [](const law_instance&, values v, const law_scope& where) {
              const Q b = 1 - order_of(where.f).value;
              return expm1(v[0] * b) - v[1] * b;
            },
        .others = of_entropy},
    law{.id = "entropy.perplexity",
        .statement = "the perplexity is exp(H)",
        .equality = "always",
        .source = "Jelinek and others 1977",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = [](const offered_function& f) { return f.what == perplexity && of_one(f); },
        .draw = draw_for_both,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return v[0] - exp(v[1]); },
        .others = of_entropy},
};

}  // namespace

std::span<const law> entropies_laws() {
  return law_table;
}

}  // namespace kloracle
