// SPDX-License-Identifier: Apache-2.0
//
// make_cases() and case_id(): the same cases for the same options, names that depend on nothing but
// the problem and the input, and numbers that the format has.
#include "properties/cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "oracle/rounding.hpp"
#include "properties/check_run.hpp"
#include "tests/properties/offered_functions.hpp"

namespace kloracle {
namespace {

constexpr std::size_t short_vectors = 64;

bool same_case(const test_case& a, const test_case& b) {
  return a.id == b.id && a.group == b.group && a.input.p == b.input.p && a.input.q == b.input.q;
}

template <class Check>
void for_all_cases(const case_options& how, Check check) {
  for (const offered_function& f : all_offered()) {
    for (const format* in : f.formats) {
      for (const test_case& c : make_cases(f, *in, how)) check(f, *in, c);
    }
  }
}

TEST(Cases, AreDeterministic) {
  for (const offered_function& f : all_offered()) {
    const case_options how{.seed = 7, .count = 40, .max_n = 200};
    const auto first = make_cases(f, binary32, how);
    const auto second = make_cases(f, binary32, how);
    EXPECT_TRUE(std::equal(first.begin(), first.end(), second.begin(), second.end(), same_case));
  }
}

TEST(Cases, AnotherSeedGivesOthers) {
  const offered_function f = offered(quantity::kl, semantics::normalised);
  std::set<std::string> ids;
  for (const std::uint64_t seed : {1, 2}) {
    for (const test_case& c : make_cases(f, binary64, {.seed = seed, .count = 100, .max_n = 64}))
      ids.insert(c.id);
  }
  EXPECT_GE(ids.size(), 190u);
}

TEST(Cases, MoreOfThemKeepTheFirstOnes) {
  for (const offered_function& f : all_offered()) {
    std::map<std::string, test_case> many;
    for (const test_case& c : make_cases(f, binary64, {.count = 100, .max_n = short_vectors}))
      many.emplace(c.id, c);
    for (const test_case& c : make_cases(f, binary64, {.count = 30, .max_n = short_vectors})) {
      ASSERT_TRUE(many.contains(c.id)) << c.id;
      EXPECT_TRUE(same_case(many.at(c.id), c));
    }
  }
}

TEST(Cases, AnIdIsThatOfTheProblemAndTheInputAlone) {
  for_all_cases({.count = 30, .max_n = short_vectors},
                [](const offered_function& f, const format& in, const test_case& c) {
                  offered_function renamed = f;
                  renamed.name = "another name";
                  renamed.note = "another note";
                  renamed.formats = {&in};
                  EXPECT_EQ(c.id, case_id(renamed, in, c.input));
                });
}

TEST(Cases, AreDistinct) {
  for (const offered_function& f : all_offered()) {
    for (const format* in : f.formats) {
      std::set<std::string> ids;
      std::set<std::pair<std::vector<double>, std::vector<double>>> inputs;
      const auto cases = make_cases(f, *in, {.count = 100, .max_n = short_vectors});
      for (const test_case& c : cases) {
        ids.insert(c.id);
        inputs.emplace(c.input.p, c.input.q);
      }
      EXPECT_EQ(ids.size(), cases.size());
      EXPECT_EQ(inputs.size(), cases.size());
    }
  }
}

// "normalised" of logits is the softmax, of weights the quotient: different problems.
TEST(Cases, TheSameNumbersInAnotherSpaceHaveAnotherId) {
  offered_function of_weights = offered(quantity::kl, semantics::normalised);
  offered_function of_logits = of_weights;
  of_logits.p_in = of_logits.q_in = space::logits;
  const sample s{{1, 2}, {2, 1}};
  EXPECT_NE(evaluate(problem_of(of_weights, s)).hex, evaluate(problem_of(of_logits, s)).hex);
  EXPECT_NE(case_id(of_weights, binary64, s), case_id(of_logits, binary64, s));
}

TEST(Cases, AStoredAnswerIsThatOfTheFunctionAsked) {
  offered_function of_weights = offered(quantity::kl, semantics::normalised);
  offered_function of_logits = of_weights;
  of_logits.p_in = of_logits.q_in = space::log_probs;
  const sample s{{1, 2}, {2, 1}};
  reference_store store;
  const auto stored = [&](const offered_function& f) {
    return store.get({case_id(f, binary64, s), "here", s}, f, binary64)->truth().hex;
  };
  EXPECT_EQ(stored(of_weights), evaluate(problem_of(of_weights, s)).hex);
  EXPECT_EQ(stored(of_logits), evaluate(problem_of(of_logits, s)).hex);
}

TEST(Cases, EveryNumberIsAValueOfTheFormat) {
  const auto is_value = [](const format& in, double x) {
    return std::isinf(x) || to_double(round_to(in, direction::toward_zero, Q(x))) == x;
  };
  for_all_cases({.count = 60, .max_n = 200},
                [&](const offered_function&, const format& in, const test_case& c) {
                  for (const auto* side : {&c.input.p, &c.input.q}) {
                    for (const double x : *side) {
                      ASSERT_FALSE(std::isnan(x)) << c.id;
                      ASSERT_TRUE(is_value(in, x)) << c.id << ' ' << x;
                    }
                  }
                });
}

TEST(Cases, EveryNumberBelongsToItsSpace) {
  const auto belongs = [](space in, double x) {
    if (in == space::probs) return std::isfinite(x) && x >= 0;
    if (in == space::counts) return std::isfinite(x) && x >= 0 && x == std::floor(x);
    return x < std::numeric_limits<double>::infinity();
  };
  for_all_cases({.count = 60, .max_n = 200},
                [&](const offered_function& f, const format&, const test_case& c) {
                  for (const double x : c.input.p) ASSERT_TRUE(belongs(f.p_in, x)) << c.id;
                  for (const double x : c.input.q) ASSERT_TRUE(belongs(f.q_in, x)) << c.id;
                });
}

TEST(Cases, AQuantityOfOneDistributionGetsNoQAndOneOfTwoGetsAsMany) {
  for_all_cases({.count = 30, .max_n = 200},
                [](const offered_function& f, const format&, const test_case& c) {
                  ASSERT_FALSE(c.input.p.empty());
                  EXPECT_EQ(c.input.q.size(), takes_q(f) ? c.input.p.size() : 0) << c.id;
                });
}

TEST(Cases, PoseNoProblemWithABadArgument) {
  for (const offered_function& f : every_offered()) {
    for (const format* in : f.formats) {
      for (const test_case& c : make_cases(f, *in, {.count = 20, .max_n = 16})) {
        const answer a = evaluate(problem_of(f, c.input), {.to = in, .condition = false});
        EXPECT_FALSE(a.bad_input()) << c.id << ' ' << a.argument << ' ' << a.reason;
      }
    }
  }
}

TEST(Cases, EveryGroupOfTheRightKindIsDrawnFrom) {
  for (const offered_function& f : all_offered()) {
    for (const format* in : f.formats) {
      for (const int count : {1, 300}) {
        std::set<std::string_view> drawn;
        for (const test_case& c : make_cases(f, *in, {.count = count, .max_n = short_vectors}))
          drawn.insert(c.group);
        for (const case_group& g : case_groups())
          EXPECT_EQ(drawn.contains(g.name), g.logarithms == of_logarithms(f))
              << f.name << ' ' << in->name << ' ' << g.name;
      }
    }
  }
}

TEST(Cases, SharesAddUpToAHundred) {
  std::map<bool, int> shares;
  std::set<std::string_view> names;
  for (const case_group& g : case_groups()) {
    shares[g.logarithms] += g.share;
    EXPECT_TRUE(names.insert(g.name).second);
    EXPECT_FALSE(g.hardness.empty());
  }
  EXPECT_EQ(shares[false], 100);
  EXPECT_EQ(shares[true], 100);
}

TEST(Cases, NoVectorIsLongerThanAllowed) {
  for (const std::size_t max_n : {2u, 3u, 7u, 64u, 100u, 500u}) {
    for_all_cases({.count = 20, .max_n = max_n},
                  [&](const offered_function&, const format&, const test_case& c) {
                    EXPECT_LE(c.input.p.size(), max_n) << c.id;
                    EXPECT_GE(c.input.p.size(), 2u) << c.id;
                  });
  }
}

TEST(Cases, TenThousandOutcomesOccurUnlessForbidden) {
  for (const semantics how : {semantics::normalised, semantics::logits}) {
    for (const format* in : judged_formats) {
      std::set<std::size_t> lengths;
      for (const test_case& c : make_cases(offered(quantity::kl, how), *in, {}))
        lengths.insert(c.input.p.size());
      EXPECT_TRUE(lengths.contains(10000)) << in->name;
      EXPECT_EQ(*lengths.rbegin(), 10000u);
      EXPECT_TRUE(lengths.contains(2) && lengths.contains(3) && lengths.contains(64));
    }
  }
}

TEST(Cases, LogProbabilitiesAgainstWeightsAreTheirLogarithms) {
  for (const quantity what : {quantity::kl, quantity::cross_entropy}) {
    for (const test_case& c : make_cases(offered(what, semantics::prob_vs_logprob), binary64,
                                         {.count = 100, .max_n = short_vectors})) {
      if (c.group == "unnormalised") continue;  // weights past 1
      for (const double x : c.input.p) EXPECT_TRUE(x >= 0 && x <= 1) << c.id;
      for (const double x : c.input.q) EXPECT_TRUE(x <= 0) << c.id;
    }
  }
}

// Turning weights into counts keeps what a group is there for: neighbours stay distinct, positive
// stays positive.
TEST(Cases, CountsKeepTheirNeighboursAndTheirSupport) {
  offered_function of_counts = offered(quantity::kl, semantics::counts);
  of_counts.p_in = of_counts.q_in = space::counts;
  const auto positive = [](double x) { return x > 0; };
  int near = 0;
  for (const test_case& c : make_cases(of_counts, binary64, {.max_n = 64})) {
    EXPECT_TRUE(std::any_of(c.input.p.begin(), c.input.p.end(), positive)) << c.id;
    if (c.group == "unsupported") continue;
    for (std::size_t i = 0; i < c.input.p.size(); ++i) {
      EXPECT_TRUE(c.input.p[i] == 0 || c.input.q[i] > 0) << c.id << ' ' << c.group;
    }
    if (c.group != "near_equal_simplex") continue;
    ++near;
    EXPECT_NE(c.input.p, c.input.q) << c.id;
  }
  EXPECT_GT(near, 0);
}

}  // namespace
}  // namespace kloracle
