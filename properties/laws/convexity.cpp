// SPDX-License-Identifier: Apache-2.0
//
// Convexity: of divergences in the pair, in P and in Q, and where it fails; entropies are concave.
#include <algorithm>
#include <array>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"

namespace kloracle {
namespace {

using enum quantity;
using recipe::exactly;

bool jointly_convex(const offered_function& f) {
  return kind::on_simplex(f) && kind::joint_convexity(f) != 0;
}
bool convex_in_q(const offered_function& f) {
  return kind::on_simplex(f) && kind::convexity_in_q(f) != 0;
}
bool quasi_convex(const offered_function& f) {
  return kind::on_simplex(f) && kind::quasi_convex(f);
}

// Of vectors, entropy.concave has Shannon's and Tsallis'.
bool concave(const offered_function& f) {
  const auto a = kind::order(f);
  const bool renyi_like = f.what == renyi_entropy && a && a->at_least(0) && a->at_most(1);
  const bool of_table = f.what == joint_entropy || f.what == conditional_entropy;
  return kind::on_simplex(f) && (renyi_like || of_table);
}

bool quasi_concave(const offered_function& f) {
  const auto a = kind::order(f);
  const bool renyi_like = f.what == renyi_entropy && a && a->at_least(0);
  return kind::on_simplex(f) && (renyi_like || (f.what == perplexity && !takes_q(f)));
}

bool renyi_of_order_2_or_more(const offered_function& f) {
  if (!recipe::on_simplex(f)) return false;
  const auto a = kind::order(f);
  return f.what == max_log_ratio || (f.what == renyi && a && a->at_least(2));
}

// Two pairs, and the mixture of them by the weight: terms 0, 1 and 2.
void draw_mixed(choices& c, const law_scope& where, law_instance& to, std::int64_t least) {
  to.resize(3);
  const recipe::unit_weight at = recipe::weight(c, where);
  const recipe::unit_pair x =
      recipe::pair_of(c, where, {.bits = where.in.precision - at.w, .least = least});
  const bool crowded = std::find(x.p.begin(), x.p.end(), 0) != x.p.end();
  const std::int64_t other_least = crowded ? 0 : least;
  const recipe::units p = recipe::another(c, x.p, x.k, other_least);
  const recipe::units q = recipe::another(c, x.q, x.k, other_least);
  recipe::give(x.p, x.q, x.k, where.f, to.input(0));
  recipe::give(p, q, x.k, where.f, to.input(1));
  recipe::give(recipe::mixture(x.p, p, at), recipe::mixture(x.q, q, at), x.k + at.w, where.f,
               to.input(2));
  to.weights.push_back(recipe::value(at));
}

void draw_pairs_mixed(choices& c, const law_scope& where, law_instance& to) {
  draw_mixed(c, where, to, recipe::finite_least(c, where.f));
}

void draw_singles_mixed(choices& c, const law_scope& where, law_instance& to) {
  draw_mixed(c, where, to, c.between(0, 1));
}

// Three points of the segment from x to y, at the weights t_i 2^-w; weights get the t_i.
struct path {
  int w = 1;
  std::array<std::int64_t, 3> t{};

