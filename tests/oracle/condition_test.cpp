// SPDX-License-Identifier: Apache-2.0
//
// Condition numbers against exact finite differences and brute force over medians.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "oracle/mpfr_env.hpp"
#include "tests/oracle/differences.hpp"
#include "tests/oracle/random_problems.hpp"
#include "tests/oracle/spelled_problems.hpp"

namespace kloracle::second_opinion {
namespace {

using enum quantity;
using enum semantics;

// A function of all inputs, p's first, and the answer whose condition is judged.
struct subject_of_slopes {
  problem asked;
  problem_at at;  // the same mathematics, where the inputs may be any rationals
  point inputs;
  std::size_t of_p = 0;  // how many of the inputs are p's
};

// The problem asked, its finite inputs varied one by one; -inf stays where it is.
subject_of_slopes varied(const drawn& d) {
  subject_of_slopes s{d.asked, {}, {}, 0};
  for (const auto& value : d.meant.p) s.inputs.push_back(value.value_or(0));
  for (const auto& value : d.meant.q) s.inputs.push_back(value.value_or(0));
  s.of_p = d.meant.p.size();
  s.at = [d](const point& x) {
    problem moved = d.asked;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const bool in_p = i < d.meant.p.size();
      const std::size_t k = in_p ? i : i - d.meant.p.size();
      if (in_p ? !d.meant.p[k] : !d.meant.q[k]) continue;
      (in_p ? moved.p : *moved.q).parameters[0].values[k] = as_number(x[i]);
    }
    return moved;
  };
  return s;
}

// Counts are integers and cannot move; the weights n + c, normalised, are the same function.
subject_of_slopes varied_counts(const drawn& d) {
  subject_of_slopes s = varied(d);
  s.at = [d](const point& x) {
    point shifted = x;
    for (Q& n : shifted) n += d.meant.parameter;
    const std::size_t n = d.meant.p.size();
    problem moved{d.asked.what, categorical(as_numbers(shifted, 0, n))};
    if (d.asked.q) moved.q = categorical(as_numbers(shifted, n, shifted.size()));
    moved.how = normalised;
    moved.in = d.asked.in;
    return moved;
  };
  return s;
}

void expect_tight(const span_of_q& x, const std::string& trace) {
  EXPECT_TRUE(x.lower == 0 || x.upper * 256 <= x.lower * 257) << trace;
}

void expect_relative(const perturbation& p, const span_of_q& value, const std::string& trace) {
  const interval& relative = p.relative.bounds();
  const span_of_q size = magnitude(value);
  const span_of_q absolute = span(p.absolute.bounds());
  if (size.lower == 0) return;
  EXPECT_LE(rational_of(relative.lo()) * size.lower, absolute.upper) << trace;
  EXPECT_GE(rational_of(relative.hi()) * size.upper, absolute.lower) << trace;
}

void expect_conditions(const subject_of_slopes& s, const std::string& trace) {
  const answer a = evaluate(s.asked);
  ASSERT_TRUE(a.bounds.has_value()) << trace;
  const slopes of_p = slopes_of(s.at, s.inputs, 0, s.of_p);
  const slopes of_q = slopes_of(s.at, s.inputs, s.of_p, s.inputs.size());
  const perturbation* componentwise = find_model(a, "componentwise");
  ASSERT_NE(componentwise, nullptr) << trace;
  const span_of_q absolute = span(componentwise->absolute.bounds());
  EXPECT_TRUE(overlap(absolute, componentwise_sum(of_p) + componentwise_sum(of_q)))
      << componentwise->absolute.lower_decimal(20) << ' ' << trace;
  expect_tight(absolute, trace);
  expect_relative(*componentwise, value_span(s.asked), trace);
  const perturbation* tangent = find_model(a, "simplex_tangent");
  const bool clips = s.asked.how == clipped || s.asked.how == opencv;  // a test of its own, below
  if (tangent != nullptr && !clips) {
    EXPECT_TRUE(
        overlap(span(tangent->absolute.bounds()), tangent_minimum(of_p) + tangent_minimum(of_q)))
        << tangent->absolute.lower_decimal(20) << ' ' << trace;
    expect_relative(*tangent, value_span(s.asked), trace);
  }
}

sides small(const sides& s) {
  const std::size_t n = std::min<std::size_t>(s.p.size(), 6);
  const auto count = static_cast<std::ptrdiff_t>(n);
  return {{s.p.begin(), s.p.begin() + count}, {s.q.begin(), s.q.begin() + count}};
}

constexpr std::array of_weights{kl, entropy, cross_entropy, jensen_shannon,
                                jensen_shannon_distance};
constexpr std::array of_logarithms{kl, entropy, cross_entropy};
constexpr std::array any_unit{unit::nats, unit::bits, unit::hartleys};

// A value of exactly 0 has no square root to differentiate; an infinite one no slope at all.
bool smooth(const drawn& d) {
  if (!well_posed(d.meant)) return false;
  target t;
  t.condition = false;
  const answer a = evaluate(d.asked, t);
  return a.bounds && (d.asked.what != jensen_shannon_distance || a.rational != "0");
}

template <class Draw, class Vary>
void expect_conditions_of(std::uint64_t seed, int problems, Draw draw, Vary vary) {
  problem_source source(seed);
  for (int k = 0; k < problems && !::testing::Test::HasFailure();) {
    const drawn d = draw(source);
    if (!smooth(d)) continue;
    expect_conditions(vary(d), described(d));
    ++k;
  }
}

drawn weights_problem(problem_source& source, semantics how) {
  const bool kl_only = how == generalised || how == opencv;
  const quantity what = kl_only ? kl : source.one_of(of_weights);
  const space in = entry(how).p;
  std::optional<input> parameter;
  if (how == clipped) parameter = from_fraction(1, 300);
  if (how == smoothed) parameter = from_fraction(1 + source.below(5), 3);
  const sides s = in == space::counts ? source.counted() : source.any_weights();
  return stated(what, how, small(s), source.one_of(any_unit), in, in, parameter);
}

class ConditionOfWeights : public ::testing::TestWithParam<semantics> {};

TEST_P(ConditionOfWeights, IsTheSumOfTheExactDifferences) {
  expect_conditions_of(
      61, 120, [](problem_source& s) { return weights_problem(s, GetParam()); }, varied);
}

std::string name_of(const ::testing::TestParamInfo<semantics>& how) {
  return std::string(entry(how.param).name);
}

INSTANTIATE_TEST_SUITE_P(Semantics, ConditionOfWeights,
                         ::testing::Values(normalised, measure, generalised, clipped, opencv),
                         name_of);

class ConditionOfCounts : public ::testing::TestWithParam<semantics> {};

TEST_P(ConditionOfCounts, IsTheSumOfTheExactDifferences) {
  expect_conditions_of(
      62, 120, [](problem_source& s) { return weights_problem(s, GetParam()); }, varied_counts);
}

INSTANTIATE_TEST_SUITE_P(Semantics, ConditionOfCounts, ::testing::Values(counts, smoothed),
                         name_of);
TEST(ConditionOfLogits, IsTheSumOfTheExactDifferences) {
  constexpr std::array forms{logits, normalised};
  expect_conditions_of(
      63, 80,
      [&](problem_source& s) {
        const semantics how = s.one_of(forms);
        const space in = how == logits ? space::logits : space::log_probs;
        return stated(s.one_of(of_logarithms), how, small(s.any_logarithms(false)),
                      s.one_of(any_unit), in, in);
      },
      varied);
}

TEST(ConditionOfLogProbabilities, IsTheSumOfTheExactDifferences) {
  expect_conditions_of(
      64, 80,
      [](problem_source& s) {
        return stated(s.one_of(of_logarithms), log_prob, small(s.any_logarithms(true)),
                      s.one_of(any_unit), space::log_probs, space::log_probs);
      },
      varied);
}

TEST(ConditionOfMixedInputs, IsTheSumOfTheExactDifferences) {
  constexpr std::array of_two{kl, cross_entropy};
  expect_conditions_of(
      65, 80,
      [&](problem_source& s) {
        sides both = small(s.any_weights());
        for (input& value : both.q) value = from_double(s.real(20));
        return stated(s.one_of(of_two), prob_vs_logprob, both, s.one_of(any_unit), space::probs,
                      space::log_probs);
      },
      varied);
}

TEST(SimplexTangent, ShowsTwoDigitsOfOrdinaryAndNearEqualWeights) {
  problem_source source(66);
  for (int k = 0; k < 200; ++k) {
    const drawn d = stated(kl, normalised, k % 2 == 0 ? source.ordinary() : source.near_equal(),
                           unit::nats, space::probs, space::probs);
    if (!well_posed(d.meant)) continue;
    const answer a = evaluate(d.asked);
    const perturbation* tangent = find_model(a, "simplex_tangent");
    expect_tight(span(tangent->absolute.bounds()), described(d));
  }
}

// p = (1/2, 5) is clipped to (1/2, 1). With dp = (u/2, -u/2) the sum of p stays and each input
// moves by at most a relative u, yet the value moves by (u/2) (ln 2 + 1).
TEST(SimplexTangent, LetsClippedInputsTakeUpTheSum) {
  const mpfr_env env;
  const answer a = answered({kl, clipped, "1/2 5", "1/4 1/2", unit::nats, "1/10"});
  const interval moved = (log(interval(2L, 200)) + Q(1)) * Q(1, 2);
  EXPECT_TRUE(overlap(find_model(a, "simplex_tangent")->absolute.bounds(), moved));
}

TEST(EqualDistributions, AreInsensitiveAndTheirRelativeConditionIsUnbounded) {
  for (const char* p : {"1/2 1/2", "0.1 0.2 0.7", "1 2 3", "0x1p-1074 3"}) {
    const answer a = answered({kl, normalised, p, p});
    ASSERT_EQ(a.rational, "0");
    for (const perturbation& k : a.condition) {
      EXPECT_EQ(span(k.absolute.bounds()).lower, 0) << k.model;
      EXPECT_LT(span(k.absolute.bounds()).upper, power_of_two(-1000)) << k.model;
      EXPECT_FALSE(k.relative.bounds().bounded()) << k.model;
    }
    EXPECT_EQ(a.condition.size(), 2u);
  }
}

TEST(Condition, IsLeftOutWhenNotWanted) {
  target t;
  t.condition = false;
  EXPECT_TRUE(answered({kl, normalised, "1 2", "2 1"}, t).condition.empty());
  EXPECT_EQ(answered({kl, normalised, "1 2", "2 1"}).condition.size(), 2u);
}

}  // namespace
}  // namespace kloracle::second_opinion
