// SPDX-License-Identifier: Apache-2.0
//
// Divergences of families against each other: the inequalities of distributions, wherever both
// sides have a closed form, and those of two coins.
#include <array>
#include <cmath>

#include "properties/laws/family_recipes.hpp"
#include "properties/laws/output_box.hpp"

namespace kloracle {
namespace {

using enum quantity;

// A function like f of another quantity, in nats and with no options.
offered_function like(const offered_function& f, quantity what) {
  offered_function g = f;
  g.what = what;
  g.order.reset();
  g.convention.clear();
  g.in = unit::nats;
  return g;
}

template <quantity What>
std::vector<offered_function> other(const offered_function& f) {
  return {like(f, What)};
}

// Of that quantity, and where the other has a formula too.
template <quantity What, quantity Other>
bool has_both(const offered_function& f) {
  return f.what == What && recipe::compares(f) && covers(Other, f.p_of->family, f.q_of->family);
}

void draw_both(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::parameter_pair(c, where, to.input(0));
  to.input(1) = to.input(0);
  to.terms[1].of = 1;
}

interval twice_square(const law_instance&, std::span<const interval> v, const law_scope&, long) {
  return ldexp(sqr(v[1]), 1);
}

// -ln(1 - t^2), or nothing where t may be 1.
interval bretagnolle_huber(const law_instance&, std::span<const interval> v, const law_scope&,
                           long bits) {
  const interval rest = interval(1L, bits) - sqr(v[1]);
  return certainly_positive(rest) ? -log(rest) : interval(0L, bits);
}

interval twice(const law_instance&, std::span<const interval> v, const law_scope&, long) {
  return ldexp(v[1], 1);
}

interval log_of_one_plus(const law_instance&, std::span<const interval> v, const law_scope&, long) {
  return log1p(clamp_nonnegative(v[1]));
}

interval the_other(const law_instance&, std::span<const interval> v, const law_scope&, long) {
  return v[1];
}

// --- orders of Renyi's divergence ---

bool is_renyi_below_one(const offered_function& f) {
  return f.what == renyi && f.order && f.order->is_finite() && f.order->sign() > 0 &&
         exact(*f.order) < 1 && recipe::compares(f) && covers(kl, f.p_of->family, f.q_of->family);
}

bool is_renyi_above_one(const offered_function& f) {
  return f.what == renyi && f.order && f.order->is_finite() && exact(*f.order) > 1 &&
         recipe::compares(f) && covers(kl, f.p_of->family, f.q_of->family);
}

// --- two coins ---

bool is_coin(const offered_function& f) {
  const auto of_prob = [](const std::optional<family_side>& s) {
    return s && s->family == "bernoulli" && s->parameters[0].name == "prob";
  };
  return f.what == kl && of_prob(f.p_of) && of_prob(f.q_of);
}

void draw_coins(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  recipe::parameter_pair(c, where, to.input(0));
}

struct coins {
  interval p;
  interval q;
  interval one;
  interval square;  // of p - q
};

coins coins_of(const law_instance& x, long bits) {
  const interval p = output_point(x.input(0).p[0], bits);
  const interval q = output_point(x.input(0).q[0], bits);
  return {p, q, interval(1L, bits), sqr(p - q)};
}

interval twice_square_of_coins(const law_instance& x, std::span<const interval>, const law_scope&,
                               long bits) {
  return ldexp(coins_of(x, bits).square, 1);
}

interval chi_squared_of_coins(const law_instance& x, std::span<const interval>, const law_scope&,
                              long bits) {
  const coins c = coins_of(x, bits);
  return c.square / (c.q * (c.one - c.q));
}

interval over_the_larger(const law_instance& x, std::span<const interval>, const law_scope&,
                         long bits) {
  const coins c = coins_of(x, bits);
  return ldexp(c.square / max(c.p, c.q), -1);
}

// ln((1 - q)/q)/(1 - 2q) (p - q)^2, whose factor is 2 at q = 1/2.
interval kearns_saul(const law_instance& x, std::span<const interval>, const law_scope&,
                     long bits) {
  const coins c = coins_of(x, bits);
  if (x.input(0).q[0] == 0.5) return ldexp(c.square, 1);
  const interval factor = (log1p(-c.q) - log(c.q)) / (c.one - ldexp(c.q, 1));
  return factor * c.square;
}

template <quantity What, quantity Other>
constexpr law compared(std::string_view id, std::string_view statement, std::string_view source,
                       law_sense sense,
                       interval (*bound)(const law_instance&, std::span<const interval>,
                                         const law_scope&, long)) {
  return {.id = id,
          .statement = statement,
          .equality = "P = Q",
          .source = source,
          .type = law_type::bound,
          .recipe = "R8",
          .applies = has_both<What, Other>,
          .draw = draw_both,
          .sense = sense,
          .bound = bound,
          .others = other<Other>};
}

constexpr law of_coins(std::string_view id, std::string_view statement, std::string_view source,
                       law_sense sense,
                       interval (*bound)(const law_instance&, std::span<const interval>,
                                         const law_scope&, long)) {
  return {.id = id,
          .statement = statement,
          .equality = "p = q",
          .source = source,
          .type = law_type::bound,
          .recipe = "R8",
          .applies = is_coin,
          .draw = draw_coins,
          .sense = sense,
          .bound = bound};
}

constexpr law of_order(std::string_view id, std::string_view statement, law_sense sense,
                       bool (*applies)(const offered_function&)) {
  return {.id = id,
          .statement = statement,
          .equality = "P = Q",
          .source = "van Erven, Harremoes 2014, Theorem 3",
          .type = law_type::bound,
          .recipe = "R8",
          .applies = applies,
          .draw = draw_both,
          .sense = sense,
          .bound = the_other,
          .others = other<kl>};
}

constexpr auto least = law_sense::at_least;
constexpr auto most = law_sense::at_most;

constexpr std::array law_table{
    compared<kl, total_variation>("family.pinsker", "D >= 2 TV^2",
                                  "Pinsker's inequality; Csiszar 1967", least, twice_square),
    compared<kl, total_variation>("family.bretagnolle_huber", "D >= -ln(1 - TV^2)",
                                  "Bretagnolle, Huber 1979", least, bretagnolle_huber),
    compared<kl, bhattacharyya_distance>("family.bhattacharyya", "D >= -2 ln BC",
                                         "van Erven, Harremoes 2014, Theorem 3", least, twice),
    compared<kl, chi_squared>("family.chi_squared", "D <= ln(1 + chi^2)",
                              "van Erven, Harremoes 2014, Theorem 3", most, log_of_one_plus),
    compared<total_variation, squared_hellinger>("family.le_cam", "TV >= H^2", "Le Cam 1973", least,
                                                 the_other),
    of_order("family.renyi_below_one", "D_a <= D for a < 1", most, is_renyi_below_one),
    of_order("family.renyi_above_one", "D_a >= D for a > 1", least, is_renyi_above_one),
    of_coins("coin.hoeffding", "D >= 2 (p - q)^2", "Hoeffding 1963", least, twice_square_of_coins),
    of_coins("coin.chi_squared", "D <= (p - q)^2/(q (1 - q))", "van Erven, Harremoes 2014", most,
             chi_squared_of_coins),
    of_coins("coin.larger", "D >= (p - q)^2/(2 max(p, q))",
             "Taylor's formula: D'' in p is 1/(p (1 - p)) >= 1/max(p, q)", least, over_the_larger),
    of_coins("coin.kearns_saul", "D >= ln((1 - q)/q)/(1 - 2q) (p - q)^2",
             "Kearns, Saul 1998; Ordentlich, Weinberger 2005", least, kearns_saul),
};

}  // namespace

std::span<const law> family_bounds_laws() {
  return law_table;
}

}  // namespace kloracle
