// SPDX-License-Identifier: Apache-2.0
//
// The three laws have p(k+1)/p(k) = c (d + s k)/(k+1) =: R(k) (Panjer 1981, "Recursive evaluation
// of a family of compound distributions"; Katz): Poisson c = rate, d = 1, s = 0; binomial c =
// prob/(1 - prob), d = n, s = -1; negative binomial c = 1 - prob, d = r, s = 1. What is averaged is
// a sequence g with g(0) = 0 and known steps g(k+1) - g(k):
//
//   log_factorial   ln(k+1)              0 <= g(k) <= k^2,         0 <= step <= k + 1
//   log_rising      ln((a+k)/(1+k))      |g(k)| <= k |ln a|,       |step| <= |ln a|
//   log_binomial    ln((m-k)/(k+1))      0 <= g(k) <= k ln m,      |step| <= ln m, k < m
//   harmonic        1/(a+k)              0 <= g(k) <= k/a
//
// as (a+k)/(1+k) lies between a and 1; C(m,k) <= m^k; ln(k+1) <= k. Harmonic is psi(k+a) - psi(a),
// the derivative of log_rising by a.
//
// The sum runs over weights w(k) proportional to p(k), from w(L) = 1 on; the average is sum w v/sum
// w with v = g, or its step, or a product of two. In each case |v(k)| <= C (k+1)^m.
//
// Above     of the k >= K that are left, R(k) <= S := R(K), or max(R(K), c) for s = 1 (R is
//           monotone in k, with limit c there, and decreases for s <= 0); ((k+2)/(k+1))^m <=
//           ((K+2)/(K+1))^m =: t. So if S t < 1 their w add up to at most w(K)/(1 - S), and their w
//           |v| to at most C (K+1)^m w(K)/(1 - S t).
// Below     L > 0 only where R decreases: s <= 0, or d >= 1. If R(L-1) > 1 then w(k) <=
//           R(L-1)^(k-L) for k < L, which adds up to at most 1/(R(L-1) - 1); |v(k)| <= C L^m.
#include "oracle/families/counting_sum.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "oracle/special.hpp"

namespace kloracle {

interval sequence::step(long k) const {
  const mpfr_prec_t bits = at.bits();
  switch (kind) {
    case progression::log_factorial:
      return log(interval(k + 1, bits));
    case progression::log_rising:
      return k == 0 ? log(at) : log1p((at - interval(1L, bits)) / interval(k + 1, bits));
    case progression::log_binomial:
      return log((at - interval(k, bits)) / interval(k + 1, bits));
    case progression::harmonic:
      break;
  }
  return inv(at + interval(k, bits));
}

interval sequence::value(const interval& k) const {
  switch (kind) {
    case progression::log_factorial:
      return lgamma(k + Q(1));
    case progression::log_rising:
      return lgamma(at + k) - lgamma(at) - lgamma(k + Q(1));
    case progression::log_binomial:
      return lgamma(at + Q(1)) - lgamma(at - k + Q(1)) - lgamma(k + Q(1));
    case progression::harmonic:
      break;
  }
  return digamma(at + k) - digamma(at);
}

growth sequence::of_values() const {
  if (kind == progression::log_factorial) return {interval(1L, at.bits()), 2};
  return {kind == progression::harmonic ? inv(at) : abs(log(at)), 1};
}

growth sequence::of_steps() const {
  if (kind == progression::log_factorial) return {interval(1L, at.bits()), 1};
  return {kind == progression::harmonic ? inv(at) : abs(log(at)), 0};
}

namespace {

interval around_zero(const interval& radius) {
  return hull(-radius, radius);
}

double roughly(const interval& x) {
  return (mpfr_get_d(x.lo(), MPFR_RNDN) + mpfr_get_d(x.hi(), MPFR_RNDN)) / 2;
}

// Where a sum may start, and about how many terms it takes; no proof rests on these.
struct stretch {
  double start;
  double terms;
};

stretch stretch_of(const counting_law& law, mpfr_prec_t bits) {
  const double nats = 0.7 * (static_cast<double>(bits) + 24);
  const double mean = roughly(law.mean);
  const double reach = std::sqrt(2 * nats * roughly(law.variance));
  const double start = law.decreasing() ? std::floor(mean - reach) - 8 : 0;
  double end = mean + 1.25 * reach + nats;
  if (law.sign > 0) end = mean + reach + nats / std::max(-std::log(roughly(law.scale)), 1e-300);
  if (law.last) end = std::min(end, law.last->convert_to<double>());
  const double from = start >= 32 ? start : 0;
  return {from, end - from};
}

double most_terms(mpfr_prec_t bits) {
  return std::min(0x1.8p16, 0x1p24 / static_cast<double>(bits));
}

interval power_of(const interval& x, long exponent) {
  interval product(1L, x.bits());
  for (long i = 0; i < exponent; ++i) product = product * x;
  return product;
}

// What the outcomes left out add to sum w and to sum w |v|.
struct remainder {
  interval weights;
  interval values;
};

std::optional<remainder> above(const counting_law& law, const interval& weight, long k,
                               const growth& bound) {
  const mpfr_prec_t bits = weight.bits();
  interval largest = law.ratio(k);
  if (law.sign > 0) largest = max(largest, law.scale);
  const interval growing = power_of(interval(Q(k + 2) / Q(k + 1), bits), bound.power);
  const interval room = interval(1L, bits) - largest * growing;
  if (!certainly_positive(room)) return std::nullopt;
  return remainder{weight / (interval(1L, bits) - largest),
                   bound.factor * power_of(interval(k + 1, bits), bound.power) * weight / room};
}

std::optional<remainder> below(const counting_law& law, long start, const growth& bound) {
  const mpfr_prec_t bits = law.size.bits();
  const interval excess = law.ratio(start - 1) - Q(1);
  if (!certainly_positive(excess)) return std::nullopt;
  const interval weights = inv(excess);
  return remainder{weights, bound.factor * power_of(interval(start, bits), bound.power) * weights};
}

bool negligible(const interval& part, const interval& whole) {
  const interval size = abs(ldexp(whole, -static_cast<long>(whole.bits())));
  return mpfr_cmp(part.hi(), size.hi()) <= 0;
}

// g and h at the places of a sum, one after the other.
class walk {
 public:
  walk(const counting_summand& what, long start) : what_(what), g_(first(what.g, start)), h_(g_) {
    if (what.h) h_ = first(*what.h, start) + *what.shift;
  }

