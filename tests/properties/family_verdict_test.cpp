// SPDX-License-Identifier: Apache-2.0
//
// judge() on answers of families: the sensitivity it goes by, the allowance, and where neither can
// excuse anything.
#include <gtest/gtest.h>

#include <cmath>

#include "oracle/exact.hpp"
#include "oracle/interval.hpp"
#include "oracle/mpfr_env.hpp"
#include "oracle/rounding.hpp"
#include "properties/verdict.hpp"
#include "tests/oracle/spelled_problems.hpp"
#include "tests/properties/family_functions.hpp"

namespace kloracle {
namespace {

problem near_normals(const Q& apart) {
  offered_function f = of_family(quantity::kl, "normal");
  problem x = problem_of(f, {{0.75, 1.5}, {0.75, 1.5}});
  x.q->parameters[0].values[0] = number::parse(Q(Q(3, 4) + apart).str(), nullptr);
  return x;
}

const enclosure& componentwise(const answer& a) {
  return std::ranges::find(a.condition, "componentwise", &perturbation::model)->absolute;
}

Q midpoint(const enclosure& x) {
  return (rational_of(x.bounds().lo()) + rational_of(x.bounds().hi())) / 2;
}

Q value_of(const problem& x) {
  return midpoint(*evaluate(x, {.condition = false, .enclosure_bits = 300}).bounds);
}

// x_i |df/dx_i| by central differences, every number of both sides in turn: off by a factor of
// about h^2, h = 2^-60.
Q by_differences(const problem& x) {
  const Q h = power_of_two(-60);
  Q sum = 0;
  for (const bool of_p : {true, false}) {
    const distribution& side = of_p ? x.p : *x.q;
    for (std::size_t i = 0; i < side.parameters.size(); ++i) {
      for (std::size_t k = 0; k < side.parameters[i].values.size(); ++k) {
        const auto at = [&](const Q& factor) {
          problem moved = x;
          number& v = (of_p ? moved.p : *moved.q).parameters[i].values[k];
          v = number::parse(Q(exact(v) * factor).str(), nullptr);
          return value_of(moved);
        };
        sum += abs(Q(at(1 + h) - at(1 - h))) / (2 * h);
      }
    }
  }
  return sum;
}

TEST(FamilyVerdict, SensitivityIsTheSumOfWhatEachParameterDoesAlone) {
  const mpfr_env env;
  for (const std::string_view family :
       {"normal", "gamma", "beta", "laplace", "weibull", "poisson", "geometric", "dirichlet"}) {
    const offered_function f = of_family(quantity::kl, family);
    for (const std::string_view group : {"ordinary_parameters", "near_parameters"}) {
      int compared = 0;
      for (const test_case& c : cases_of(f, binary32, group, 40)) {
        const problem x = problem_of(f, c.input);
        const answer a = evaluate(x, {.enclosure_bits = 100});
        if (a.state != status::rounded || c.input.p == c.input.q) continue;
        const Q expected = by_differences(x);
        const Q told = midpoint(componentwise(a));
        EXPECT_LE(abs(Q(told - expected)), expected * power_of_two(-40)) << c.id;
        ++compared;
      }
      EXPECT_GE(compared, 2) << family << ' ' << group;
    }
  }
}

// (|y - v|)/(ulp/2 + u S)
Q excess_of(const reference& truth, double y) {
  const answer a = evaluate(truth.asked(), {.to = &truth.in(), .enclosure_bits = 200});
  const Q v = midpoint(*a.bounds);
  const Q noise =
      ulp_of(truth.in(), v) / 2 + midpoint(componentwise(a)) * power_of_two(-truth.in().precision);
  return abs(Q(Q(y) - v)) / noise;
}

// Four parameters: 3, then 2 + log2 4, then 2 + 4 times what rounding them can cost.
TEST(FamilyVerdict, TheAllowanceIsForTheNumberOfParametersOfBothSides) {
  const mpfr_env env;
  reference truth(near_normals(power_of_two(-20)), binary64);
  EXPECT_EQ(truth.outcomes(), 4u);
  const Q v = midpoint(*truth.truth().bounds);
  const Q noise = midpoint(componentwise(truth.truth())) * power_of_two(-53);
  struct expectation {
    Q below;
    growth needed;
  };
  const expectation steps[] = {
      {Q(5, 2), growth::none}, {Q(7, 2), growth::logarithm}, {Q(11, 2), growth::linear}};
  for (const auto& [t, needed] : steps) {
    const double y = to_double(round_to(binary64, direction::nearest_even, Q(v + t * noise)));
    ASSERT_GT(excess_of(truth, y), t - Q(1, 4));
    ASSERT_LT(excess_of(truth, y), t + Q(1, 4));
    const verdict at = judge(truth, y);
    EXPECT_EQ(at.is, grade::tangent) << t;
    EXPECT_EQ(at.needed, needed) << t;
  }
  const double past = to_double(round_to(binary64, direction::nearest_even, Q(v + 7 * noise)));
  EXPECT_GT(judge(truth, past).is, grade::as_data);
}

TEST(FamilyVerdict, ParametersOfOneSideAreCountedToo) {
  const offered_function f = of_family(quantity::entropy, "dirichlet");
  EXPECT_EQ(reference(problem_of(f, {{1.5, 2}, {}}), binary64).outcomes(), 2u);
  const offered_function g = of_family(quantity::kl, "multivariate_normal");
  const sample s{{0, 1, 2, 1, 1, 3}, {1, 0, 2, 1, 1, 4}};
  EXPECT_EQ(reference(problem_of(g, s), binary64).outcomes(), 12u);
}

// Ten ulps off, which no sensitivity excuses: H, and not an open question.
void expect_no_excuse(const problem& x) {
  reference truth(x, binary64);
  ASSERT_EQ(truth.truth().state, status::rounded);
  const verdict v = judge(truth, stepped(binary64, truth.truth().value, 10));
  EXPECT_EQ(v.what, verdict::state::decided);
  EXPECT_EQ(v.is, grade::half);
  EXPECT_EQ(judge(truth, truth.truth().value).is, grade::correctly_rounded);
}

TEST(FamilyVerdict, AJumpExcusesNothing) {
  const offered_function f = of_family(quantity::kl, "geometric");
  expect_no_excuse(problem_of(f, {{1}, {0.25}}));
  const offered_function g = of_family(quantity::kl, "pareto");
  expect_no_excuse(problem_of(g, {{2, 3}, {2, 5}}));
}

TEST(FamilyVerdict, NoKnownSensitivityExcusesNothing) {
  const offered_function f = of_family(quantity::chernoff_information, "multivariate_normal");
  const problem x = problem_of(f, {{0, 1, 2, 1, 1, 3}, {1, 0, 5, 1, 1, 4}});
  EXPECT_TRUE(evaluate(x).condition.empty());
  expect_no_excuse(x);
}

// Rounding alone is excused whatever the sensitivity is: it is not negative.
TEST(FamilyVerdict, RoundingIsExcusedWithoutASensitivity) {
  const offered_function jump = of_family(quantity::kl, "pareto");
  const offered_function unknown = of_family(quantity::chernoff_information, "multivariate_normal");
  for (const problem& x : {problem_of(jump, {{2, 3}, {2, 5}}),
                           problem_of(unknown, {{0, 1, 2, 1, 1, 3}, {1, 0, 5, 1, 1, 4}})}) {
    reference truth(x, binary64);
    const double value = truth.truth().value;
    const double up = std::nextafter(std::nextafter(value, 1e9), 1e9);
    const double down = std::nextafter(std::nextafter(value, 0), 0);
    const double y = judge(truth, up).ulp_error <= 2 ? up : down;  // two steps, at most two ulps
    EXPECT_GT(judge(truth, y).ulp_error, 1);
    EXPECT_EQ(judge(truth, y).is, grade::tangent);
  }
}

TEST(FamilyVerdict, AnInfiniteValueIsMissedByEveryNumber) {
  const offered_function f = of_family(quantity::kl, "uniform");
  reference truth(problem_of(f, {{0, 2}, {0, 1}}), binary64);
  EXPECT_EQ(judge(truth, std::numeric_limits<double>::infinity()).is, grade::correctly_rounded);
  EXPECT_TRUE(judge(truth, 1e300).special.missed_infinity);
  EXPECT_EQ(judge(truth, 1e300).is, grade::wrong);
}

}  // namespace
}  // namespace kloracle
