// SPDX-License-Identifier: Apache-2.0
//
// make_cases() and case_id(): the same cases for the same options, names that depend on nothing but
// the problem and the input, and numbers that the format has.
#include "properties/cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
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

std::uint64_t fnv_1a(const std::vector<unsigned char>& bytes) {
  std::uint64_t h = 14695981039346656037u;
  for (const unsigned char b : bytes) {
    h ^= b;
    h *= 1099511628211u;
  }
  return h;
}

std::vector<unsigned char> bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

void append_little_endian(std::vector<unsigned char>& bytes, std::uint64_t word) {
  for (int i = 0; i < 8; ++i) {
    bytes.push_back(static_cast<unsigned char>(word & 0xff));
    word >>= 8;
  }
}

// The low 48 bits of the hash of the name, and of each vector as its length and its bit patterns.
std::string id_here(const std::string& name, const sample& s) {
  std::vector<unsigned char> bytes = bytes_of(name);
  for (const auto* side : {&s.p, &s.q}) {
    append_little_endian(bytes, side->size());
    for (const double x : *side) append_little_endian(bytes, std::bit_cast<std::uint64_t>(x));
  }
  char hex[20];
  std::snprintf(hex, sizeof hex, "%016llx", static_cast<unsigned long long>(fnv_1a(bytes)));
  return name + ':' + (hex + 4);
}

TEST(Cases, TheHashHereGivesThePublishedNumbers) {
  EXPECT_EQ(fnv_1a({}), 0xcbf29ce484222325u);
  EXPECT_EQ(fnv_1a(bytes_of("a")), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(fnv_1a(bytes_of("foobar")), 0x85944171f73967e8u);
}

TEST(Cases, IdsAreTheHashesComputedHere) {
  const sample two{{0.25, 0.75}, {0.5, 0.5}};
  const sample one{{0.25, 0.75}, {}};
  offered_function f = offered(quantity::kl, semantics::normalised);
  EXPECT_EQ(case_id(f, binary64, two), id_here("kl.normalised.binary64", two));
  EXPECT_EQ(case_id(f, bfloat16, two), id_here("kl.normalised.bfloat16", two));
  f.in = unit::bits;
  EXPECT_EQ(case_id(f, binary32, two), id_here("kl.normalised.bits.binary32", two));
  f = offered(quantity::entropy, semantics::measure);
  EXPECT_EQ(case_id(f, binary64, one), id_here("entropy.measure.binary64", one));
  f = offered(quantity::kl, semantics::smoothed);
  EXPECT_EQ(case_id(f, binary64, two), id_here("kl.smoothed(0x1p-1).binary64", two));
}

TEST(Cases, IdsOfFamiliesNameTheFamiliesAndTheirParameters) {
  const sample two{{0.25, 2}, {0.5, 1}};
  offered_function f;
  f.what = quantity::kl;
  f.p_of = {"normal", {{"mu"}, {"sigma"}}};
  f.q_of = {"normal", {{"mu"}, {"log_variance"}}};
  EXPECT_EQ(case_id(f, binary64, two),
            id_here("kl.normal(mu,sigma).normal(mu,log_variance).binary64", two));
  f.what = quantity::renyi;
  f.order = number(0.5);
  f.in = unit::bits;
  f.q_of = {"gamma", {{"shape"}, {"rate"}}};
  EXPECT_EQ(case_id(f, bfloat16, two),
            id_here("renyi.normal(mu,sigma).gamma(shape,rate).order(0x1p-1).bits.bfloat16", two));
  const sample one{{0, 0, 2, 1, 1, 2}, {}};
  offered_function g;
  g.what = quantity::entropy;
  g.p_of = {"multivariate_normal", {{"mean", {2}}, {"covariance", {2, 2}}}};
  EXPECT_EQ(case_id(g, binary32, one),
            id_here("entropy.multivariate_normal(mean[2],covariance[2x2]).binary32", one));
}

TEST(Cases, TheOrderOfAFamilysParametersIsThatOfItsNumbers) {
  offered_function f;
  f.p_of = {"normal", {{"sigma"}, {"mu"}}};
  f.q_of = {"normal", {{"mu"}, {"sigma"}}};
  const problem x = problem_of(f, {{2, 1}, {1, 2}});
  EXPECT_EQ(evaluate(x).rational, "0");
  EXPECT_EQ(evaluate(problem_of(f, {{2, 1}, {2, 1}})).state, status::rounded);
}

TEST(Cases, MovingAnEntryFromPToQGivesAnotherId) {
  const offered_function f = offered(quantity::kl, semantics::measure);
  EXPECT_NE(case_id(f, binary64, {{1, 2}, {3}}), case_id(f, binary64, {{1}, {2, 3}}));
  EXPECT_NE(case_id(f, binary64, {{1, 2}, {}}), case_id(f, binary64, {{}, {1, 2}}));
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
