// SPDX-License-Identifier: Apache-2.0
//
// Divergence, entropy and cross entropy: how one is made of the others.
#include <array>
#include <cmath>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"
#include "properties/laws/sums.hpp"

namespace kloracle {
namespace {

using enum quantity;
using values = std::span<const interval>;

// The same function of another quantity.
offered_function as(const offered_function& f, quantity what) {
  offered_function g = f;
  g.what = what;
  g.with_q = false;
  return g;
}
bool plain(const offered_function& f) {
  return recipe::on_simplex(f) || recipe::on_logits(f);
}
template <quantity What>
bool is(const offered_function& f) {
  return f.what == What && plain(f);
}
bool is_cross_perplexity(const offered_function& f) {
  return is<perplexity>(f) && takes_q(f);
}

// Input 0, for the function and for `more` others; those of one distribution take P.
void repeat_first(law_instance& to, std::initializer_list<bool> takes_q) {
  for (const bool with_q : takes_q) {
    to.terms.push_back({to.terms.size(), to.input(0)});
    if (!with_q) to.terms.back().input.q.clear();
  }
}

void draw_pair(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  recipe::any_pair(c, where, to.input(0));
}
void draw_with_entropy_and_kl(choices& c, const law_scope& where, law_instance& to) {
  draw_pair(c, where, to);
  repeat_first(to, {false, true});
}
void draw_with_entropy(choices& c, const law_scope& where, law_instance& to) {
  draw_pair(c, where, to);
  repeat_first(to, {false});
}

// --- against the uniform distribution ---

// P and the uniform distribution, on a power of two of outcomes.
void draw_uniform(choices& c, const law_scope& where, sample& to, std::int64_t least) {
  const auto most = static_cast<std::int64_t>(std::log2(static_cast<double>(where.max_n)));
  const auto j = static_cast<int>(c.between(1, std::min<std::int64_t>(most, 6)));
  const std::size_t n = std::size_t{1} << j;
  const int k = recipe::grid_bits(c, where, {}, n);
  recipe::give(recipe::simplex(c, n, k, least), recipe::units(n, std::int64_t{1} << (k - j)), k,
               where.f, to);
}

bool divergence_of_order(const offered_function& f) {
  if (!recipe::on_simplex(f)) return false;
  if (f.what == renyi) return kind::order(f) && kind::order(f)->at_least(0);
  return f.what == kl || f.what == max_log_ratio;
}

std::vector<offered_function> entropy_of_order(const offered_function& f) {
  offered_function g = as(f, f.what == kl ? entropy : renyi_entropy);
  if (f.what == max_log_ratio) g.order = number::infinity();
  if (f.how == semantics::generalised) g.how = semantics::normalised;  // one problem, of sum 1
  return {g};
}

void draw_against_uniform(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  draw_uniform(c, where, to.input(0), c.between(0, 1));
  repeat_first(to, {false});
}

interval from_uniform(const law_instance& x, values v, const law_scope&) {
  const interval n(static_cast<long>(x.input(0).p.size()), v[0].bits());
  return v[0] + v[1] - log(n);
}

// Two distributions in a code made for the uniform one.
void draw_uniform_code(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  draw_uniform(c, where, to.input(0), 0);
  const std::size_t n = to.input(0).p.size();
  const int k = recipe::grid_bits(c, where, {}, n);
  recipe::give(recipe::simplex(c, n, k, 0), k, where.f.p_in, to.input(1).p);
  to.input(1).q = to.input(0).q;
}

// --- mixtures in one code ---

// The mixture of P and R, P, R, each against Q.
void draw_mixture(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  const recipe::unit_weight at = recipe::weight(c, where);
  const recipe::pair_limits limits{.bits = where.in.precision - at.w};
  const recipe::unit_pair x = recipe::simplex_pair(c, where, limits);
  const recipe::units r = recipe::another(c, x.p, x.k, 0);
  recipe::give(recipe::mixture(x.p, r, at), recipe::finer(x.q, at.w), x.k + at.w, where.f,
               to.input(0));
  recipe::give(x.p, x.q, x.k, where.f, to.input(1));
  recipe::give(r, x.q, x.k, where.f, to.input(2));
  to.weights = {recipe::value(at)};
}

interval linear_in_p(const law_instance& x, values v, const law_scope&) {
  const Q l = recipe::exactly(x.weights[0]);
  return v[0] - v[1] * l - v[2] * Q(1 - l);
}

// --- the Bregman divergence of negative entropy ---

bool is_bregman(const offered_function& f) {
  return f.what == kl && f.how == semantics::generalised && recipe::on_simplex(f);
}
std::vector<offered_function> of_weights(const offered_function& f) {
  std::vector<offered_function> g{as(f, cross_entropy), as(f, entropy)};
  for (offered_function& x : g) x.how = semantics::measure;
  return g;
}

// Positive weights of any sum: integers below 2^k, in units of 2^-k.
recipe::units weights(choices& c, std::size_t n, int k) {
  recipe::units x(n);
  for (std::int64_t& u : x) u = c.spread(1, (std::int64_t{1} << k) - 1);
  return x;
}

void draw_weights(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const std::size_t n = recipe::length(c, where, {.least_n = 1});
  const int k = static_cast<int>(c.between(1, where.in.precision));
  const recipe::units p = weights(c, n, k);
  const recipe::units q = c.one_of(4) == 0 ? p : weights(c, n, k);
  recipe::give(p, q, k, where.f, to.input(0));
  repeat_first(to, {true, false});
}

interval total(const std::vector<double>& x, long bits) {
  interval sum(0L, bits);
  for (const double v : x) sum = sum + recipe::exactly(v, bits);
  return sum;
}

interval bregman(const law_instance& x, values v, const law_scope&) {
  const interval p = total(x.input(0).p, v[0].bits());
  const interval q = total(x.input(0).q, v[0].bits());
  return v[0] - (v[1] - v[2]) + p - q;
}

// P, Q and R: D(P||R), D(P||Q), D(Q||R).
void draw_three_points(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  const recipe::unit_pair x = recipe::simplex_pair(c, where);
  const recipe::units r = recipe::another(c, x.q, x.k, 1);
  recipe::give(x.p, r, x.k, where.f, to.input(0));
  recipe::give(x.p, x.q, x.k, where.f, to.input(1));
  recipe::give(x.q, r, x.k, where.f, to.input(2));
}

// D(P||R) - D(P||Q) - D(Q||R) - sum (p - q)(ln q - ln r).
interval three_points(const law_instance& x, values v, const law_scope& where) {
  const long bits = v[0].bits();
  const std::vector<interval> p = sums::p_of(where, x.input(0), bits);
  const std::vector<interval> q = sums::p_of(where, x.input(2), bits);
  const std::vector<interval> r = sums::q_of(where, x.input(0), bits);
  interval rest = v[0] - v[1] - v[2];
  for (std::size_t i = 0; i < p.size(); ++i) rest = rest - (p[i] - q[i]) * log(q[i] / r[i]);
  return rest;
}

constexpr std::array law_table{
    law{.id = "decomposition.cross_entropy",
        .statement = "H(P, Q) = H(P) + D(P||Q)",
        .equality = "always",
        .source = "Cover, Thomas, 5.4.3; Kerridge 1961",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = is<cross_entropy>,
        .draw = draw_with_entropy_and_kl,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return v[0] - v[1] - v[2]; },
        .others =
            [](const offered_function& f) {
              return std::vector<offered_function>{as(f, entropy), as(f, kl)};
            }},
    law{.id = "decomposition.code_for_another",
        .statement = "H(P, Q) >= H(P)",
        .equality = "P = Q",
        .source = "Gibbs' inequality; Cover, Thomas, 2.6.3",
        .type = law_type::order,
        .recipe = "R1",
        .applies = is<cross_entropy>,
        .draw = draw_with_entropy,
        .others =
            [](const offered_function& f) {
              return std::vector<offered_function>{as(f, entropy)};
            }},
    law{.id = "decomposition.perplexity_of_code",
        .statement = "the perplexity of Q under P is exp(H(P, Q))",
        .equality = "always",
        .source = "Jelinek and others 1977",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = is_cross_perplexity,
        .draw =
            [](choices& c, const law_scope& where, law_instance& to) {
              draw_pair(c, where, to);
              repeat_first(to, {true});
            },
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return v[0] - exp(v[1]); },
        .others =
            [](const offered_function& f) {
              return std::vector<offered_function>{as(f, cross_entropy)};
            }},
    law{.id = "decomposition.perplexity_ratio",
        .statement = "PPL(P, Q)/PPL(P) = exp(D(P||Q))",
        .equality = "always",
        .source = "H(P, Q) = H(P) + D(P||Q)",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = is_cross_perplexity,
        .draw = draw_with_entropy_and_kl,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return v[0] - v[1] * exp(v[2]); },
        .others =
            [](const offered_function& f) {
              return std::vector<offered_function>{as(f, perplexity), as(f, kl)};
            }},
    law{.id = "decomposition.uniform",
        .statement = "D_a(P||U) = ln n - H_a(P), U uniform on n outcomes",
        .equality = "always",
        .source = "Cover, Thomas, 2.6.4; van Erven, Harremoes 2014, equation 2",
        .type = law_type::arithmetic,
        .recipe = "R9",
        .applies = divergence_of_order,
        .draw = draw_against_uniform,
        .sense = law_sense::zero,
        .residual = from_uniform,
        .others = entropy_of_order},
    law{.id = "decomposition.uniform_code",
        .statement = "H(P, U) = H(R, U), U uniform",
        .equality = "always",
        .source = "both are ln n",
        .type = law_type::equality,
        .recipe = "R9",
        .applies =
            [](const offered_function& f) {
              const bool cross = f.what == cross_entropy || (f.what == perplexity && takes_q(f));
              return cross && recipe::on_simplex(f);
            },
        .draw = draw_uniform_code},
    law{.id = "decomposition.linear_in_p",
        .statement = "H(l P + (1 - l) R, Q) = l H(P, Q) + (1 - l) H(R, Q)",
        .equality = "always",
        .source = "the definition, a mean under P",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies =
            [](const offered_function& f) {
              return f.what == cross_entropy && recipe::on_simplex(f);
            },
        .draw = draw_mixture,
        .sense = law_sense::zero,
        .residual = linear_in_p},
    law{.id = "decomposition.bregman",
        .statement = "sum p ln(p/q) - p + q = -sum p ln q + sum p ln p - sum p + sum q",
        .equality = "always",
        .source = "Bregman 1967, of sum x ln x; Banerjee and others 2005",
        .type = law_type::arithmetic,
        .recipe = "any",
        .applies = is_bregman,
        .draw = draw_weights,
        .sense = law_sense::zero,
        .residual = bregman,
        .others = of_weights},
    law{.id = "decomposition.three_points",
        .statement = "D(P||R) = D(P||Q) + D(Q||R) + sum (p - q) ln(q/r)",
        .equality = "always",
        .source = "Chen, Teboulle 1993, lemma 3.1",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = [](const offered_function& f) { return f.what == kl && recipe::on_simplex(f); },
        .draw = draw_three_points,
        .sense = law_sense::zero,
        .residual = three_points},
};

}  // namespace

std::span<const law> decompositions_laws() {
  return law_table;
}

}  // namespace kloracle
