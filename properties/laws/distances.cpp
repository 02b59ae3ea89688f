// SPDX-License-Identifier: Apache-2.0
//
// Distances that see where the outcomes lie: transport on the line, discrepancy by a kernel.
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

template <quantity What>
bool is(const offered_function& f) {
  const auto finite = [](const number& x) { return x.is_finite(); };
  return f.what == What && kind::on_simplex(f) &&
         std::all_of(f.support.begin(), f.support.end(), finite) &&
         std::all_of(f.kernel.begin(), f.kernel.end(), finite);
}

// --- mixtures with a third ---

// l P + (1 - l) R against l Q + (1 - l) R; P against Q.
void draw_diluted(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  const recipe::unit_weight at = recipe::weight(c, where);
  const recipe::pair_limits limits{.bits = where.in.precision - at.w, .least = c.between(0, 1)};
  const recipe::unit_pair x = recipe::pair_of(c, where, limits);
  const recipe::units r = recipe::another(c, x.p, x.k, 0);
  recipe::give(recipe::mixture(x.p, r, at), recipe::mixture(x.q, r, at), x.k + at.w, where.f,
               to.input(0));
  recipe::give(x.p, x.q, x.k, where.f, to.input(1));
  to.weights = {recipe::value(at)};
}

interval diluted(const law_instance& x, values v, const law_scope& where) {
  const Q l = recipe::exactly(x.weights[0]);
  return v[0] - v[1] * Q(where.f.what == squared_mmd ? l * l : l);
}

// --- points of the line ---

Q at(const law_scope& where, std::size_t i) {
  return exact(where.f.support[i]);
}

// --- two points ---

void draw_point_masses(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const recipe::unit_pair x = recipe::pair_of(c, where, {.least = 0});
  recipe::units p(x.p.size(), 0);
  recipe::units q = p;
  p[c.one_of(p.size())] = q[c.one_of(q.size())] = std::int64_t{1} << x.k;
  recipe::give(p, q, x.k, where.f, to.input(0));
}

interval less_apart(const law_instance& x, values v, const law_scope& where) {
  const auto place = [](const std::vector<double>& p) {
    return static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
  };
  const std::size_t i = place(x.input(0).p);
  const std::size_t j = place(x.input(0).q);
  if (where.f.what == wasserstein_1) return v[0] - Q(abs(at(where, i) - at(where, j)));
  const std::size_t n = x.input(0).p.size();
  const auto k = [&](std::size_t a, std::size_t b) { return exact(where.f.kernel[a * n + b]); };
  return v[0] - Q(k(i, i) + k(j, j) - 2 * k(i, j));
}

constexpr std::array law_table{
    law{.id = "distances.diluted",
        .statement =
            "mixing both sides with one R scales TV and W1 by the weight, MMD^2 by its square",
        .equality = "always",
        .source = "the definition: a norm of P - Q",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies =
            [](const offered_function& f) {
              return is<total_variation>(f) || is<wasserstein_1>(f) || is<squared_mmd>(f);
            },
        .draw = draw_diluted,
        .sense = law_sense::zero,
        .residual = diluted},
    law{.id = "distances.of_points",
        .statement = "of two point masses: W1 = |x - y|, MMD^2 = k(x, x) + k(y, y) - 2 k(x, y)",
        .equality = "always",
        .source = "Vallender 1974; Gretton and others 2012",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) { return is<wasserstein_1>(f) || is<squared_mmd>(f); },
        .draw = draw_point_masses,
        .sense = law_sense::zero,
        .residual = less_apart},
};

}  // namespace

std::span<const law> distances_laws() {
  return law_table;
}

}  // namespace kloracle
