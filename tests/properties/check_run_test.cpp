// SPDX-License-Identifier: Apache-2.0
//
// check(): what is put to the subject, what is counted where, and who passes.
#include "properties/check_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <thread>

#include "tests/properties/scripted_subject.hpp"

namespace kloracle {
namespace {

using enum quantity;
using enum semantics;
using kind = response::kind;

constexpr double infinity = std::numeric_limits<double>::infinity();

// Answers right, save that every third case gets `instead`.
scripted_subject mostly_right(response instead,
                              std::vector<offered_function> offers = {offered_in(kl, normalised)}) {
  return {std::move(offers),
          [instead, k = 0](const offered_function& f, const format& in, const sample& s) mutable {
            return k++ % 3 == 0 ? instead : right_answer(f, in, s);
          }};
}

scripted_subject always(response said) {
  return {{offered_in(kl, normalised)},
          [said](const offered_function&, const format&, const sample&) { return said; }};
}

int count_of(const function_summary& s, kind what) {
  const auto found = s.by_response.find(what);
  return found == s.by_response.end() ? 0 : found->second;
}

bool reaches_nothing(const function_summary& s) {
  return std::none_of(grades().begin(), grades().end(),
                      [&](const grade_entry& g) { return s.reaches(g.id); });
}

TEST(CheckRun, ARightSubjectReachesTheBestGrade) {
  scripted_subject who({offered_in(kl, normalised)}, right_answer);
  const check_record r = recorded_check(who, few_cases());
  ASSERT_EQ(r.summaries.size(), 1u);
  const function_summary& s = r.summaries[0];
  EXPECT_TRUE(s.reaches(grade::correctly_rounded));
  EXPECT_FALSE(s.incomplete());
  EXPECT_EQ(s.cases(), static_cast<int>(r.results.size()));
  EXPECT_EQ(s.graded(), s.cases());
  EXPECT_EQ(s.by_grade[0], s.cases());
  EXPECT_EQ(count_of(s, kind::value), s.cases());
  EXPECT_EQ(s.worst_grade(), grade::correctly_rounded);
  EXPECT_LE(s.max_ulp, 0.5);
  EXPECT_EQ(s.nan + s.infinite + s.wrong_sign + s.missed_zero + s.undecided, 0);
}

TEST(CheckRun, OneNanIsWrongAndCounted) {
  scripted_subject who = mostly_right(response::of(std::nan("")));
  const check_record r = recorded_check(who, few_cases());
  const function_summary& s = r.summaries.at(0);
  EXPECT_EQ(s.nan, (s.cases() + 2) / 3);
  EXPECT_EQ(s.by_grade[static_cast<std::size_t>(grade::wrong)], s.nan);
  EXPECT_EQ(s.worst_grade(), grade::wrong);
  EXPECT_FALSE(s.reaches(grade::half));
  EXPECT_TRUE(s.reaches(grade::wrong));
}

TEST(CheckRun, WhatIsNoValueIsCountedAndNeverExcused) {
  for (const kind what :
       {kind::thrown, kind::crashed, kind::timed_out, kind::malformed, kind::not_run}) {
    scripted_subject who = mostly_right({what, 0, "as scripted"});
    const check_record r = recorded_check(who, few_cases());
    const function_summary& s = r.summaries.at(0);
    EXPECT_EQ(count_of(s, what), (s.cases() + 2) / 3);
    EXPECT_EQ(s.graded(), s.cases() - count_of(s, what));
    EXPECT_TRUE(reaches_nothing(s));
    EXPECT_EQ(s.incomplete(), what == kind::not_run);
    EXPECT_EQ(s.worst_grade(), grade::correctly_rounded);  // of those that have one
  }
}

TEST(CheckRun, OneThrownAmongManyIsNotExcused) {
  int k = 0;
  scripted_subject who({offered_in(kl, normalised)}, [&](const offered_function& f,
                                                         const format& in, const sample& s) {
    return k++ == 7 ? response{kind::thrown, 0, "ValueError"} : right_answer(f, in, s);
  });
  EXPECT_TRUE(reaches_nothing(recorded_check(who, few_cases()).summaries.at(0)));
}

TEST(CheckRun, SkippingIsExcusedUnlessNothingIsLeft) {
  scripted_subject some = mostly_right({kind::skipped, 0, "no zeros"});
  const function_summary of_some = recorded_check(some, few_cases()).summaries.at(0);
  EXPECT_EQ(count_of(of_some, kind::skipped), (of_some.cases() + 2) / 3);
  EXPECT_TRUE(of_some.reaches(grade::correctly_rounded));
  scripted_subject all = always({kind::skipped, 0, "nothing today"});
  const function_summary of_all = recorded_check(all, few_cases()).summaries.at(0);
  EXPECT_EQ(of_all.graded(), 0);
  EXPECT_TRUE(reaches_nothing(of_all));
}

TEST(CheckRun, AnEmptySummaryReachesNothing) {
  EXPECT_TRUE(reaches_nothing(function_summary{}));
  EXPECT_FALSE(function_summary{}.incomplete());
}

TEST(CheckRun, AnUndecidedCaseIsNoPass) {
  function_summary s;
  s.by_grade[0] = 9;
  s.by_response[kind::value] = 10;
  s.undecided = 1;
  EXPECT_TRUE(reaches_nothing(s));
  s.undecided = 0;
  s.not_applicable = 1;
  EXPECT_TRUE(s.reaches(grade::correctly_rounded));
}

TEST(CheckRun, InfinitiesAreCountedOnBothSides) {
  scripted_subject who = always(response::of(infinity));
  const check_record r = recorded_check(who, few_cases());
  const auto finite = std::count_if(r.results.begin(), r.results.end(), [](const heard& h) {
    return h.truth != status::plus_infinity;
  });
  EXPECT_EQ(r.summaries.at(0).infinite, finite);
  scripted_subject other = always(response::of(1));
  const check_record s = recorded_check(other, few_cases());
  EXPECT_EQ(s.summaries.at(0).infinite, s.summaries.at(0).cases() - finite);
}

TEST(CheckRun, MissedZerosAreCounted) {
  scripted_subject who = always(response::of(1));
  const check_record r = recorded_check(who, few_cases());
  const auto zero = std::count_if(r.results.begin(), r.results.end(), [](const heard& h) {
    return h.truth == status::exact && h.value == 0;
  });
  EXPECT_GT(zero, 0);
  EXPECT_EQ(r.summaries.at(0).missed_zero, zero);
}

TEST(CheckRun, UndefinedProblemsAreNotApplicableAndNoPass) {
  offered_function incomplete = offered_in(kl, counts, {&binary16});
  incomplete.how = semantics::smoothed;  // without its pseudocount: no problem at all
  scripted_subject who({incomplete}, [](const offered_function&, const format&, const sample&) {
    return response::of(0);
  });
  const check_record r = recorded_check(who, few_cases(300, 64));
  const function_summary& s = r.summaries.at(0);
  EXPECT_EQ(s.not_applicable, s.cases());
  EXPECT_EQ(s.graded(), 0);
  EXPECT_FALSE(s.reaches(grade::half));
}

TEST(CheckRun, TheWorstCaseIsTheOneOfTheWorstGradeAndThenOfTheLargestExcess) {
  scripted_subject who({offered_in(kl, normalised)},
                       [](const offered_function& f, const format& in, const sample& s) {
                         const response right = right_answer(f, in, s);
                         const bool special = right.value == 0 || std::isinf(right.value);
                         return special ? right : response::of(right.value * (1 + 0x1p-20));
                       });
  const check_record r = recorded_check(who, few_cases());
  const function_summary& s = r.summaries.at(0);
  const auto key = [](const heard& h) { return std::pair(h.judgement.is, h.judgement.excess); };
  const auto worst =
      std::max_element(r.results.begin(), r.results.end(),
                       [&](const heard& a, const heard& b) { return key(a) < key(b); });
  EXPECT_EQ(s.worst_id, worst->id);
  EXPECT_EQ(s.worst_grade(), worst->judgement.is);
  double ulps = 0;
  double excess = 0;
  for (const heard& h : r.results) {
    ulps = std::max(ulps, h.judgement.ulp_error);
    excess = std::max(excess, h.judgement.excess);
  }
  EXPECT_EQ(s.max_ulp, ulps);
  EXPECT_EQ(s.max_excess, excess);
}

TEST(CheckRun, EveryFunctionAndFormatIsAskedUnlessOneIsChosen) {
  const std::vector<offered_function> offers{offered_in(kl, normalised, {&binary32, &binary64}),
                                             offered_in(entropy, measure, {&bfloat16})};
  scripted_subject who(offers, right_answer);
  check_options how = few_cases(20, 16);
  EXPECT_EQ(recorded_check(who, how).summaries.size(), 3u);
  how.only_function = "kl.normalised";
  EXPECT_EQ(recorded_check(who, how).summaries.size(), 2u);
  how.only_format = &binary32;
  const check_record r = recorded_check(who, how);
  ASSERT_EQ(r.summaries.size(), 1u);
  EXPECT_EQ(r.summaries[0].in, &binary32);
  EXPECT_EQ(r.summaries[0].function->name, "kl.normalised");
  how.only_function = "no such function";
  EXPECT_TRUE(recorded_check(who, how).summaries.empty());
}

TEST(CheckRun, ResultsComeInCaseOrderAndHoldWhatWasAsked) {
  scripted_subject who = mostly_right(response::of(0.125));
  check_options how = few_cases();
  how.threads = 4;
  const check_record r = recorded_check(who, how);
  const auto cases = make_cases(who.functions()[0], binary64, how.cases);
  ASSERT_EQ(r.results.size(), cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    EXPECT_EQ(r.results[i].id, cases[i].id);
    EXPECT_EQ(r.results[i].input.p, cases[i].input.p);
    EXPECT_EQ(r.results[i].input.q, cases[i].input.q);
    if (i % 3 == 0) {
      EXPECT_EQ(r.results[i].returned.value, 0.125);
    }
  }
}

TEST(CheckRun, OneIdIsOneCaseWithTheSameVerdict) {
  const auto third = [](const offered_function& f, const format& in, const sample& s) {
    return response::of(right_answer(f, in, s).value * (1 - 0x1p-45));
  };
  scripted_subject who({offered_in(kl, normalised), offered_in(kl, generalised)}, third);
  check_options how = few_cases();
  const check_record all = recorded_check(who, how);
  for (std::size_t i = 0; i < all.results.size(); i += 9) {
    how.only_id = all.results[i].id;
    const check_record one = recorded_check(who, how);
    ASSERT_EQ(one.results.size(), 1u) << how.only_id;
    EXPECT_TRUE(one.results[0] == all.results[i]) << how.only_id;
  }
}

TEST(CheckRun, AnIdThatIsNoCaseIsJudgedNeverAndReachesNothing) {
  scripted_subject who({offered_in(kl, normalised)}, right_answer);
  check_options how = few_cases();
  how.only_id = "kl.normalised.binary64:000000000000";
  const check_record r = recorded_check(who, how);
  EXPECT_TRUE(r.results.empty());
  for (const function_summary& s : r.summaries) EXPECT_TRUE(reaches_nothing(s));
}

TEST(CheckRun, TheNumberOfThreadsChangesNothing) {
  scripted_subject who({offered_in(kl, measure, {&binary32, &binary64}), offered_in(kl, logits)},
                       [](const offered_function& f, const format& in, const sample& s) {
                         const double right = right_answer(f, in, s).value;
                         return response::of(std::isinf(right) ? right : stepped(in, right, 1));
                       });
  check_options how = few_cases();
  how.threads = 1;
  const check_record alone = recorded_check(who, how);
  for (const unsigned threads : {0u, 2u, 7u}) {
    how.threads = threads;
    const check_record r = recorded_check(who, how);
    EXPECT_TRUE(r.results == alone.results) << threads;
    ASSERT_EQ(r.summaries.size(), alone.summaries.size());
    for (std::size_t i = 0; i < r.summaries.size(); ++i) {
      EXPECT_EQ(r.summaries[i].by_grade, alone.summaries[i].by_grade);
      EXPECT_EQ(r.summaries[i].worst_id, alone.summaries[i].worst_id);
      EXPECT_EQ(r.summaries[i].max_ulp, alone.summaries[i].max_ulp);
      EXPECT_EQ(r.summaries[i].max_excess, alone.summaries[i].max_excess);
    }
  }
}

TEST(CheckRun, ProgressNeverGoesBackwardsOrPastTheEnd) {
  scripted_subject who({offered_in(kl, normalised)}, right_answer);
  std::vector<std::size_t> done;
  std::size_t cases = 0;
  check_listener listener;
  listener.batch = [&](const offered_function&, const format&, std::size_t k, std::size_t of) {
    done.push_back(k);
    cases = of;
  };
  reference_store references;
  const auto summaries = check(who, few_cases(), references, listener);
  EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
  EXPECT_EQ(cases, static_cast<std::size_t>(summaries.at(0).cases()));
  EXPECT_TRUE(!done.empty() && done.back() <= cases);
}

TEST(CheckRun, SharedAnswersGiveTheSameVerdicts) {
  scripted_subject who = mostly_right(response::of(1), {offered_in(kl, generalised)});
  scripted_subject same = mostly_right(response::of(1), {offered_in(kl, generalised)});
  reference_store shared;
  const check_record first = recorded_check(who, few_cases(), shared);
  const check_record second = recorded_check(same, few_cases(), shared);
  EXPECT_TRUE(first.results == second.results);
}

TEST(ReferenceStore, GivesTheSameAnswerObjectToEveryThread) {
  const offered_function f = offered_in(kl, normalised);
  const auto cases = make_cases(f, binary64, {.count = 60, .max_n = 64});
  reference_store store;
  std::vector<std::vector<std::shared_ptr<const reference>>> got(4);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : got) {
      threads.emplace_back([&] {
        for (const test_case& c : cases) mine.push_back(store.get(c, f, binary64));
      });
    }
  }
  for (const auto& mine : got) EXPECT_TRUE(mine == got[0]);
  const std::set<std::shared_ptr<const reference>> distinct(got[0].begin(), got[0].end());
  EXPECT_EQ(distinct.size(), cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i)
    EXPECT_EQ(got[0][i]->truth().hex, evaluate(problem_of(f, cases[i].input)).hex);
}

}  // namespace
}  // namespace kloracle
