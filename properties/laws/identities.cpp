// SPDX-License-Identifier: Apache-2.0
//
// One number by two names: quantities that a subject offers side by side.
#include <algorithm>
#include <array>

#include "oracle/exact.hpp"
#include "properties/laws/recipes.hpp"
#include "properties/option_values.hpp"

namespace kloracle {
namespace {

using enum quantity;

// The same function of another quantity, without the options that only f's has.
offered_function as(const offered_function& f, quantity what) {
  offered_function g = f;
  g.what = what;
  g.convention.clear();
  g.generator.clear();
  if (!takes(entry(what), option::order)) g.order.reset();
  if (!takes(entry(what), option::weight)) g.weight.reset();
  if (!has_unit(what, g)) g.in = unit::nats;
  return g;
}
template <quantity... What>
std::vector<offered_function> others(const offered_function& f) {
  return {as(f, What)...};
}

bool plain(const offered_function& f) {
  return recipe::on_simplex(f) || recipe::on_logits(f);
}
template <quantity What>
bool is(const offered_function& f) {
  return f.what == What && plain(f);
}
template <quantity What>
bool is_finite_order(const offered_function& f) {
  return is<What>(f) && f.order && f.order->is_finite();
}
bool of_renyi_order(const offered_function& f, const Q& a) {
  return is_finite_order<renyi>(f) && exact(*f.order) == a;
}
Q order_of(const law_scope& where) {
  return exact(*where.f.order);
}

// One input, for the function and for each other.
void draw_each(choices& c, const law_scope& where, law_instance& to, std::size_t count) {
  to.resize(count);
  recipe::any_pair(c, where, to.input(0));
  for (std::size_t i = 1; i < count; ++i) {
    to.terms[i].of = i;
    to.input(i) = to.input(0);
  }
}
void draw_two(choices& c, const law_scope& where, law_instance& to) {
  draw_each(c, where, to, 2);
}
void draw_three(choices& c, const law_scope& where, law_instance& to) {
  draw_each(c, where, to, 3);
}

// --- generators ---

// The quantity that a generator makes.
offered_function named(const offered_function& f) {
  return as(f, find_quantity(f.generator)->id);
}
template <bool Doubled>
bool has_name(const offered_function& f) {
  if (!recipe::on_simplex(f, f_divergence)) return false;
  const quantity_entry* what = find_quantity(f.generator);
  return what != nullptr && (what->id == squared_hellinger) == Doubled;
}

std::vector<offered_function> kl_of(const offered_function& f) {
  const bool reversed = f.what == alpha && f.order->sign() == 0;
  return {as(f, reversed ? reverse_kl : kl)};
}

using values = std::span<const interval>;

constexpr std::array law_table{
    law{.id = "identity.generator",
        .statement = "sum q f(p/q) is the divergence that f generates",
        .equality = "always",
        .source = "Csiszar 1963; Ali, Silvey 1966",
        .type = law_type::equality,
        .recipe = "R1",
        .applies = has_name<false>,
        .draw = draw_two,
        .others =
            [](const offered_function& f) { return std::vector<offered_function>{named(f)}; }},
    law{.id = "identity.hellinger_generator",
        .statement = "sum q (sqrt(p/q) - 1)^2 = 2 H^2",
        .equality = "always",
        .source = "Hellinger 1909; Liese, Vajda 2006",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = has_name<true>,
        .draw = draw_two,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return v[0] - ldexp(v[1], 1); },
        .others = others<squared_hellinger>},
    law{.id = "identity.order_one",
        .statement = "of order 1: the Kullback-Leibler divergence; alpha of order 0: the reverse",
        .equality = "always",
        .source = "van Erven, Harremoes 2014, theorem 5; Cichocki, Amari 2010",
        .type = law_type::equality,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              if (!plain(f) || !f.order || !f.order->is_finite()) return false;
              const Q a = exact(*f.order);
              if (f.what == alpha) return a == 0 || a == 1;
              return (f.what == renyi || f.what == tsallis) && a == 1;
            },
        .draw = draw_two,
        .others = kl_of},
    law{.id = "identity.order_infinite",
        .statement = "D_inf = max ln(p/q)",
        .equality = "always",
        .source = "van Erven, Harremoes 2014, theorem 6",
        .type = law_type::equality,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              return is<renyi>(f) && f.order && f.order->is_plus_infinity();
            },
        .draw = draw_two,
        .others = others<max_log_ratio>},
    law{.id = "identity.order_half",
        .statement = "D_(1/2) = 2 (-ln sum sqrt(p q))",
        .equality = "always",
        .source = "van Erven, Harremoes 2014, section I; Bhattacharyya 1943",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = [](const offered_function& f) { return of_renyi_order(f, Q(1, 2)); },
        .draw = draw_two,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return v[0] - ldexp(v[1], 1); },
        .others = others<bhattacharyya_distance>},
    law{.id = "identity.order_two",
        .statement = "D_2 = ln(1 + chi^2)",
        .equality = "always",
        .source = "van Erven, Harremoes 2014, section I",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = [](const offered_function& f) { return of_renyi_order(f, 2); },
        .draw = draw_two,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return expm1(v[0]) - v[1]; },
        .others = others<chi_squared>},
    law{.id = "identity.renyi_of_tsallis",
        .statement = "D_a = ln(1 + (a - 1) T_a)/(a - 1)",
        .equality = "always",
        .source = "van Erven, Harremoes 2014, section I",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              return is_finite_order<renyi>(f) && exact(*f.order) >= 0 && exact(*f.order) != 1;
            },
        .draw = draw_two,
        .sense = law_sense::zero,
        .residual =
            [](const law_instance&, values v, const law_scope& where) {
              const Q b = order_of(where) - 1;
              return expm1(v[0] * b) - v[1] * b;
            },
        .others = others<tsallis>},
    law{.id = "identity.chernoff_of_renyi",
        .statement = "-ln sum p^a q^(1-a) = (1 - a) D_a",
        .equality = "always",
        .source = "van Erven, Harremoes 2014, section I; Chernoff 1952",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              return is_finite_order<chernoff>(f) && exact(*f.order) < 1;
            },
        .draw = draw_two,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope& where) { return v[0] - v[1] * Q(1 - order_of(where)); },
        .others = others<renyi>},
    law{.id = "identity.tsallis_of_alpha",
        .statement = "T_a = a A_a",
        .equality = "always",
        .source = "Cichocki, Amari 2010",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              return is_finite_order<tsallis>(f) && exact(*f.order) > 0;
            },
        .draw = draw_two,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope& where) { return v[0] - v[1] * order_of(where); },
        .others = others<alpha>},
    law{.id = "identity.hellinger_of_affinity",
        .statement = "H^2 = 1 - sum sqrt(p q)",
        .equality = "always",
        .source = "Bhattacharyya 1943; Le Cam 1986",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) {
              return is<squared_hellinger>(f) && f.how != semantics::generalised;
            },
        .draw = draw_two,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return v[0] + v[1] - Q(1); },
        .others = others<bhattacharyya_coefficient>},
    law{.id = "identity.distance_of_affinity",
        .statement = "exp(-d) = sum sqrt(p q)",
        .equality = "always",
        .source = "Bhattacharyya 1943",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = is<bhattacharyya_distance>,
        .draw = draw_two,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return exp(-v[0]) - v[1]; },
        .others = others<bhattacharyya_coefficient>},
    law{.id = "identity.halves_of_jensen_shannon",
        .statement = "K(P||Q) + K(Q||P) = 2 JSD",
        .equality = "always",
        .source = "Lin 1991",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies =
            [](const offered_function& f) { return is<k_divergence>(f) && f.p_in == f.q_in; },
        .draw =
            [](choices& c, const law_scope& where, law_instance& to) {
              draw_three(c, where, to);
              to.terms[1].of = 0;
              to.terms[2].of = 1;
              std::swap(to.input(1).p, to.input(1).q);
            },
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return v[0] + v[1] - ldexp(v[2], 1); },
        .others = others<jensen_shannon>},
};

}  // namespace

std::span<const law> identities_laws() {
  return law_table;
}

}  // namespace kloracle
