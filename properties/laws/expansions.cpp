// SPDX-License-Identifier: Apache-2.0
//
// The Kullback-Leibler divergence near P = Q, and outcome by outcome.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "properties/laws/readings.hpp"

namespace kloracle {
namespace {

using enclosed::sides;
using recipe::bound_by;
using recipe::unit_pair;

// --- near P = Q: X = l P + (1 - l) Q, and moments of r = (x - q)/q ---

bool kl_on_simplex(const offered_function& f) {
  return recipe::on_simplex(f) && recipe::reads<quantity::kl>(f);
}

// sum (x - q)^power/q^(power - 1).
interval moment(const sides& x, int power) {
  interval sum(0L, x.bits);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const interval r = x.d[i] / x.q[i];
    interval term = x.d[i];
    for (int k = 1; k < power; ++k) term = term * r;
    sum = sum + term;
  }
  return sum;
}

interval third_order(const sides& x) {
  return ldexp(moment(x, 2), -1) - moment(x, 3) / Q(6);
}

interval fourth_order(const sides& x) {
  return third_order(x) + moment(x, 4) / Q(6);
}

// X = 2^-w (l P + (2^w - l) Q) on a grid of k + w bits, w at least least_w; for 1, X has at most
// half of P.
void draw_mixture(choices& c, const law_scope& where, int least_w, law_instance& to) {
  to.resize(1);
  // Wide enough for the outcomes, and for a share.
  const int share = std::max(least_w, where.in.precision / 2 - 1);
  const int bits = where.in.precision - share;
  const unit_pair ends = recipe::simplex_pair(c, where, {.bits = bits, .least = 1});
  const auto w = static_cast<int>(c.between(least_w, share));
  const std::int64_t scale = std::int64_t{1} << w;
  const std::int64_t l = c.spread(least_w == 0 ? 0 : 1, least_w == 0 ? scale : scale / 2);
  unit_pair x{ends.k + w, {}, {}};
  for (std::size_t i = 0; i < ends.p.size(); ++i) {
    x.p.push_back(l * ends.p[i] + (scale - l) * ends.q[i]);
    x.q.push_back(scale * ends.q[i]);
  }
  orient(where, x);
  give(x, where, to.input(0));
}

void draw_any_mixture(choices& c, const law_scope& where, law_instance& to) {
  draw_mixture(c, where, 0, to);
}

// r >= -1/2, for X has at least half of Q.
void draw_half_mixture(choices& c, const law_scope& where, law_instance& to) {
  draw_mixture(c, where, 1, to);
}

// --- outcome by outcome: p ln(p/q) - p + q of any weights ---

bool generalised_kl(const offered_function& f) {
  if (of_families(f) || f.how != semantics::generalised) return false;
  if (f.p_in != space::probs || f.q_in != space::probs) return false;
  const bool by_name = f.what == quantity::kl || f.what == quantity::reverse_kl;
  return by_name ||
         (f.what == quantity::f_divergence && (f.generator == "kl" || f.generator == "reverse_kl"));
}

interval zero(const law_instance&, std::span<const interval>, const law_scope&, long bits) {
  return {0L, bits};
}

// sum (sqrt p - sqrt q)^2.
interval twice_hellinger(const sides& x) {
  return ldexp(enclosed::squared_hellinger(x), 1);
}

// A weight m 2^e; its neighbours differ in m. Exponents where neither p ln(p/q) nor p^2/q of one
// outcome leaves the format far behind.
struct weight {
  std::int64_t m = 0;
  int e = 0;
};

weight draw_weight(choices& c, const format& in) {
  const std::int64_t most = (std::int64_t{1} << in.precision) - 1;
  weight x;
  x.m = c.spread(0, most);
  x.e = static_cast<int>(c.between(0, in.emax / 2)) * (c.one_of(2) == 0 ? -1 : 1) -
        static_cast<int>(std::bit_width(static_cast<std::uint64_t>(x.m)));
  // No finer than the format's grid below its least normal number.
  x.e = std::max(x.e, in.emin - in.precision + 1);
  return x;
}

void draw_weights(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const std::int64_t most = (std::int64_t{1} << where.in.precision) - 1;
  const auto n = c.between(1, static_cast<std::int64_t>(where.max_n));
  for (std::int64_t i = 0; i < n; ++i) {
    const weight p = draw_weight(c, where.in);
    weight q = p;
    if (c.one_of(2) == 0) {
      q.m = std::clamp<std::int64_t>(q.m + c.between(0, 6) - 3, 0, most);
    } else {
      q = draw_weight(c, where.in);
    }
    to.input(0).p.push_back(std::ldexp(static_cast<double>(p.m), p.e));
    to.input(0).q.push_back(std::ldexp(static_cast<double>(q.m), q.e));
  }
}

constexpr std::array law_table{
    law{.id = "expansion.third_order",
        .statement = "D(X||Q) >= M2/2 - M3/6 for X = l P + (1-l) Q, Mk = sum (x-q)^k/q^(k-1)",
        .equality = "X = Q",
        .source = "1/(1+r) >= 1 - r, twice integrated",
        .type = law_type::bound,
        .recipe = "R3",
        .applies = kl_on_simplex,
        .draw = draw_any_mixture,
        .bound = bound_by<third_order>},
    law{.id = "expansion.fourth_order",
        .statement = "D(X||Q) <= M2/2 - M3/6 + M4/6 for X = l P + (1-l) Q, l <= 1/2",
        .equality = "X = Q",
        .source = "1/(1+r) <= 1 - r + 2r^2 for r >= -1/2, twice integrated",
        .type = law_type::bound,
        .recipe = "R3",
        .applies = kl_on_simplex,
        .draw = draw_half_mixture,
        .sense = law_sense::at_most,
        .bound = bound_by<fourth_order>},
    law{.id = "outcome.nonnegative",
        .statement = "sum p ln(p/q) - p + q >= 0 of any weights, term by term",
        .equality = "P = Q",
        .source = "Csiszar 1975; ln x <= x - 1",
        .type = law_type::bound,
        .recipe = "any",
        .applies = generalised_kl,
        .draw = draw_weights,
        .bound = zero},
    law{.id = "outcome.above_hellinger",
        .statement = "sum p ln(p/q) - p + q >= sum (sqrt p - sqrt q)^2 of any weights",
        .equality = "P = Q",
        .source = "ln x >= 1 - 1/x for x = sqrt(p/q)",
        .type = law_type::bound,
        .recipe = "any",
        .applies = generalised_kl,
        .draw = draw_weights,
        .bound = bound_by<twice_hellinger>},
    law{.id = "outcome.below_chi_squared",
        .statement = "sum p ln(p/q) - p + q <= sum (p - q)^2/q of any weights",
        .equality = "P = Q",
        .source = "ln x <= x - 1 for x = p/q",
        .type = law_type::bound,
        .recipe = "any",
        .applies = generalised_kl,
        .draw = draw_weights,
        .sense = law_sense::at_most,
        .bound = bound_by<enclosed::chi_squared>},
};

}  // namespace

std::span<const law> expansions_laws() {
  return law_table;
}

}  // namespace kloracle
