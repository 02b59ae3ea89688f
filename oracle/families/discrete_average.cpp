// SPDX-License-Identifier: Apache-2.0
//
// The three laws have p(k+1)/p(k) = c (d + s k)/(k+1) =: R(k) (Panjer 1981, "Recursive evaluation of
// a family of compound distributions"; Katz): Poisson c = rate, d = 1, s = 0; binomial c = prob/(1 -
// prob), d = n, s = -1; negative binomial c = 1 - prob, d = r, s = 1. What is averaged is a sequence
// g with g(0) = 0 and known steps g(k+1) - g(k):
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
// Above     of the k >= K that are left, R(k) <= S := R(K), or max(R(K), c) for s = 1 (R is monotone
//           in k, with limit c there, and decreases for s <= 0); ((k+2)/(k+1))^m <= ((K+2)/(K+1))^m
//           =: t. So if S t < 1 their w add up to at most w(K)/(1 - S), and their w |v| to at most C
//           (K+1)^m w(K)/(1 - S t).
// Below     L > 0 only where R decreases: s <= 0, or d >= 1. If R(L-1) > 1 then w(k) <= R(L-1)^(k-L)
//           for k < L, which adds up to at most 1/(R(L-1) - 1); |v(k)| <= C L^m.
//
// The slopes, f being the probabilities and D g the step of g:
//
//   Poisson by its rate              E D g
//   binomial by prob                 n E D g, over n - 1 in place of n
//   negative binomial by prob        -(r/prob^2) E D g, over r + 1 in place of r
//   negative binomial by r           E[g(x) (psi(x+r) - psi(r) + ln prob)]
//
// The first three by summation by parts: d f(k)/d rate = f(k-1) - f(k); d f_n(k)/d prob = n
// (f_{n-1}(k-1) - f_{n-1}(k)); d f_r(k)/d prob = -(r/prob^2)(f_{r+1}(k-1) - f_{r+1}(k)), as
// f_{r+1}(k-1)/f_r(k) = k prob/(r (1-prob)) and f_{r+1}(k)/f_r(k) = (k+r) prob/r, so that the
// right-hand side is f_r(k) (r/prob - k/(1-prob)).
#include "oracle/families/discrete_average.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace kloracle {
namespace {

// p(k+1)/p(k) = scale (size + sign k)/(k+1), the last k if there is one.
struct counting_law {
  interval scale;
  interval size;
  int sign;
  std::optional<Q> last;
  interval mean;
  interval variance;

  interval ratio(long k) const {
    const mpfr_prec_t bits = size.bits();
    const interval top = sign == 0 ? size : size + interval(sign * k, bits);
    return scale * top / interval(k + 1, bits);
  }
  bool decreasing() const { return sign <= 0 || certainly_le(interval(1L, size.bits()), size); }
};

counting_law poisson_law(const interval& rate) {
  return {rate, interval(1L, rate.bits()), 0, std::nullopt, rate, rate};
}

counting_law binomial_law(const Q& n, const interval& prob) {
  const interval rest = clamp_nonnegative(interval(1L, prob.bits()) - prob);
  const interval mean = prob * n;
  return {prob / rest, interval(n, prob.bits()), -1, n, mean, mean * rest};
}

counting_law negative_binomial_law(const interval& r, const interval& prob) {
  const interval rest = clamp_nonnegative(interval(1L, prob.bits()) - prob);
  const interval mean = r * rest / prob;
  return {rest, r, 1, std::nullopt, mean, mean / prob};
}

// |v(k)| <= factor (k+1)^power.
struct growth {
  interval factor;
  long power;
};

enum class progression { log_factorial, log_rising, log_binomial, harmonic };

// A sequence g with g(0) = 0; `at` is its a or m.
struct sequence {
  progression kind;
  interval at;