  recipe::units point(const recipe::units& x, const recipe::units& y, std::size_t i) const {
    return recipe::mixture(y, x, {w, t[i]});
  }
};

path draw_path(choices& c, const law_scope& where, law_instance& to) {
  path a{recipe::some_bits(c, where.in.precision / 3), {}};
  const std::int64_t whole = std::int64_t{1} << a.w;
  a.t[0] = c.between(0, whole - 2);
  a.t[2] = whole - c.between(0, whole - a.t[0] - 2);
  a.t[1] = a.t[0] + 1 + c.between(0, a.t[2] - a.t[0] - 2);
  for (const std::int64_t t : a.t) to.weights.push_back(static_cast<double>(t));
  return a;
}

// Along a segment of P's, or of Q's, with the other fixed.
void draw_segment(choices& c, const law_scope& where, law_instance& to, bool of_p) {
  to.resize(3);
  const path along = draw_path(c, where, to);
  const recipe::unit_pair x = recipe::pair_of(
      c, where, {.bits = where.in.precision - along.w, .least = recipe::finite_least(c, where.f)});
  const recipe::units& from = of_p ? x.p : x.q;
  const bool crowded = std::find(from.begin(), from.end(), 0) != from.end();
  const recipe::units end = recipe::another(c, from, x.k, crowded ? 0 : 1);
  for (std::size_t i = 0; i < 3; ++i) {
    const recipe::units moving = along.point(from, end, i);
    const recipe::units fixed = recipe::finer(of_p ? x.q : x.p, along.w);
    recipe::give(of_p ? moving : fixed, of_p ? fixed : moving, x.k + along.w, where.f, to.input(i));
  }
}

void draw_segment_of_p(choices& c, const law_scope& where, law_instance& to) {
  draw_segment(c, where, to, true);
}
void draw_segment_of_q(choices& c, const law_scope& where, law_instance& to) {
  draw_segment(c, where, to, false);
}

// The mean of the ends less the value between, of a convex function.
interval excess_of_mean(const law_instance& x, std::span<const interval> v, const law_scope&) {
  const Q w = exactly(x.weights[0]);
  return v[0] * w + v[1] * Q(1 - w) - v[2];
}
interval joint_excess(const law_instance& x, std::span<const interval> v, const law_scope& in) {
  const interval excess = excess_of_mean(x, v, in);
  return kind::joint_convexity(in.f) > 0 ? excess : -excess;
}
interval concave_excess(const law_instance& x, std::span<const interval> v, const law_scope& in) {
  return -excess_of_mean(x, v, in);
}

interval path_excess(const law_instance& x, std::span<const interval> v, int sign) {
  const Q t0 = exactly(x.weights[0]);
  const Q t1 = exactly(x.weights[1]);
  const Q t2 = exactly(x.weights[2]);
  const Q s = (t1 - t0) / (t2 - t0);
  return (v[0] * Q(1 - s) + v[2] * s - v[1]) * Q(sign);
}
interval excess_along_p(const law_instance& x, std::span<const interval> v, const law_scope& in) {
  return path_excess(x, v, kind::joint_convexity(in.f));
}
interval excess_along_q(const law_instance& x, std::span<const interval> v, const law_scope& in) {
  return path_excess(x, v, kind::convexity_in_q(in.f));
}

interval excess_of_worse(const law_instance&, std::span<const interval> v, const law_scope&) {
  return max(v[0], v[1]) - v[2];
}
interval excess_over_less(const law_instance&, std::span<const interval> v, const law_scope&) {
  return v[2] - min(v[0], v[1]);
}

// P1 = Q1 = (1, 31)/32 and P2 = (31, 1)/32, Q2 = (2, 30)/32, half each. D_a grows with a, so D_2 of
// the mixture, 1.72, is below D_a of it, and ln(31/2)/2 = 1.37 above the mean of the values.
void draw_witness(choices&, const law_scope& where, law_instance& to) {
  to.resize(3);
  recipe::give({1, 31}, {1, 31}, 5, where.f, to.input(0));
  recipe::give({31, 1}, {2, 30}, 5, where.f, to.input(1));
  recipe::give({32, 32}, {3, 61}, 6, where.f, to.input(2));
  to.weights.push_back(0.5);
}

constexpr std::array law_table{
    law{.id = "convexity.joint",
        .statement = "D(sP+(1-s)P' || sQ+(1-s)Q') <= s D(P||Q) + (1-s) D(P'||Q')",
        .equality = "P/Q = P'/Q', of sums q f(p/q)",
        .source = "Cover, Thomas, Elements of Information Theory, 2.7.2; van Erven, Harremoes "
                  "2014, theorem 11",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = jointly_convex,
        .draw = draw_pairs_mixed,
        .residual = joint_excess},
    law{.id = "convexity.in_p",
        .statement = "D(P_t||Q) is convex along the mixtures P_t = (1-t)P + tP'",
        .equality = "P = P'",
        .source = "joint convexity with Q fixed; Cover, Thomas, 2.7.2",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = jointly_convex,
        .draw = draw_segment_of_p,
        .residual = excess_along_p},
    law{.id = "convexity.in_q",
        .statement = "D(P||Q_t) is convex along the mixtures Q_t = (1-t)Q + tQ'",
        .equality = "Q = Q'",
        .source = "van Erven, Harremoes 2014, theorem 12",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = convex_in_q,
        .draw = draw_segment_of_q,
        .residual = excess_along_q},
    law{.id = "convexity.quasi",
        .statement = "D of a mixture of two pairs is at most that of the worse pair",
        .equality = "one pair",
        .source = "van Erven, Harremoes 2014, theorem 13",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = quasi_convex,
        .draw = draw_pairs_mixed,
        .residual = excess_of_worse},
    law{.id = "convexity.renyi_is_not_joint",
        .statement = "the Renyi divergence of an order of 2 or more is not jointly convex",
        .equality = "never",
        .source = "computed; it grows with the order (van Erven, Harremoes 2014, theorem 3)",
        .type = law_type::witness,
        .recipe = "witness",
        .applies = renyi_of_order_2_or_more,
        .draw = draw_witness,
        .residual = excess_of_mean},
    law{.id = "convexity.entropies",
        .statement = "H(sP+(1-s)P') >= s H(P) + (1-s) H(P'): of tables, and Renyi's up to order 1",
        .equality = "P = P'; of H(Y|X), one channel",
        .source = "Cover, Thomas, 2.7.3; ln and, for a <= 1, sum p^a are concave",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = concave,
        .draw = draw_singles_mixed,
        .residual = concave_excess},
    law{.id = "convexity.entropies_quasi",
        .statement = "the entropy of a mixture is at least the lesser of the two",
        .equality = "P = P'",
        .source = "sum p^a is concave for a <= 1 and convex for a >= 1",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = quasi_concave,
        .draw = draw_singles_mixed,
        .residual = excess_over_less},
};

}  // namespace

std::span<const law> convexity_laws() {
  return law_table;
}

}  // namespace kloracle
