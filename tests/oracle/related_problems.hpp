// SPDX-License-Identifier: Apache-2.0
//
// Drawn problems, asked for their value alone: what the tests of identities share.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>

#include "tests/oracle/random_problems.hpp"

namespace kloracle::second_opinion {

inline constexpr std::array weight_forms{semantics::normalised, semantics::measure,
                                         semantics::generalised, semantics::clipped,
                                         semantics::opencv};
inline constexpr int repetitions = 1000;

inline target value_only() {
  target t;
  t.condition = false;
  t.digits = 30;
  return t;
}

inline answer asked(const drawn& d) {
  return evaluate(d.asked, value_only());
}

inline input given_and_meant(const Q& x) {
  return {as_number(x), x};
}

inline drawn of_probs(quantity what, semantics how, const sides& s, unit in = unit::nats) {
  std::optional<input> parameter;
  if (how == semantics::clipped) parameter = from_fraction(1, 1024);
  return stated(what, how, s, in, space::probs, space::probs, parameter);
}

inline drawn of_logs(quantity what, semantics how, const sides& s, space in) {
  return stated(what, how, s, unit::nats, in, in);
}

// `check(source)` on fresh draws until the first failure.
template <class Check>
void repeatedly(std::uint64_t seed, Check check) {
  problem_source source(seed);
  for (int k = 0; k < repetitions && !::testing::Test::HasFailure(); ++k) check(source);
}

// Weights with something to normalise on both sides and finite divergences both ways.
inline sides positive_weights(problem_source& source) {
  for (;;) {
    sides s = source.any_weights();
    const auto zero = [](const input& x) { return *x.meant == 0; };
    if (std::none_of(s.p.begin(), s.p.end(), zero) && std::none_of(s.q.begin(), s.q.end(), zero)) {
      return s;
    }
  }
}

}  // namespace kloracle::second_opinion
