// SPDX-License-Identifier: Apache-2.0
//
// Which divergences are symmetric, which are metrics, themselves or as roots, and proofs that the
// others are not.
#include <array>

#include "properties/laws/readings.hpp"

namespace kloracle {
namespace {

using recipe::unit_pair;
using recipe::units;
using enum quantity;
using shape = recipe::reading::shape;

bool of_distributions(const offered_function& f) {
  return recipe::on_simplex(f) || recipe::on_logits(f);
}

bool has_order(const offered_function& f) {
  return f.what == renyi || f.what == tsallis || f.what == alpha || f.what == chernoff ||
         (f.what == f_divergence && f.generator == "tsallis");
}

std::optional<Q> finite(const std::optional<number>& x) {
  if (!x || !x->is_finite()) return std::nullopt;
  return exact(*x);
}

// The weight of Jensen-Shannon, 1/2 where it is left out.
std::optional<Q> weight_of(const offered_function& f) {
  return f.weight ? finite(f.weight) : Q(1, 2);
}

bool is_skewed(const offered_function& f) {
  return f.what == jensen_shannon || f.what == jensen_shannon_distance;
}

bool symmetric(const offered_function& f) {
  if (!of_distributions(f) || f.p_in != f.q_in) return false;
  if (has_order(f)) return finite(f.order) == Q(1, 2);
  if (is_skewed(f)) return weight_of(f) == Q(1, 2);
  if (f.what == f_divergence) {
    const generator_entry* g = find_generator(f.generator);
    return g != nullptr && g->symmetric;
  }
  static constexpr std::array always{jeffreys,
                                     total_variation,
                                     squared_hellinger,
                                     hellinger,
                                     triangular_discrimination,
                                     bhattacharyya_coefficient,
                                     bhattacharyya_distance,
                                     chernoff_information};
  return std::find(always.begin(), always.end(), f.what) != always.end();
}

// Orders at which the witnesses below are proved, with room for a coarse format.
bool order_between(const offered_function& f, const Q& least, const Q& most) {
  const std::optional<Q> order = finite(f.order);
  return order && *order >= least && *order <= most && (f.what != chernoff || *order < 1);
}

bool asymmetric(const offered_function& f) {
  if (!of_distributions(f) || f.p_in != f.q_in) return false;
  if (has_order(f))
    return order_between(f, Q(1, 64), 64) && abs(Q(*finite(f.order) - Q(1, 2))) >= Q(1, 16);
  if (is_skewed(f)) {
    const std::optional<Q> w = weight_of(f);
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
  if (has_order(f)) return order_between(f, Q(1, 64), 4);
  if (f.what == jensen_shannon) {
    const std::optional<Q> w = weight_of(f);
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

// A metric itself, or one whose root is: total variation, and the linear readings of the others.
bool has_metric(const offered_function& f) {
  if (!of_distributions(f)) return false;
  const std::optional<recipe::reading> r = recipe::reading_of(f);
  if (!r || r->as == shape::log_gain || r->as == shape::log_loss) return false;
  return r->of == total_variation || r->of == squared_hellinger || r->of == jensen_shannon ||
         r->of == triangular_discrimination;
}

bool has_metric_root(const offered_function& f) {
  return has_metric(f) && recipe::on_simplex(f) && recipe::reading_of(f)->of != total_variation &&
         recipe::reading_of(f)->as == shape::linear;
}

bool is_max_log_ratio(const offered_function& f) {
  return of_distributions(f) &&
         (f.what == max_log_ratio || (f.what == renyi && f.order && f.order->is_plus_infinity()));
}

bool kl_itself(const offered_function& f) {
  return recipe::on_simplex(f) && recipe::reads<kl>(f);
}

// --- two ways round ---

void exchange(law_instance& to) {
  to.input(1) = {to.input(0).q, to.input(0).p};
}

void draw_exchanged(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::compared_pair(c, where, to.input(0));
  exchange(to);
}

void one_sided(choices&, const law_scope& where, law_instance& to) {
  to.resize(2);
  if (recipe::on_logits(where.f)) {
    to.input(0) = {{2, 0}, {0, 0}};
  } else {
    give(unit_pair{3, {7, 1}, {4, 4}}, where, to.input(0));
  }
  exchange(to);
}

interval difference(const law_instance&, std::span<const interval> v, const law_scope&) {
  return v[0] - v[1];
}

// --- a way round by Q: terms (P, R), (P, Q), (Q, R) ---

void give_triple(const law_scope& where, int k, const units& p, const units& q, const units& r,
                 law_instance& to) {
  to.resize(3);
  unit_pair pairs[] = {{k, p, r}, {k, p, q}, {k, q, r}};
  for (std::size_t i = 0; i < 3; ++i) {
    orient(where, pairs[i]);
    give(pairs[i], where, to.input(i));
  }
}

// Logits of P, of R, and of Q one or the other in each place.
void logits_triple(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  recipe::logits_pair(c, where, to.input(0));
  const auto [p, r] = to.input(0);
  std::vector<double> q;
  for (std::size_t i = 0; i < p.size(); ++i) q.push_back(c.one_of(2) == 0 ? p[i] : r[i]);
  to.input(1) = {p, q};
  to.input(2) = {q, r};
}

void simplex_triple(choices& c, const law_scope& where, std::int64_t least, law_instance& to) {
  unit_pair x = recipe::simplex_pair(c, where, {.bits = where.in.precision - 1, .least = least});
  units q = x.p;
  switch (c.one_of(3)) {
    case 0:
      recipe::move_units(c, q, least);
      break;
    case 1:
      q = recipe::simplex(c, x.p.size(), x.k, least);
      break;
    default:  // the middle, on a grid of one bit more
      ++x.k;
      for (std::size_t i = 0; i < q.size(); ++i) {
        q[i] = x.p[i] + x.q[i];
        x.p[i] *= 2;
        x.q[i] *= 2;
      }
  }
  give_triple(where, x.k, x.p, q, x.q, to);
}

void draw_triple(choices& c, const law_scope& where, law_instance& to) {
  if (recipe::on_logits(where.f)) return logits_triple(c, where, to);
  simplex_triple(c, where, c.between(0, 1), to);
}

void draw_full_triple(choices& c, const law_scope& where, law_instance& to) {
  if (recipe::on_logits(where.f)) return logits_triple(c, where, to);
  simplex_triple(c, where, 1, to);
}

void far_sides(choices&, const law_scope& where, law_instance& to) {
  if (recipe::on_logits(where.f)) {
    to.resize(3);
    to.input(0) = {{2, 0}, {-2, 0}};
    to.input(1) = {{2, 0}, {0, 0}};
    to.input(2) = {{0, 0}, {-2, 0}};
    return;
  }
  give_triple(where, 3, {7, 1}, {4, 4}, {1, 7}, to);
}

void one_side(choices&, const law_scope& where, law_instance& to) {
  give_triple(where, 4, {8, 8}, {12, 4}, {15, 1}, to);
}

void disjoint_ends(choices&, const law_scope& where, law_instance& to) {
  give_triple(where, 1, {2, 0}, {1, 1}, {0, 2}, to);
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

interval metric_shortcut(const law_instance& x, std::span<const interval> v,
                         const law_scope& where) {
  const recipe::reading r = *recipe::reading_of(where.f);
  const bool itself = r.of == total_variation || r.as == shape::root;
  return itself ? shortcut(x, v, where) : root_shortcut(x, v, where);
}

// --- a root and its square ---

bool is_root(const offered_function& f) {
  return of_distributions(f) && (f.what == hellinger || f.what == jensen_shannon_distance);
}

std::vector<offered_function> square_of(const offered_function& f) {
  offered_function g = f;
  g.what = f.what == hellinger ? squared_hellinger : jensen_shannon;
  return {g};
}

void draw_twice(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::compared_pair(c, where, to.input(0));
  to.input(1) = to.input(0);
  to.terms[1].of = 1;
}

interval less_square(const law_instance&, std::span<const interval> v, const law_scope&) {
  return sqr(v[0]) - v[1];
}

constexpr std::array law_table{
    law{.id = "metric.symmetry",
        .statement = "D(P,Q) = D(Q,P): Jeffreys, Jensen-Shannon, TV, Hellinger and their kin",
        .equality = "always",
        .source = "the definitions; of f-divergences, f(t) = t f(1/t)",
        .type = law_type::equality,
        .recipe = "any",
        .applies = symmetric,
        .draw = draw_exchanged},
    law{.id = "metric.triangle",
        .statement = "d(P,R) <= d(P,Q) + d(Q,R) for TV and the roots of JSD, H2 and Delta",
        .equality = "Q = P or Q = R; of TV, Q between",
        .source = "Endres, Schindelin 2003; Osterreicher, Vajda 2003; Le Cam 1986",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = has_metric,
        .draw = draw_triple,
        .residual = metric_shortcut},
    law{.id = "metric.triangle_of_max_log_ratio",
        .statement = "ln max p/r <= ln max p/q + ln max q/r",
        .equality = "Q = P or Q = R",
        .source = "p/r = (p/q)(q/r)",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = is_max_log_ratio,
        .draw = draw_full_triple,
        .residual = shortcut},
    law{.id = "metric.square",
        .statement = "the distances are the roots of JSD and H2",
        .equality = "always",
        .source = "the definitions",
        .type = law_type::arithmetic,
        .recipe = "any",
        .applies = is_root,
        .draw = draw_twice,
        .sense = law_sense::zero,
        .residual = less_square,
        .others = square_of},
    law{.id = "metric.asymmetric",
        .statement = "not D(P||Q) = D(Q||P): (7/8, 1/8) and (1/2, 1/2)",
        .equality = "never",
        .source = "computed here",
        .type = law_type::witness,
        .recipe = "witness",
        .applies = asymmetric,
        .draw = one_sided,
        .sense = law_sense::zero,
        .residual = difference},
    law{.id = "metric.no_triangle",
        .statement = "not D(P||R) <= D(P||Q) + D(Q||R): (7/8, 1/8), (1/2, 1/2), (1/8, 7/8)",
        .equality = "never",
        .source = "computed here",
        .type = law_type::witness,
        .recipe = "witness",
        .applies = quadratic,
        .draw = far_sides,
        .residual = shortcut},
    law{.id = "metric.no_triangle_of_root_kl",
        .statement = "not sqrt D(P||R) <= sqrt D(P||Q) + sqrt D(Q||R): 1/2, 3/4, 15/16",
        .equality = "never",
        .source = "computed here",
        .type = law_type::witness,
        .recipe = "witness",
        .applies = kl_itself,
        .draw = one_side,
        .residual = root_shortcut},
    law{.id = "metric.root_needed",
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

std::span<const law> metrics_laws() {
  return law_table;
}

}  // namespace kloracle
