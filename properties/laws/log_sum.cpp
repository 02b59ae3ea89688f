// SPDX-License-Identifier: Apache-2.0
//
// Weights of any sum: the log-sum inequality, and its like for each sum q f(p/q).
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
  return !of_families(f) && f.shape.empty() && f.p_in != space::counts && f.q_in != space::counts &&
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
  const std::size_t n = recipe::length(c, where, {});
  for (std::size_t i = 0; i < n; ++i) s.p.push_back(draw_in(c, where.f.p_in, where));
  const std::size_t how = where.f.p_in == where.f.q_in ? c.one_of(3) : 2;
  const double factor = std::ldexp(1.0, static_cast<int>(c.between(0, 2)));
  for (const double p : s.p) {
    const double multiple = where.f.p_in == space::probs ? p * factor : p;
    const bool another = how == 2 || (how == 1 && c.one_of(3) == 0);
    s.q.push_back(another ? draw_in(c, where.f.q_in, where) : multiple);
  }
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
};

}  // namespace

std::span<const law> log_sum_laws() {
  return law_table;
}

}  // namespace kloracle
