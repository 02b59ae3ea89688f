// SPDX-License-Identifier: Apache-2.0
//
// Total variation, and the affinity (Bhattacharyya coefficient), between other divergences. t = TV,
// H2 = squared Hellinger.
#include <array>

#include "properties/laws/readings.hpp"

namespace kloracle {
namespace {

using enclosed::one;
using enclosed::sides;
using recipe::bound_by;
using recipe::draw_compared;
using recipe::reads;

// --- of total variation ---

interval root_of_hellinger(const sides& x) {
  const interval h = enclosed::squared_hellinger(x);
  return sqrt(h * max(ldexp(one(x), 1) - h, one(x)));
}

interval half_root_of_chi_squared(const sides& x) {
  return ldexp(sqrt(enclosed::chi_squared(x)), -1);
}

interval root_of_half_triangular(const sides& x) {
  return sqrt(ldexp(enclosed::triangular_discrimination(x), -1));
}

interval half_triangular(const sides& x) {
  return ldexp(enclosed::triangular_discrimination(x), -1);
}

interval shannon_in_bits(const sides& x) {
  return enclosed::jensen_shannon(x) / const_ln2(x.bits);
}

// --- of the affinity ---

interval root_of_overlap(const sides& x) {
  const interval rest = enclosed::overlap(x);
  return sqrt(rest * (ldexp(one(x), 1) - rest));
}

interval exp_minus_half_kl(const sides& x) {
  return exp(-ldexp(enclosed::kl(x), -1));
}

interval nothing(const sides& x) {
  return {0L, x.bits};
}

bool is_affinity(const offered_function& f) {
  return f.what == quantity::bhattacharyya_coefficient && recipe::of_distributions(f);
}

template <interval (*B)(const sides&)>
interval of_affinity(const law_instance& x, std::span<const interval>, const law_scope& where,
                     long bits) {
  return B(enclosed::sides_of(where, x.input(0), false, bits));
}

constexpr std::array law_table{
    law{.id = "total_variation.above_hellinger",
        .statement = "TV(P,Q) >= H2(P,Q)",
        .equality = "P = Q, or disjoint",
        .source = "Le Cam; Polyanskiy, Wu, ch. 7",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::total_variation>,
        .draw = draw_compared,
        .bound = bound_by<enclosed::squared_hellinger>},
    law{.id = "total_variation.below_hellinger",
        .statement = "TV(P,Q) <= sqrt(H2 (2 - H2))",
        .equality = "P = (a, b), Q = (b, a)",
        .source = "Le Cam; Polyanskiy, Wu, ch. 7",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::total_variation>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<root_of_hellinger>},
    law{.id = "total_variation.below_chi_squared",
        .statement = "TV(P,Q) <= sqrt(chi^2(P||Q))/2",
        .equality = "Q = (1/2, 1/2)",
        .source = "Cauchy, Schwarz; Polyanskiy, Wu, ch. 7",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::total_variation>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<half_root_of_chi_squared>},
    law{.id = "total_variation.above_triangular",
        .statement = "TV(P,Q) >= Delta(P,Q)/2",
        .equality = "P = Q, or disjoint",
        .source = "Le Cam 1986; Topsoe 2000",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::total_variation>,
        .draw = draw_compared,
        .bound = bound_by<half_triangular>},
    law{.id = "total_variation.below_triangular",
        .statement = "TV(P,Q) <= sqrt(Delta(P,Q)/2)",
        .equality = "P = (a, b), Q = (b, a)",
        .source = "Le Cam 1986; Topsoe 2000",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::total_variation>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<root_of_half_triangular>},
    law{.id = "total_variation.above_jensen_shannon",
        .statement = "TV(P,Q) >= JSD(P,Q)/ln 2",
        .equality = "P = Q, or disjoint",
        .source = "Lin 1991, theorem 3",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::total_variation>,
        .draw = draw_compared,
        .bound = bound_by<shannon_in_bits>},
    law{.id = "affinity.above_total_variation",
        .statement = "BC(P,Q) >= 1 - t",
        .equality = "P = Q, or disjoint",
        .source = "Le Cam; Polyanskiy, Wu, ch. 7",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_affinity,
        .draw = draw_compared,
        .bound = of_affinity<enclosed::overlap>},
    law{.id = "affinity.below_total_variation",
        .statement = "BC(P,Q) <= sqrt(1 - t^2)",
        .equality = "P = (a, b), Q = (b, a)",
        .source = "Le Cam; Polyanskiy, Wu, ch. 7",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_affinity,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = of_affinity<root_of_overlap>},
    law{.id = "affinity.above_kl",
        .statement = "BC(P,Q) >= exp(-D(P||Q)/2)",
        .equality = "P = Q given an event",
        .source = "van Erven, Harremoes 2014, theorem 3, orders 1/2 and 1",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_affinity,
        .draw = draw_compared,
        .bound = of_affinity<exp_minus_half_kl>},
    law{.id = "affinity.nonnegative",
        .statement = "BC(P,Q) >= 0",
        .equality = "disjoint",
        .source = "the definition, a sum of roots",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_affinity,
        .draw = draw_compared,
        .bound = of_affinity<nothing>},
    law{.id = "affinity.at_most_one",
        .statement = "BC(P,Q) <= 1",
        .equality = "P = Q",
        .source = "Cauchy, Schwarz",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_affinity,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = of_affinity<one>},
};

}  // namespace

std::span<const law> variation_laws() {
  return law_table;
}

}  // namespace kloracle
