// SPDX-License-Identifier: Apache-2.0
//
// Two statements of one problem: the answers are identical, not merely close.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "tests/oracle/related_problems.hpp"

namespace kloracle::second_opinion {
namespace {

void expect_identical(const drawn& a, const drawn& b) {
  const answer x = asked(a);
  const answer y = asked(b);
  ASSERT_EQ(x.state, y.state) << described(a) << '\n' << described(b);
  ASSERT_EQ(x.hex, y.hex) << described(a) << '\n' << described(b);
  ASSERT_EQ(x.decimal, y.decimal) << described(a) << '\n' << described(b);
  ASSERT_EQ(x.rational, y.rational) << described(a) << '\n' << described(b);
}

template <class Change>
inputs changed(inputs x, Change change) {
  for (input& value : x) value = given_and_meant(change(*value.meant));
  return x;
}

sides swapped(const sides& s) {
  return {s.q, s.p};
}

drawn of_counts(quantity what, semantics how, const sides& s, const input& pseudocount) {
  std::optional<input> parameter;
  if (how == semantics::smoothed) parameter = pseudocount;
  return stated(what, how, s, unit::nats, space::counts, space::counts, parameter);
}

TEST(EqualProblems, PermutingTheOutcomesChangesNothing) {
  repeatedly(21, [](problem_source& source) {
    const semantics how = source.one_of(weight_forms);
    const sides s = positive_weights(source);
    sides turned = s;
    const long by = source.below(static_cast<long>(s.p.size()));
    std::rotate(turned.p.begin(), turned.p.begin() + by, turned.p.end());
    std::rotate(turned.q.begin(), turned.q.begin() + by, turned.q.end());
    std::swap(turned.p.front(), turned.p.back());
    std::swap(turned.q.front(), turned.q.back());
    expect_identical(of_probs(quantity::kl, how, s), of_probs(quantity::kl, how, turned));
  });
}

TEST(EqualProblems, ScalingNormalisedWeightsChangesNothing) {
  constexpr std::array any{quantity::kl, quantity::entropy, quantity::cross_entropy,
                           quantity::jensen_shannon, quantity::jensen_shannon_distance};
  repeatedly(22, [&](problem_source& source) {
    const sides s = positive_weights(source);
    const Q p_factor = source.one_in(2) ? power_of_two(source.below(200) - 100) : Q(3, 7);
    const Q q_factor = power_of_two(source.below(200) - 100);
    const sides scaled{changed(s.p, [&](const Q& x) { return Q(x * p_factor); }),
                       changed(s.q, [&](const Q& x) { return Q(x * q_factor); })};
    const quantity what = source.one_of(any);
    expect_identical(of_probs(what, semantics::normalised, s),
                     of_probs(what, semantics::normalised, scaled));
  });
}

TEST(EqualProblems, OutcomesOfNoWeightChangeNothing) {
  constexpr std::array forms{semantics::normalised, semantics::measure, semantics::generalised,
                             semantics::opencv};
  repeatedly(23, [&](problem_source& source) {
    const semantics how = source.one_of(forms);
    const sides s = positive_weights(source);
    sides padded = s;
    padded.p.insert(padded.p.begin(), from_double(0));
    padded.q.insert(padded.q.begin(), from_double(-0.0));
    expect_identical(of_probs(quantity::kl, how, s), of_probs(quantity::kl, how, padded));
  });
}

TEST(EqualProblems, SplittingAnOutcomeAlikeChangesNoDivergence) {
  constexpr std::array forms{semantics::normalised, semantics::measure, semantics::generalised};
  constexpr std::array any{quantity::kl, quantity::jensen_shannon};
  repeatedly(24, [&](problem_source& source) {
    const semantics how = source.one_of(forms);
    const quantity what = how == semantics::generalised ? quantity::kl : source.one_of(any);
    const sides s = positive_weights(source);
    sides split = s;
    const Q part(1 + source.below(6), 7);
    split.p.push_back(given_and_meant(*s.p[0].meant * (1 - part)));
    split.q.push_back(given_and_meant(*s.q[0].meant * (1 - part)));
    split.p[0] = given_and_meant(*s.p[0].meant * part);
    split.q[0] = given_and_meant(*s.q[0].meant * part);
    expect_identical(of_probs(what, how, s), of_probs(what, how, split));
  });
}

TEST(EqualProblems, CountsAreNormalisedWeights) {
  repeatedly(25, [](problem_source& source) {
    const sides s = source.counted();
    expect_identical(of_counts(quantity::kl, semantics::counts, s, {}),
                     of_probs(quantity::kl, semantics::normalised, s));
    expect_identical(of_counts(quantity::kl, semantics::normalised, s, {}),
                     of_probs(quantity::kl, semantics::normalised, s));
    expect_identical(of_counts(quantity::kl, semantics::measure, s, {}),
                     of_probs(quantity::kl, semantics::measure, s));
  });
}

TEST(EqualProblems, SmoothedIsNormalisedOfCountsPlusThePseudocount) {
  constexpr std::array any{quantity::kl, quantity::entropy, quantity::cross_entropy,
                           quantity::jensen_shannon, quantity::jensen_shannon_distance};
  repeatedly(26, [&](problem_source& source) {
    const sides s = source.counted();
    const input c = from_fraction(1 + source.below(5), 1 + source.below(5));
    const auto plus_c = [&](const Q& x) { return Q(x + *c.meant); };
    const quantity what = source.one_of(any);
    expect_identical(
        of_counts(what, semantics::smoothed, s, c),
        of_probs(what, semantics::normalised, {changed(s.p, plus_c), changed(s.q, plus_c)}));
  });
}

TEST(EqualProblems, ClippedIsMeasureOfClippedInputs) {
  constexpr std::array any{quantity::kl, quantity::entropy, quantity::cross_entropy,
                           quantity::jensen_shannon};
  repeatedly(27, [&](problem_source& source) {
    const sides s = source.any_weights();
    const auto clip = [](const Q& x) { return std::clamp(x, Q(1, 1024), Q(1)); };
    const quantity what = source.one_of(any);
    expect_identical(of_probs(what, semantics::clipped, s),
                     of_probs(what, semantics::measure, {changed(s.p, clip), changed(s.q, clip)}));
  });
}

TEST(EqualProblems, OpenCvIsMeasureOfReplacedInputs) {
  repeatedly(28, [](problem_source& source) {
    const sides s = source.any_weights();
    const Q epsilon = power_of_two(-52);
    const auto skip = [&](const Q& x) { return x <= epsilon ? Q(0) : x; };
    const auto replace = [&](const Q& x) { return x <= epsilon ? Q(1e-10) : x; };
    expect_identical(
        of_probs(quantity::kl, semantics::opencv, s),
        of_probs(quantity::kl, semantics::measure, {changed(s.p, skip), changed(s.q, replace)}));
  });
}

TEST(EqualProblems, JensenShannonIsSymmetric) {
  constexpr std::array forms{semantics::normalised, semantics::measure, semantics::clipped};
  constexpr std::array any{quantity::jensen_shannon, quantity::jensen_shannon_distance};
  repeatedly(29, [&](problem_source& source) {
    const semantics how = source.one_of(forms);
    const quantity what = source.one_of(any);
    const sides s = positive_weights(source);
    expect_identical(of_probs(what, how, s), of_probs(what, how, swapped(s)));
  });
}

TEST(EqualProblems, LogitsAreLogProbabilitiesUpToNormalisation) {
  constexpr std::array any{quantity::kl, quantity::entropy, quantity::cross_entropy};
  repeatedly(30, [&](problem_source& source) {
    const sides s = source.logarithms(10, false);
    const quantity what = source.one_of(any);
    expect_identical(of_logs(what, semantics::logits, s, space::logits),
                     of_logs(what, semantics::normalised, s, space::log_probs));
    expect_identical(of_logs(what, semantics::logits, s, space::logits),
                     of_logs(what, semantics::normalised, s, space::logits));
  });
}

TEST(EqualProblems, AddingAConstantToLogitsChangesNothing) {
  repeatedly(31, [](problem_source& source) {
    const sides s = source.one_in(2) ? source.near_logarithms(5) : source.logarithms(10, false);
    const auto shift = [&](inputs x) {
      const Q by(source.real(100));
      for (input& value : x) {
        if (value.meant) value = given_and_meant(*value.meant + by);
      }
      return x;
    };
    const sides shifted{shift(s.p), shift(s.q)};
    expect_identical(of_logs(quantity::kl, semantics::logits, s, space::logits),
                     of_logs(quantity::kl, semantics::logits, shifted, space::logits));
  });
}

}  // namespace
}  // namespace kloracle::second_opinion
