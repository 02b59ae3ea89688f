// SPDX-License-Identifier: Apache-2.0
//
// Problems whose value and sensitivities are rational by inspection, and what verdict.hpp says any
// answer to them is worth, in exact arithmetic. Knows nothing of the oracle or of enclosures.
#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <optional>
#include <vector>

#include "properties/verdict.hpp"
#include "tests/properties/format_steps.hpp"

namespace kloracle {

struct rational_problem {
  problem asked;
  Q value;
  std::optional<Q> tangent;  // absolute sensitivity with the sums kept
  Q componentwise;           // and without
  std::size_t outcomes = 0;  // a power of two, so that log2 of it is exact
};

/// -sum p lq with p = 1 everywhere and lq = (-v - cancelled, cancelled, 0, ...). Slopes are -lq_i
/// and -1: inputs that move by a relative u move it by 2 u sum |lq|.
inline rational_problem cross_entropy_worth(const Q& v, const Q& cancelled = 0,
                                            std::size_t outcomes = 2) {
  std::vector<number> lq{as_number(-v - cancelled)};
  if (outcomes > 1) lq.push_back(as_number(cancelled));
  lq.resize(outcomes, number(0));
  problem asked{quantity::cross_entropy, categorical(std::vector<number>(outcomes, number(1))),
                categorical(lq, space::log_probs), semantics::prob_vs_logprob};
  return {asked, v, std::nullopt, 2 * (abs(Q(v + cancelled)) + abs(cancelled)), outcomes};
}

/// sum p ln(p/q) - p + q with p = (0, 0, ..., shared) and q = (v, 0, ..., shared), v > 0. Only
/// q's v has a slope, 1; keeping q's sum, `shared` has to give what v takes.
inline rational_problem generalised_kl_worth(const Q& v, const Q& shared = 0,
                                             std::size_t outcomes = 2) {
  std::vector<number> p(outcomes, number(0));
  std::vector<number> q(outcomes, number(0));
  q[0] = as_number(v);
  p.back() = q.back() = as_number(shared);
  problem asked{quantity::kl, categorical(p), categorical(q), semantics::generalised};
  return {asked, v, std::min<Q>(v, shared), v, outcomes};
}

struct worth {
  grade is = grade::wrong;
  growth needed = growth::none;
  Q ulp_error;
  Q excess;
};

/// No value of the format is nearer to v than y; what lies past the largest counts as infinity.
inline bool is_nearest(const format& f, const Q& v, double y) {
  const Q error = abs(Q(v - Q(y)));
  const std::int64_t index = index_of(f, y);
  for (const std::int64_t side : {-1, 1}) {
    const bool past = std::abs(index + side) > last_index(f);
    const Q there = past ? Q(side * power_of_two(f.emax + 1L)) : Q(value_at(f, index + side));
    const Q distance = abs(Q(v - there));
    if (past ? distance <= error : distance < error) return false;
  }
  return true;
}

/// Whether |y - v| <= c (ulp/2 + u s) for the allowances c in their order.
inline std::optional<growth> least_growth(const format& f, const rational_problem& r,
                                          const Q& error, const Q& s) {
  const Q unit = ulp_of(f, r.value) / 2 + s * power_of_two(-f.precision);
  EXPECT_TRUE(std::has_single_bit(r.outcomes));
  const auto n = static_cast<long>(r.outcomes);
  if (error <= 3 * unit) return growth::none;
  if (error <= (2 + std::bit_width(r.outcomes) - 1) * unit) return growth::logarithm;
  if (error <= (2 + n) * unit) return growth::linear;
  return std::nullopt;
}

/// Finite y, v not 0.
inline worth worth_of(const format& f, const rational_problem& r, double y) {
  const Q error = abs(Q(r.value - Q(y)));
  const Q ulp = ulp_of(f, r.value);
  const Q& s = r.tangent ? *r.tangent : r.componentwise;
  worth w{grade::wrong, growth::none, error / ulp,
          error / (ulp / 2 + s * power_of_two(-f.precision))};
  if (is_nearest(f, r.value, y)) {
    w.is = grade::correctly_rounded;
  } else if (error <= ulp) {
    w.is = grade::faithful;
  } else if (const auto of_tangent = least_growth(f, r, error, s)) {
    w.is = grade::tangent;
    w.needed = *of_tangent;
  } else if (const auto of_data = least_growth(f, r, error, r.componentwise)) {
    w.is = grade::as_data;
    w.needed = *of_data;
  } else if (w.ulp_error * w.ulp_error <= power_of_two(f.precision)) {
    w.is = grade::half;
  }
  return w;
}

/// Between 2^floor(p/2) and 2^(p/2) ulp, p odd: a test of its own.
inline bool in_half_ulp_gap(const format& f, const worth& w) {
  return w.ulp_error > power_of_two(f.precision / 2) &&
         w.ulp_error * w.ulp_error <= power_of_two(f.precision);
}

inline std::string trace(const format& f, const rational_problem& r, double y) {
  return std::string(f.name) + " v " + r.value.str() + " y " + Q(y).str();
}

}  // namespace kloracle
