// SPDX-License-Identifier: Apache-2.0
//
// Nats, bits and hartleys: one amount of information, each correctly rounded.
#include <array>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"
#include "properties/option_values.hpp"

namespace kloracle {
namespace {

bool plain(const offered_function& f) {
  return kind::on_simplex(f) || recipe::on_logits(f);
}

template <unit From>
bool measured_in(const offered_function& f) {
  return plain(f) && has_unit(f.what, f) && f.in == From;
}

template <unit To>
std::vector<offered_function> in_unit(const offered_function& f) {
  offered_function g = f;
  g.in = To;
  return {g};
}

// A pair for either function; the outcomes are those that it speaks of.
void draw_for_both(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  to.terms[1].of = 1;
  if (recipe::on_logits(where.f)) {
    recipe::logits_pair(c, where, to.input(0));
  } else {
    const recipe::unit_pair x = recipe::pair_of(c, where, {.least = c.between(0, 1)});
    recipe::give(x, where, to.input(0));
  }
  to.input(1) = to.input(0);
}

// The harness has both in nats already.
interval difference(const law_instance&, std::span<const interval> v, const law_scope&) {
  return v[0] - v[1];
}

constexpr std::array law_table{
    law{.id = "units.nats_and_bits",
        .statement = "the value in nats is ln 2 times the value in bits",
        .equality = "always",
        .source = "log2 x = ln x/ln 2; Shannon 1948",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = measured_in<unit::nats>,
        .draw = draw_for_both,
        .sense = law_sense::zero,
        .residual = difference,
        .others = in_unit<unit::bits>},
    law{.id = "units.nats_and_hartleys",
        .statement = "the value in nats is ln 10 times the value in hartleys",
        .equality = "always",
        .source = "log10 x = ln x/ln 10; Hartley 1928",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = measured_in<unit::nats>,
        .draw = draw_for_both,
        .sense = law_sense::zero,
        .residual = difference,
        .others = in_unit<unit::hartleys>},
    law{.id = "units.bits_and_hartleys",
        .statement = "the value in bits is log2 10 times the value in hartleys",
        .equality = "always",
        .source = "log10 x = log2 x/log2 10; Hartley 1928",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = measured_in<unit::bits>,
        .draw = draw_for_both,
        .sense = law_sense::zero,
        .residual = difference,
        .others = in_unit<unit::hartleys>},
};

}  // namespace

std::span<const law> units_laws() {
  return law_table;
}

}  // namespace kloracle
