// SPDX-License-Identifier: Apache-2.0
//
// Divergences other than KL between each other: t = TV, H2 = squared Hellinger.
#include <array>

#include "properties/laws/readings.hpp"

namespace kloracle {
namespace {

using enclosed::one;
using enclosed::sides;
using recipe::bound_by;
using recipe::draw_compared;
using recipe::reads;

interval log2_of(const sides& x) {
  return const_ln2(x.bits);
}

// --- of chi-squared ---

interval exp_kl(const sides& x) {
  return expm1(enclosed::kl(x));
}

// --- of squared Hellinger ---

// 1 - sqrt(1 - t^2), without loss.
interval hellinger_of_two(const sides& x) {
  const interval square = sqr(enclosed::total_variation(x));
  const interval rest = enclosed::overlap(x);
  return square / (one(x) + sqrt(rest * (ldexp(one(x), 1) - rest)));
}

interval exp_half_kl(const sides& x) {
  return -expm1(-ldexp(enclosed::kl(x), -1));
}

interval half_triangular(const sides& x) {
  return ldexp(enclosed::triangular_discrimination(x), -1);
}

interval quarter_triangular(const sides& x) {
  return ldexp(enclosed::triangular_discrimination(x), -2);
}

interval shannon_in_bits(const sides& x) {
  return enclosed::jensen_shannon(x) / log2_of(x);
}

interval eighth_of_jeffreys(const sides& x) {
  return ldexp(enclosed::jeffreys(x), -3);
}

// --- of the triangular discrimination ---

interval twice_total_variation(const sides& x) {
  return ldexp(enclosed::total_variation(x), 1);
}

interval twice_square(const sides& x) {
  return ldexp(sqr(enclosed::total_variation(x)), 1);
}

interval twice_hellinger(const sides& x) {
  return ldexp(enclosed::squared_hellinger(x), 1);
}

interval four_hellinger(const sides& x) {
  return ldexp(enclosed::squared_hellinger(x), 2);
}

interval four_shannon(const sides& x) {
  return ldexp(enclosed::jensen_shannon(x), 2);
}

interval twice_shannon_in_bits(const sides& x) {
  return ldexp(shannon_in_bits(x), 1);
}

constexpr std::array law_table{
    law{.id = "chi_squared.above_kl",
        .statement = "chi^2(P||Q) >= exp(D(P||Q)) - 1",
        .equality = "P = Q given an event",
        .source = "van Erven, Harremoes 2014, theorem 3, orders 1 and 2",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::chi_squared>,
        .draw = draw_compared,
        .bound = bound_by<exp_kl>},
    law{.id = "hellinger.below_total_variation",
        .statement = "H2(P,Q) <= t",
        .equality = "P = Q, or disjoint",
        .source = "Le Cam; Polyanskiy, Wu, ch. 7",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::squared_hellinger>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<enclosed::total_variation>},
    law{.id = "hellinger.above_total_variation",
        .statement = "H2(P,Q) >= 1 - sqrt(1 - t^2)",
        .equality = "P = (a, b), Q = (b, a)",
        .source = "Le Cam; Polyanskiy, Wu, ch. 7",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::squared_hellinger>,
        .draw = draw_compared,
        .bound = bound_by<hellinger_of_two>},
    law{.id = "hellinger.below_kl",
        .statement = "H2(P,Q) <= 1 - exp(-D(P||Q)/2)",
        .equality = "P = Q given an event",
        .source = "van Erven, Harremoes 2014, theorem 3, orders 1/2 and 1",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::squared_hellinger>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<exp_half_kl>},
    law{.id = "hellinger.below_triangular",
        .statement = "H2(P,Q) <= Delta(P,Q)/2",
        .equality = "P = Q, or disjoint",
        .source = "Le Cam 1986; Topsoe 2000",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::squared_hellinger>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<half_triangular>},
    law{.id = "hellinger.above_triangular",
        .statement = "H2(P,Q) >= Delta(P,Q)/4",
        .equality = "P = Q",
        .source = "Le Cam 1986; Topsoe 2000",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::squared_hellinger>,
        .draw = draw_compared,
        .bound = bound_by<quarter_triangular>},
    law{.id = "hellinger.above_jensen_shannon",
        .statement = "H2(P,Q) >= JSD(P,Q)",
        .equality = "P = Q",
        .source = "f'' of JSD is 2 sqrt(t)/(1+t) <= 1 times that of H2",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::squared_hellinger>,
        .draw = draw_compared,
        .bound = bound_by<enclosed::jensen_shannon>},
    law{.id = "hellinger.below_jensen_shannon",
        .statement = "H2(P,Q) <= JSD(P,Q)/ln 2",
        .equality = "P = Q, or disjoint",
        .source = "binary pairs suffice: Harremoes, Vajda 2011",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::squared_hellinger>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<shannon_in_bits>},
    law{.id = "hellinger.below_jeffreys",
        .statement = "H2(P,Q) <= J(P,Q)/8",
        .equality = "P = Q",
        .source = "ln x >= 2(x-1)/(x+1) for x = sqrt(p/q) >= 1",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::squared_hellinger>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<eighth_of_jeffreys>},
    law{.id = "triangular.above_total_variation",
        .statement = "Delta(P,Q) >= 2t^2",
        .equality = "P = (a, b), Q = (b, a)",
        .source = "Le Cam 1986; Topsoe 2000",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::triangular_discrimination>,
        .draw = draw_compared,
        .bound = bound_by<twice_square>},
    law{.id = "triangular.below_total_variation",
        .statement = "Delta(P,Q) <= 2t",
        .equality = "P = Q, or disjoint",
        .source = "Le Cam 1986; Topsoe 2000",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::triangular_discrimination>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<twice_total_variation>},
    law{.id = "triangular.above_hellinger",
        .statement = "Delta(P,Q) >= 2 H2(P,Q)",
        .equality = "P = Q, or disjoint",
        .source = "Le Cam 1986; Topsoe 2000",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::triangular_discrimination>,
        .draw = draw_compared,
        .bound = bound_by<twice_hellinger>},
    law{.id = "triangular.below_hellinger",
        .statement = "Delta(P,Q) <= 4 H2(P,Q)",
        .equality = "P = Q",
        .source = "Le Cam 1986; Topsoe 2000",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::triangular_discrimination>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<four_hellinger>},
    law{.id = "triangular.above_jensen_shannon",
        .statement = "Delta(P,Q) >= 2 JSD(P,Q)/ln 2",
        .equality = "P = Q, or disjoint",
        .source = "Topsoe, IEEE Trans. Inf. Theory 46(4), 2000",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::triangular_discrimination>,
        .draw = draw_compared,
        .bound = bound_by<twice_shannon_in_bits>},
    law{.id = "triangular.below_jensen_shannon",
        .statement = "Delta(P,Q) <= 4 JSD(P,Q)",
        .equality = "P = Q",
        .source = "Topsoe, IEEE Trans. Inf. Theory 46(4), 2000",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::triangular_discrimination>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<four_shannon>},
};

}  // namespace

std::span<const law> comparisons_laws() {
  return law_table;
}

}  // namespace kloracle
