// SPDX-License-Identifier: Apache-2.0
//
// Random problems in values of a format, of every shape that has a finite value: everyday numbers,
// all exponents, P near Q, logits; and values next to a rational that no float could tell from it.
#pragma once

#include <array>
#include <vector>

#include "properties/random.hpp"
#include "properties/verdict.hpp"
#include "tests/properties/format_steps.hpp"

namespace kloracle {

struct posed_by {
  quantity what;
  semantics how;
  unit in = unit::nats;
};

inline constexpr std::array verdict_questions{
    posed_by{quantity::kl, semantics::measure},
    posed_by{quantity::kl, semantics::normalised},
    posed_by{quantity::kl, semantics::generalised},
    posed_by{quantity::kl, semantics::logits},
    posed_by{quantity::kl, semantics::prob_vs_logprob},
    posed_by{quantity::entropy, semantics::measure},
    posed_by{quantity::entropy, semantics::normalised, unit::bits},
    posed_by{quantity::cross_entropy, semantics::measure, unit::hartleys},
    posed_by{quantity::cross_entropy, semantics::logits},
    posed_by{quantity::jensen_shannon, semantics::normalised},
    posed_by{quantity::jensen_shannon_distance, semantics::normalised},
    posed_by{quantity::kl, semantics::measure, unit::bits},
};

enum class spread { everyday, all_exponents, near };

inline double random_weight(random_source& r, const format& f, spread how) {
  if (how == spread::all_exponents) return value_at(f, r.between(1, last_index(f)));
  return value_at(f, r.between(index_of(f, 0x1p-6), index_of(f, 1)));
}

inline double random_logarithm(random_source& r, const format& f) {
  const double x = value_at(f, r.between(index_of(f, 0x1p-4), index_of(f, 8)));
  return r.between(0, 3) == 0 ? x : -x;
}

inline double random_entry(random_source& r, const format& f, space in, spread how) {
  return in == space::probs ? random_weight(r, f, how) : random_logarithm(r, f);
}

inline problem random_problem(random_source& r, const format& f) {
  const auto& asked = verdict_questions[static_cast<std::size_t>(
      r.between(0, static_cast<std::int64_t>(verdict_questions.size()) - 1))];
  const semantics_entry& how = entry(asked.how);
  const auto shape = static_cast<spread>(r.between(0, 2));
  const std::int64_t n = r.between(1, 5);
  std::vector<number> p;
  std::vector<number> q;
  for (std::int64_t i = 0; i < n; ++i) {
    const double x = random_entry(r, f, how.p, shape);
    const bool near = shape == spread::near && how.p == how.q;
    const double y = near ? stepped(f, x, r.between(-40, 40)) : random_entry(r, f, how.q, shape);
    p.emplace_back(x);
    q.emplace_back(y);
  }
  problem result{asked.what, categorical(p, how.p), {}, asked.how, {}, asked.in};
  if (entry(asked.what).of_two) result.q = categorical(q, how.q);
  return result;
}

/// ln(1 + e^x) = x + ln(1 + e^-x), x > 0: as near above x as large x is. A rational that close
/// would need more digits than the inputs have, so this is how few bits pose a hard question.
inline problem just_above(const Q& x) {
  return {quantity::cross_entropy, categorical({number(0), number::infinity(true)}, space::logits),
          categorical({as_number(-x), number(0)}, space::logits), semantics::logits};
}

/// x + 2^-20000 or so, asked of so many outcomes that the oracle cannot afford 20000 bits: p =
/// (1 + 2^-20000, 0, 0, ...) and lq = (-x/p_1, 0, ...).
inline problem beyond_the_work_limit(const Q& x) {
  const std::size_t outcomes = std::size_t{1} << 17;
  const Q above_one = 1 + power_of_two(-20000);
  std::vector<number> p(outcomes, number(0));
  std::vector<number> lq(outcomes, number(0));
  p[0] = as_number(above_one);
  lq[0] = as_number(-x / above_one);
  return {quantity::kl, categorical(p), categorical(lq, space::log_probs),
          semantics::prob_vs_logprob};
}

}  // namespace kloracle
