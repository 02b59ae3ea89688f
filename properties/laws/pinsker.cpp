// SPDX-License-Identifier: Apache-2.0
//
// How far apart two distributions are by total variation, and by everything else. t = TV(P, Q).
#include <array>

#include "properties/laws/readings.hpp"

namespace kloracle {
namespace {

using enclosed::one;
using enclosed::sides;
using recipe::bound_by;
using recipe::draw_compared;
using recipe::reads;

// --- of the Kullback-Leibler divergence ---

interval twice_square(const sides& x) {
  return ldexp(sqr(enclosed::total_variation(x)), 1);
}

interval eighth_degree(const sides& x) {
  const interval u = sqr(enclosed::total_variation(x));
  return u * ((((u * Q(7072, 42525)) + Q(32, 135)) * u + Q(4, 9)) * u + Q(2));
}

interval vajda(const sides& x) {
  const interval t = enclosed::total_variation(x);
  const interval rest = enclosed::overlap(x);
  if (enclosed::is_zero(rest)) return enclosed::infinite(x.bits);
  const interval more = one(x) + t;
  return log(more / rest) - ldexp(t, 1) / more;
}

interval gilardoni(const sides& x) {
  const interval rest = enclosed::overlap(x);
  if (enclosed::is_zero(rest)) return enclosed::infinite(x.bits);
  return -log(rest) - rest * log1p(enclosed::total_variation(x));
}

// -ln(1 - t^2), and 1 - t^2 = (1 - t)(2 - (1 - t)).
interval bretagnolle_huber(const sides& x) {
  const interval rest = enclosed::overlap(x);
  if (enclosed::is_zero(rest)) return enclosed::infinite(x.bits);
  return -log(rest * (ldexp(one(x), 1) - rest));
}

// D((1 +- s)/2 || 1/2) = sum s^2j/(2j(2j - 1)), and 12 is the least of the later denominators.
interval near_the_middle(const sides& x) {
  const interval s = sqr(ldexp(enclosed::total_variation(x), 1));
  const interval rest = one(x) - s;
  if (enclosed::is_zero(rest)) return enclosed::infinite(x.bits);
  return ldexp(s, -1) + sqr(s) / rest * Q(1, 12);
}

// --- of total variation ---

interval pinsker(const sides& x) {
  return sqrt(ldexp(enclosed::kl(x), -1));
}

interval root_of_loss(const sides& x) {
  return sqrt(-expm1(-enclosed::kl(x)));
}

interval half_of_loss(const sides& x) {
  return one(x) - ldexp(exp(-enclosed::kl(x)), -1);
}

// --- of the others ---

interval mirrored_jeffreys(const sides& x) {
  const interval t = enclosed::total_variation(x);
  const interval rest = enclosed::overlap(x);
  if (enclosed::is_zero(rest)) return enclosed::infinite(x.bits);
  return ldexp(t, 1) * log((one(x) + t) / rest);
}

interval chi_squared_of_two(const sides& x) {
  const interval t = enclosed::total_variation(x);
  const interval rest = enclosed::overlap(x);
  if (enclosed::is_zero(rest)) return enclosed::infinite(x.bits);
  return certainly_lt(rest, t) ? t / rest : ldexp(sqr(t), 2);
}

bool of_order(const offered_function& f, quantity what, const Q& least, const Q& most) {
  const std::optional<Q> order = recipe::order_of(f);
  return f.what == what && recipe::of_distributions(f) && order && *order >= least &&
         *order <= most;
}

interval renyi_bound(const law_instance& x, std::span<const interval>, const law_scope& where,
                     long bits) {
  return twice_square(enclosed::sides_of(where, x.input(0), false, bits)) *
         *recipe::order_of(where.f);
}

interval alpha_bound(const law_instance& x, std::span<const interval>, const law_scope& where,
                     long bits) {
  const interval u =
      sqr(enclosed::total_variation(enclosed::sides_of(where, x.input(0), false, bits)));
  const Q a = *recipe::order_of(where.f);
  return u * (u * Q(Q(2, 9) * (a + 1) * (2 - a)) + Q(2));
}

// --- inputs ---

bool kl_on_simplex(const offered_function& f) {
  return recipe::on_simplex(f) && reads<quantity::kl>(f);
}

void draw_two(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  give(recipe::simplex_pair(c, where, {.most_n = 2, .least = c.between(0, 1)}), where, to.input(0));
}

// P near the middle of two outcomes, Q in it.
void draw_around_half(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  recipe::unit_pair x;
  x.k = static_cast<int>(c.between(1, where.in.precision));
  const std::int64_t half = std::int64_t{1} << (x.k - 1);
  const std::int64_t moved = c.spread(0, half);
  x.p = {half + moved, half - moved};
  x.q = {half, half};
  orient(where, x);
  give(x, where, to.input(0));
}

constexpr std::array law_table{
    law{.id = "pinsker.kl",
        .statement = "D(P||Q) >= 2 TV(P,Q)^2",
        .equality = "P = Q",
        .source = "Pinsker's inequality; Csiszar 1967, Kullback 1967, Kemperman 1969",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_compared,
        .bound = bound_by<twice_square>},
    law{.id = "pinsker.two_outcomes",
        .statement = "a ln(a/b) + (1-a) ln((1-a)/(1-b)) >= 2 (a - b)^2",
        .equality = "a = b",
        .source = "the b-derivative of the gap is (b - a)(1/(b(1-b)) - 4), and b(1-b) <= 1/4",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = kl_on_simplex,
        .draw = draw_two,
        .bound = bound_by<twice_square>},
    law{.id = "pinsker.eighth_degree",
        .statement = "D(P||Q) >= 2t^2 + (4/9)t^4 + (32/135)t^6 + (7072/42525)t^8",
        .equality = "P = Q",
        .source = "Topsoe, J. Inequal. Pure Appl. Math. 2(2):25, 2001",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_compared,
        .bound = bound_by<eighth_degree>},
    law{.id = "pinsker.vajda",
        .statement = "D(P||Q) >= ln((1+t)/(1-t)) - 2t/(1+t)",
        .equality = "P = Q",
        .source = "Vajda 1970",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_compared,
        .bound = bound_by<vajda>},
    law{.id = "pinsker.gilardoni",
        .statement = "D(P||Q) >= -ln(1-t) - (1-t) ln(1+t)",
        .equality = "P = Q",
        .source = "Gilardoni, IEEE Trans. Inf. Theory 56(11), 2010",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_compared,
        .bound = bound_by<gilardoni>},
    law{.id = "pinsker.best_constant",
        .statement = "D((1+s)/2||1/2) <= s^2/2 + s^4/(12(1-s^2)): no constant above 2 will do",
        .equality = "s = 0",
        .source = "the series sum s^2j/(2j(2j-1))",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = kl_on_simplex,
        .draw = draw_around_half,
        .sense = law_sense::at_most,
        .bound = bound_by<near_the_middle>},
    law{.id = "pinsker.total_variation",
        .statement = "TV(P,Q) <= sqrt(D(P||Q)/2)",
        .equality = "P = Q",
        .source = "Pinsker's inequality; Csiszar 1967, Kullback 1967, Kemperman 1969",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::total_variation>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<pinsker>},
    law{.id = "pinsker.renyi",
        .statement = "D_a(P||Q) >= 2a TV(P,Q)^2 for 0 <= a <= 1",
        .equality = "P = Q",
        .source = "Gilardoni 2010; van Erven, Harremoes 2014, theorem 31",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = [](const offered_function& f) { return of_order(f, quantity::renyi, 0, 1); },
        .draw = draw_compared,
        .bound = renyi_bound},
    law{.id = "pinsker.alpha",
        .statement = "D^(a)(P||Q) >= 2t^2 + (2/9)(a+1)(2-a)t^4 for -1 <= a <= 2",
        .equality = "P = Q",
        .source = "Gilardoni, IEEE Trans. Inf. Theory 56(11), 2010",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = [](const offered_function& f) { return of_order(f, quantity::alpha, -1, 2); },
        .draw = draw_compared,
        .bound = alpha_bound},
    law{.id = "pinsker.jeffreys",
        .statement = "J(P,Q) >= 2t ln((1+t)/(1-t))",
        .equality = "P = (a, b), Q = (b, a)",
        .source = "Gilardoni 2006; Sason, IEEE Trans. Inf. Theory 61(2), 2015",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::jeffreys>,
        .draw = draw_compared,
        .bound = bound_by<mirrored_jeffreys>},
    law{.id = "pinsker.chi_squared",
        .statement = "chi^2(P||Q) >= 4t^2, and t/(1-t) where t > 1/2",
        .equality = "Q = (1/2, 1/2), or P sure and Q on two outcomes",
        .source = "Polyanskiy, Wu, Information Theory, ch. 7; Gilardoni 2006",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::chi_squared>,
        .draw = draw_compared,
        .bound = bound_by<chi_squared_of_two>},
    law{.id = "bretagnolle_huber.kl",
        .statement = "D(P||Q) >= -ln(1 - t^2)",
        .equality = "P = Q",
        .source = "Bretagnolle, Huber 1979; Canonne 2022",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_compared,
        .bound = bound_by<bretagnolle_huber>},
    law{.id = "bretagnolle_huber.total_variation",
        .statement = "TV(P,Q) <= sqrt(1 - exp(-D(P||Q)))",
        .equality = "P = Q",
        .source = "Bretagnolle, Huber 1979; Canonne 2022",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::total_variation>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<root_of_loss>},
    law{.id = "bretagnolle_huber.half",
        .statement = "TV(P,Q) <= 1 - exp(-D(P||Q))/2",
        .equality = "P and Q disjoint",
        .source = "Tsybakov, Introduction to Nonparametric Estimation, 2009, lemma 2.6",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::total_variation>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<half_of_loss>},
};

}  // namespace

std::span<const law> pinsker_laws() {
  return law_table;
}

}  // namespace kloracle
