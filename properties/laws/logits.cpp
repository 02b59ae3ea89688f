// SPDX-License-Identifier: Apache-2.0
//
// Softmax: what a constant added to the logits does not change, and how large a loss can be.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/logit_draws.hpp"
#include "properties/laws/mixing.hpp"

namespace kloracle {
namespace {

using enum quantity;
using values = std::span<const interval>;
using logit::draw_pair;
using logit::mask;
using logit::masked;
using logit::shift;

template <quantity What>
bool is(const offered_function& f) {
  return f.what == What && recipe::on_logits(f);
}

// --- constants ---

void draw_shifted(choices& c, const law_scope& where, law_instance& to) {
  const logit::grid on = draw_pair(c, where, to);
  mask(c, to.input(0).p, to.input(0).q);
  to.terms.push_back(to.terms[0]);
  shift(c, where, on, to.input(1).p);
  shift(c, where, on, to.input(1).q);
}

void draw_shifted_copy(choices& c, const law_scope& where, law_instance& to) {
  const logit::grid on = draw_pair(c, where, to);
  mask(c, to.input(0).p, to.input(0).q);
  to.input(0).q = to.input(0).p;
  shift(c, where, on, to.input(0).q);
}

interval zero(const law_instance&, values, const law_scope&, long bits) {
  return interval(0L, bits);
}

// --- as probabilities ---

std::vector<offered_function> of_probabilities(const offered_function& f) {
  offered_function g = f;
  g.how = semantics::normalised;
  g.p_in = g.q_in = space::probs;
  return {g};
}

// Equal logits on 2^j outcomes, the others masked; and those probabilities.
void draw_flat(choices& c, std::size_t n, std::vector<double>& logits,
               std::vector<double>& probabilities) {
  const std::int64_t most = std::bit_width(n) - 1;
  const auto j = static_cast<int>(most - c.between(0, most));
  const std::size_t first = c.one_of(n);
  const auto level = static_cast<double>(c.between(-8, 8));
  logits.assign(n, masked);
  probabilities.assign(n, 0.0);
  for (std::size_t i = 0; i < std::size_t{1} << j; ++i) {
    logits[(first + i) % n] = level;
    probabilities[(first + i) % n] = std::ldexp(1.0, -j);
  }
}

void draw_flats(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  to.terms[1].of = 1;
  const std::size_t n = recipe::length(c, where, {.bits = 20, .least_n = 1});
  draw_flat(c, n, to.input(0).p, to.input(1).p);
  if (takes_q(where.f)) draw_flat(c, n, to.input(0).q, to.input(1).q);
}

// --- bounds ---

// A point mass, and Q.
void draw_label(choices& c, const law_scope& where, law_instance& to) {
  const logit::grid on = draw_pair(c, where, to);
  sample& s = to.input(0);
  shift(c, where, on, s.q);
  const std::size_t label = c.one_of(s.p.size());
  for (std::size_t i = 0; i < s.p.size(); ++i) {
    if (i != label) s.p[i] = masked;
  }
}
// The largest logit of Q less the label's.
interval lead(const law_instance& x, long bits) {
  const sample& s = x.input(0);
  const auto label = std::find_if(s.p.begin(), s.p.end(), [](double v) { return v != masked; });
  const double own = s.q[static_cast<std::size_t>(label - s.p.begin())];
  return recipe::exactly(*std::max_element(s.q.begin(), s.q.end()), bits) -
         recipe::exactly(own, bits);
}
interval least_loss(const law_instance& x, values, const law_scope&, long bits) {
  return lead(x, bits);
}
interval most_loss(const law_instance& x, values, const law_scope&, long bits) {
  return lead(x, bits) + log(interval(static_cast<long>(x.input(0).q.size()), bits));
}

void draw_unmasked(choices& c, const law_scope& where, law_instance& to) {
  draw_pair(c, where, to);
}
// (the range of the logits' differences)^2/8.
interval hoeffding(const law_instance& x, values, const law_scope&, long bits) {
  const sample& s = x.input(0);
  interval low = recipe::exactly(s.p[0], bits) - recipe::exactly(s.q[0], bits);
  interval high = low;
  for (std::size_t i = 1; i < s.p.size(); ++i) {
    const interval d = recipe::exactly(s.p[i], bits) - recipe::exactly(s.q[i], bits);
    low = min(low, d);
    high = max(high, d);
  }
  return ldexp(sqr(high - low), -3);
}

constexpr std::array law_table{
    law{.id = "logits.shift",
        .statement = "a constant added to all logits of a side changes nothing",
        .equality = "always",
        .source = "softmax(z + c) = softmax(z)",
        .type = law_type::equality,
        .recipe = "R10",
        .applies = recipe::on_logits,
        .draw = draw_shifted},
    law{.id = "logits.zero_if_shifted",
        .statement = "D(softmax(z)||softmax(z + c)) <= 0",
        .equality = "always",
        .source = "softmax(z + c) = softmax(z)",
        .type = law_type::bound,
        .recipe = "R10",
        .applies =
            [](const offered_function& f) {
              return recipe::on_logits(f) && takes_q(f) && kind::under_channels(f) > 0;
            },
        .draw = draw_shifted_copy,
        .sense = law_sense::at_most,
        .bound = zero},
    law{.id = "logits.flat",
        .statement = "equal logits on 2^j outcomes, -inf elsewhere: probabilities 2^-j and 0",
        .equality = "always",
        .source = "the definition of softmax",
        .type = law_type::equality,
        .recipe = "R9",
        .applies =
            [](const offered_function& f) {
              return recipe::on_logits(f) && (!f.order || f.order->sign() >= 0);
            },
        .draw = draw_flats,
        .others = of_probabilities},
    law{.id = "logits.least_loss",
        .statement = "-ln softmax(z)_i >= max z - z_i",
        .equality = "in the limit of one z far above the others",
        .source = "log-sum-exp z >= max z",
        .type = law_type::bound,
        .recipe = "R10",
        .applies = is<cross_entropy>,
        .draw = draw_label,
        .bound = least_loss},
    law{.id = "logits.most_loss",
        .statement = "-ln softmax(z)_i <= max z - z_i + ln n",
        .equality = "all z equal",
        .source = "log-sum-exp z <= max z + ln n",
        .type = law_type::bound,
        .recipe = "R10",
        .applies = is<cross_entropy>,
        .draw = draw_label,
        .sense = law_sense::at_most,
        .bound = most_loss},
    law{.id = "logits.hoeffding",
        .statement = "D(softmax(z)||softmax(w)) <= (max(z - w) - min(z - w))^2/8",
        .equality = "z - w constant",
        .source = "Hoeffding 1963, lemma 1: D = ln E_P e^(w - z) - E_P(w - z)",
        .type = law_type::bound,
        .recipe = "R10",
        .applies = is<kl>,
        .draw = draw_unmasked,
        .sense = law_sense::at_most,
        .bound = hoeffding},
};

}  // namespace

std::span<const law> logits_laws() {
  return law_table;
}

}  // namespace kloracle