  // v(k), and then g and h of the next k.
  interval value(long k) const {
    switch (what_.what) {
      case counting_summand::form::values:
        return g_;
      case counting_summand::form::steps:
        return what_.g.step(k);
      case counting_summand::form::product:
        break;
    }
    return g_ * h_;
  }
  void advance(long k) {
    if (what_.what == counting_summand::form::steps) return;
    g_ = g_ + what_.g.step(k);
    if (what_.h) h_ = h_ + what_.h->step(k);
  }

 private:
  static interval first(const sequence& of, long start) {
    const interval k(start, of.at.bits());
    return start == 0 ? k : of.value(k);
  }

  const counting_summand& what_;
  interval g_;
  interval h_;
};

// The average by summation; nullopt if no end is found within the bound on the work.
std::optional<interval> summed(const counting_law& law, const counting_summand& what) {
  const mpfr_prec_t bits = law.size.bits();
  const stretch plan = stretch_of(law, bits);
  if (!(plan.terms <= most_terms(bits)) || !(plan.start < 0x1p52)) return std::nullopt;
  const auto start = static_cast<long>(plan.start);
  const long end = start + 2 * static_cast<long>(most_terms(bits));
  const growth bound = what.bound();
  interval weight(1L, bits);
  interval weights(0L, bits);
  interval values(0L, bits);
  if (start > 0) {
    const auto left = below(law, start, bound);
    if (!left) return std::nullopt;
    weights = hull(weights, left->weights);
    values = around_zero(left->values);
  }
  walk along(what, start);
  for (long k = start; k < end; ++k) {
    weights = weights + weight;
    values = values + weight * along.value(k);
    if (law.last && *law.last == k) return values / weights;
    along.advance(k);
    weight = weight * law.ratio(k);
    if ((k - start) % 16 != 15) continue;
    const auto left = above(law, weight, k + 1, bound);
    if (!left || !negligible(left->weights, weights)) continue;
    if (!negligible(left->values, values)) continue;
    return (values + around_zero(left->values)) /
           (weights + hull(interval(0L, bits), left->weights));
  }
  return std::nullopt;
}

// The same in few bits.
interval coarse(const interval& x) {
  constexpr mpfr_prec_t few = 96;
  return interval::make(few, [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set(lo, x.lo(), MPFR_RNDD);
    mpfr_set(hi, x.hi(), MPFR_RNDU);
  });
}
counting_law coarse(const counting_law& law) {
  return {coarse(law.scale), coarse(law.size), law.sign,
          law.last,          coarse(law.mean), coarse(law.variance)};
}

// An enclosure without a sum, from E x and Var x. For a concave g with g(0) = 0 and g >= 0 Jensen's
// inequality gives 0 <= E g(x) <= g(E x), and the mirror image for a convex one that is <= 0:
// log_rising is one of the two (its second derivative psi'(x+a) - psi'(x+1) has one sign),
// log_binomial and harmonic are concave. ln x! is convex and at most x ln x, and E[x ln x] = E x
// times the average of ln over the law weighted by x, at most E x ln(E x^2/E x). For a product no
// bound is known here.
//
// All of it in few bits, as more make it no narrower.
interval by_jensen(const counting_law& exact_law, const counting_summand& what) {
  const counting_law law = coarse(exact_law);
  const sequence g{what.g.kind, coarse(what.g.at)};
  const interval zero(0L, exact_law.size.bits());
  switch (what.what) {
    case counting_summand::form::values:
      if (g.kind == progression::log_factorial) {
        const interval most = law.mean * log(law.mean + law.variance / law.mean);
        return hull(max(zero, g.value(law.mean)), max(zero, most));
      }
      return hull(zero, g.value(law.mean));
    case counting_summand::form::steps:
      if (g.kind == progression::log_factorial) return hull(zero, log1p(law.mean));
      if (g.kind == progression::log_binomial) return around_zero(log(g.at));
      return hull(zero, g.step(0));
    case counting_summand::form::product:
      break;
  }
  return interval::entire(zero.bits());
}

}  // namespace

interval average(const counting_law& law, const counting_summand& what) {
  if (what.g.kind == progression::log_binomial && !law.last) {
    throw std::domain_error("kloracle: log_binomial over a law that is not bounded");
  }
  if (const auto sum = summed(law, what)) return *sum;
  return by_jensen(law, what);
}

}  // namespace kloracle
