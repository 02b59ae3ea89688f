// SPDX-License-Identifier: Apache-2.0
//
// The discrepancy that a kernel sees: a quadratic form of P - Q.
#include <algorithm>
#include <array>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"
#include "properties/laws/sums.hpp"

namespace kloracle {
namespace {

using recipe::draw_for_both;
using recipe::draw_pair;
using values = std::span<const interval>;

bool is_discrepancy(const offered_function& f) {
  const auto finite = [](const number& x) { return x.is_finite(); };
  return f.what == quantity::squared_mmd && kind::on_simplex(f) &&
         std::all_of(f.kernel.begin(), f.kernel.end(), finite);
}

template <int Scale, int Shift>
std::vector<offered_function> by_other_kernel(const offered_function& f) {
  offered_function g = f;
  for (number& x : g.kernel) x = as_number(Scale * exact(x) + Shift);
  return {g};
}

// An eigenvalue's bound: the rows' diagonal plus (less) the sizes of the rest, by Gershgorin.
Q extreme_eigenvalue(const law_scope& where, std::size_t n, bool largest) {
  Q extreme = 0;
  for (std::size_t i = 0; i < n; ++i) {
    Q rest = 0;
    for (std::size_t j = 0; j < n; ++j) {
      if (j != i) rest += abs(exact(where.f.kernel[i * n + j]));
    }
    const Q centre = exact(where.f.kernel[i * n + i]);
    const Q edge = largest ? Q(centre + rest) : Q(centre - rest);
    if (i == 0 || (largest ? edge > extreme : edge < extreme)) extreme = edge;
  }
  return extreme;
}
interval times_squares(const law_instance& x, const law_scope& where, long bits, bool largest) {
  interval squares(0L, bits);
  for (const interval& d : sums::differences(where, x.input(0), bits)) squares = squares + sqr(d);
  return squares * extreme_eigenvalue(where, x.input(0).p.size(), largest);
}
interval least_form(const law_instance& x, values, const law_scope& where, long bits) {
  return times_squares(x, where, bits, false);
}
interval largest_form(const law_instance& x, values, const law_scope& where, long bits) {
  return times_squares(x, where, bits, true);
}

// P against R, Q against R, their middle against R, P against Q.
void draw_parallelogram(choices& c, const law_scope& where, law_instance& to) {
  to.resize(4);
  const recipe::unit_pair x =
      recipe::pair_of(c, where, {.bits = where.in.precision - 1, .least = c.between(0, 1)});
  const recipe::units r = recipe::another(c, x.p, x.k, 0);
  recipe::give(x.p, r, x.k, where.f, to.input(0));
  recipe::give(x.q, r, x.k, where.f, to.input(1));
  recipe::give(recipe::mixture(x.p, x.q, {1, 1}), recipe::finer(r, 1), x.k + 1, where.f,
               to.input(2));
  recipe::give(x.p, x.q, x.k, where.f, to.input(3));
}
interval parallelogram(const law_instance&, values v, const law_scope&) {
  return v[0] + v[1] - ldexp(v[2], 1) - ldexp(v[3], -1);
}

constexpr std::array law_table{
    law{.id = "discrepancy.scaled_kernel",
        .statement = "the kernel times 3: MMD^2 times 3",
        .equality = "always",
        .source = "the definition, linear in the kernel",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = is_discrepancy,
        .draw = draw_for_both,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return v[0] * Q(3) - v[1]; },
        .others = by_other_kernel<3, 0>},
    law{.id = "discrepancy.constant_in_kernel",
        .statement = "a constant added to the kernel changes nothing",
        .equality = "always",
        .source = "sum (p - q) = 0",
        .type = law_type::equality,
        .recipe = "R1",
        .applies = is_discrepancy,
        .draw = draw_for_both,
        .others = by_other_kernel<1, 1>},
    law{.id = "discrepancy.least",
        .statement = "MMD^2 >= min_i(k_ii - sum |k_ij|) |p - q|^2",
        .equality = "a multiple of the identity",
        .source = "Gershgorin 1931",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_discrepancy,
        .draw = draw_pair,
        .bound = least_form},
    law{.id = "discrepancy.largest",
        .statement = "MMD^2 <= max_i(k_ii + sum |k_ij|) |p - q|^2",
        .equality = "a multiple of the identity",
        .source = "Gershgorin 1931",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_discrepancy,
        .draw = draw_pair,
        .sense = law_sense::at_most,
        .bound = largest_form},
    law{.id = "discrepancy.parallelogram",
        .statement = "d(P, R) + d(Q, R) = 2 d(M, R) + d(P, Q)/2, d = MMD^2, M = (P + Q)/2",
        .equality = "always",
        .source = "Jordan, von Neumann 1935: a quadratic form of P - Q",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = is_discrepancy,
        .draw = draw_parallelogram,
        .sense = law_sense::zero,
        .residual = parallelogram},
};

}  // namespace

std::span<const law> discrepancy_laws() {
  return law_table;
}

}  // namespace kloracle
