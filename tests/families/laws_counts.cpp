// SPDX-License-Identifier: Apache-2.0
//
// Distributions of counts, from Johnson, Kemp and Kotz 2005, "Univariate Discrete Distributions".
// Beyond any k the ratios of successive probabilities decrease, or increase to a limit.
#include "tests/families/laws.hpp"

namespace kloracle::second_opinion {
namespace {

law counts(std::optional<Q> upper) {
  law l;
  l.discrete = true;
  l.lower = 0;
  l.upper = std::move(upper);
  l.ratio = nullptr;
  return l;
}

ball number(const stated_law& d, std::string_view name, slong bits) {
  return {d[name], bits};
}

ball log_factorial(long k, slong bits) {
  return lgamma(ball(Q(k + 1), bits));
}

// C(n, k) exp(k log_p + (n - k) log_rest), of probabilities that may be 0.
std::optional<ball> log_binomial_term(long n, long k, const std::optional<ball>& log_p,
                                      const std::optional<ball>& log_rest, slong bits) {
  if (k > n || (k > 0 && !log_p) || (k < n && !log_rest)) return std::nullopt;
  ball value = log_factorial(n, bits) - log_factorial(k, bits) - log_factorial(n - k, bits);
  if (k > 0) value = value + *log_p * Q(k);
  if (k < n) value = value + *log_rest * Q(n - k);
  return value;
}

std::optional<ball> log_or_zero(const Q& x, slong bits) {
  return x == 0 ? std::nullopt : std::optional(log(ball(x, bits)));
}

law binomial_of(long n, std::optional<ball> log_p, std::optional<ball> log_rest, slong bits) {
  law l = counts(log_p ? Q(n) : Q(0));
  if (!log_rest) l.lower = n;
  l.log_probability = [=](long k) { return log_binomial_term(n, k, log_p, log_rest, bits); };
  return l;
}

law binomial(const stated_law& d, slong bits) {
  const Q p = d["prob"];
  return binomial_of(static_cast<long>(numerator(d["n"])), log_or_zero(p, bits),
                     log_or_zero(Q(1 - p), bits), bits);
}

law bernoulli(const stated_law& d, slong bits) {
  if (d.has("prob")) {
    const Q p = d["prob"];
    return binomial_of(1, log_or_zero(p, bits), log_or_zero(Q(1 - p), bits), bits);
  }
  const ball logit = number(d, "logit", bits);
  const ball log_p = -lifted(exp(-logit), arb_log1p);
  const ball log_rest = -lifted(exp(logit), arb_log1p);
  return binomial_of(1, log_p, log_rest, bits);
}

/// e^-rate rate^k/k!; ln k! <= k^2.
law poisson(const stated_law& d, slong bits) {
  const ball rate = number(d, "rate", bits);
  if (d["rate"] == 0) return binomial_of(0, std::nullopt, ball(Q(0), bits), bits);
  law l = counts(std::nullopt);
  l.log_probability = [=](long k) -> std::optional<ball> {
    return log(rate) * Q(k) - rate - log_factorial(k, bits);
  };
  l.log_probability_size = [=](long k) -> majorants {
    const ball at(Q(k), bits);
    return {rate, at * above(log(rate)), sqr(at)};
  };
  l.ratio = [=](long k) { return rate / Q(k + 1); };
  return l;
}

/// Gamma(k + r)/(Gamma(r) k!) prob^r (1 - prob)^k; the ratio is (1 - prob) (k + r)/(k + 1).
/// ln of the coefficient lies in [0, (k + r) ln 2] for r >= 1, as the law of prob 1/2 sums to 1,
/// and in [ln(r/k), 0] for r < 1, k >= 1.
law rising(const Q& r, const Q& prob, slong bits) {
  if (prob == 1) return binomial_of(0, std::nullopt, ball(Q(0), bits), bits);
  const ball log_p = log(ball(prob, bits));
  const ball log_rest = log(ball(Q(1 - prob), bits));
  const ball shape(r, bits);
  law l = counts(std::nullopt);
  l.log_probability = [=](long k) -> std::optional<ball> {
    const ball coefficient = lgamma(shape + Q(k)) - lgamma(shape) - log_factorial(k, bits);
    return coefficient + log_p * r + log_rest * Q(k);
  };
  l.log_probability_size = [=](long k) -> majorants {
    const ball at(Q(k), bits);
    return {above(log_p) * r + shape + above(log(shape)), at * (above(log_rest) + Q(1))};
  };
  l.ratio = [=](long k) {
    return ball(Q(1 - prob), bits) * (r < 1 ? Q(1) : Q((k + r) / Q(k + 1)));
  };
  return l;
}

law geometric(const stated_law& d, slong bits) {
  return rising(1, d["prob"], bits);
}

law negative_binomial(const stated_law& d, slong bits) {
  return rising(d["r"], d["prob"], bits);
}

}  // namespace

std::vector<law_row> laws_of_counts() {
  return {{"bernoulli", bernoulli},
          {"binomial", binomial},
          {"poisson", poisson},
          {"geometric", geometric},
          {"negative_binomial", negative_binomial}};
}

}  // namespace kloracle::second_opinion
