// SPDX-License-Identifier: Apache-2.0
//
// The subjects that come with kloracle, judged: the perfect one is perfect, the stable one beats
// the naive one where P is near Q, and the naive one is caught where theory says it fails.
#include "properties/builtin_subjects.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "tests/properties/scripted_subject.hpp"

namespace kloracle {
namespace {

check_record checked(const std::string& name, const check_options& how) {
  const auto who = make_builtin_subject(name);
  return recorded_check(*who, how);
}

TEST(BuiltinSubjects, AreFoundByNameAndNothingElseIs) {
  for (const builtin_entry& e : builtin_subjects()) {
    const auto who = make_builtin_subject(e.name);
    ASSERT_NE(who, nullptr) << e.name;
    EXPECT_EQ(who->identity().name, "builtin:" + std::string(e.name));
    EXPECT_FALSE(who->functions().empty());
  }
  EXPECT_EQ(make_builtin_subject("no such subject"), nullptr);
}

TEST(BuiltinSubjects, ThisProcessComputesAsIeeeSays) {
  EXPECT_EQ(float_environment_fault(), "");
}

TEST(BuiltinSubjects, ThePerfectOneIsCorrectlyRoundedEverywhere) {
  const check_record r = checked("correctly_rounded", few_cases(60, 200));
  const std::size_t of_families = make_builtin_subject("closed_forms")->functions().size();
  EXPECT_EQ(r.summaries.size(), 2 * (6 + of_families));  // problems, in two formats
  for (const function_summary& s : r.summaries) {
    EXPECT_TRUE(s.reaches(grade::correctly_rounded)) << s.function->name << ' ' << s.in->name;
    EXPECT_EQ(s.by_grade[0], s.graded());
    EXPECT_GE(s.graded(), 50) << s.function->name;
    EXPECT_EQ(s.nan + s.infinite + s.wrong_sign + s.missed_zero + s.undecided, 0);
  }
}

TEST(BuiltinSubjects, ThePerfectOneIsAskedWhatTheOthersAre) {
  const auto problem_name = [](const offered_function& f) { return case_id(f, binary64, {}); };
  std::set<std::string> perfect;
  const auto who = make_builtin_subject("correctly_rounded");
  for (const offered_function& f : who->functions()) perfect.insert(problem_name(f));
  for (const builtin_entry& e : builtin_subjects()) {
    const auto other = make_builtin_subject(e.name);
    for (const offered_function& f : other->functions())
      EXPECT_TRUE(perfect.contains(problem_name(f))) << e.name << ' ' << f.name;
  }
}

TEST(BuiltinSubjects, TheNaiveOneIsWrongSomewhere) {
  for (const char* name : {"naive", "split", "clamped", "softmax", "log_softmax", "closed_forms"}) {
    grade worst = grade::correctly_rounded;
    for (const function_summary& s : checked(name, few_cases(60, 64)).summaries)
      worst = std::max(worst, s.worst_grade());
    EXPECT_EQ(worst, grade::wrong) << name;
  }
}

// Gibbs: of distributions whose sums are exactly 1, the divergence is not negative.
TEST(BuiltinSubjects, TheNaiveOneGoesNegativeOnASimplexWhereTheValueIsPositive) {
  check_options how = few_cases(300, 64);
  how.only_function = "kl_ratio";
  int negative = 0;
  for (const heard& h : checked("naive", how).results) {
    if (h.group != "near_equal_simplex") continue;
    Q sum_p = 0;
    Q sum_q = 0;
    for (const double x : h.input.p) sum_p += Q(x);
    for (const double x : h.input.q) sum_q += Q(x);
    ASSERT_TRUE(sum_p == 1 && sum_q == 1);
    ASSERT_GE(h.value, 0);
    EXPECT_EQ(h.judgement.special.wrong_sign, h.returned.value < 0 && h.value > 0);
    negative += h.judgement.special.wrong_sign;
  }
  EXPECT_GT(negative, 10);
}

// Worst grades over the groups in which P is near Q.
std::map<std::pair<semantics, std::string_view>, grade> worst_near(const std::string& name) {
  std::map<std::pair<semantics, std::string_view>, grade> worst;
  const auto who = make_builtin_subject(name);
  const check_record r = recorded_check(*who, few_cases(100, 64));
  for (const heard& h : r.results) {
    if (!h.group.starts_with("near_equal")) continue;
    for (const offered_function& f : who->functions()) {
      if (f.name != h.function || f.what != quantity::kl) continue;
      grade& g = worst[{f.how, h.format_name}];
      g = std::max(g, h.judgement.is);
    }
  }
  return worst;
}

TEST(BuiltinSubjects, TheStableOneBeatsTheNaiveOnesWherePIsNearQ) {
  const auto stable = worst_near("stable");
  ASSERT_EQ(stable.size(), 8u);  // measure, generalised, normalised, logits; two formats
  int compared = 0;
  for (const char* name : {"naive", "log_softmax"}) {
    for (const auto& [key, g] : worst_near(name)) {
      ++compared;
      EXPECT_LT(stable.at(key), g)
          << name << ' ' << entry(key.first).name << ' ' << key.second << ' ' << entry(g).letter;
    }
  }
  EXPECT_EQ(compared, 8);
}

}  // namespace
}  // namespace kloracle
