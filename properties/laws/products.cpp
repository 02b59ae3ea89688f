// SPDX-License-Identifier: Apache-2.0
//
// Product distributions: what adds, what multiplies, what does neither. On the simplex, and on
// logits, of which those of a product are sums.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"

namespace kloracle {
namespace {

using enum quantity;

bool posed(const offered_function& f) {
  return recipe::on_simplex(f) ||
         (recipe::on_logits(f) && f.shape.empty() && f.support.empty() && f.kernel.empty());
}

// The c for which 1 + c D multiplies; with c = 0, D adds.
std::optional<Q> factor_rule(const offered_function& f) {
  static constexpr std::array adding{jeffreys, bhattacharyya_distance, max_log_ratio,
                                     cross_entropy};
  const quantity what = kind::divergence(f);
  if (kind::is_kl(f) || kind::is_reverse_kl(f)) return Q(0);
  if (std::find(adding.begin(), adding.end(), what) != adding.end()) return Q(0);
  if (what == chi_squared || what == neyman_chi_squared) return Q(1);
  if (what == squared_hellinger) return f.what == f_divergence ? Q(-1, 2) : Q(-1);
  const auto a = kind::order(f);
  if (!a) return std::nullopt;
  if (what == renyi || (what == chernoff && kind::under_channels(f) > 0)) return Q(0);
  if (a->infinite) return std::nullopt;
  if (what == tsallis) return Q(a->value - 1);
  if (what == alpha) return Q(a->value * (a->value - 1));
  return std::nullopt;
}

bool adds(const offered_function& f) {
  return posed(f) && factor_rule(f) == Q(0);
}
bool multiplies(const offered_function& f) {
  const auto c = factor_rule(f);
  return posed(f) && c && *c != 0;
}
bool is_a_product(const offered_function& f) {
  return posed(f) && (f.what == bhattacharyya_coefficient || (f.what == perplexity && takes_q(f)));
}
bool subadditive(const offered_function& f) {
  static constexpr std::array some{total_variation, jensen_shannon, jensen_shannon_distance,
                                   hellinger, chernoff_information};
  return posed(f) && std::find(some.begin(), some.end(), kind::divergence(f)) != some.end();
}
bool blind_to_a_shared_factor(const offered_function& f) {
  return posed(f) && kind::under_channels(f) != 0;
}

// --- inputs: a pair, another, and the pair of their products ---

// Sums of x and y, row by row.
std::vector<double> sums(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<double> z;
  for (const double a : x) {
    for (const double b : y) z.push_back(a + b);
  }
  return z;
}

// Multiples of one power of two between -16 and 16, one bit short of the precision.
struct logits_grid {
  int step;
  std::int64_t most;

