// SPDX-License-Identifier: Apache-2.0
//
// Renyi's divergence as a least mean of two Kullback-Leibler divergences:
// (1 - a) D_a(P||Q) = min over R of a D(R||P) + (1 - a) D(R||Q), at R ~ p^a q^(1-a).
#include <array>

#include "properties/laws/readings.hpp"

namespace kloracle {
namespace {

using enclosed::sides;
using recipe::unit_pair;

bool kl_on_simplex(const offered_function& f) {
  return recipe::on_simplex(f) && recipe::reads<quantity::kl>(f);
}

// Renyi and Chernoff, of orders in (0, 1).
bool between_0_and_1(const offered_function& f) {
  const std::optional<Q> a = recipe::order_of(f);
  return recipe::on_simplex(f) && (f.what == quantity::renyi || f.what == quantity::chernoff) &&
         a && *a > 0 && *a < 1;
}

// P, Q and R on one grid; where P = (x, y) and Q = (y, x) the best R for a = 1/2 is (1/2, 1/2).
struct three {
  unit_pair pair;
  recipe::units r;
};

three draw_three(choices& c, const law_scope& where) {
  three x;
  switch (c.one_of(3)) {
    case 0:
      x.pair = recipe::simplex_pair(c, where);
      x.r = recipe::simplex(c, x.pair.p.size(), x.pair.k);
      return x;
    case 1:
      x.pair = recipe::simplex_pair(c, where);
      x.r = x.pair.p;
      recipe::move_units(c, x.r);
      return x;
    default:
      x.pair = recipe::simplex_pair(c, where, {.most_n = 2});
      x.pair.q = {x.pair.p[1], x.pair.p[0]};
      x.r.assign(2, std::int64_t{1} << (x.pair.k - 1));
      return x;
  }
}

// --- of KL: terms (R, P), (R, Q); weights hold a ---

void draw_means(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  const three x = draw_three(c, where);
  unit_pair pairs[] = {{x.pair.k, x.r, x.pair.p}, {x.pair.k, x.r, x.pair.q}};
  for (std::size_t i = 0; i < 2; ++i) {
    orient(where, pairs[i]);
    give(pairs[i], where, to.input(i));
  }
  constexpr std::array eighths{4, 2, 6, 1, 3, 5, 7};
  to.weights = {eighths[c.one_of(eighths.size())] / 8.0};
}

interval excess_of_mean(const law_instance& x, std::span<const interval> v,
                        const law_scope& where) {
  const bool swapped = recipe::reading_of(where.f)->swapped;
  const long bits = v[0].bits();
  const sides first = enclosed::sides_of(where, x.input(0), swapped, bits);
  sides ends = enclosed::sides_of(where, x.input(1), swapped, bits);
  ends.p = first.q;
  for (std::size_t i = 0; i < ends.size(); ++i) ends.d[i] = ends.p[i] - ends.q[i];
  const Q a(static_cast<long>(x.weights[0] * 8), 8);
  return v[0] * a + v[1] * Q(1 - a) + log(enclosed::power_affinity(ends, a));
}

// --- of Renyi and Chernoff; weights hold R, if it is not the best one ---

void draw_ends(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const three x = draw_three(c, where);
  give(x.pair, where, to.input(0));
  if (c.one_of(2) == 0) recipe::give(x.r, x.pair.k, space::probs, to.weights);
}

// R ~ p^a q^(1-a).
std::vector<interval> best(const sides& x, const Q& a) {
  const interval sum = enclosed::power_affinity(x, a);
  std::vector<interval> r;
  for (std::size_t i = 0; i < x.size(); ++i)
    r.push_back(x.q[i] * exp(enclosed::log_ratio(x.p[i], x.q[i], x.d[i]) * a) / sum);
  return r;
}

interval kl_between(const std::vector<interval>& r, const std::vector<interval>& p, long bits) {
  sides x{r, p, {}, bits};
  for (std::size_t i = 0; i < x.size(); ++i) x.d.push_back(r[i] - p[i]);
  return enclosed::kl(x);
}

interval mean_of_kl(const law_instance& x, std::span<const interval>, const law_scope& where,
                    long bits) {
  const Q a = *recipe::order_of(where.f);
  const sides ends = enclosed::sides_of(where, x.input(0), false, bits);
  const std::vector<interval> r =
      x.weights.empty() ? best(ends, a) : recipe::probabilities(space::probs, x.weights, bits);
  const interval mean = kl_between(r, ends.p, bits) * a + kl_between(r, ends.q, bits) * Q(1 - a);
  return where.f.what == quantity::chernoff ? mean : mean / Q(1 - a);
}

constexpr std::array law_table{
    law{.id = "barycentre.kl",
        .statement = "a D(R||P) + (1-a) D(R||Q) >= (1-a) D_a(P||Q) for every R, 0 < a < 1",
        .equality = "R ~ p^a q^(1-a)",
        .source = "van Erven, Harremoes 2014, theorem 30",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = kl_on_simplex,
        .draw = draw_means,
        .residual = excess_of_mean},
    law{.id = "barycentre.renyi",
        .statement = "(1-a) D_a(P||Q) <= a D(R||P) + (1-a) D(R||Q) for every R, 0 < a < 1",
        .equality = "R ~ p^a q^(1-a)",
        .source = "van Erven, Harremoes 2014, theorem 30",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = between_0_and_1,
        .draw = draw_ends,
        .sense = law_sense::at_most,
        .bound = mean_of_kl},
};

}  // namespace

std::span<const law> barycentre_laws() {
  return law_table;
}

}  // namespace kloracle
