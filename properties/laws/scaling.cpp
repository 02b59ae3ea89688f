// SPDX-License-Identifier: Apache-2.0
//
// Scaled weights, and where semantics agree.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"

namespace kloracle {
namespace {

using enum quantity;
using recipe::exactly;

bool as_it_is(const offered_function& f) {
  return f.how == semantics::measure || f.how == semantics::generalised;
}

// D(sP||sQ) = s^(twice_degree/2) D(P||Q); nullopt of what has no degree.
std::optional<int> twice_degree(const offered_function& f) {
  if (f.what == squared_mmd) return 4;
  if (f.what == hellinger || f.what == jensen_shannon_distance) return 1;
  if (f.what == max_log_ratio) return 0;
  const auto order = kind::order(f);
  if (kind::f_convexity(f) == 0 || (order && order->infinite)) return std::nullopt;
  return 2;
}

bool has_a_degree(const offered_function& f) {
  return kind::on_simplex(f) && as_it_is(f) && twice_degree(f);
}

bool a_kl_of_weights(const offered_function& f) {
  return recipe::on_simplex(f) && as_it_is(f) &&
         (kind::divergence(f) == kl || kind::divergence(f) == reverse_kl);
}

bool normalises(const offered_function& f) {
  return kind::on_simplex(f) && (f.how == semantics::normalised || f.how == semantics::counts);
}

// How far a simplex may be scaled up and down by a power of two.
std::int64_t most_scaling(const law_scope& where) {
  return std::min(40, where.in.emax / 4);
}

void scale(std::vector<double>& x, std::int64_t exponent) {
  for (double& v : x) v = std::ldexp(v, static_cast<int>(exponent));
}

void draw_scaled(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::give(recipe::pair_of(c, where, {.least = recipe::finite_least(c, where.f)}), where,
               to.input(0));
  to.input(1) = to.input(0);
  const std::int64_t most = most_scaling(where);
  const std::int64_t quarter = c.between(-most / 2, most / 2);  // even exponents have roots
  scale(to.input(1).p, 2 * quarter);
  scale(to.input(1).q, 2 * quarter);
  to.weights.push_back(std::ldexp(1.0, static_cast<int>(quarter) * *twice_degree(where.f)));
}

void draw_scaled_apart(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::give(recipe::simplex_pair(c, where), where, to.input(0));
  to.input(1) = to.input(0);
  const std::int64_t most = most_scaling(where);
  for (std::vector<double>* side : {&to.input(1).p, &to.input(1).q}) {
    const std::int64_t exponent = c.between(-most, most);
    scale(*side, exponent);
    to.weights.push_back(std::ldexp(1.0, static_cast<int>(exponent)));
  }
}

// Counts stay below 2^precision; weights also shrink.
void draw_rescaled(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  const bool counted = where.f.p_in == space::counts || where.f.q_in == space::counts;
  const std::int64_t most = counted ? where.in.precision / 3 : most_scaling(where);
  const std::int64_t least = counted ? 0 : -most;
  const int bits = where.in.precision - (counted ? static_cast<int>(most) : 0);
  recipe::give(recipe::pair_of(c, where, {.bits = bits}), where, to.input(0));
  to.input(1) = to.input(0);
  scale(to.input(1).p, c.between(least, most));
  scale(to.input(1).q, c.between(least, most));
}

interval by_degree(const law_instance& x, std::span<const interval> v, const law_scope&) {
  return v[1] - v[0] * exactly(x.weights[0]);
}

// D(aP||bQ) less a (D(P||Q) + ln(a/b)), and less b - a if generalised; exchanged for reverse KL.
interval by_scales(const law_instance& x, std::span<const interval> v, const law_scope& where) {
  const bool exchanged = kind::divergence(where.f) == reverse_kl;
  const Q a = exactly(x.weights[exchanged ? 1 : 0]);
  const Q b = exactly(x.weights[exchanged ? 0 : 1]);
  const interval ratio(Q(a / b), v[0].bits());
  const interval rest = v[1] - (v[0] + log(ratio)) * a;
  return where.f.how == semantics::generalised ? rest - Q(b - a) : rest;
}

// --- one problem under several semantics ---

std::vector<offered_function> read_as(const offered_function& f, semantics how) {
  offered_function g = f;
  g.name = std::string(entry(f.what).name) + " of " + std::string(entry(how).name) + " weights";
  g.how = how;
  g.p_in = entry(how).p;
  g.q_in = entry(how).q;
  return {g};
}
std::vector<offered_function> as_measure(const offered_function& f) {
  return read_as(f, semantics::measure);
}
std::vector<offered_function> as_normalised(const offered_function& f) {
  return read_as(f, semantics::normalised);
}

template <semantics How>
bool posed_as(const offered_function& f) {
  return f.how == How && kind::on_simplex(f);
}

bool generalised(const offered_function& f) {
  const auto order = kind::order(f);
  return posed_as<semantics::generalised>(f) && !(order && order->infinite);
}

// The second term has the same numbers.
void draw_twice(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::give(recipe::pair_of(c, where, {}), where, to.input(0));
  to.input(1) = to.input(0);
  to.terms[1].of = 1;
}

constexpr std::array law_table{
    law{.id = "measures.homogeneous",
        .statement =
            "D(sP||sQ) = s^d D(P||Q): d = 1 of sums q f(p/q), 1/2 of their roots, 2 of MMD^2",
        .equality = "always",
        .source = "the definition",
        .type = law_type::arithmetic,
        .recipe = "R5",
        .applies = has_a_degree,
        .draw = draw_scaled,
        .sense = law_sense::zero,
        .residual = by_degree},
    law{.id = "measures.two_scales",
        .statement = "D(aP||bQ) = a (D(P||Q) + ln(a/b)), less a - b if generalised",
        .equality = "always",
        .source = "the definition",
        .type = law_type::arithmetic,
        .recipe = "R5",
        .applies = a_kl_of_weights,
        .draw = draw_scaled_apart,
        .sense = law_sense::zero,
        .residual = by_scales},
    law{.id = "measures.normalised",
        .statement = "scaling P, or Q, changes nothing where they are normalised",
        .equality = "always",
        .source = "the definition",
        .type = law_type::equality,
        .recipe = "R5",
        .applies = normalises,
        .draw = draw_rescaled},
    law{.id = "measures.generalised",
        .statement = "f(t) - f'(1) (t - 1) makes the divergence of f, of P and Q with sum 1",
        .equality = "always",
        .source = "sum p - q = 0; Liese, Vajda 2006",
        .type = law_type::equality,
        .recipe = "R1",
        .applies = generalised,
        .draw = draw_twice,
        .others = as_measure},
    law{.id = "measures.as_they_are",
        .statement = "of P and Q with sum 1 the formula as it is and that of p/sum p agree",
        .equality = "always",
        .source = "the definition",
        .type = law_type::equality,
        .recipe = "R1",
        .applies = posed_as<semantics::measure>,
        .draw = draw_twice,
        .others = as_normalised},
    law{.id = "measures.counts",
        .statement = "counts are weights to be normalised",
        .equality = "always",
        .source = "the definition",
        .type = law_type::equality,
        .recipe = "R7",
        .applies = posed_as<semantics::counts>,
        .draw = draw_twice,
        .others = as_normalised},
};

}  // namespace

std::span<const law> scaling_laws() {
  return law_table;
}

}  // namespace kloracle