  interval step(long k) const {
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

  // g at any k >= 0, not only integers.
  interval value(const interval& k) const {
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

  growth of_values() const {
    if (kind == progression::log_factorial) return {interval(1L, at.bits()), 2};
    return {kind == progression::harmonic ? inv(at) : abs(log(at)), 1};
  }
  growth of_steps() const {
    if (kind == progression::log_factorial) return {interval(1L, at.bits()), 1};
    return {kind == progression::harmonic ? inv(at) : abs(log(at)), 0};
  }
};

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

// What is averaged: the values of g, or its steps, or g(k) (h(k) + shift).
struct summand {
  enum class form { values, steps, product };
  sequence g;
  form what;
  std::optional<sequence> h = std::nullopt;
  std::optional<interval> shift = std::nullopt;

  growth bound() const {
    if (what == form::steps) return g.of_steps();
    growth all = g.of_values();
    if (what == form::product) {
      const growth other = h->of_values();  // of power 1
      all.factor = all.factor * (other.factor + abs(*shift));
      all.power += other.power;
    }
    return all;
  }
};

// g and h at the places of a sum, one after the other.
class walk {
 public:
  walk(const summand& what, long start) : what_(what), g_(first(what.g, start)), h_(g_) {
    if (what.h) h_ = first(*what.h, start) + *what.shift;
  }

  // v(k), and then g and h of the next k.
  interval value(long k) const {
    switch (what_.what) {
      case summand::form::values:
        return g_;
      case summand::form::steps:
        return what_.g.step(k);
      case summand::form::product:
        break;
    }
    return g_ * h_;
  }
  void advance(long k) {
    if (what_.what == summand::form::steps) return;
    g_ = g_ + what_.g.step(k);
    if (what_.h) h_ = h_ + what_.h->step(k);
  }

 private:
  static interval first(const sequence& of, long start) {
    const interval k(start, of.at.bits());
    return start == 0 ? k : of.value(k);
  }

  const summand& what_;
  interval g_;
  interval h_;
};

// The average by summation; nullopt if no end is found within the bound on the work.
std::optional<interval> summed(const counting_law& law, const summand& what) {
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
interval by_jensen(const counting_law& exact_law, const summand& what) {
  const counting_law law = coarse(exact_law);
  const sequence g{what.g.kind, coarse(what.g.at)};
  const interval zero(0L, exact_law.size.bits());
  switch (what.what) {
    case summand::form::values:
      if (g.kind == progression::log_factorial) {
        const interval most = law.mean * log(law.mean + law.variance / law.mean);
        return hull(max(zero, g.value(law.mean)), max(zero, most));
      }
      return hull(zero, g.value(law.mean));
    case summand::form::steps:
      if (g.kind == progression::log_factorial) return hull(zero, log1p(law.mean));
      if (g.kind == progression::log_binomial) return around_zero(log(g.at));
      return hull(zero, g.step(0));
    case summand::form::product:
      break;
  }
  return interval::entire(zero.bits());
}

interval average(const counting_law& law, const summand& what) {
  if (what.g.kind == progression::log_binomial && !law.last) {
    throw std::domain_error("kloracle: log_binomial over a law that is not bounded");
  }
  if (const auto sum = summed(law, what)) return *sum;
  return by_jensen(law, what);
}

interval average_of_values(const counting_law& law, const sequence& g) {
  return average(law, {g, summand::form::values});
}
interval average_of_steps(const counting_law& law, const sequence& g) {
  return average(law, {g, summand::form::steps});
}

sequence sequence_of(statistic s, const interval& at) {
  if (s == statistic::log_factorial) return {progression::log_factorial, at};
  if (s == statistic::log_rising) return {progression::log_rising, at};
  if (s == statistic::log_binomial) return {progression::log_binomial, at};
  throw std::logic_error("kloracle: not an average of discrete_average.hpp");
}

// The parameter of the statistic, or any number for one without.
template <class T>
const T& parameter_of(std::span<const T> at, const T& otherwise) {
  return at.empty() ? otherwise : at[0];
}

// The part of an average on a tape that moves with a, worth 0: log_rising's slope is the average of
// psi(x + a) - psi(a).
taped moving_with(const counting_law& law, statistic s, std::span<const taped> at) {
  const interval zero(0L, law.size.bits());
  if (s != statistic::log_rising) return zero;
  const interval slope = average_of_values(law, {progression::harmonic, at[0].value()});
  return taped::chained(at[0], zero, slope);
}

// Exactly 0, whatever the law: a = 1, or C(1, x) for x <= 1.
bool plainly_zero(statistic s, std::span<const closed_form> at) {
  return s != statistic::log_factorial && at[0].rational_value() == Q(1);
}

constexpr long written_out_n = 32;  // longer sums are not written out

// The step g(k+1) - g(k) written out.
closed_form written_step(statistic s, const Q& at, long k) {
  if (s == statistic::log_factorial) return log(closed_form(Q(k + 1)));
  const Q top = s == statistic::log_rising ? Q(at + k) : Q(at - k);
  return log(closed_form(Q(top / (k + 1))));
}

}  // namespace

interval poisson_average(const interval& rate, statistic s, std::span<const interval> at) {
  return average_of_values(poisson_law(rate), sequence_of(s, parameter_of(at, rate)));
}

taped poisson_average(const taped& rate, statistic s, std::span<const taped> at) {
  const counting_law law = poisson_law(rate.value());
  const sequence g = sequence_of(s, parameter_of(at, rate).value());
  return taped::chained(rate, average_of_values(law, g), average_of_steps(law, g)) +
         moving_with(law, s, at);
}

closed_form poisson_average(const closed_form&, statistic s, std::span<const closed_form> at) {
  return plainly_zero(s, at) ? closed_form(0) : closed_form::open();
}

interval binomial_average(const Q& n, const interval& prob, statistic s,
                          std::span<const interval> at) {
  return average_of_values(binomial_law(n, prob), sequence_of(s, parameter_of(at, prob)));
}

taped binomial_average(const Q& n, const taped& prob, statistic s, std::span<const taped> at) {
  const counting_law law = binomial_law(n, prob.value());
  const sequence g = sequence_of(s, parameter_of(at, prob).value());
  const interval slope = average_of_steps(binomial_law(n - 1, prob.value()), g) * n;
  return taped::chained(prob, average_of_values(law, g), slope) + moving_with(law, s, at);
}

// E g = sum over k of P(x > k) (g(k+1) - g(k)).
closed_form binomial_average(const Q& n, const closed_form& prob, statistic s,
                             std::span<const closed_form> at) {
  if (plainly_zero(s, at)) return closed_form(0);
  const auto p = prob.rational_value();
  const auto a = at.empty() ? std::optional<Q>(0) : at[0].rational_value();
  if (!p || !a || n > written_out_n) return closed_form::open();
  const Q rest = 1 - *p;
  Q probability = 1;
  for (long k = 0; k < n; ++k) probability *= rest;
  Q beyond = 1;
  closed_form total;
  for (long k = 0; k < n; ++k) {
    beyond -= probability;
    total += closed_form(beyond) * written_step(s, *a, k);
    probability *= *p * (n - k) / (rest * (k + 1));
  }
  return total;
}

interval negative_binomial_average(const interval& r, const interval& prob, statistic s,
                                   std::span<const interval> at) {
  return average_of_values(negative_binomial_law(r, prob), sequence_of(s, parameter_of(at, r)));
}

taped negative_binomial_average(const taped& r, const taped& prob, statistic s,
                                std::span<const taped> at) {
  const interval& size = r.value();
  const interval& p = prob.value();
  const counting_law law = negative_binomial_law(size, p);
  const sequence g = sequence_of(s, parameter_of(at, r).value());
  const interval by_prob =
      -(size / sqr(p)) * average_of_steps(negative_binomial_law(size + Q(1), p), g);
  const sequence score{progression::harmonic, size};
  const interval by_r = average(law, {g, summand::form::product, score, log(p)});
  return taped::chained(r, prob, average_of_values(law, g), by_r, by_prob) +
         moving_with(law, s, at);
}

closed_form negative_binomial_average(const closed_form&, const closed_form&, statistic s,
                                      std::span<const closed_form> at) {
  return plainly_zero(s, at) ? closed_form(0) : closed_form::open();
}

}  // namespace kloracle
