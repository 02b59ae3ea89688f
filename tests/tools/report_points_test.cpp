// SPDX-License-Identifier: Apache-2.0
// What plots show of many cases: thinned, and yet with what a reader must not miss.
#include "tools/report_points.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "properties/random.hpp"

namespace kloracle {
namespace {

std::vector<plotted_case> many(std::size_t count) {
  random_source random(1);
  std::vector<plotted_case> cases(count);
  for (plotted_case& c : cases) {
    c.condition = random.unit() * 60 - 8;
    c.error = random.unit() * 60 - 8;
    c.n = 2 + static_cast<std::size_t>(random.unit() * 100);
  }
  return cases;
}

bool has(const std::vector<plotted_case>& cases, const auto& wanted) {
  return std::ranges::any_of(cases, wanted);
}

TEST(report_points, few_stay_as_they_are) {
  EXPECT_EQ(points_json(thinned(many(20), 20)), points_json(many(20)));
}

TEST(report_points, extremes_stay) {
  std::vector<plotted_case> cases = many(2000);
  cases[700].error = 1000;
  cases[800].condition = 999;
  cases[900].n = 12345;
  for (int special = 1; special <= 5; ++special) {
    cases[1000 + static_cast<std::size_t>(special)].special = special;
    cases[1000 + static_cast<std::size_t>(special)].error = std::nullopt;
  }
  for (const std::size_t most : {150, 25}) {
    const std::vector<plotted_case> left = thinned(cases, most);
    EXPECT_LE(left.size(), most);
    EXPECT_TRUE(has(left, [](const plotted_case& c) { return c.error == 1000; }));
    EXPECT_TRUE(has(left, [](const plotted_case& c) { return c.condition == 999; }));
    EXPECT_TRUE(has(left, [](const plotted_case& c) { return c.n == 12345; }));
    for (int special = 1; special <= 5; ++special)
      EXPECT_TRUE(has(left, [&](const plotted_case& c) { return c.special == special; }));
  }
}

// Non-finite errors are sorted behind every number, never dropped.
TEST(report_points, quantiles) {
  std::vector<plotted_case> cases = many(100);
  for (std::size_t i = 0; i < 25; ++i) cases[4 * i].error = std::nullopt;
  const auto ecdf = ecdf_json(cases);
  ASSERT_EQ(ecdf["quantiles"].size(), 101U);
  EXPECT_EQ(ecdf["cases"], 100);
  for (std::size_t percent = 0; percent <= 100; ++percent)
    EXPECT_EQ(ecdf["quantiles"][percent].is_null(), percent * 99 / 100 >= 75) << percent;
  EXPECT_EQ(ecdf_json({})["cases"], 0);
}

TEST(report_points, heat_is_even) {
  std::vector<plotted_case> cases = many(1000);
  for (std::size_t i = 0; i < cases.size(); ++i) cases[i].parameters = {static_cast<double>(i), 7};
  const auto cells = heat_json(cases, 10);
  ASSERT_EQ(cells.size(), 10U);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(cells[i][0], std::to_string(100 * i));
}

}  // namespace
}  // namespace kloracle
