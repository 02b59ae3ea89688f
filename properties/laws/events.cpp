// SPDX-License-Identifier: Apache-2.0
//
// What one event A tells of two distributions; weights are 1 for the outcomes of A, else 0.
#include <array>
#include <cmath>

#include "properties/laws/readings.hpp"

namespace kloracle {
namespace {

using enclosed::sides;
using recipe::reads;

using bound_of_two = interval (*)(const sides&);

// B of (P(A), 1 - P(A)) and (Q(A), 1 - Q(A)), as the function reads.
template <bound_of_two B>
interval of_event(const law_instance& x, std::span<const interval>, const law_scope& where,
                  long bits) {
  const recipe::reading r = *recipe::reading_of(where.f);
  std::vector<bool> event;
  for (const double in : x.weights) event.push_back(in != 0);
  const sides all = enclosed::sides_of(where, x.input(0), r.swapped, bits);
  return r(B(enclosed::partition(all, event)));
}

// 2 (P(A) - Q(A))^2.
interval pinsker(const sides& x) {
  return ldexp(sqr(x.d[0]), 1);
}

interval distance(const sides& x) {
  return abs(x.d[0]);
}

// -ln(P(A) + Q(not A)) - ln 2, from P(A) + Q(not A) >= exp(-D)/2.
interval errors(const sides& x) {
  const interval both = x.p[0] + x.q[1];
  if (enclosed::is_zero(both)) return enclosed::infinite(x.bits);
  return -log(ldexp(both, 1));
}

void draw_any_event(choices& c, const law_scope& where, law_instance& to) {
  recipe::draw_compared(c, where, to);
  for (std::size_t i = 0; i < to.input(0).p.size(); ++i)
    to.weights.push_back(static_cast<double>(c.between(0, 1)));
}

// What a sample's number weighs, up to the sum, which is the same of P and Q in one space.
double mass(space in, const std::vector<double>& x, std::size_t i) {
  if (in == space::probs) return x[i];
  double sum = 0;  // exact: counts of sum 2^k
  for (const double count : x) sum += count;
  return x[i] / sum;
}

// {P > Q}, of which P(A) - Q(A) = TV.
void draw_best_event(choices& c, const law_scope& where, law_instance& to) {
  recipe::draw_compared(c, where, to);
  const sample& s = to.input(0);
  for (std::size_t i = 0; i < s.p.size(); ++i) {
    const bool more = mass(where.f.p_in, s.p, i) > mass(where.f.q_in, s.q, i);
    to.weights.push_back(more ? 1 : 0);
  }
}

bool kl_on_simplex(const offered_function& f) {
  return recipe::on_simplex(f) && reads<quantity::kl>(f);
}
bool total_variation_on_simplex(const offered_function& f) {
  return recipe::on_simplex(f) && reads<quantity::total_variation>(f);
}

constexpr std::array law_table{
    law{.id = "event.partition",
        .statement = "D(P||Q) >= d(P(A)||Q(A)), the divergence of two outcomes",
        .equality = "p/q constant on A and off it",
        .source = "data processing; Kullback, Leibler 1951, theorem 4.1",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_any_event,
        .bound = of_event<enclosed::kl>},
    law{.id = "event.best_partition",
        .statement = "D(P||Q) >= d(P(A)||Q(A)) for A = {P > Q}",
        .equality = "p/q constant on A and off it",
        .source = "data processing; Kullback, Leibler 1951, theorem 4.1",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = kl_on_simplex,
        .draw = draw_best_event,
        .bound = of_event<enclosed::kl>},
    law{.id = "event.pinsker",
        .statement = "D(P||Q) >= 2 (P(A) - Q(A))^2",
        .equality = "P = Q",
        .source = "Pinsker's inequality of two outcomes",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_any_event,
        .bound = of_event<pinsker>},
    law{.id = "event.errors",
        .statement = "P(A) + Q(not A) >= exp(-D(P||Q))/2",
        .equality = "never where D is finite",
        .source = "Bretagnolle, Huber 1979; Canonne 2022",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_any_event,
        .bound = of_event<errors>},
    law{.id = "event.total_variation",
        .statement = "TV(P,Q) >= |P(A) - Q(A)|",
        .equality = "A = {P > Q}",
        .source = "the definition, a greatest difference",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::total_variation>,
        .draw = draw_any_event,
        .bound = of_event<distance>},
    law{.id = "event.best",
        .statement = "TV(P,Q) <= P(A) - Q(A) for A = {P > Q}",
        .equality = "always",
        .source = "Scheffe 1947",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = total_variation_on_simplex,
        .draw = draw_best_event,
        .sense = law_sense::at_most,
        .bound = of_event<distance>},
};

}  // namespace

std::span<const law> events_laws() {
  return law_table;
}

}  // namespace kloracle
