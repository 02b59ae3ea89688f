// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/choices.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "properties/laws/law_shrink.hpp"

// After gtest.
#include "properties/law_rapidcheck.hpp"

namespace kloracle {
namespace {

std::vector<std::int64_t> some_numbers(choices& c) {
  std::vector<std::int64_t> x;
  const std::int64_t n = c.between(1, 9);
  for (std::int64_t i = 0; i < n; ++i)
    x.push_back(i % 2 == 0 ? c.between(-3, 40) : c.spread(5, 900));
  return x;
}

TEST(Choices, ReplayMakesTheSameAgain) {
  random_source r(1);
  choices c;
  for (int i = 0; i < 1000; ++i) {
    c.draw_from(r);
    const auto drawn = some_numbers(c);
    const decisions made(c.made().begin(), c.made().end());
    c.replay(made);
    ASSERT_EQ(some_numbers(c), drawn);
    ASSERT_EQ(decisions(c.made().begin(), c.made().end()), made);
    ASSERT_EQ(read_choices(choices_text(made)), made);
  }
}

TEST(Choices, AnySequenceIsWithinTheRanges) {
  random_source r(2);
  choices c;
  for (int i = 0; i < 2000; ++i) {
    decisions told(static_cast<std::size_t>(r.between(0, 12)));
    for (auto& t : told) t = r.bits() >> r.between(0, 63);
    c.replay(told);
    const auto x = some_numbers(c);
    ASSERT_GE(x.size(), 1u);
    ASSERT_LE(x.size(), 9u);
    for (std::size_t k = 0; k < x.size(); ++k) {
      ASSERT_GE(x[k], k % 2 == 0 ? -3 : 5);
      ASSERT_LE(x[k], k % 2 == 0 ? 40 : 900);
    }
  }
  c.replay({});
  EXPECT_EQ(some_numbers(c), std::vector<std::int64_t>{-3});  // the simplest
}

TEST(Choices, SpreadReachesEveryNumberAndFavoursSmallOnes) {
  random_source r(3);
  choices c;
  c.draw_from(r);
  std::set<std::int64_t> seen;
  int small = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::int64_t x = c.spread(-2, 98);
    seen.insert(x);
    small += x < 2;
  }
  EXPECT_EQ(seen.size(), 101u);
  EXPECT_EQ(*seen.begin(), -2);
  EXPECT_EQ(*seen.rbegin(), 98);
  EXPECT_GT(small, 20000 / 4);  // 0, 1, 2..3 of eight sizes
}

TEST(Choices, TextOfAnythingElseIsRefused) {
  for (const char* text : {"1.", ".1", "1..2", "x", "1,2", "-1", "10000000000000000"})
    EXPECT_FALSE(read_choices(text)) << text;
  EXPECT_EQ(read_choices(""), decisions{});
}

TEST(Shrink, EveryCandidateIsSimpler) {
  const decisions made{3, 0, 7, 1, 900, 2};
  for (const decisions& d : simpler(made)) {
    const auto total = [](const decisions& x) { return std::accumulate(x.begin(), x.end(), 0ul); };
    ASSERT_TRUE(d.size() < made.size() || (d.size() == made.size() && total(d) < total(made)));
  }
  EXPECT_TRUE(simpler({}).empty());
}

// The smallest sequence with a number of 1000 or more.
TEST(Shrink, FindsTheSimplestThatFails) {
  const auto fails = [](std::span<const decisions> some) {
    return static_cast<std::size_t>(
        std::find_if(some.begin(), some.end(),
                     [](const decisions& d) {
                       return std::any_of(d.begin(), d.end(), [](auto x) { return x >= 1000; });
                     }) -
        some.begin());
  };
  EXPECT_EQ(shrink({5, 17, 123456, 0, 99, 4321}, 5000, fails), decisions{1000});
}

TEST(Shrink, StopsAtItsBudget) {
  int asked = 0;
  shrink(decisions(50, 1u << 30), 300, [&](std::span<const decisions> some) {
    asked += static_cast<int>(some.size());
    return some.size();  // nothing simpler fails
  });
  EXPECT_EQ(asked, 300);
}

TEST(RapidCheck, ShrinksWithinWhatIsDrawn) {
  const auto even = drawn([](choices& c) { return 2 * c.between(10, 1000000); });
  rc::Random random(7);
  const auto drawn_one = even(random, 100);
  ASSERT_EQ(drawn_one.value() % 2, 0);
  const auto smallest =
      rc::shrinkable::findLocalMin(drawn_one, [](const auto& x) { return x >= 20; }).first;
  EXPECT_EQ(smallest, 20);
}

}  // namespace
}  // namespace kloracle
