// SPDX-License-Identifier: Apache-2.0
//
// Divergences as greatest values over functions of an outcome: any function bounds them. That
// function is g = l ln(p/q) + a, where l is 0 or 1 and the a are dyadic: l = 1 with one a for all
// is the best of most laws, and g need not be a number that a format holds.
#include <algorithm>
#include <array>
#include <cmath>

#include "properties/laws/readings.hpp"

namespace kloracle {
namespace {

using enclosed::sides;
using recipe::reads;
using recipe::unit_pair;

// The a of every outcome, and l.
struct tilt {
  std::vector<interval> a;
  bool ratio = false;
};

using bound_of_tilt = interval (*)(const sides&, const tilt&);

template <bound_of_tilt B>
interval of_tilt(const law_instance& x, std::span<const interval>, const law_scope& where,
                 long bits) {
  const recipe::reading r = *recipe::reading_of(where.f);
  tilt g;
  for (const double a : x.weights) g.a.push_back(enclosed::exactly(a, bits));
  g.ratio = !x.distance.empty();
  return r(B(enclosed::sides_of(where, x.input(0), r.swapped, bits), g));
}

interval nothing(const sides& x) {
  return {0L, x.bits};
}

interval log_ratio(const sides& x, std::size_t i) {
  return enclosed::log_ratio(x.p[i], x.q[i], x.d[i]);
}

// E_P g.
interval mean(const sides& x, const tilt& g) {
  interval sum = nothing(x);
  for (std::size_t i = 0; i < x.size(); ++i)
    sum = sum + x.p[i] * (g.ratio ? g.a[i] + log_ratio(x, i) : g.a[i]);
  return sum;
}

// E_Q e^(g + shift): q e^g is p e^a where g has the ratio.
interval mean_exponential(const sides& x, const tilt& g, long shift) {
  interval sum = nothing(x);
  for (std::size_t i = 0; i < x.size(); ++i)
    sum = sum + (g.ratio ? x.p[i] : x.q[i]) * exp(g.a[i] + Q(shift));
  return sum;
}

interval donsker_varadhan(const sides& x, const tilt& g) {
  return mean(x, g) - log(mean_exponential(x, g, 0));
}

// The same with g + 1 where it has the ratio, whose best constant that is.
interval nguyen_wainwright_jordan(const sides& x, const tilt& g) {
  if (!g.ratio) return mean(x, g) - mean_exponential(x, g, -1);
  return mean(x, g) + Q(1) - mean_exponential(x, g, 0);
}

// ln 2 + (E_P ln s + E_Q ln(1 - s))/2, s = 1/(1 + e^-g).
interval discriminator(const sides& x, const tilt& g) {
  interval sum = nothing(x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const interval odds = g.ratio ? exp(g.a[i]) * x.p[i] / x.q[i] : exp(g.a[i]);
    sum = sum + x.p[i] * log1p(inv(odds)) + x.q[i] * log1p(odds);
  }
  return const_ln2(x.bits) - ldexp(sum, -1);
}

// (E_P h - E_Q h)^2 / Var_Q h for h = l p/q + a.
interval mean_over_variance(const sides& x, const tilt& g) {
  std::vector<interval> h;
  interval of_q = nothing(x);
  interval apart = nothing(x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    h.push_back(g.ratio ? g.a[i] + x.p[i] / x.q[i] : g.a[i]);
    of_q = of_q + x.q[i] * h[i];
    apart = apart + x.d[i] * h[i];
  }
  interval variance = nothing(x);
  for (std::size_t i = 0; i < x.size(); ++i) variance = variance + x.q[i] * sqr(h[i] - of_q);
  return certainly_positive(variance) ? sqr(apart) / variance : nothing(x);
}

// 1 - (E_P e^h + E_Q e^-h)/2 for h = a - (l/2) ln(p/q).
interval exponential_means(const sides& x, const tilt& g) {
  interval sum = nothing(x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const interval up = exp(g.a[i]);
    const interval root = g.ratio ? sqrt(x.p[i] * x.q[i]) : up;
    sum = sum + (g.ratio ? root * up + root / up : x.p[i] * up + x.q[i] / up);
  }
  return interval(1L, x.bits) - ldexp(sum, -1);
}

// |E_P h - E_Q h| for h = a in [0, 1].
interval mean_difference(const sides& x, const tilt& g) {
  interval sum = nothing(x);
  for (std::size_t i = 0; i < x.size(); ++i) sum = sum + x.d[i] * g.a[i];
  return abs(sum);
}

// E_P g - ln E_Q 2^(g/ln 2) for g = a ln 2.
interval free_energy(const sides& x, const tilt& g) {
  interval sum = nothing(x);
  interval tilted = nothing(x);
  const interval ln2 = const_ln2(x.bits);
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum = sum + x.p[i] * g.a[i];
    tilted = tilted + ldexp(x.q[i], mpfr_get_si(g.a[i].lo(), MPFR_RNDN));
  }
  return ln2 * sum - log(tilted);
}

// --- inputs ---

// Multiples of 2^-steps, up to 8 in all.
void draw_shifts(choices& c, std::size_t n, bool one_for_all, law_instance& to) {
  const auto steps = static_cast<int>(c.between(0, 8));
  for (std::size_t i = 0; i < n; ++i) {
    const bool again = one_for_all && i > 0;
    to.weights.push_back(again ? to.weights[0]
                               : std::ldexp(static_cast<double>(c.between(-8, 8)), -steps));
  }
}

void draw_tilted(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const std::size_t kind = c.one_of(3);  // any g, near the best, the best up to a constant
  if (kind == 0 || recipe::on_logits(where.f)) {
    recipe::any_pair(c, where, to.input(0));
  } else {
    give(recipe::simplex_pair(c, where), where, to.input(0));
  }
  if (kind > 0) to.distance = {1};
  draw_shifts(c, to.input(0).p.size(), kind == 2, to);
}

// Where a constant is not for free: the best is a = 0.
void draw_exactly_tilted(choices& c, const law_scope& where, law_instance& to) {
  draw_tilted(c, where, to);
  if (c.one_of(2) == 1) std::fill(to.weights.begin(), to.weights.end(), 0.0);
}

// Weights in [0, 1], {P > Q} among them.
void draw_tests(choices& c, const law_scope& where, law_instance& to) {
  recipe::draw_compared(c, where, to);
  const sample& s = to.input(0);
  const bool best = c.one_of(2) == 1 && where.f.p_in == where.f.q_in;
  for (std::size_t i = 0; i < s.p.size(); ++i) {
    to.weights.push_back(best ? (s.p[i] > s.q[i] ? 1.0 : 0.0)
                              : std::ldexp(static_cast<double>(c.between(0, 256)), -8));
  }
}

// Lengths of a complete prefix code of n words: sum 2^-length = 1, whatever is split.
std::vector<int> code_lengths(choices& c, std::size_t n, int longest) {
  std::vector<int> lengths{0};
  while (lengths.size() < n) {
    std::size_t at = lengths.size() - 1 - c.one_of(lengths.size());  // first the last: long words
    while (lengths[at] == longest) at = (at + 1) % lengths.size();
    ++lengths[at];
    lengths.push_back(lengths[at]);
  }
  return lengths;
}

// P = 2^-l, Q = 2^-m, and g = (m - l + a) ln 2, best where a is one number.
void draw_codes(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const std::size_t n = recipe::length(c, where, {.bits = 15});
  const std::vector<int> l = code_lengths(c, n, 15);
  const std::vector<int> m = code_lengths(c, n, 15);
  unit_pair x{15, {}, {}};
  const bool one_for_all = c.one_of(2) == 1;
  for (std::size_t i = 0; i < n; ++i) {
    x.p.push_back(std::int64_t{1} << (15 - l[i]));
    x.q.push_back(std::int64_t{1} << (15 - m[i]));
    const auto a = one_for_all ? 0 : c.between(-2, 2);
    to.weights.push_back(static_cast<double>(m[i] - l[i] + a));
  }
  orient(where, x);
  give(x, where, to.input(0));
}

bool kl_on_simplex(const offered_function& f) {
  return recipe::on_simplex(f) && reads<quantity::kl>(f);
}

constexpr std::array law_table{
    law{.id = "variational.donsker_varadhan",
        .statement = "D(P||Q) >= E_P g - ln E_Q e^g for every g",
        .equality = "g = ln(p/q) + c",
        .source = "Donsker, Varadhan 1975",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_tilted,
        .bound = of_tilt<donsker_varadhan>},
    law{.id = "variational.nguyen_wainwright_jordan",
        .statement = "D(P||Q) >= E_P g - E_Q e^(g-1) for every g",
        .equality = "g = ln(p/q) + 1",
        .source = "Nguyen, Wainwright, Jordan, IEEE Trans. Inf. Theory 56(11), 2010",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_exactly_tilted,
        .bound = of_tilt<nguyen_wainwright_jordan>},
    law{.id = "variational.gibbs",
        .statement = "ln E_Q e^g >= E_P g - D(P||Q): no P has more than P ~ q e^g",
        .equality = "P ~ q e^g",
        .source = "Gibbs; Donsker, Varadhan 1975; g in powers of two, P and Q prefix codes",
        .type = law_type::bound,
        .recipe = "R6",
        .applies = kl_on_simplex,
        .draw = draw_codes,
        .bound = of_tilt<free_energy>},
    law{.id = "variational.discriminator",
        .statement = "JSD(P,Q) >= ln 2 + (E_P ln s + E_Q ln(1-s))/2 for every s in (0, 1)",
        .equality = "s = p/(p+q)",
        .source = "Goodfellow and others 2014, theorem 1",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::jensen_shannon>,
        .draw = draw_exactly_tilted,
        .bound = of_tilt<discriminator>},
    law{.id = "variational.chi_squared",
        .statement = "chi^2(P||Q) >= (E_P h - E_Q h)^2/Var_Q h for every h",
        .equality = "h = c p/q + b",
        .source = "Hammersley 1950, Chapman, Robbins 1951",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::chi_squared>,
        .draw = draw_tilted,
        .bound = of_tilt<mean_over_variance>},
    law{.id = "variational.hellinger",
        .statement = "H2(P,Q) >= 1 - (E_P e^h + E_Q e^-h)/2 for every h",
        .equality = "h = ln(q/p)/2",
        .source = "x p + q/x >= 2 sqrt(p q)",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::squared_hellinger>,
        .draw = draw_exactly_tilted,
        .bound = of_tilt<exponential_means>},
    law{.id = "variational.total_variation",
        .statement = "TV(P,Q) >= |E_P h - E_Q h| for every h in [0, 1]",
        .equality = "h = 1 where p > q, else 0",
        .source = "the definition, a greatest difference",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::total_variation>,
        .draw = draw_tests,
        .bound = of_tilt<mean_difference>},
};

}  // namespace

std::span<const law> variational_laws() {
  return law_table;
}

}  // namespace kloracle
