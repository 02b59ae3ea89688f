// SPDX-License-Identifier: Apache-2.0
//
// Changes of the input that change no value.
#include <algorithm>
#include <array>
#include <limits>

#include "properties/laws/recipes.hpp"

namespace kloracle {
namespace {

// Any function of vectors whose outcomes have no names.
bool symmetric_in_outcomes(const offered_function& f) {
  return recipe::on_simplex(f) || recipe::on_logits(f);
}

// An entropy of a negative order is infinite where an outcome has probability 0.
bool blind_to_padding(const offered_function& f) {
  const bool of_order = f.what == quantity::renyi_entropy || f.what == quantity::tsallis_entropy;
  return symmetric_in_outcomes(f) && !(of_order && f.order && f.order->sign() < 0);
}

// The same rearrangement of each side.
void permute(choices& c, sample& s) {
  for (std::size_t i = s.p.size(); i > 1; --i) {
    const std::size_t j = i - 1 - c.one_of(i);
    std::swap(s.p[i - 1], s.p[j]);
    if (!s.q.empty()) std::swap(s.q[i - 1], s.q[j]);
  }
}

void draw_permuted(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::any_pair(c, where, to.input(0));
  to.input(1) = to.input(0);
  permute(c, to.input(1));
}

void draw_padded(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::any_pair(c, where, to.input(0));
  to.input(1) = to.input(0);
  const double nothing =
      recipe::on_logits(where.f) ? -std::numeric_limits<double>::infinity() : 0.0;
  for (std::int64_t more = c.between(1, 3); more > 0; --more) {
    const auto at = static_cast<std::ptrdiff_t>(c.one_of(to.input(1).p.size() + 1));
    to.input(1).p.insert(to.input(1).p.begin() + at, nothing);
    if (!to.input(1).q.empty()) to.input(1).q.insert(to.input(1).q.begin() + at, nothing);
  }
}

constexpr std::array law_table{
    law{.id = "invariance.permutation",
        .statement = "renaming the outcomes of P and Q alike changes nothing",
        .equality = "always",
        .source = "the definition, a sum over outcomes",
        .type = law_type::equality,
        .recipe = "any",
        .applies = symmetric_in_outcomes,
        .draw = draw_permuted},
    law{.id = "invariance.padding",
        .statement = "outcomes that neither P nor Q has change nothing",
        .equality = "always",
        .source = "the definition, with 0 log(0/0) = 0",
        .type = law_type::equality,
        .recipe = "any",
        .applies = blind_to_padding,
        .draw = draw_padded},
};

}  // namespace

std::span<const law> invariances_laws() {
  return law_table;
}

}  // namespace kloracle
