// SPDX-License-Identifier: Apache-2.0
//
// When a subject is blamed, and for what.
#include "properties/mutants/trial.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "properties/mutants/mutants.hpp"
#include "tests/properties/scripted_subject.hpp"

namespace kloracle::mutants {
namespace {

using words = std::set<std::string_view>;

trial_options few() {
  trial_options how;
  how.cases = 60;
  how.checks = 10;
  return how;
}

trial tried(subject& who, grade claimed = grade::correctly_rounded) {
  reference_store references;
  return try_subject(who, claimed, few(), references);
}

// A subject that answers KL rightly but where the script says otherwise.
using change = std::function<response(const sample&, response right)>;

trial tried_with(const change& otherwise) {
  scripted_subject who({offered_in(quantity::kl, semantics::normalised)},
                       [&](const offered_function& f, const format& in, const sample& s) {
                         return otherwise(s, right_answer(f, in, s));
                       });
  return tried(who);
}

TEST(Trial, BlamesNothingOnWhatIsRight) {
  const trial found = tried_with([](const sample&, response right) { return right; });
  EXPECT_FALSE(found.blamed());
  EXPECT_EQ(found.blamed_cases + found.blamed_laws, 0);
  EXPECT_GT(found.cases, 40);
  EXPECT_GT(found.law_checks, 40);
  EXPECT_GT(found.groups_drawn.size(), 5u);
  EXPECT_GT(found.laws_asked.size(), 5u);
}

TEST(Trial, NamesTheGroupThatShowsTheFault) {
  const trial found = tried_with([](const sample& s, response right) {
    return s.p == s.q ? response::of(std::numeric_limits<double>::quiet_NaN()) : right;
  });
  EXPECT_TRUE(found.groups.contains("equal"));
  EXPECT_FALSE(found.groups.contains("unsupported"));
  EXPECT_EQ(found.channels, words{"NaN"});
  EXPECT_EQ(found.worst, grade::wrong);
  EXPECT_TRUE(found.hard.contains("gibbs.zero_if_equal"));
}

TEST(Trial, BlamesInfinitiesSignsAndZeros) {
  const double infinity = std::numeric_limits<double>::infinity();
  const trial found = tried_with([&](const sample& s, response right) {
    if (right.value == infinity) return response::of(1);
    return response::of(s.p == s.q ? 1e-300 : -right.value);
  });
  EXPECT_EQ(found.channels, (words{"infinity", "sign", "zero"}));
  EXPECT_EQ(found.groups.size(), found.groups_drawn.size());
}

TEST(Trial, BlamesWhoGivesNoAnswer) {
  const trial found = tried_with([](const sample& s, response right) {
    return s.p.size() == 5 ? response{response::kind::thrown, 0, "on purpose"} : right;
  });
  EXPECT_TRUE(found.channels.contains("no answer"));
  EXPECT_TRUE(found.by_values());
  EXPECT_TRUE(found.by_laws());
}

TEST(Trial, BlamesAnswersThatChange) {
  std::set<std::pair<std::vector<double>, std::vector<double>>> met;
  const trial found = tried_with([&](const sample& s, response right) {
    if (!met.emplace(s.p, s.q).second) right.value = std::nextafter(right.value, 1);
    return right;
  });
  EXPECT_TRUE(found.channels.contains("unsteady"));
}

// Code that reaches grade T is blamed for nothing if that is what it claims.
TEST(Trial, HoldsAgainstASubjectOnlyWhatItClaims) {
  const auto stable = make_original("kl.stable_logits");
  EXPECT_FALSE(tried(*stable, grade::tangent).blamed());
  const trial as_perfect = tried(*stable, grade::correctly_rounded);
  EXPECT_TRUE(as_perfect.by_values());
  EXPECT_EQ(as_perfect.hard, words{});
  EXPECT_NE(as_perfect.soft, words{});
}

TEST(Trial, FindsTheSameEveryTime) {
  for (const char* name : {"kl_swapped", "kl_noise", "kl_nondeterministic", "kl_sum_not_cleared"}) {
    const trial once = tried(*make_mutant(name));
    const trial again = tried(*make_mutant(name));
    EXPECT_EQ(once.groups, again.groups) << name;
    EXPECT_EQ(once.hard, again.hard) << name;
    EXPECT_EQ(once.soft, again.soft) << name;
    EXPECT_EQ(once.blamed_laws, again.blamed_laws) << name;
  }
}

// One ulp beside a correctly rounded value is half an ulp to one and a half from the value itself,
// unless the value is a tie, and no more.
TEST(Trial, GradesOneUlpOfNoiseExactly) {
  const auto noisy = make_mutant("kl_noise");
  int noisy_cases = 0;
  reference_store references;
  check_options how = few_cases(300, 200);
  how.threads = 1;
  check_listener listener;
  listener.result = [&](const judged_case& j) {
    const verdict& v = j.judgement;
    ASSERT_EQ(v.what, verdict::state::decided);
    if (j.truth->value == 0 || std::isinf(j.returned.value)) {
      EXPECT_EQ(v.is, grade::correctly_rounded);
      return;
    }
    ++noisy_cases;
    EXPECT_GE(v.ulp_error, 0.5);
    EXPECT_LE(v.ulp_error, 1.5);
    EXPECT_EQ(v.is == grade::correctly_rounded, v.ulp_error == 0.5);
    EXPECT_EQ(v.is <= grade::faithful, v.ulp_error <= 1) << v.ulp_error;
    EXPECT_LE(v.is, grade::tangent);
  };
  check(*noisy, how, references, listener);
  EXPECT_GT(noisy_cases, 400);
  const trial found = tried(*noisy);
  EXPECT_EQ(found.hard, words{});
  EXPECT_NE(found.soft, words{});
}

}  // namespace
}  // namespace kloracle::mutants
