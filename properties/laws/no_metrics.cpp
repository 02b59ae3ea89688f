// SPDX-License-Identifier: Apache-2.0
//
// Proofs that the other divergences are no metrics: fixed inputs at which an axiom fails.
#include <algorithm>
#include <array>

#include "properties/laws/readings.hpp"

namespace kloracle {
namespace {

using enum quantity;
using recipe::of_distributions;
using recipe::unit_pair;
using shape = recipe::reading::shape;

bool is_skewed(const offered_function& f) {
  return f.what == jensen_shannon || f.what == jensen_shannon_distance;
}

// Orders at which the witnesses below are proved, with room for a coarse format.
bool order_between(const offered_function& f, const Q& least, const Q& most) {
  const std::optional<Q> order = recipe::order_of(f);
  return order && *order >= least && *order <= most && (f.what != chernoff || *order < 1);
}

bool asymmetric(const offered_function& f) {
  if (!of_distributions(f) || f.p_in != f.q_in) return false;
  if (recipe::takes_order(f))
    return order_between(f, Q(1, 64), f.what == renyi ? 64 : 4) &&
           abs(Q(*recipe::order_of(f) - Q(1, 2))) >= Q(1, 16);
  if (is_skewed(f)) {
    const std::optional<Q> w = recipe::weight_of(f);
    return w && *w >= Q(1, 64) && *w <= Q(63, 64) && abs(Q(*w - Q(1, 2))) >= Q(1, 16);
  }
  if (f.what == f_divergence) {
    const generator_entry* g = find_generator(f.generator);
    return g != nullptr && !g->symmetric;
  }
  return f.what == kl || f.what == reverse_kl || f.what == chi_squared ||
         f.what == neyman_chi_squared || f.what == k_divergence || f.what == max_log_ratio;
}

// Divergences that grow as the square of a small distance: twice as far is more than twice as much.
bool quadratic(const offered_function& f) {
  if (!of_distributions(f)) return false;
  if (recipe::takes_order(f)) return order_between(f, Q(1, 64), 4);
  if (f.what == jensen_shannon) {
    const std::optional<Q> w = recipe::weight_of(f);
    return w && *w >= Q(1, 64) && *w <= Q(63, 64);
  }
  if (f.what == f_divergence)
    return find_generator(f.generator) != nullptr && f.generator != "total_variation";
  static constexpr std::array always{kl,
                                     reverse_kl,
                                     jeffreys,
                                     squared_hellinger,
                                     chi_squared,
                                     neyman_chi_squared,
                                     triangular_discrimination,
                                     k_divergence,
                                     bhattacharyya_distance,
                                     chernoff_information};
  return std::find(always.begin(), always.end(), f.what) != always.end();
}

// H2, JSD and Delta, whose roots are metrics.
bool has_metric_root(const offered_function& f) {
  const std::optional<recipe::reading> r = recipe::reading_of(f);
  return recipe::on_simplex(f) && r && r->as == shape::linear &&
         (r->of == squared_hellinger || r->of == jensen_shannon ||
          r->of == triangular_discrimination);
}

bool kl_itself(const offered_function& f) {
  return recipe::on_simplex(f) && recipe::reads<kl>(f);
}

void one_sided(choices&, const law_scope& where, law_instance& to) {
  to.resize(2);
  if (recipe::on_logits(where.f)) {
    to.input(0) = {{2, 0}, {0, 0}};
  } else {
    give(unit_pair{3, {7, 1}, {4, 4}}, where, to.input(0));
  }
  to.input(1) = {to.input(0).q, to.input(0).p};
}

interval difference(const law_instance&, std::span<const interval> v, const law_scope&) {
  return v[0] - v[1];
}

void far_sides(choices&, const law_scope& where, law_instance& to) {
  if (recipe::on_logits(where.f)) {
    to.resize(3);
    to.input(0) = {{2, 0}, {-2, 0}};
    to.input(1) = {{2, 0}, {0, 0}};
    to.input(2) = {{0, 0}, {-2, 0}};
    return;
  }
  recipe::give_triple(where, 3, {7, 1}, {4, 4}, {1, 7}, to);
}

void one_side(choices&, const law_scope& where, law_instance& to) {
  recipe::give_triple(where, 4, {8, 8}, {12, 4}, {15, 1}, to);
}

void disjoint_ends(choices&, const law_scope& where, law_instance& to) {
  recipe::give_triple(where, 1, {2, 0}, {1, 1}, {0, 2}, to);
}

interval shortcut(const law_instance&, std::span<const interval> v, const law_scope&) {
  return v[1] + v[2] - v[0];
}

interval root(const interval& x) {
  return sqrt(max(x, interval(0L, x.bits())));
}

interval root_shortcut(const law_instance&, std::span<const interval> v, const law_scope&) {
  return root(v[1]) + root(v[2]) - root(v[0]);
}

constexpr std::array law_table{
    law{.id = "no_metric.symmetry",
        .statement = "not D(P||Q) = D(Q||P): (7/8, 1/8) and (1/2, 1/2)",
        .equality = "never",
        .source = "computed here",
        .type = law_type::witness,
        .recipe = "witness",
        .applies = asymmetric,
        .draw = one_sided,
        .sense = law_sense::zero,
        .residual = difference},
    law{.id = "no_metric.triangle",
        .statement = "not D(P||R) <= D(P||Q) + D(Q||R): (7/8, 1/8), (1/2, 1/2), (1/8, 7/8)",
        .equality = "never",
        .source = "computed here",
        .type = law_type::witness,
        .recipe = "witness",
        .applies = quadratic,
        .draw = far_sides,
        .residual = shortcut},
    law{.id = "no_metric.triangle_of_root_kl",
        .statement = "not sqrt D(P||R) <= sqrt D(P||Q) + sqrt D(Q||R): 1/2, 3/4, 15/16",
        .equality = "never",
        .source = "computed here",
        .type = law_type::witness,
        .recipe = "witness",
        .applies = kl_itself,
        .draw = one_side,
        .residual = root_shortcut},
    law{.id = "no_metric.triangle_without_root",
        .statement = "not D(P,R) <= D(P,Q) + D(Q,R) for JSD, H2, Delta: (1, 0), (1/2, 1/2), (0, 1)",
        .equality = "never",
        .source = "computed here",
        .type = law_type::witness,
        .recipe = "witness",
        .applies = has_metric_root,
        .draw = disjoint_ends,
        .residual = shortcut},
};

}  // namespace

std::span<const law> no_metrics_laws() {
  return law_table;
}

}  // namespace kloracle
