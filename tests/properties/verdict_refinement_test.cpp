// SPDX-License-Identifier: Apache-2.0
//
// What judge() does when a threshold lies close to the error: refine, decide exactly, or admit that
// it cannot; and the two grades that only the right sensitivity and the right growth tell apart.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <span>

#include "properties/builtin_subjects.hpp"
#include "properties/cases.hpp"
#include "tests/oracle/spelled_problems.hpp"
#include "tests/properties/random_verdict_problems.hpp"
#include "tests/properties/rational_problems.hpp"

namespace kloracle {
namespace {

// |y - v| = `ulps` + extra for y = 3/2 on a generalised KL whose tangent sensitivity is 0.
verdict judged_at(const format& f, const Q& ulps, const Q& extra) {
  reference truth(generalised_kl_worth(Q(3, 2) + ulps * ulp_of(f, Q(3, 2)) + extra).asked, f);
  return judge(truth, 1.5);
}

TEST(Refinement, ExactlyOneUlpIsFaithfulAndAnythingMoreIsNot) {
  for (const format* f : judged_formats) {
    EXPECT_EQ(judged_at(*f, 1, 0).is, grade::faithful);
    EXPECT_EQ(judged_at(*f, 1, 0).ulp_error, 1);
    for (const long k : {-100, -200, -1000, -3000}) {
      for (const Q& part : {Q(1), Q(1, 3)}) {
        const verdict more = judged_at(*f, 1, part * power_of_two(k));
        EXPECT_EQ(more.is, grade::tangent) << f->name << ' ' << k;
        EXPECT_EQ(more.needed, growth::none);
        EXPECT_GT(more.ulp_error, 1);
        EXPECT_EQ(judged_at(*f, 1, -part * power_of_two(k)).is, grade::faithful);
      }
    }
  }
}

TEST(Refinement, TheAllowancesAreExactToo) {
  const Q tiny = power_of_two(-200);
  const Q half_allowance[] = {Q(3, 2), Q(2)};  // n = 2: c = 3, and c = 4 for a sequential sum
  for (const format* f : judged_formats) {
    EXPECT_EQ(judged_at(*f, half_allowance[0], 0).needed, growth::none);
    EXPECT_EQ(judged_at(*f, half_allowance[0], -tiny / 3).needed, growth::none);
    EXPECT_EQ(judged_at(*f, half_allowance[0], tiny / 3).needed, growth::linear);
    EXPECT_EQ(judged_at(*f, half_allowance[1], -tiny).needed, growth::linear);
    EXPECT_EQ(judged_at(*f, half_allowance[1], -tiny).is, grade::tangent);
    EXPECT_EQ(judged_at(*f, half_allowance[1], tiny).is, grade::as_data);
    EXPECT_EQ(judged_at(*f, half_allowance[1], tiny).needed, growth::none);
  }
}

TEST(Refinement, AnIrrationalErrorNextToOneUlpIsRefined) {
  // v = 256 + 2^-369 or so
  reference truth(just_above(256), binary64);
  EXPECT_EQ(judge(truth, 256).is, grade::correctly_rounded);
  EXPECT_EQ(judge(truth, stepped(binary64, 256, 2)).is, grade::tangent);
  reference from_below(just_above(stepped(binary64, 256, 1)), binary64);
  EXPECT_EQ(judge(from_below, 256).is, grade::tangent);
  reference from_above(just_above(256), binary64);
  EXPECT_EQ(judge(from_above, stepped(binary64, 256, 1)).is, grade::faithful);
}

TEST(Refinement, AThresholdTooCloseToTellIsUndecidedAndNoPass) {
  // v = 16385 + 2^-23638 or so: no 4096 bits tell the error from 1 ulp.
  reference truth(just_above(16385), binary64);
  ASSERT_EQ(truth.truth().state, status::rounded);
  EXPECT_EQ(judge(truth, 16385).is, grade::correctly_rounded);
  const verdict open = judge(truth, stepped(binary64, 16385, -1));
  EXPECT_EQ(open.what, verdict::state::undecided);
  EXPECT_FALSE(open.reason.empty());
  EXPECT_EQ(open.is, grade::wrong);
  EXPECT_EQ(judge(truth, stepped(binary64, 16385, -4)).what, verdict::state::decided);
}

TEST(Refinement, AnUndecidedOracleIsNoPassForAnyValue) {
  const Q tie = (Q(16385) + Q(stepped(binary64, 16385, 1))) / 2;
  reference truth(beyond_the_work_limit(tie), binary64);
  ASSERT_EQ(truth.truth().state, status::undecided);
  for (const double y : {16385.0, stepped(binary64, 16385, 1), 1.0}) {
    const verdict v = judge(truth, y);
    EXPECT_NE(v.what, verdict::state::not_applicable);
    EXPECT_EQ(v.is, grade::wrong);
  }
  EXPECT_EQ(judge(truth, 16385).what, verdict::state::undecided);
  EXPECT_TRUE(judge(truth, std::nan("")).special.nan);
}

TEST(Refinement, RefiningNarrowsTheEnclosureAndStops) {
  reference truth(posed({quantity::kl, semantics::normalised, "1/3 2/3", "1/5 4/5"}), binary64);
  const auto width = [&] {
    const interval& v = truth.truth().bounds->bounds();
    return Q(rational_of(v.hi()) - rational_of(v.lo()));
  };
  const double value = truth.truth().value;
  Q last = width();
  int times = 0;
  while (truth.refine()) {
    ASSERT_LT(++times, 20);
    EXPECT_LT(width(), last);
    EXPECT_EQ(truth.truth().value, value);
    last = width();
  }
  EXPECT_LE(last, power_of_two(-4096));
  EXPECT_FALSE(truth.refine());
  EXPECT_EQ(width(), last);
}

TEST(Refinement, AVerdictDoesNotDependOnEarlierOnes) {
  random_source r(31);
  for (int k = 0; k < 100; ++k) {
    reference used(random_problem(r, binary32), binary32);
    if (std::isinf(used.truth().value)) continue;
    const double y = stepped(binary32, used.truth().value, r.between(-3, 3));
    reference fresh(used.asked(), binary32);
    while (used.refine()) continue;
    EXPECT_EQ(judge(used, y).is, judge(fresh, y).is);
    EXPECT_EQ(judge(used, y).needed, judge(fresh, y).needed);
  }
}

// harness.md 0.4: the naive sum's error is what rounding the inputs would cost, but not what
// rounding them along the simplex would.
TEST(Sensitivity, OnlyTheTangentOneTellsThatTheNaiveSumIsUnstable) {
  const std::vector<double> p{0.1, 0.2, 0.7};
  const std::vector<double> q{0.1 + 1e-6, 0.2 - 1e-6, 0.7};
  double naive = 0;
  for (std::size_t i = 0; i < p.size(); ++i) naive += p[i] * std::log(p[i] / q[i]);
  problem asked{quantity::kl, categorical({p.begin(), p.end()}), categorical({q.begin(), q.end()}),
                semantics::measure};
  reference of_measures(asked, binary64);
  EXPECT_EQ(judge(of_measures, naive).is, grade::as_data);
  EXPECT_EQ(judge(of_measures, naive).needed, growth::none);
  EXPECT_GT(judge(of_measures, naive).excess, 3);
  asked.how = semantics::normalised;
  reference of_distributions(asked, binary64);
  EXPECT_EQ(judge(of_distributions, naive).is, grade::wrong);
}

// 1 and n - 1 halves of its ulp: one after the other, every one of them is lost.
template <class T>
std::vector<T> lost_one_by_one(std::size_t n) {
  std::vector<T> x(n, std::numeric_limits<T>::epsilon() / 2);
  x[0] = 1;
  return x;
}

template <class T>
T sequential(std::span<const T> x) {
  T sum = 0;
  for (const T v : x) sum += v;
  return sum;
}

template <class T>
T pairwise(std::span<const T> x) {
  if (x.size() == 1) return x[0];
  return pairwise(x.first(x.size() / 2)) + pairwise(x.subspan(x.size() / 2));
}

template <class T>
void expect_growths(const format& f) {
  const std::vector<T> q = lost_one_by_one<T>(10000);
  const problem asked{quantity::kl, categorical(std::vector<number>(q.size(), number(0))),
                      categorical({q.begin(), q.end()}), semantics::generalised};
  reference truth(asked, f);
  const verdict one_by_one = judge(truth, sequential<T>(q));
  EXPECT_EQ(one_by_one.is, grade::tangent);
  EXPECT_EQ(one_by_one.needed, growth::linear);
  const verdict in_pairs = judge(truth, pairwise<T>(q));
  EXPECT_LE(in_pairs.is, grade::tangent);
  EXPECT_LE(in_pairs.needed, growth::logarithm);
}

TEST(Growth, ASequentialSumOfTenThousandTermsIsLinearAndAPairwiseOneAtMostLogarithmic) {
  expect_growths<float>(binary32);
  expect_growths<double>(binary64);
}

TEST(Growth, TheNaiveSubjectSumsOneByOne) {
  const std::vector<double> q = lost_one_by_one<double>(10000);
  const sample input{std::vector<double>(q.size(), 0.0), q};
  const auto naive = make_builtin_subject("naive");
  for (const offered_function& f : naive->functions()) {
    if (f.how != semantics::generalised) continue;
    reference truth(problem_of(f, input), binary64);
    const std::vector<response> said = naive->evaluate(f, binary64, {&input, 1});
    EXPECT_EQ(judge(truth, said.at(0).value).needed, growth::linear);
    return;
  }
  FAIL() << "no generalised divergence is offered";
}

}  // namespace
}  // namespace kloracle
