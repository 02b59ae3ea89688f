// SPDX-License-Identifier: Apache-2.0
//
// P and Q exchanged: the same number of another divergence.
#include <array>
#include <utility>

#include "oracle/exact.hpp"
#include "properties/laws/recipes.hpp"

namespace kloracle {
namespace {

using enum quantity;

bool plain(const offered_function& f) {
  return recipe::on_simplex(f) || recipe::on_logits(f);
}

std::optional<quantity> exchanged(quantity what) {
  static constexpr std::pair<quantity, quantity> pairs[] = {{kl, reverse_kl},
                                                            {chi_squared, neyman_chi_squared}};
  for (const auto& [a, b] : pairs) {
    if (what == a) return b;
    if (what == b) return a;
  }
  return std::nullopt;
}

// The order or weight a made 1 - a; nullopt if there is none, or none other.
std::optional<number> other_than_half(const std::optional<number>& a) {
  if (!a || !a->is_finite() || exact(*a) == Q(1, 2)) return std::nullopt;
  return as_number(1 - exact(*a));
}

// The function g with f(P, Q) = g(Q, P), where that is another.
std::optional<offered_function> conjugate(const offered_function& f) {
  offered_function g = f;
  std::swap(g.p_in, g.q_in);
  if (const auto what = exchanged(f.what)) {
    g.what = *what;
    return g;
  }
  switch (f.what) {
    case chernoff:
    case alpha:
      g.order = other_than_half(f.order);
      return g.order ? std::optional(g) : std::nullopt;
    case jensen_shannon:
    case jensen_shannon_distance:
      g.weight = other_than_half(f.weight);
      return g.weight ? std::optional(g) : std::nullopt;
    case f_divergence: {
      const quantity_entry* named = find_quantity(f.generator);
      const auto what = named != nullptr ? exchanged(named->id) : std::nullopt;
      if (!what) return std::nullopt;
      g.generator = entry(*what).name;
      return g;
    }
    default:
      return std::nullopt;
  }
}

void draw_exchanged(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::any_pair(c, where, to.input(0));
  to.terms[1].of = 1;
  to.input(1) = {to.input(0).q, to.input(0).p};
}

std::vector<offered_function> complement(const offered_function& f) {
  offered_function g = f;
  g.order = as_number(1 - exact(*f.order));
  std::swap(g.p_in, g.q_in);
  return {g};
}

interval skew(const law_instance&, std::span<const interval> v, const law_scope& where) {
  const Q a = exact(*where.f.order);
  return v[0] * Q(1 - a) - v[1] * a;
}

constexpr std::array law_table{
    law{.id = "exchange.conjugate",
        .statement = "D_f(P||Q) = D_g(Q||P) for g(t) = t f(1/t)",
        .equality = "always",
        .source = "Csiszar 1967; Liese, Vajda 2006",
        .type = law_type::equality,
        .recipe = "R1",
        .applies = [](const offered_function& f) { return plain(f) && conjugate(f).has_value(); },
        .draw = draw_exchanged,
        .others =
            [](const offered_function& f) { return std::vector<offered_function>{*conjugate(f)}; }},
    law{.id = "exchange.skew_symmetry",
        .statement = "(1 - a) D_a(P||Q) = a D_(1-a)(Q||P) for 0 < a < 1",
        .equality = "always",
        .source = "van Erven, Harremoes 2014, proposition 2; the same of Tsallis' divergence",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              if (f.what != renyi && f.what != tsallis) return false;
              if (!plain(f) || !f.order || !f.order->is_finite()) return false;
              return f.order->sign() > 0 && exact(*f.order) < 1;
            },
        .draw = draw_exchanged,
        .sense = law_sense::zero,
        .residual = skew,
        .others = complement},
};

}  // namespace

std::span<const law> exchanges_laws() {
  return law_table;
}

}  // namespace kloracle
