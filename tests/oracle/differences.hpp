// SPDX-License-Identifier: Apache-2.0
//
// Slopes from exact finite differences: one input moves by a relative 2^-200, exactly, and two
// enclosures of 600 bits are subtracted. Knows nothing of derivatives.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "oracle/interval.hpp"
#include "oracle/oracle.hpp"
#include "tests/oracle/spelled_problems.hpp"

namespace kloracle::second_opinion {

/// A closed interval with rational ends.
struct span_of_q {
  Q lower = 0;
  Q upper = 0;
};

inline span_of_q span(const interval& x) {
  return {rational_of(x.lo()), rational_of(x.hi())};
}

inline bool overlap(const span_of_q& x, const span_of_q& y) {
  return x.lower <= y.upper && y.lower <= x.upper;
}

inline span_of_q operator+(const span_of_q& x, const span_of_q& y) {
  return {x.lower + y.lower, x.upper + y.upper};
}

inline span_of_q operator-(const span_of_q& x, const span_of_q& y) {
  return {x.lower - y.upper, x.upper - y.lower};
}

/// c > 0.
inline span_of_q operator*(const span_of_q& x, const Q& c) {
  return {x.lower * c, x.upper * c};
}

inline span_of_q magnitude(const span_of_q& x) {
  if (x.lower >= 0) return x;
  if (x.upper <= 0) return {-x.upper, -x.lower};
  return {0, std::max<Q>(-x.lower, x.upper)};
}

/// An enclosure of the problem's value, 600 bits narrow.
inline span_of_q value_span(const problem& p) {
  target t;
  t.condition = false;
  t.enclosure_bits = 600;
  const answer a = evaluate(p, t);
  EXPECT_TRUE(a.bounds.has_value()) << name(a.state) << ' ' << a.reason;
  return a.bounds ? span(a.bounds->bounds()) : span_of_q{};
}

/// The answer's sensitivity under that perturbation model, or nullptr.
inline const perturbation* find_model(const answer& a, std::string_view model) {
  for (const perturbation& p : a.condition) {
    if (p.model == model) return &p;
  }
  return nullptr;
}

using point = std::vector<Q>;

/// Entries first..last-1 of x.
inline std::vector<number> as_numbers(const point& x, std::size_t first, std::size_t last) {
  std::vector<number> result;
  for (std::size_t i = first; i < last; ++i) result.push_back(as_number(x[i]));
  return result;
}

using problem_at = std::function<problem(const point&)>;

/// x_i df/dx_i. Where f'' keeps its sign the two one-sided quotients enclose it, by the mean value
/// theorem; where it does not, f'' is 0 to first order and the margin of their own distance and of
/// 2^-300 covers the third-order term, which has the factor 2^-400.
inline span_of_q relative_slope(const problem_at& f, const point& x, std::size_t i) {
  const Q step = power_of_two(-200);
  point ahead = x;
  point behind = x;
  ahead[i] *= 1 + step;
  behind[i] *= 1 - step;
  const span_of_q here = value_span(f(x));
  const span_of_q forward = (value_span(f(ahead)) - here) * (1 / step);
  const span_of_q backward = (here - value_span(f(behind))) * (1 / step);
  const span_of_q both{std::min(forward.lower, backward.lower),
                       std::max(forward.upper, backward.upper)};
  const Q margin = both.upper - both.lower + magnitude(both).upper * power_of_two(-300);
  return {both.lower - margin, both.upper + margin};
}

/// The inputs that may move, those that are not 0, with x_i df/dx_i of each.
struct slopes {
  std::vector<Q> weight;            // |x_i|
  std::vector<span_of_q> relative;  // x_i df/dx_i
};

/// Of the inputs first..last-1 of x.
inline slopes slopes_of(const problem_at& f, const point& x, std::size_t first, std::size_t last) {
  slopes result;
  for (std::size_t i = first; i < last; ++i) {
    if (x[i] == 0) continue;
    const span_of_q s = relative_slope(f, x, i);
    result.weight.push_back(abs(x[i]));
    result.relative.push_back(x[i] > 0 ? s : span_of_q{-s.upper, -s.lower});
  }
  return result;
}

inline span_of_q componentwise_sum(const slopes& s) {
  span_of_q sum;
  for (const span_of_q& slope : s.relative) sum = sum + magnitude(slope);
  return sum;
}

/// min over c of sum w |s_i - c|: attained at some c = s_j, so every j is tried.
inline span_of_q tangent_minimum(const slopes& s) {
  span_of_q least;
  for (std::size_t j = 0; j < s.weight.size(); ++j) {
    span_of_q sum;
    for (std::size_t i = 0; i < s.weight.size(); ++i) {
      if (i == j) continue;
      const span_of_q there = s.relative[j] * Q(s.weight[i] / s.weight[j]);
      sum = sum + magnitude(s.relative[i] - there);
    }
    if (j == 0) least = sum;
    least = {std::min(least.lower, sum.lower), std::min(least.upper, sum.upper)};
  }
  return least;
}

}  // namespace kloracle::second_opinion
