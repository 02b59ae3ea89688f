// SPDX-License-Identifier: Apache-2.0
//
// How a problem is stated: families, spaces, semantics and their parameters, and what is blamed
// when they do not fit together.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/oracle/spelled_problems.hpp"

namespace kloracle {
namespace {

using enum quantity;
using enum semantics;

std::optional<number> parameter_for(const semantics_entry& how) {
  return how.parameter.empty() ? std::nullopt : std::optional<number>(1);
}

// Entries that mean something in every space.
problem small_problem(quantity what, space p, space q) {
  problem result{what, categorical({1, 1}, p)};
  if (entry(what).of_two) result.q = categorical({1, 2}, q);
  if (const int axes = entry(what).least_axes; axes > 0) {
    std::vector<std::size_t> shape(static_cast<std::size_t>(axes), 1);
    shape.back() = 2;
    result.p.parameters[0].shape = shape;
  }
  for (const option_use& use : entry(what).options) {
    if (!use.required) continue;
    if (use.id == option::order) result.order = number::parse("1/2");
    if (use.id == option::generator) result.generator = "kl";
    if (use.id == option::support) result.support = {0, 1};
    if (use.id == option::kernel) result.kernel = {1, 0, 0, 1};
  }
  return result;
}

void expect_blamed(const problem& p, const std::string& argument) {
  const answer a = evaluate(p);
  EXPECT_EQ(a.state, status::undefined) << argument;
  EXPECT_TRUE(a.bad_input()) << argument;
  EXPECT_EQ(a.argument, argument) << a.reason;
  EXPECT_NE(a.reason, "");
}

TEST(ProblemStatement, ASecondDistributionIsThereExactlyWhenTheQuantityTakesOne) {
  for (const quantity_entry& what : quantities()) {
    problem p = small_problem(what.id, space::probs, space::probs);
    p.q.reset();
    if (!what.of_two) p.q = categorical({1, 1});
    if (what.q_optional) {
      EXPECT_FALSE(evaluate(p).bad_input()) << what.name;
    } else {
      expect_blamed(p, "q");
    }
  }
}

TEST(ProblemStatement, TheFamilyIsKnown) {
  problem p = small_problem(kl, space::probs, space::probs);
  p.p.family = "normal";
  expect_blamed(p, "p.probs");
  p.p.family = "norml";
  expect_blamed(p, "p");
  p = small_problem(kl, space::probs, space::probs);
  p.q->family = "";
  expect_blamed(p, "q");
  problem one = small_problem(entropy, space::probs, space::probs);
  one.p.family = "Categorical";
  expect_blamed(one, "p");
}

TEST(ProblemStatement, ADistributionHasExactlyOneOfTheSpaces) {
  problem p = small_problem(kl, space::probs, space::probs);
  p.p.parameters[0].name = "weights";
  expect_blamed(p, "p");
  p = small_problem(kl, space::probs, space::probs);
  p.q->parameters.clear();
  expect_blamed(p, "q");
  p = small_problem(kl, space::probs, space::probs);
  p.q->parameters.push_back({"logits", {0, 0}});
  expect_blamed(p, "q");
}

// Every semantics against every pair of spaces: answered if and only if accepts() says so.
TEST(ProblemStatement, SemanticsTakeTheSpacesThatTheyAccept) {
  for (const semantics_entry& how : all_semantics()) {
    for (const space_entry& p : spaces()) {
      for (const space_entry& q : spaces()) {
        problem stated = small_problem(kl, p.id, q.id);
        stated.how = how.id;
        stated.semantics_parameter = parameter_for(how);
        if (!accepts(how.id, p.id, q.id)) {
          expect_blamed(stated, "semantics");
          continue;
        }
        const answer a = evaluate(stated);
        EXPECT_TRUE(a.state == status::rounded || a.state == status::exact)
            << how.name << ' ' << p.name << ' ' << q.name << ": " << a.reason;
        EXPECT_EQ(a.how, how.id);
      }
    }
  }
}

TEST(ProblemStatement, QuantitiesTakeTheSemanticsThatTheyList) {
  for (const quantity_entry& what : quantities()) {
    for (const semantics_entry& how : all_semantics()) {
      problem stated = small_problem(what.id, how.p, what.of_two ? how.q : how.p);
      stated.how = how.id;
      stated.semantics_parameter = parameter_for(how);
      if (!what.of_two && how.p != how.q) continue;
      const bool listed = std::ranges::find(what.accepted, how.id) != what.accepted.end();
      const answer a = evaluate(stated);
      const bool finite = a.state == status::rounded || a.state == status::exact;
      EXPECT_EQ(finite, listed) << what.name << ' ' << how.name << ": " << a.reason;
      EXPECT_TRUE(finite || a.state == status::undefined);
    }
  }
}

TEST(ProblemStatement, NormalisedLogProbabilitiesAreLogits) {
  for (const quantity_entry& what : quantities()) {
    if (std::ranges::find(what.accepted, logits) == what.accepted.end()) continue;
    problem stated = small_problem(what.id, space::logits, space::logits);
    const answer softmax = evaluate(stated);
    stated = small_problem(what.id, space::log_probs, space::log_probs);
    stated.how = normalised;
    EXPECT_EQ(evaluate(stated).hex, softmax.hex) << what.name;
    EXPECT_FALSE(softmax.hex.empty()) << what.name << ": " << softmax.reason;
  }
}

std::optional<semantics> chosen_for(space p, space q) {
  return evaluate(small_problem(kl, p, q)).how;
}

TEST(ProblemStatement, TheDefaultIsADivergenceOfDistributionsWhereTheInputsAllowOne) {
  EXPECT_EQ(chosen_for(space::probs, space::probs), normalised);
  EXPECT_EQ(chosen_for(space::counts, space::counts), counts);
  EXPECT_EQ(chosen_for(space::counts, space::probs), normalised);
  EXPECT_EQ(chosen_for(space::probs, space::counts), normalised);
  EXPECT_EQ(chosen_for(space::logits, space::logits), logits);
  EXPECT_EQ(chosen_for(space::log_probs, space::log_probs), normalised);
  EXPECT_EQ(chosen_for(space::probs, space::log_probs), prob_vs_logprob);
  EXPECT_EQ(evaluate(small_problem(entropy, space::log_probs, space::probs)).how, normalised);
}

TEST(ProblemStatement, TheDefaultIsTheOneThatTheVocabularyNames) {
  for (const space_entry& p : spaces()) {
    for (const space_entry& q : spaces()) {
      const problem stated = small_problem(kl, p.id, q.id);
      const auto named = default_semantics(p.id, q.id);
      if (!named) {
        expect_blamed(stated, "semantics");
        continue;
      }
      EXPECT_EQ(evaluate(stated).how, *named);
      problem explicitly = stated;
      explicitly.how = named;
      EXPECT_EQ(evaluate(stated).hex, evaluate(explicitly).hex);
    }
  }
}

TEST(ProblemStatement, CountsAreIntegersInEverySemantics) {
  for (const semantics how : {counts, normalised, measure}) {
    problem p{kl, categorical(numbers("1 3/2"), space::counts), categorical({1, 2}, space::counts)};
    p.how = how;
    expect_blamed(p, "p[1]");
    std::swap(p.p, *p.q);
    expect_blamed(p, "q[1]");
  }
  problem mixed{kl, categorical(numbers("1 3/2")), categorical(numbers("5/2 2"), space::counts)};
  expect_blamed(mixed, "q[0]");
  problem huge{kl, categorical(numbers("1e300 2"), space::counts),
               categorical(numbers("1 0x1p-1"), space::counts)};
  expect_blamed(huge, "q[1]");
}

TEST(ProblemStatement, MixedCountsAndWeightsAreWeights) {
  problem mixed{kl, categorical({1, 3}, space::counts), categorical(numbers("1/2 2"))};
  problem plain{kl, categorical({1, 3}), categorical(numbers("1/2 2"))};
  for (const semantics how : {normalised, measure, generalised, opencv}) {
    mixed.how = plain.how = how;
    EXPECT_EQ(evaluate(mixed).hex, evaluate(plain).hex) << entry(how).name;
    EXPECT_NE(evaluate(mixed).hex, "");
  }
}

TEST(SemanticsParameter, IsThereExactlyWhenTheSemanticsTakesOne) {
  for (const semantics_entry& how : all_semantics()) {
    problem stated = small_problem(kl, how.p, how.q);
    stated.how = how.id;
    if (how.parameter.empty()) stated.semantics_parameter = 1;
    expect_blamed(stated, how.parameter.empty() ? "semantics" : std::string(how.parameter));
  }
  problem by_default = small_problem(kl, space::probs, space::probs);
  by_default.semantics_parameter = 1;
  expect_blamed(by_default, "semantics");
}

TEST(SemanticsParameter, EpsIsInTheHalfOpenUnitInterval) {
  problem stated = small_problem(kl, space::probs, space::probs);
  stated.how = clipped;
  for (const char* outside :
       {"0", "-0.0", "-1", "0x1.0000000000001p+0", "2", "inf", "-inf", "nan"}) {
    stated.semantics_parameter = number::parse(outside, nullptr);
    expect_blamed(stated, "eps");
  }
  for (const char* inside : {"1", "0x1p-1074", "1e-400", "0x0.fffffffffffff8p+0", "1/3"}) {
    stated.semantics_parameter = number::parse(inside, nullptr);
    EXPECT_FALSE(evaluate(stated).bad_input()) << inside;
  }
}

TEST(SemanticsParameter, ThePseudocountIsNotNegative) {
  problem stated = small_problem(kl, space::counts, space::counts);
  stated.how = smoothed;
  for (const char* outside : {"-1", "-0x1p-1074", "inf", "-inf", "nan"}) {
    stated.semantics_parameter = number::parse(outside, nullptr);
    expect_blamed(stated, "pseudocount");
  }
  for (const char* inside : {"0", "-0.0", "1", "0x1p-1074", "1e300", "1/3"}) {
    stated.semantics_parameter = number::parse(inside, nullptr);
    EXPECT_FALSE(evaluate(stated).bad_input()) << inside;
  }
}

TEST(Vocabulary, NamesAreFoundAndUnknownNamesAreNot) {
  for (const auto& e : quantities()) EXPECT_EQ(find_quantity(e.name), &e);
  for (const auto& e : spaces()) EXPECT_EQ(find_space(e.name), &e);
  for (const auto& e : all_semantics()) EXPECT_EQ(find_semantics(e.name), &e);
  for (const auto& e : units()) EXPECT_EQ(find_unit(e.name), &e);
  EXPECT_EQ(find_quantity("KL"), nullptr);
  EXPECT_EQ(find_space(""), nullptr);
  EXPECT_EQ(find_semantics("normalized"), nullptr);
  EXPECT_EQ(find_unit("nat"), nullptr);
}

}  // namespace
}  // namespace kloracle