  double draw(choices& c) const {
    return std::ldexp(static_cast<double>(c.between(-most, most)), step);
  }
  double near(choices& c, double x) const {
    const double moved = x + std::ldexp(static_cast<double>(c.between(-3, 3)), step);
    return std::clamp(moved, -16.0, 16.0);
  }
};

void draw_logits(choices& c, const logits_grid& grid, std::size_t n, bool with_q, sample& to) {
  to.p.clear();
  to.q.clear();
  for (std::size_t i = 0; i < n; ++i) to.p.push_back(grid.draw(c));
  if (!with_q) return;
  const bool near = c.one_of(2) == 0;
  for (const double x : to.p) to.q.push_back(near ? grid.near(c, x) : grid.draw(c));
}

void draw_product_of_logits(choices& c, const law_scope& where, law_instance& to, bool shared) {
  const int bits = static_cast<int>(c.between(4, where.in.precision - 2));
  const logits_grid grid{4 - bits, std::int64_t{1} << bits};
  const bool with_q = takes_q(where.f);
  draw_logits(c, grid, static_cast<std::size_t>(c.between(2, 4)), with_q, to.input(0));
  sample second;
  draw_logits(c, grid, static_cast<std::size_t>(c.between(2, 3)), with_q, second);
  if (shared) second.q = second.p;
  sample& whole = to.input(shared ? 1 : 2);
  whole.p = sums(to.input(0).p, second.p);
  if (with_q) whole.q = sums(to.input(0).q, second.q);
  if (!shared) to.input(1) = second;
}

void draw_product_of_weights(choices& c, const law_scope& where, law_instance& to, bool shared,
                             std::int64_t least) {
  const int m = recipe::some_bits(c, where.in.precision / 2);
  const recipe::unit_pair x =
      recipe::simplex_pair(c, where, {.bits = where.in.precision - m, .most_n = 4, .least = least});
  const auto n =
      static_cast<std::size_t>(c.between(2, std::min(std::int64_t{3}, std::int64_t{1} << m)));
  const recipe::units p = recipe::simplex(c, n, m, least);
  const recipe::units q = shared ? p : recipe::another(c, p, m, least);
  recipe::give(x.p, x.q, x.k, where.f, to.input(0));
  if (!shared) recipe::give(p, q, m, where.f, to.input(1));
  recipe::give(recipe::product(x.p, p), recipe::product(x.q, q), x.k + m, where.f,
               to.input(shared ? 1 : 2));
}

void draw_product(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  if (recipe::on_logits(where.f)) return draw_product_of_logits(c, where, to, false);
  draw_product_of_weights(c, where, to, false, recipe::finite_least(c, where.f));
}

void draw_shared_factor(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  if (recipe::on_logits(where.f)) return draw_product_of_logits(c, where, to, true);
  const auto order = kind::order(where.f);
  const std::int64_t least = order && !order->at_least(0) ? 1 : c.between(0, 1);
  draw_product_of_weights(c, where, to, true, least);
}

// --- relations ---

interval by_factors(const law_instance&, std::span<const interval> v, const law_scope& where) {
  return v[0] + v[1] + v[0] * v[1] * *factor_rule(where.f) - v[2];
}
interval product_of_both(const law_instance&, std::span<const interval> v, const law_scope&) {
  return v[0] * v[1] - v[2];
}
interval sum_less_whole(const law_instance&, std::span<const interval> v, const law_scope&) {
  return v[0] + v[1] - v[2];
}

constexpr std::array law_table{
    law{.id = "products.add",
        .statement = "D(P x R || Q x S) = D(P||Q) + D(R||S)",
        .equality = "always",
        .source = "Kullback, Leibler 1951; van Erven, Harremoes 2014, theorem 28",
        .type = law_type::arithmetic,
        .recipe = "R4",
        .applies = adds,
        .draw = draw_product,
        .sense = law_sense::zero,
        .residual = by_factors},
    law{.id = "products.multiply",
        .statement =
            "1 + c D multiplies: c = 1 of chi^2, -1 of H^2, a-1 of Tsallis', a(a-1) of alpha",
        .equality = "always",
        .source = "sums of p^a q^(1-a) factor",
        .type = law_type::arithmetic,
        .recipe = "R4",
        .applies = multiplies,
        .draw = draw_product,
        .sense = law_sense::zero,
        .residual = by_factors},
    law{.id = "products.affinity",
        .statement = "BC(P x R, Q x S) = BC(P, Q) BC(R, S); so do perplexities",
        .equality = "always",
        .source = "Bhattacharyya 1943; sums of sqrt(p q) factor",
        .type = law_type::arithmetic,
        .recipe = "R4",
        .applies = is_a_product,
        .draw = draw_product,
        .sense = law_sense::zero,
        .residual = product_of_both},
    law{.id = "products.subadd",
        .statement = "D(P x R || Q x S) <= D(P||Q) + D(R||S) of TV, H, JS, sqrt(JS), Chernoff's",
        .equality = "R = S",
        .source = "TV: coupling; JS: I(Z;XY) <= I(Z;X) + I(Z;Y) for X, Y independent given Z",
        .type = law_type::arithmetic,
        .recipe = "R4",
        .applies = subadditive,
        .draw = draw_product,
        .residual = sum_less_whole},
    law{.id = "products.shared_factor",
        .statement = "D(P x R || Q x R) = D(P||Q)",
        .equality = "always",
        .source = "sufficiency: the second coordinate tells nothing of P or Q",
        .type = law_type::equality,
        .recipe = "R4",
        .applies = blind_to_a_shared_factor,
        .draw = draw_shared_factor},
};

}  // namespace

std::span<const law> products_laws() {
  return law_table;
}

}  // namespace kloracle
