// SPDX-License-Identifier: Apache-2.0
//
// What is never negative, and zero only where P = Q.
#include <algorithm>
#include <array>
#include <cmath>

#include "properties/laws/recipes.hpp"

namespace kloracle {
namespace {

using enum quantity;

// 0 or more, and 0 exactly where P = Q; the orders of Renyi and its kin as their entries have them.
bool separates(const offered_function& f) {
  static constexpr std::array of_two{kl,
                                     reverse_kl,
                                     jeffreys,
                                     jensen_shannon,
                                     jensen_shannon_distance,
                                     hellinger,
                                     chi_squared,
                                     neyman_chi_squared,
                                     k_divergence,
                                     total_variation,
                                     renyi,
                                     tsallis,
                                     squared_hellinger,
                                     max_log_ratio,
                                     bhattacharyya_distance,
                                     triangular_discrimination};
  if (std::find(of_two.begin(), of_two.end(), f.what) == of_two.end()) return false;
  if (f.order && f.order->sign() <= 0) return false;
  return recipe::on_simplex(f) || recipe::on_logits(f);
}

// P is a Q too: not where one side is counts, the other probabilities.
bool separates_in_one_space(const offered_function& f) {
  return separates(f) && f.p_in == f.q_in;
}

void draw_pair(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  recipe::any_pair(c, where, to.input(0));
}

void draw_equal(choices& c, const law_scope& where, law_instance& to) {
  draw_pair(c, where, to);
  to.input(0).q = to.input(0).p;
}

constexpr std::array law_table{
    law{.id = "gibbs.nonnegative",
        .statement = "D(P||Q) >= 0",
        .equality = "P = Q",
        .source = "Gibbs' inequality; Cover, Thomas, Elements of Information Theory, 2.6.3",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = separates,
        .draw = draw_pair,
        .bound = recipe::zero},
    law{.id = "gibbs.zero_if_equal",
        .statement = "D(P||P) <= 0",
        .equality = "always",
        .source = "Cover, Thomas, 2.6.3",
        .type = law_type::bound,
        .recipe = "any",
        .applies = separates_in_one_space,
        .draw = draw_equal,
        .sense = law_sense::at_most,
        .bound = recipe::zero},
    law{.id = "gibbs.zero_only_if_equal",
        .statement = "D(P||Q) > 0, where it does not round to 0",
        .equality = "P = Q",
        .source = "Cover, Thomas, 2.6.3",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = separates,
        .draw = draw_pair,
        .bound = recipe::least_positive},
};

}  // namespace

std::span<const law> gibbs_laws() {
  return law_table;
}

}  // namespace kloracle
