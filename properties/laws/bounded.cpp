// SPDX-License-Identifier: Apache-2.0
//
// Which divergences are bounded, that disjoint distributions attain the bound, and that the others
// pass any bound.
#include <algorithm>
#include <array>

#include "properties/laws/readings.hpp"

namespace kloracle {
namespace {

using enum quantity;
using recipe::unit_pair;
using shape = recipe::reading::shape;

interval minus_x_log_x(const Q& x, long bits) {
  return x == 0 ? interval(0L, bits) : -(log(interval(x, bits)) * x);
}

// Jensen-Shannon of disjoint P and Q: the entropy of its weight.
interval weight_entropy(const offered_function& f, long bits) {
  const Q w = *recipe::weight_of(f);
  return minus_x_log_x(w, bits) + minus_x_log_x(1 - w, bits);
}

bool is_tsallis(const offered_function& f) {
  return f.what == tsallis || (f.what == f_divergence && f.generator == "tsallis");
}

// The least upper bound over pairs of distributions, in nats; nullopt if there is none.
std::optional<interval> greatest(const offered_function& f, long bits) {
  if (f.what == jensen_shannon || f.what == jensen_shannon_distance) {
    if (!recipe::weight_of(f)) return std::nullopt;
    const interval most = weight_entropy(f, bits);
    return f.what == jensen_shannon ? most : sqrt(most);
  }
  if (f.what == k_divergence) return const_ln2(bits);
  if (const auto r = recipe::reading_of(f)) {
    if (r->as == shape::log_loss) return std::nullopt;
    if (r->of == total_variation || r->of == squared_hellinger) return (*r)(interval(1L, bits));
    if (r->of == triangular_discrimination) return (*r)(interval(2L, bits));
    if (r->of == jensen_shannon) return (*r)(const_ln2(bits));
  }
  const std::optional<Q> a = recipe::order_of(f);
  if (!a || *a <= 0 || *a >= 1) return std::nullopt;
  if (is_tsallis(f)) return interval(Q(1 / (1 - *a)), bits);
  if (f.what == alpha) return interval(Q(1 / (*a * (1 - *a))), bits);
  return std::nullopt;
}

bool bounded(const offered_function& f) {
  return recipe::of_distributions(f) && greatest(f, 64).has_value();
}

bool bounded_on_simplex(const offered_function& f) {
  return recipe::on_simplex(f) && bounded(f);
}

interval least_upper_bound(const law_instance&, std::span<const interval>, const law_scope& where,
                           long bits) {
  return *greatest(where.f, bits);
}

bool is_affinity(const offered_function& f) {
  return recipe::on_simplex(f, bhattacharyya_coefficient);
}

interval zero(const law_instance&, std::span<const interval>, const law_scope&, long bits) {
  return {0L, bits};
}

// P on some outcomes, Q on the others, which may be fewer.
void draw_disjoint(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  unit_pair x = recipe::simplex_pair(
      c, where, {.most_n = std::max<std::size_t>(1, where.max_n / 2), .least = 0});
  unit_pair apart{x.k, {}, {}};
  for (std::size_t i = 0; i < x.p.size(); ++i) {
    const bool p_first = c.one_of(2) == 0;
    for (const bool of_p : {p_first, !p_first}) {
      apart.p.push_back(of_p ? x.p[i] : 0);
      apart.q.push_back(of_p ? 0 : x.q[i]);
    }
  }
  give(apart, where, to.input(0));
}

// --- without a bound ---

// P sure of an outcome that Q gives 2^-k: the value there over k ln 2, or less; nullopt for what is
// bounded or is not known to grow.
std::optional<Q> growth(const offered_function& f) {
  if (f.what == max_log_ratio || f.what == chernoff_information) return Q(1);
  if (f.what == renyi && f.order && f.order->is_plus_infinity()) return Q(1);
  if (const auto r = recipe::reading_of(f)) {
    if (r->of == kl || r->of == chi_squared) return r->scale;  // 2^k - 1 >= k ln 2
    if (r->of == jeffreys) return Q(r->scale / 2);             // of a P that is nearly sure
    if (r->as == shape::log_loss) return Q(r->scale / 2);
    return std::nullopt;
  }
  const std::optional<Q> a = recipe::order_of(f);
  if (!a || *a <= 0) return std::nullopt;
  if (f.what == renyi) return Q(1);
  if (f.what == chernoff && *a < 1) return Q(1 - *a);
  if (*a <= 1 || *a > 2) return std::nullopt;  // above 2 the value may overflow
  if (is_tsallis(f)) return Q(1);
  return f.what == alpha ? std::optional(Q(1 / *a)) : std::nullopt;
}

bool unbounded(const offered_function& f) {
  return recipe::on_simplex(f) && growth(f).has_value();
}

void draw_nearly_impossible(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  unit_pair x;
  x.k = static_cast<int>(c.between(2, where.in.precision));
  const std::int64_t whole = std::int64_t{1} << x.k;
  x.p = {whole, 0};
  x.q = {1, whole - 1};
  const auto r = recipe::reading_of(where.f);
  if (r && r->of == jeffreys) x.p = {whole - 1, 1};
  orient(where, x);
  give(x, where, to.input(0));
  to.weights = {static_cast<double>(x.k)};
}

// What is still 1/16 below the value.
interval below_a_bound(const law_instance& x, std::span<const interval> v, const law_scope& where) {
  const long bits = v[0].bits();
  const Q slope = *growth(where.f) * Q(15, 16);
  return const_ln2(bits) * enclosed::exactly(x.weights[0], bits) * slope - v[0];
}

constexpr std::array law_table{
    law{.id = "bounded.above",
        .statement = "D <= 1 for TV and H2, 2 for Delta, ln 2 for JSD, 1/(1-a) for Tsallis, a < 1",
        .equality = "P and Q disjoint",
        .source = "f(0) + lim f(t)/t; Vajda 1972, Lin 1991",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = bounded,
        .draw = recipe::draw_compared,
        .sense = law_sense::at_most,
        .bound = least_upper_bound},
    law{.id = "bounded.attained",
        .statement = "bounded.above's bound is attained where P and Q are disjoint",
        .equality = "always",
        .source = "f(0) + lim f(t)/t; Vajda 1972, Lin 1991",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = bounded_on_simplex,
        .draw = draw_disjoint,
        .bound = least_upper_bound},
    law{.id = "bounded.no_affinity",
        .statement = "BC(P,Q) <= 0 where P and Q are disjoint",
        .equality = "always",
        .source = "the definition, a sum of sqrt(p q)",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_affinity,
        .draw = draw_disjoint,
        .sense = law_sense::at_most,
        .bound = zero},
    law{.id = "bounded.not",
        .statement = "not D(P||Q) <= (15/16) c k ln 2 where P is sure of what Q gives 2^-k",
        .equality = "never",
        .source = "D((1,0)||(2^-k,..)) = k ln 2 for KL and Renyi; computed here",
        .type = law_type::witness,
        .recipe = "witness",
        .applies = unbounded,
        .draw = draw_nearly_impossible,
        .residual = below_a_bound},
};

}  // namespace

std::span<const law> bounded_laws() {
  return law_table;
}

}  // namespace kloracle
