// SPDX-License-Identifier: Apache-2.0
//
// Outcomes that one side cannot have: where a value is infinite, and where it is not.
#include <algorithm>
#include <array>
#include <cmath>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"
#include "properties/laws/output_box.hpp"

namespace kloracle {
namespace {

using enum quantity;
using values = std::span<const interval>;

// Whether some p > 0 = q makes the value infinite.
bool needs_p_within_q(const offered_function& f) {
  static constexpr std::array always{kl, jeffreys, chi_squared, max_log_ratio, cross_entropy};
  const quantity what = kind::divergence(f);
  if (std::find(always.begin(), always.end(), what) != always.end()) return true;
  if (what == perplexity) return takes_q(f);
  const auto a = kind::order(f);
  if (what == renyi) return a && a->at_least(1);
  return (what == tsallis || what == alpha) && a && a->at_least(1) && !a->infinite;
}

// Whether some q > 0 = p does.
bool needs_q_within_p(const offered_function& f) {
  static constexpr std::array always{reverse_kl, jeffreys, neyman_chi_squared};
  const quantity what = kind::divergence(f);
  if (std::find(always.begin(), always.end(), what) != always.end()) return true;
  const auto a = kind::order(f);
  return what == alpha && a && a->at_most(0);
}

// Whether only disjoint supports do.
bool needs_overlap(const offered_function& f) {
  if (f.what == bhattacharyya_distance || f.what == chernoff_information) return true;
  const auto a = kind::order(f);
  if (f.what != renyi && f.what != chernoff) return false;
  return a && a->at_least(0) && a->at_most(1) && !a->is(1);
}

template <bool (*Needs)(const offered_function&)>
bool on_simplex(const offered_function& f) {
  return recipe::on_simplex(f) && Needs(f);
}
bool finite_within(const offered_function& f) {
  return recipe::on_simplex(f) && (needs_p_within_q(f) || needs_q_within_p(f) || needs_overlap(f) ||
                                   kind::finite_everywhere(f));
}

// Past every number of every format: it rounds to inf.
interval beyond_all(long bits) {
  return interval::make(bits, [](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set_si_2exp(lo, 1, 1L << 20, MPFR_RNDD);
    mpfr_set_inf(hi, 1);
  });
}

interval infinite(const law_instance&, values, const law_scope&, long bits) {
  return beyond_all(bits);
}

// The largest number of the format, where the value is no larger.
interval largest_finite(const law_instance&, values truth, const law_scope& where, long bits) {
  const interval ulps((1L << where.in.precision) - 1, bits + where.in.precision);
  const interval largest = ldexp(ulps, where.in.emax - where.in.precision + 1) *
                           nats_per_value(where.f, bits + where.in.precision);
  return certainly_le(truth[0], largest) ? largest : beyond_all(bits);
}

// --- supports ---

// Empties outcome i of `x` into another, of `other` sees to it that i has something.
void leave_out(choices& c, recipe::units& x, recipe::units& other, std::size_t i) {
  const std::size_t j = (i + 1 + c.one_of(x.size() - 1)) % x.size();
  x[j] += x[i];
  x[i] = 0;
  if (other[i] > 0) return;
  const auto most = std::max_element(other.begin(), other.end());
  const std::int64_t some = c.spread(1, *most);
  *most -= some;
  other[i] += some;
}

// Some p > 0 = q, or with the sides exchanged.
void draw_outside(choices& c, const law_scope& where, law_instance& to, bool q_outside) {
  to.resize(1);
  recipe::unit_pair x = recipe::simplex_pair(c, where, {.least = c.between(0, 1)});
  const std::size_t i = c.one_of(x.p.size());
  if (q_outside)
    leave_out(c, x.p, x.q, i);
  else
    leave_out(c, x.q, x.p, i);
  recipe::give(x, where, to.input(0));
}
void draw_p_outside(choices& c, const law_scope& where, law_instance& to) {
  draw_outside(c, where, to, false);
}
void draw_q_outside(choices& c, const law_scope& where, law_instance& to) {
  draw_outside(c, where, to, true);
}

// No outcome in common: P on the first ones, Q on the others.
void draw_disjoint(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const std::size_t n = recipe::length(c, where, {});
  const std::size_t of_p = 1 + c.one_of(n - 1);
  const int k = recipe::grid_bits(c, where, {}, n);
  recipe::units p = recipe::simplex(c, of_p, k, c.between(0, 1));
  recipe::units q(of_p, 0);
  p.resize(n, 0);
  for (const std::int64_t u : recipe::simplex(c, n - of_p, k, c.between(0, 1))) q.push_back(u);
  recipe::give(p, q, k, where.f, to.input(0));
}

// One support, whatever it is.
void draw_one_support(choices& c, const law_scope& where, sample& to) {
  recipe::unit_pair x = recipe::simplex_pair(c, where, {.least = 0});
  const auto support = std::count_if(x.p.begin(), x.p.end(), [](auto u) { return u > 0; });
  const recipe::units q = recipe::simplex(c, static_cast<std::size_t>(support), x.k);
  auto next = q.begin();
  for (std::size_t i = 0; i < x.p.size(); ++i) x.q[i] = x.p[i] > 0 ? *next++ : 0;
  recipe::give(x, where, to);
}

// Powers of two over the whole range of the format: what is tiny is not 0.
void draw_tiny(choices& c, const law_scope& where, sample& to) {
  const std::size_t n = recipe::length(c, where, {.bits = 20});
  const int deepest = where.in.precision - where.in.emin - 1;
  const auto draw = [&](std::vector<double>& x) {
    x.assign(n, 1.0);
    for (std::size_t i = 1; i < n; ++i)
      x[i] = std::ldexp(1.0, -static_cast<int>(c.spread(0, deepest)));
  };
  draw(to.p);
  draw(to.q);
}

void draw_within(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const bool any_weights = where.f.how == semantics::normalised && where.f.p_in == space::probs &&
                           where.f.q_in == space::probs;
  if (any_weights && c.one_of(2) == 1) return draw_tiny(c, where, to.input(0));
  draw_one_support(c, where, to.input(0));
}

// --- what no support makes infinite ---

void draw_any_support(choices& c, const law_scope& where, law_instance& to) {
  if (c.one_of(2) == 0) return draw_disjoint(c, where, to);
  to.resize(1);
  recipe::give(recipe::simplex_pair(c, where, {.least = 0}), where, to.input(0));
}

constexpr std::array law_table{
    law{.id = "support.p_outside_q",
        .statement = "D(P||Q) = inf if some p > 0 = q",
        .equality = "always",
        .source = "Cover, Thomas, 2.3; van Erven, Harremoes 2014, section III, of orders from 1",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = on_simplex<needs_p_within_q>,
        .draw = draw_p_outside,
        .bound = infinite},
    law{.id = "support.q_outside_p",
        .statement = "D(Q||P) and the like: inf if some q > 0 = p",
        .equality = "always",
        .source = "Cover, Thomas, 2.3, with the arguments exchanged",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = on_simplex<needs_q_within_p>,
        .draw = draw_q_outside,
        .bound = infinite},
    law{.id = "support.disjoint",
        .statement = "-ln sum p^a q^(1-a) = inf if P and Q have no outcome in common",
        .equality = "always",
        .source = "van Erven, Harremoes 2014, theorem 24; Bhattacharyya 1943",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = on_simplex<needs_overlap>,
        .draw = draw_disjoint,
        .bound = infinite},
    law{.id = "support.finite_within",
        .statement = "finite if P and Q have the same outcomes, however improbable",
        .equality = "never",
        .source = "the definition: a finite sum of finite terms",
        .type = law_type::bound,
        .recipe = "any",
        .applies = finite_within,
        .draw = draw_within,
        .sense = law_sense::at_most,
        .bound = largest_finite},
    law{.id = "support.finite_everywhere",
        .statement = "finite whatever outcomes P and Q have",
        .equality = "never",
        .source = "f(0) and lim f(t)/t are finite; Liese, Vajda 2006",
        .type = law_type::bound,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              return recipe::on_simplex(f) && kind::finite_everywhere(f);
            },
        .draw = draw_any_support,
        .sense = law_sense::at_most,
        .bound = largest_finite},
};

}  // namespace

std::span<const law> support_laws() {
  return law_table;
}

}  // namespace kloracle
