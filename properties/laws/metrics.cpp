// SPDX-License-Identifier: Apache-2.0
//
// Which divergences are symmetric, and which are metrics, themselves or as roots.
#include <algorithm>
#include <array>

#include "properties/laws/readings.hpp"

namespace kloracle {
namespace {

using recipe::unit_pair;
using recipe::units;
using enum quantity;
using shape = recipe::reading::shape;

bool is_skewed(const offered_function& f) {
  return f.what == jensen_shannon || f.what == jensen_shannon_distance;
}

bool symmetric(const offered_function& f) {
  if (!recipe::of_distributions(f) || f.p_in != f.q_in) return false;
  if (recipe::takes_order(f)) return recipe::order_of(f) == Q(1, 2);
  if (is_skewed(f)) return recipe::weight_of(f) == Q(1, 2);
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

// A metric itself, or one whose root is: total variation, and the linear readings of the others.
bool has_metric(const offered_function& f) {
  if (!recipe::of_distributions(f)) return false;
  const std::optional<recipe::reading> r = recipe::reading_of(f);
  if (!r || r->as == shape::log_gain || r->as == shape::log_loss) return false;
  return r->of == total_variation || r->of == squared_hellinger || r->of == jensen_shannon ||
         r->of == triangular_discrimination;
}

bool is_max_log_ratio(const offered_function& f) {
  return recipe::of_distributions(f) &&
         (f.what == max_log_ratio || (f.what == renyi && f.order && f.order->is_plus_infinity()));
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

// Any function whose outcomes have no names.
bool of_pairs(const offered_function& f) {
  return recipe::of_distributions(f) && takes_q(f) && f.p_in == f.q_in;
}

// Q = P with some outcomes exchanged in pairs: exchanging them again turns (P, Q) into (Q, P).
void draw_mirrored(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  sample& s = to.input(0);
  recipe::any_pair(c, where, s);
  s.q = s.p;
  const std::size_t n = s.p.size();
  std::size_t i = c.one_of(n);
  for (std::int64_t pairs = c.between(1, static_cast<std::int64_t>(n) / 2); pairs > 0; --pairs) {
    std::swap(s.q[i % n], s.q[(i + 1) % n]);
    i += 2;
  }
  exchange(to);
}

// --- a way round by Q: terms (P, R), (P, Q), (Q, R) ---

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
  recipe::give_triple(where, x.k, x.p, q, x.q, to);
}

void draw_triple(choices& c, const law_scope& where, law_instance& to) {
  if (recipe::on_logits(where.f)) return logits_triple(c, where, to);
  simplex_triple(c, where, c.between(0, 1), to);
}

void draw_full_triple(choices& c, const law_scope& where, law_instance& to) {
  if (recipe::on_logits(where.f)) return logits_triple(c, where, to);
  simplex_triple(c, where, 1, to);
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
  return recipe::of_distributions(f) && (f.what == hellinger || f.what == jensen_shannon_distance);
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
    law{.id = "metric.mirrored",
        .statement = "D(P,Q) = D(Q,P) where Q is P with outcomes exchanged in pairs",
        .equality = "always",
        .source = "renaming the outcomes turns (P, Q) into (Q, P)",
        .type = law_type::equality,
        .recipe = "any",
        .applies = of_pairs,
        .draw = draw_mirrored},
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
};

}  // namespace

std::span<const law> metrics_laws() {
  return law_table;
}

}  // namespace kloracle
