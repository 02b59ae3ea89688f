// SPDX-License-Identifier: Apache-2.0
//
// Plainer inputs of findings. The subjects go wrong where a test says, so that it is known what the
// plainest input is, or what every input has to have. Sums are checked in rational numbers.
#include "properties/case_shrink.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "oracle/exact.hpp"
#include "properties/finding_kind.hpp"
#include "tests/properties/family_functions.hpp"
#include "tests/properties/scripted_subject.hpp"

namespace kloracle {
namespace {

const double nan_value = std::nan("");

using fault = std::function<bool(const sample&)>;

// The oracle's own rounding, and NaN where the fault says.
scripted_subject nan_where(std::vector<offered_function> offers, fault is_wrong) {
  return {std::move(offers),
          [is_wrong = std::move(is_wrong)](const auto& f, const format& in, const sample& s) {
            return is_wrong(s) ? response::of(nan_value) : right_answer(f, in, s);
          }};
}

judged_response judged_of(subject& who, const offered_function& f, const format& in,
                          const sample& s) {
  judged_response j{who.evaluate(f, in, std::span(&s, 1)).front(), {}};
  reference truth(problem_of(f, s), in);
  if (j.returned.what == response::kind::value) j.judgement = judge(truth, j.returned.value);
  return j;
}

struct drawn_and_shrunk {
  test_case drawn;
  judged_response judged;
  shrunk_case shrunk;
};

// Every finding there is among the cases of the subject's first function, and what became of it.
std::vector<drawn_and_shrunk> shrunk_findings(subject& who, const format& in,
                                              const case_options& how,
                                              const shrink_budget& budget = {}) {
  std::vector<drawn_and_shrunk> all;
  const offered_function& f = who.functions().front();
  for (const test_case& c : make_cases(f, in, how)) {
    const judged_response j = judged_of(who, f, in, c.input);
    if (!can_shrink(j)) continue;
    all.push_back({c, j, minimal_case(who, f, in, c, j, budget)});
  }
  return all;
}

test_case given(const offered_function& f, const format& in, sample s) {
  return {case_id(f, in, s), "given", std::move(s)};
}

bool equal_somewhere(const sample& s) {
  for (std::size_t i = 0; i < s.p.size(); ++i) {
    if (s.p[i] == s.q[i]) return true;
  }
  return false;
}

Q defect(const std::vector<double>& x) {
  Q left = 1;
  for (const double v : x) left -= Q(v);
  return abs(left);
}

// No two numbers in (0, 1) have fewer characters than 0.5 and 0.5, and others as short that sum to
// 1 are further from 1.
const std::vector<double> plainest{0.5, 0.5};

TEST(CaseShrink, AnyEqualNumbersAreTwoHalvesOnEachSide) {
  scripted_subject who =
      nan_where({offered_in(quantity::kl, semantics::normalised)}, equal_somewhere);
  int found = 0;
  for (const char* group : {"near_equal_ulps", "equal", "ordinary", "dyadic_simplex"}) {
    const offered_function& f = who.functions().front();
    for (const test_case& c : draw_cases(f, binary64, group, {.count = 20, .max_n = 40})) {
      const judged_response j = judged_of(who, f, binary64, c.input);
      if (!can_shrink(j)) continue;
      const shrunk_case s = minimal_case(who, f, binary64, c, j);
      EXPECT_EQ(s.input.input.p, plainest) << c.id;
      EXPECT_EQ(s.input.input.q, plainest) << c.id;
      EXPECT_EQ(s.input.id, case_id(f, binary64, s.input.input));
      EXPECT_EQ(s.input.group, c.group);
      EXPECT_TRUE(std::isnan(s.judged.returned.value));
      ++found;
    }
  }
  EXPECT_GT(found, 20);
}

TEST(CaseShrink, AThresholdIsPassedByTheShortestNumber) {
  scripted_subject who = nan_where({of_family(quantity::kl, "normal")},
                                   [](const sample& s) { return s.p[0] > 5 && s.q[1] < 0.3; });
  const offered_function& f = who.functions().front();
  const test_case drawn = given(f, binary64, {{123.45678912345, 1.75}, {-7.125, 0.0123456789}});
  const shrunk_case s =
      minimal_case(who, f, binary64, drawn, judged_of(who, f, binary64, drawn.input));
  // Above 5 and below 0.3 with as few characters; the two others do not matter.
  EXPECT_EQ(s.input.input.p[1], 1);
  EXPECT_EQ(s.input.input.q[0], 0);
  EXPECT_GT(s.input.input.p[0], 5);
  EXPECT_LE(s.input.input.p[0], 10);
  EXPECT_TRUE(s.input.input.q[1] == 0.1 || s.input.input.q[1] == 0.2);
}

TEST(CaseShrink, ALongInputIsCutWhereTheFaultIs) {
  scripted_subject who =
      nan_where({offered_in(quantity::kl, semantics::generalised)}, [](const sample& s) {
        for (std::size_t i = 0; i < s.p.size(); ++i) {
          if (s.p[i] > s.q[i]) return true;
        }
        return false;
      });
  const offered_function& f = who.functions().front();
  int found = 0;
  for (const test_case& c : draw_cases(f, binary64, "long_vectors", {.count = 12})) {
    const judged_response j = judged_of(who, f, binary64, c.input);
    if (!can_shrink(j)) continue;
    ++found;
    const shrunk_case s = minimal_case(who, f, binary64, c, j);
    EXPECT_EQ(s.input.input.p.size(), 2u) << c.id;
  }
  EXPECT_GT(found, 6);
}

TEST(CaseShrink, WhatIsFoundIsAsMuchOfADistributionAsWhatWasDrawn) {
  for (const format* in : {&binary64, &binary32, &bfloat16}) {
    scripted_subject who = nan_where({offered_in(quantity::kl, semantics::measure, {in})},
                                     [](const sample&) { return true; });
    const auto all = shrunk_findings(who, *in, {.count = 60, .max_n = 100});
    EXPECT_GT(all.size(), 30u);
    for (const drawn_and_shrunk& a : all) {
      const sample& was = a.drawn.input;
      const sample& is = a.shrunk.input.input;
      for (const auto side : {&sample::p, &sample::q}) {
        const Q half_ulps =
            Q(static_cast<unsigned long>((is.*side).size())) * Q(std::ldexp(1.0, -in->precision));
        EXPECT_LE(defect(is.*side), std::max(defect(was.*side), half_ulps)) << a.drawn.id;
        const bool had_zero = std::ranges::count(was.*side, 0.0) != 0;
        EXPECT_TRUE(had_zero || std::ranges::count(is.*side, 0.0) == 0) << a.drawn.id;
      }
      EXPECT_EQ(is.p.size(), 2u);
      EXPECT_EQ(is.q.size(), 2u);
    }
  }
}

// Two numbers below 1/2 do not sum to 1, so that there have to be three.
TEST(CaseShrink, OutcomesStayWhereTheSumNeedsThem) {
  scripted_subject who =
      nan_where({offered_in(quantity::kl, semantics::normalised)},
                [](const sample& s) { return *std::ranges::max_element(s.p) < 0.5; });
  const offered_function& f = who.functions().front();
  int found = 0;
  for (const test_case& c : draw_cases(f, binary64, "dyadic_simplex", {.count = 30, .max_n = 40})) {
    const judged_response j = judged_of(who, f, binary64, c.input);
    if (!can_shrink(j)) continue;
    EXPECT_EQ(minimal_case(who, f, binary64, c, j).input.input.p.size(), 3u) << c.id;
    ++found;
  }
  EXPECT_GT(found, 5);
}

TEST(CaseShrink, CountsStayIntegers) {
  offered_function f = offered_in(quantity::kl, semantics::smoothed);
  f.p_in = f.q_in = space::counts;
  scripted_subject who = nan_where({f}, [](const sample& s) { return s.p[0] > 3; });
  const auto all = shrunk_findings(who, binary64, {.count = 40, .max_n = 30});
  EXPECT_GT(all.size(), 10u);
  for (const drawn_and_shrunk& a : all) {
    for (const double x : a.shrunk.input.input.p) EXPECT_EQ(x, std::trunc(x));
    for (const double x : a.shrunk.input.input.q) EXPECT_EQ(x, std::trunc(x));
    EXPECT_GT(a.shrunk.input.input.p[0], 3);
    EXPECT_LE(a.shrunk.input.input.p[0], 10);
  }
}

TEST(CaseShrink, TablesKeepTheirShape) {
  scripted_subject who =
      nan_where({offered_in(quantity::mutual_information, semantics::normalised)},
                [](const sample&) { return true; });
  for (const drawn_and_shrunk& a : shrunk_findings(who, binary64, {.count = 20}))
    EXPECT_EQ(a.shrunk.input.input.p.size(), a.drawn.input.p.size());
}

// What every family's function is asked, in every size, has an answer.
TEST(CaseShrink, NoSubjectIsAskedWhatPosesNoProblem) {
  for (const offered_function& offered : in_every_size(quantity::kl)) {
    std::vector<sample> asked;
    scripted_subject who({offered}, [&](const auto&, const format&, const sample& s) {
      asked.push_back(s);
      return response::of(nan_value);
    });
    const offered_function& f = who.functions().front();
    const std::vector<test_case> cases = make_cases(f, binary64, {.count = 6});
    if (cases.empty()) continue;
    const judged_response j = judged_of(who, f, binary64, cases[0].input);
    if (!can_shrink(j)) continue;
    asked.clear();
    const shrunk_case s = minimal_case(who, f, binary64, cases[0], j, {.evaluations = 40});
    EXPECT_LE(asked.size(), 40u);
    for (const sample& a : asked) {
      const answer truth = evaluate(problem_of(f, a), {.condition = false});
      EXPECT_FALSE(truth.bad_input()) << f.name << ' ' << truth.argument << ' ' << truth.reason;
      EXPECT_EQ(a.p.size(), cases[0].input.p.size());
    }
    EXPECT_TRUE(s.judged.judgement.special.nan);
  }
}

// The distance's value is rational, so that the error is known without the oracle.
TEST(CaseShrink, AnErrorStaysAsWrong) {
  const auto much_off = [](const sample& s) { return s.p[0] > 0.25; };
  const auto exact_distance = [](const sample& s) -> Q {
    Q sum = 0;
    for (std::size_t i = 0; i < s.p.size(); ++i) sum += abs(Q(s.p[i]) - Q(s.q[i]));
    return sum / 2;
  };
  scripted_subject who({offered_in(quantity::total_variation, semantics::measure)},
                       [&](const auto& f, const format& in, const sample& s) {
                         response r = right_answer(f, in, s);
                         r.value *= much_off(s) ? 1.5 : 1;
                         return r;
                       });
  const auto all = shrunk_findings(who, binary64, {.count = 40, .max_n = 30});
  EXPECT_GT(all.size(), 5u);
  for (const drawn_and_shrunk& a : all) {
    ASSERT_EQ(kind_of_finding(a.judged), 0);
    const sample& is = a.shrunk.input.input;
    const Q due = exact_distance(is);
    const Q returned = a.shrunk.judged.returned.value;
    EXPECT_TRUE(due > 0 && abs(returned - due) * 3 > due)
        << a.drawn.id << ' ' << returned << " for " << due;
    EXPECT_TRUE(much_off(is));
    EXPECT_EQ(a.shrunk.judged.judgement.is, grade::wrong);
  }
}

TEST(CaseShrink, TheSameSubjectHasTheSameMinimalInput) {
  const auto found = [](unsigned threads) {
    scripted_subject who = nan_where({offered_in(quantity::kl, semantics::normalised, {&binary32})},
                                     [](const sample& s) { return s.p[0] < s.q[0]; });
    std::vector<std::string> ids;
    for (const drawn_and_shrunk& a :
         shrunk_findings(who, binary32, {.count = 40, .max_n = 50}, {.threads = threads}))
      ids.push_back(a.drawn.id + ' ' + a.shrunk.input.id);
    return ids;
  };
  const std::vector<std::string> ids = found(1);
  EXPECT_GT(ids.size(), 10u);
  EXPECT_EQ(found(1), ids);
  EXPECT_EQ(found(4), ids);
}

TEST(CaseShrink, TheFirstInputThatLosesTheSubjectIsTheLast) {
  for (const response::kind how : {response::kind::crashed, response::kind::timed_out,
                                   response::kind::malformed, response::kind::not_run}) {
    int calls = 0;
    const sample only{{0.375, 0.625}, {0.3125, 0.6875}};
    scripted_subject who({offered_in(quantity::kl, semantics::normalised)},
                         [&](const auto&, const format&, const sample& s) {
                           if (s.p == only.p && s.q == only.q) return response::of(nan_value);
                           ++calls;
                           return response{how, 0, "gone"};
                         });
    const offered_function& f = who.functions().front();
    const test_case drawn = given(f, binary64, only);
    const shrunk_case s = minimal_case(who, f, binary64, drawn, judged_of(who, f, binary64, only));
    EXPECT_TRUE(s.lost);
    EXPECT_FALSE(s.plainer);
    EXPECT_EQ(s.input.id, drawn.id);
    EXPECT_LE(calls, 8);  // one batch
    EXPECT_FALSE(can_shrink({{how, 0, "gone"}, {}}));
  }
}

TEST(CaseShrink, TheBudgetIsKept) {
  int calls = 0;
  scripted_subject who({offered_in(quantity::kl, semantics::normalised)},
                       [&](const auto& f, const format& in, const sample& s) {
                         return ++calls == 1 ? response::of(nan_value) : right_answer(f, in, s);
                       });
  const offered_function& f = who.functions().front();
  const test_case drawn =
      draw_cases(f, binary64, "ordinary", {.count = 1, .max_n = 40, .min_n = 20}).front();
  const judged_response j = judged_of(who, f, binary64, drawn.input);
  const shrunk_case s = minimal_case(who, f, binary64, drawn, j, {.evaluations = 50});
  EXPECT_FALSE(s.plainer);
  EXPECT_GT(calls, 1);
  EXPECT_LE(calls, 51);
}

// Something raised is followed by its words, and not where an infinity is due instead.
TEST(CaseShrink, WhatIsRaisedKeepsItsWords) {
  scripted_subject who({offered_in(quantity::kl, semantics::measure)},
                       [](const auto&, const format&, const sample& s) -> response {
                         if (s.p.size() < 4) return {response::kind::thrown, 0, "too short"};
                         const std::string sum = std::to_string(s.p[0] + s.q[0]);
                         return {response::kind::thrown, 0, "bad sum " + sum + " at 0"};
                       });
  const auto all = shrunk_findings(who, binary64, {.count = 30, .max_n = 20});
  EXPECT_GT(all.size(), 10u);
  for (const drawn_and_shrunk& a : all) {
    const sample& is = a.shrunk.input.input;
    const auto infinite = [](const sample& s) {
      for (std::size_t i = 0; i < s.p.size(); ++i) {
        if (s.p[i] > 0 && s.q[i] == 0) return true;
      }
      return false;
    };
    EXPECT_EQ(infinite(is), infinite(a.drawn.input)) << a.drawn.id;
    EXPECT_EQ(is.p.size(), a.drawn.input.p.size() < 4 ? 2u : 4u) << a.drawn.id;
  }
}

judged_response graded(grade g, double ulps, void (*with)(special_findings&) = nullptr) {
  judged_response j{response::of(1), {}};
  j.judgement.is = g;
  j.judgement.ulp_error = ulps;
  if (with != nullptr) with(j.judgement.special);
  return j;
}

TEST(CaseShrink, AnotherKindOrAMilderOneIsNotTheSame) {
  const auto sign = [](special_findings& s) { s.wrong_sign = true; };
  const auto spurious = [](special_findings& s) { s.spurious_infinity = true; };
  const auto missed = [](special_findings& s) { s.missed_infinity = true; };
  const judged_response wrong = graded(grade::wrong, 0x1p40);
  EXPECT_TRUE(shows_the_same(graded(grade::wrong, 0x1p20), wrong));
  EXPECT_FALSE(shows_the_same(graded(grade::wrong, 0x1p19), wrong));
  EXPECT_FALSE(shows_the_same(graded(grade::half, 0x1p40), wrong));
  EXPECT_TRUE(shows_the_same(wrong, graded(grade::half, 0x1p20)));
  EXPECT_FALSE(shows_the_same(graded(grade::wrong, 0x1p40, sign), wrong));
  EXPECT_FALSE(shows_the_same(wrong, graded(grade::wrong, 0x1p40, sign)));
  EXPECT_TRUE(shows_the_same(graded(grade::wrong, 1, sign), graded(grade::wrong, 0x1p40, sign)));
  EXPECT_FALSE(shows_the_same(graded(grade::wrong, 1, missed), graded(grade::wrong, 1, spurious)));
  const judged_response raised{{response::kind::thrown, 0, "x[3] is -1.5"}, {}};
  EXPECT_TRUE(shows_the_same({{response::kind::thrown, 0, "x[0] is 2"}, {}}, raised));
  EXPECT_FALSE(shows_the_same({{response::kind::thrown, 0, "x[0] is NaN"}, {}}, raised));
  EXPECT_FALSE(shows_the_same(wrong, raised));
}

}  // namespace
}  // namespace kloracle
