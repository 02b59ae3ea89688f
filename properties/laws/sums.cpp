// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/sums.hpp"

#include "properties/laws/recipes.hpp"

namespace kloracle::sums {

bool is_zero(const interval& x) {
  return x.is_point() && x.contains_zero();
}

std::vector<interval> p_of(const law_scope& where, const sample& s, long bits) {
  return recipe::probabilities(where.f.p_in, s.p, bits);
}

std::vector<interval> q_of(const law_scope& where, const sample& s, long bits) {
  return recipe::probabilities(where.f.q_in, s.q, bits);
}

std::vector<interval> differences(const law_scope& where, const sample& s, long bits) {
  std::vector<interval> d = p_of(where, s, bits);
  const std::vector<interval> q = q_of(where, s, bits);
  for (std::size_t i = 0; i < d.size(); ++i) d[i] = d[i] - q[i];
  return d;
}

interval power(const interval& x, const Q& a) {
  return exp(log(x) * a);
}

interval entropy(std::span<const interval> p) {
  return cross_entropy(p, p);
}

interval cross_entropy(std::span<const interval> p, std::span<const interval> q) {
  interval sum(0L, p[0].bits());
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (!is_zero(p[i])) sum = sum - p[i] * log(q[i]);
  }
  return sum;
}

interval divergence(std::span<const interval> p, std::span<const interval> q) {
  interval sum(0L, p[0].bits());
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (!is_zero(p[i])) sum = sum + p[i] * log(p[i] / q[i]);
  }
  return sum;
}

interval power_sum(std::span<const interval> p, const Q& a) {
  interval sum(0L, p[0].bits());
  for (const interval& x : p) {
    if (!is_zero(x)) sum = sum + power(x, a);
  }
  return sum;
}

interval power_sum(std::span<const interval> p, std::span<const interval> q, const Q& a) {
  const Q b = 1 - a;
  interval sum(0L, p[0].bits());
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (!is_zero(p[i]) && !is_zero(q[i])) sum = sum + exp(log(p[i]) * a + log(q[i]) * b);
  }
  return sum;
}

interval largest(std::span<const interval> x) {
  interval most = x[0];
  for (const interval& y : x) most = max(most, y);
  return most;
}

}  // namespace kloracle::sums
