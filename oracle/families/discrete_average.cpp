// SPDX-License-Identifier: Apache-2.0
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

#include <stdexcept>

#include "oracle/families/counting_sum.hpp"

namespace kloracle {
namespace {

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

interval average_of_values(const counting_law& law, const sequence& g) {
  return average(law, {g, counting_summand::form::values});
}
interval average_of_steps(const counting_law& law, const sequence& g) {
  return average(law, {g, counting_summand::form::steps});
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
  const interval by_r = average(law, {g, counting_summand::form::product, score, log(p)});
  return taped::chained(r, prob, average_of_values(law, g), by_r, by_prob) +
         moving_with(law, s, at);
}

closed_form negative_binomial_average(const closed_form&, const closed_form&, statistic s,
                                      std::span<const closed_form> at) {
  return plainly_zero(s, at) ? closed_form(0) : closed_form::open();
}

}  // namespace kloracle
