// SPDX-License-Identifier: Apache-2.0
//
// Weights of any sum: the log-sum inequality, scaling, and where the semantics agree.
#include <algorithm>
#include <array>
#include <cmath>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"

namespace kloracle {
namespace {

using enum quantity;
using recipe::exactly;

constexpr std::array with_a_bound{kl,
                                  reverse_kl,
                                  jeffreys,
                                  jensen_shannon,
                                  total_variation,
                                  squared_hellinger,
                                  chi_squared,
                                  neyman_chi_squared,
                                  triangular_discrimination,
                                  k_divergence};

// Sums over the numbers as they are: of vectors, with any total.
bool as_they_are(const offered_function& f) {
  return !of_families(f) && f.shape.empty() &&
         (f.how == semantics::measure || f.how == semantics::generalised ||
          f.how == semantics::log_prob || f.how == semantics::prob_vs_logprob);
}

bool falls_to_its_total(const offered_function& f) {
  return as_they_are(f) && std::find(with_a_bound.begin(), with_a_bound.end(),
                                     kind::divergence(f)) != with_a_bound.end();
}
bool rises_to_its_total(const offered_function& f) {
  return as_they_are(f) && f.what == bhattacharyya_coefficient;
}

// --- the divergence of the totals ---

interval total(space in, const std::vector<double>& x, long bits) {
  interval sum(0L, bits);
  for (const double v : x) {
    if (in == space::probs) {
      sum = sum + exactly(v, bits);
    } else if (!std::isinf(v)) {
      sum = sum + exp(exactly(v, bits));
    }
  }
  return sum;
}

// x ln(x/y) of positive numbers.
interval weighed_log(const interval& x, const interval& y) {
  return x * log(x / y);
}

// The divergence of one outcome's weights a and b, as it is.
interval of_one_outcome(const offered_function& f, const interval& a, const interval& b) {
  const Q w = f.weight ? exact(*f.weight) : Q(1, 2);
  switch (kind::divergence(f)) {
    case kl:
      return weighed_log(a, b);
    case reverse_kl:
      return weighed_log(b, a);
    case jeffreys:
      return (a - b) * log(a / b);
    case jensen_shannon: {
      const interval m = a * w + b * Q(1 - w);
      return weighed_log(a, m) * w + weighed_log(b, m) * Q(1 - w);
    }
    case total_variation:
      return ldexp(abs(a - b), -1);
    case squared_hellinger: {
      const interval sum = a + b - ldexp(sqrt(a * b), 1);
      return f.what == f_divergence ? sum : ldexp(sum, -1);
    }
    case chi_squared:
      return sqr(a - b) / b;
    case neyman_chi_squared:
      return sqr(a - b) / a;
    case triangular_discrimination:
      return sqr(a - b) / (a + b);
    default:  // k_divergence
      return weighed_log(a, ldexp(a + b, -1));
  }
}

// f'(1): generalised semantics takes off f'(1) (a - b).
Q slope(const offered_function& f) {
  switch (kind::divergence(f)) {
    case kl:
      return 1;
    case reverse_kl:
      return -1;
    case k_divergence:
      return Q(1, 2);
    default:
      return 0;
  }
}

interval of_totals(const law_instance& x, std::span<const interval>, const law_scope& where,
                   long bits) {
  const interval a = total(where.f.p_in, x.input(0).p, bits);
  const interval b = total(where.f.q_in, x.input(0).q, bits);
  const interval d = of_one_outcome(where.f, a, b);
  return where.f.how == semantics::generalised ? d - (a - b) * slope(where.f) : d;
}

interval mean_of_totals(const law_instance& x, std::span<const interval>, const law_scope& where,
                        long bits) {
  return sqrt(total(where.f.p_in, x.input(0).p, bits) * total(where.f.q_in, x.input(0).q, bits));
}

// --- weights ---

// Exponents that leave room for squares and sums.
int most_exponent(const law_scope& where) {
  return std::min(100, where.in.emax / 4);
}

// A positive number with all of the format's bits or few.
double draw_weight(choices& c, const law_scope& where) {
  const int bits = c.one_of(2) == 0 ? 3 : where.in.precision;
  const std::int64_t digits = c.between(1, (std::int64_t{1} << bits) - 1);
  const int room = most_exponent(where);
  const int exponent = static_cast<int>(c.between(-room, room)) - where.in.precision / 2;
  return std::ldexp(static_cast<double>(digits), exponent);
}

// The logarithm of a weight between e^-16 and 1.
double draw_log_weight(choices& c, const law_scope& where) {
  const int bits = std::min(20, where.in.precision);
  return -std::ldexp(static_cast<double>(c.between(0, std::int64_t{1} << bits)), 4 - bits);
}

double draw_in(choices& c, space in, const law_scope& where) {
  return in == space::probs ? draw_weight(c, where) : draw_log_weight(c, where);
}

// Q a multiple of P, near it, or unrelated.
void draw_weights(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  sample& s = to.input(0);
  const auto n = c.between(2, static_cast<std::int64_t>(where.max_n));
  for (std::int64_t i = 0; i < n; ++i) s.p.push_back(draw_in(c, where.f.p_in, where));
  const std::size_t how = where.f.p_in == where.f.q_in ? c.one_of(3) : 2;
  const double factor = std::ldexp(1.0, static_cast<int>(c.between(0, 2)));
  for (const double p : s.p) {
    const double multiple = where.f.p_in == space::probs ? p * factor : p;
    const bool another = how == 2 || (how == 1 && c.one_of(3) == 0);
    s.q.push_back(another ? draw_in(c, where.f.q_in, where) : multiple);
  }
}

// --- scaling ---

// D(sP||sQ) = s^(twice_degree/2) D(P||Q); nullopt of what has no degree.
std::optional<int> twice_degree(const offered_function& f) {
  if (f.what == squared_mmd) return 4;
  if (f.what == hellinger || f.what == jensen_shannon_distance) return 1;
  if (f.what == max_log_ratio) return 0;
  const auto order = kind::order(f);
  if (kind::f_convexity(f) == 0 || (order && order->infinite)) return std::nullopt;
  return 2;
}

bool has_a_degree(const offered_function& f) {
  return kind::on_simplex(f) && as_they_are(f) && twice_degree(f);
}

bool a_kl_of_weights(const offered_function& f) {
  return recipe::on_simplex(f) && as_they_are(f) &&
         (kind::divergence(f) == kl || kind::divergence(f) == reverse_kl);
}

bool normalises(const offered_function& f) {
  return kind::on_simplex(f) && (f.how == semantics::normalised || f.how == semantics::counts);
}

// How far a simplex may be scaled up and down by a power of two.
std::int64_t most_scaling(const law_scope& where) {
  return std::min(40, where.in.emax / 4);
}

void scale(std::vector<double>& x, std::int64_t exponent) {
  for (double& v : x) v = std::ldexp(v, static_cast<int>(exponent));
}

void draw_scaled(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::give(recipe::pair_of(c, where, {.least = recipe::finite_least(c, where.f)}), where,
               to.input(0));
  to.input(1) = to.input(0);
  const std::int64_t most = most_scaling(where);
  const std::int64_t quarter = c.between(-most / 2, most / 2);  // even exponents have roots
  scale(to.input(1).p, 2 * quarter);
  scale(to.input(1).q, 2 * quarter);
  to.weights.push_back(std::ldexp(1.0, static_cast<int>(quarter) * *twice_degree(where.f)));
}

void draw_scaled_apart(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::give(recipe::simplex_pair(c, where), where, to.input(0));
  to.input(1) = to.input(0);
  const std::int64_t most = most_scaling(where);
  for (std::vector<double>* side : {&to.input(1).p, &to.input(1).q}) {
    const std::int64_t exponent = c.between(-most, most);
    scale(*side, exponent);
    to.weights.push_back(std::ldexp(1.0, static_cast<int>(exponent)));
  }
}

void draw_rescaled(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::give(recipe::pair_of(c, where, {}), where, to.input(0));
  to.input(1) = to.input(0);
  const std::int64_t most = most_scaling(where);
  const std::int64_t least = where.f.how == semantics::counts ? 0 : -most;
  scale(to.input(1).p, c.between(least, most));
  scale(to.input(1).q, c.between(least, most));
}

interval by_degree(const law_instance& x, std::span<const interval> v, const law_scope&) {
  return v[1] - v[0] * exactly(x.weights[0]);
}

// D(aP||bQ) less a (D(P||Q) + ln(a/b)), and less b - a if generalised; exchanged for reverse KL.
interval by_scales(const law_instance& x, std::span<const interval> v, const law_scope& where) {
  const bool exchanged = kind::divergence(where.f) == reverse_kl;
  const Q a = exactly(x.weights[exchanged ? 1 : 0]);
  const Q b = exactly(x.weights[exchanged ? 0 : 1]);
  const interval ratio(Q(a / b), v[0].bits());
  const interval rest = v[1] - (v[0] + log(ratio)) * a;
  return where.f.how == semantics::generalised ? rest - Q(b - a) : rest;
}

// --- one problem under several semantics ---

std::vector<offered_function> read_as(const offered_function& f, semantics how) {
  offered_function g = f;
  g.name = std::string(entry(f.what).name) + " of " + std::string(entry(how).name) + " weights";
  g.how = how;
  g.p_in = entry(how).p;
  g.q_in = entry(how).q;
  return {g};
}
std::vector<offered_function> as_measure(const offered_function& f) {
  return read_as(f, semantics::measure);
}
std::vector<offered_function> as_normalised(const offered_function& f) {
  return read_as(f, semantics::normalised);
}

template <semantics How>
bool posed_as(const offered_function& f) {
  return f.how == How && kind::on_simplex(f);
}

// The second term has the same numbers.
void draw_twice(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::give(recipe::pair_of(c, where, {}), where, to.input(0));
  to.input(1) = to.input(0);
  to.terms[1].of = 1;
}

constexpr std::array law_table{
    law{.id = "measures.log_sum",
        .statement = "sum a ln(a/b) >= A ln(A/B), A and B the sums; so for every sum q f(p/q)",
        .equality = "a/b constant",
        .source = "Cover, Thomas, Elements of Information Theory, 2.7.1",
        .type = law_type::bound,
        .recipe = "any",
        .applies = falls_to_its_total,
        .draw = draw_weights,
        .bound = of_totals},
    law{.id = "measures.affinity",
        .statement = "sum sqrt(a b) <= sqrt(A B), A and B the sums",
        .equality = "a/b constant",
        .source = "Cauchy 1821",
        .type = law_type::bound,
        .recipe = "any",
        .applies = rises_to_its_total,
        .draw = draw_weights,
        .sense = law_sense::at_most,
        .bound = mean_of_totals},
    law{.id = "measures.homogeneous",
        .statement =
            "D(sP||sQ) = s^d D(P||Q): d = 1 of sums q f(p/q), 1/2 of their roots, 2 of MMD^2",
        .equality = "always",
        .source = "the definition",
        .type = law_type::arithmetic,
        .recipe = "R5",
        .applies = has_a_degree,
        .draw = draw_scaled,
        .sense = law_sense::zero,
        .residual = by_degree},
    law{.id = "measures.two_scales",
        .statement = "D(aP||bQ) = a (D(P||Q) + ln(a/b)), less a - b if generalised",
        .equality = "always",
        .source = "the definition",
        .type = law_type::arithmetic,
        .recipe = "R5",
        .applies = a_kl_of_weights,
        .draw = draw_scaled_apart,
        .sense = law_sense::zero,
        .residual = by_scales},
    law{.id = "measures.normalised",
        .statement = "scaling P, or Q, changes nothing where they are normalised",
        .equality = "always",
        .source = "the definition",
        .type = law_type::equality,
        .recipe = "R5",
        .applies = normalises,
        .draw = draw_rescaled},
    law{.id = "measures.generalised",
        .statement = "f(t) - f'(1) (t - 1) makes the divergence of f, of P and Q with sum 1",
        .equality = "always",
        .source = "sum p - q = 0; Liese, Vajda 2006",
        .type = law_type::equality,
        .recipe = "R1",
        .applies = posed_as<semantics::generalised>,
        .draw = draw_twice,
        .others = as_measure},
    law{.id = "measures.as_they_are",
        .statement = "of P and Q with sum 1 the formula as it is and that of p/sum p agree",
        .equality = "always",
        .source = "the definition",
        .type = law_type::equality,
        .recipe = "R1",
        .applies = posed_as<semantics::measure>,
        .draw = draw_twice,
        .others = as_normalised},
    law{.id = "measures.counts",
        .statement = "counts are weights to be normalised",
        .equality = "always",
        .source = "the definition",
        .type = law_type::equality,
        .recipe = "R7",
        .applies = posed_as<semantics::counts>,
        .draw = draw_twice,
        .others = as_normalised},
};

}  // namespace

std::span<const law> measures_laws() {
  return law_table;
}

}  // namespace kloracle
