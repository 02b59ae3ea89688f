// SPDX-License-Identifier: Apache-2.0
#include "properties/estimators/neighbours.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "oracle/interval.hpp"
#include "oracle/mpfr_env.hpp"

namespace kloracle {
namespace {

using result = outcome_of_statement;

// By hand, k = 2. rho^2 = 100, 25, 100 (the middle point is as far from both others); nu^2 = 4, 18,
// 72. The estimate is (2/3) (1/2) ln(4/100 18/25 72/100) + ln(3/2), so e^(3 estimate) = 0.069984.
const neighbour_problem by_hand{"by hand", {2, {0, 0, 3, 4, 6, 8}}, {2, {0, 1, 0, 2, 10, 10}}, 2};

double rounded(const neighbour_problem& what) {
  const answer a = evaluate(*certify(what).value, {.condition = false});
  return a.state == status::plus_infinity ? HUGE_VAL : a.value;
}

neighbour_estimator perfect() {
  return {"perfect", [](const point_set& x, const point_set& y, std::size_t k) {
            return rounded({"", x, y, k});
          }};
}

neighbour_estimator changed(std::function<double(double, const point_set& x)> change) {
  return {"changed", [change](const point_set& x, const point_set& y, std::size_t k) {
            return change(rounded({"", x, y, k}), x);
          }};
}

result found(const std::vector<estimator_finding>& findings, std::string_view statement) {
  const auto at = std::find_if(findings.begin(), findings.end(), [&](const estimator_finding& f) {
    return f.statement == statement;
  });
  if (at != findings.end()) return at->what;
  ADD_FAILURE() << statement << " was not asked";
  return result::not_applicable;
}

TEST(Neighbours, IsTheFormulaByHand) {
  const mpfr_env env;
  const certified_neighbours c = certify(by_hand);
  const answer a = evaluate(*c.value, {.condition = false, .enclosure_bits = 200});
  const interval cube = exp(a.bounds->bounds() * Q(3));
  EXPECT_TRUE(cube.contains(Q(69984, 1000000)));
  EXPECT_TRUE(narrower_than(cube, 150));
  EXPECT_EQ(c.ties, 1U);
  EXPECT_EQ(c.coincident, 0U);
}

// x in 0, 1, 3; y in 1/2, 5: rho = 1, 1, 2, nu = 1/2, 1/2, 2, and m = n - 1.
TEST(Neighbours, IsTheFormulaOnALine) {
  const mpfr_env env;
  const neighbour_problem line{"line", {1, {0, 1, 3}}, {1, {0.5, 5}}, 1};
  const answer a = evaluate(*certify(line).value, {.condition = false, .enclosure_bits = 200});
  EXPECT_TRUE(exp(a.bounds->bounds() * Q(3)).contains(Q(1, 4)));
}

TEST(Neighbours, HoldsEverythingOfAPerfectEstimator) {
  std::vector<neighbour_problem> all(example_points().begin(), example_points().end());
  all.push_back(by_hand);
  for (const neighbour_problem& what : all) {
    for (const estimator_finding& f : judge_at_points(perfect(), what)) {
      EXPECT_EQ(f.what, result::holds) << f.statement << ": " << f.on << ": " << f.evidence;
    }
  }
}

TEST(Neighbours, IsSoftOnFewUlpsAndNotOnMany) {
  const auto stepped = [](int ulps) {
    return changed([ulps](double y, const point_set& x) {
      const bool moved = x.coordinates[0] != 0;  // another point is first, or it is elsewhere
      for (int i = 0; moved && i < ulps; ++i) y = std::nextafter(y, HUGE_VAL);
      return y;
    });
  };
  const auto soft = judge_at_points(stepped(2), by_hand);
  EXPECT_EQ(found(soft, "knn.value"), result::holds);
  EXPECT_EQ(found(soft, "knn.translation"), result::soft);
  EXPECT_EQ(found(soft, "knn.permutation"), result::soft);
  const auto off = judge_at_points(stepped(20000), by_hand);
  EXPECT_EQ(found(off, "knn.value"), result::holds);
  EXPECT_EQ(found(off, "knn.translation"), result::violated);
  EXPECT_EQ(found(off, "knn.permutation"), result::violated);
}

// A law is about changes alone: an estimate that is wrong, but the same, does not break it.
TEST(Neighbours, BlamesALawOnlyForWhatChanges) {
  const auto findings =
      judge_at_points(changed([](double y, const point_set&) { return -y; }), by_hand);
  EXPECT_EQ(found(findings, "knn.value"), result::violated);
  for (const char* law : {"knn.translation", "knn.scaling", "knn.rotation", "knn.permutation"})
    EXPECT_EQ(found(findings, law), result::holds) << law;
}

TEST(Neighbours, TurnsTheAxesRound) {
  const neighbour_problem line{"line", {1, {0, 1, 3}}, {1, {0.5, 5}}, 1};
  const auto findings = judge_at_points(changed([](double y, const point_set& x) {
                                          return x.coordinates[0] + x.coordinates[2] < 0 ? 0.0 : y;
                                        }),
                                        line);
  EXPECT_EQ(found(findings, "knn.rotation"), result::violated);
  EXPECT_EQ(found(findings, "knn.translation"), result::holds);
}

TEST(Neighbours, NanAndExceptionsAreViolations) {
  const auto nan =
      judge_at_points(changed([](double, const point_set&) { return std::nan(""); }), by_hand);
  for (const estimator_finding& f : nan) EXPECT_EQ(f.what, result::violated) << f.statement;
  const auto thrown = judge_at_points(
      changed([](double, const point_set&) -> double { throw std::runtime_error("no tree"); }),
      by_hand);
  EXPECT_EQ(found(thrown, "knn.value"), result::violated);
  EXPECT_NE(thrown.at(0).evidence.find("no tree"), std::string::npos);
}

TEST(Neighbours, KnowsCoincidentPoints) {
  neighbour_problem twice = by_hand;
  twice.k = 1;
  twice.x.coordinates.insert(twice.x.coordinates.end(), {3, 4});
  EXPECT_EQ(certify(twice).coincident, 2U);
  EXPECT_EQ(evaluate(*certify(twice).value).state, status::plus_infinity);
  const auto finite = judge_at_points(changed([](double, const point_set&) { return 1.0; }), twice);
  EXPECT_EQ(found(finite, "knn.value"), result::violated);

  neighbour_problem shared = by_hand;
  shared.k = 1;
  shared.y.coordinates.insert(shared.y.coordinates.end(), {3, 4});
  EXPECT_FALSE(certify(shared).value.has_value());
  EXPECT_NE(certify(shared).reason.find("x[1]"), std::string::npos);
  const neighbour_estimator one{
      "one", [](const point_set&, const point_set&, std::size_t) { return 1.0; }};
  const auto open = judge_at_points(one, shared);
  EXPECT_EQ(found(open, "knn.value"), result::not_applicable);
  EXPECT_EQ(found(open, "knn.permutation"), result::holds);
}

// Coordinates that fill the significand leave no room for a translation.
TEST(Neighbours, SkipsAChangeThatIsNotExact) {
  neighbour_problem full = by_hand;
  full.x.coordinates[0] = 0x1p-52;
  full.x.coordinates[1] = 0x1.fffffffffffffp-3;
  const auto findings = judge_at_points(perfect(), full);
  EXPECT_EQ(found(findings, "knn.translation"), result::not_applicable);
  EXPECT_EQ(found(findings, "knn.scaling"), result::holds);
}

// Erratum E20: a published form has the ratio upside down; then the estimate for N(0,1) against
// N(2,1) is negative.
TEST(Neighbours, TheInvertedRatioHasTheWrongSign) {
  const neighbour_problem& normals = example_points()[0];
  ASSERT_EQ(normals.name, "N(0,1) against N(2,1)");
  EXPECT_EQ(found(judge_at_points(perfect(), normals), "knn.sign"), result::holds);
  const auto inverted = changed([](double y, const point_set& x) {
    const double odds = std::log(150.0 / static_cast<double>(x.size() - 1));
    return 2 * odds - y;
  });
  EXPECT_EQ(found(judge_at_points(inverted, normals), "knn.sign"), result::violated);
}

std::string refused(const neighbour_problem& what) {
  try {
    judge_at_points(perfect(), what);
  } catch (const input_error& e) {
    return e.what();
  }
  return "";
}

TEST(Neighbours, RefusesWhatIsNoProblem) {
  const auto with = [](auto change) {
    neighbour_problem what = by_hand;
    change(what);
    return refused(what);
  };
  using problem_ref = neighbour_problem&;
  EXPECT_NE(with([](problem_ref w) { w.k = 0; }).find("k is 0"), std::string::npos);
  EXPECT_NE(with([](problem_ref w) { w.k = 3; }).find("k is 3"), std::string::npos);
  EXPECT_NE(with([](problem_ref w) { w.y.coordinates.resize(2); }).find("k is 2"),
            std::string::npos);
  EXPECT_NE(with([](problem_ref w) { w.x.coordinates.pop_back(); }).find("x has 5 coordinates"),
            std::string::npos);
  EXPECT_NE(with([](problem_ref w) { w.y.dimension = 0; }).find("y has"), std::string::npos);
  EXPECT_NE(with([](problem_ref w) { w.y.dimension = 1; }).find("x has 2 axes"), std::string::npos);
  EXPECT_NE(with([](problem_ref w) { w.x.coordinates[3] = std::nan(""); }).find("x[1]"),
            std::string::npos);
  EXPECT_NE(with([](problem_ref w) { w.x.coordinates.resize(1 << 14); }).find("too many"),
            std::string::npos);
}

}  // namespace
}  // namespace kloracle
