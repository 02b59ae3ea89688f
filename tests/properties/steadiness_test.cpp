// SPDX-License-Identifier: Apache-2.0
#include "properties/steadiness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace kloracle {
namespace {

using kind = response::kind;
const double nan = std::numeric_limits<double>::quiet_NaN();

// Answers with p[0], and from the second evaluate() on as `again` says.
class scripted final : public subject {
 public:
  explicit scripted(response (*again)(double)) : again_(again) {}
  const subject_identity& identity() const override { return who_; }
  std::span<const offered_function> functions() const override { return functions_; }
  std::vector<response> evaluate(const offered_function&, const format&,
                                 std::span<const sample> samples) override {
    std::vector<response> responses;
    for (const sample& s : samples)
      responses.push_back(calls_ == 0 ? response::of(s.p[0]) : again_(s.p[0]));
    asked.push_back(samples.size());
    ++calls_;
    return responses;
  }
  std::vector<std::size_t> asked;

 private:
  subject_identity who_{"scripted", "1", "", ""};
  std::vector<offered_function> functions_{{"f"}};
  response (*again_)(double);
  int calls_ = 0;
};

std::vector<sample> numbered(std::size_t count) {
  std::vector<sample> samples(count);
  for (std::size_t i = 0; i < count; ++i) samples[i].p = {static_cast<double>(i)};
  return samples;
}

std::vector<std::size_t> changed(scripted& who, std::size_t count) {
  const std::vector<sample> samples = numbered(count);
  const auto responses = who.evaluate(who.functions()[0], binary64, samples);
  return unsteady(who, who.functions()[0], binary64, samples, responses);
}

TEST(Steadiness, TheSameAnswersAreSteady) {
  scripted who([](double x) { return response::of(x); });
  EXPECT_TRUE(changed(who, 1000).empty());
  EXPECT_EQ(who.asked, (std::vector<std::size_t>{1000, 10}));
}

TEST(Steadiness, OneInAHundredIsAskedAndAtLeastOne) {
  for (const auto& [count, due] : {std::pair{1, 1}, {2, 1}, {100, 1}, {101, 2}, {5000, 50}}) {
    const std::vector<response> all(static_cast<std::size_t>(count), response::of(1));
    const std::vector<std::size_t> again = cases_to_repeat(all);
    EXPECT_EQ(again.size(), static_cast<std::size_t>(due));
    EXPECT_EQ(std::set(again.begin(), again.end()).size(), again.size());
    EXPECT_LT(std::ranges::max(again), all.size());
    EXPECT_EQ(again, cases_to_repeat(all));
  }
  EXPECT_TRUE(cases_to_repeat({}).empty());
  scripted silent([](double x) { return response::of(x); });
  EXPECT_TRUE(changed(silent, 0).empty());
}

TEST(Steadiness, TheOrderIsNotThatOfTheCases) {
  const std::vector<response> all(5000, response::of(1));
  EXPECT_FALSE(std::ranges::is_sorted(cases_to_repeat(all)));
}

TEST(Steadiness, EveryChangeOfOneBitIsSeen) {
  scripted who([](double x) { return response::of(x == 0 ? -0.0 : std::nextafter(x, 1e9)); });
  const auto cases = changed(who, 1000);
  EXPECT_EQ(cases.size(), 10u);
  EXPECT_TRUE(std::ranges::is_sorted(cases));
}

TEST(Steadiness, LossesAreNotProvokedAgain) {
  std::vector<response> all(300, response{kind::timed_out, 0, "slow"});
  EXPECT_TRUE(cases_to_repeat(all).empty());
  all[7] = response{kind::thrown, 0, "no"};
  EXPECT_EQ(cases_to_repeat(all), std::vector<std::size_t>{7});
}

TEST(Steadiness, WhatIsTheSameAnswer) {
  const auto claimed = [](double value, double error) {
    response r = response::of(value);
    r.claimed_error = error;
    return r;
  };
  EXPECT_TRUE(same_answer(response::of(nan), response::of(-nan)));
  EXPECT_TRUE(same_answer({kind::thrown, 0, "a"}, {kind::thrown, 0, "b"}));
  EXPECT_TRUE(same_answer(claimed(1, nan), claimed(1, nan)));
  EXPECT_FALSE(same_answer(response::of(0.0), response::of(-0.0)));
  EXPECT_FALSE(same_answer(response::of(nan), response::of(1)));
  EXPECT_FALSE(same_answer({kind::thrown, 0, "a"}, {kind::skipped, 0, "a"}));
  EXPECT_FALSE(same_answer(claimed(1, 0), response::of(1)));
  EXPECT_FALSE(same_answer(claimed(1, 1), claimed(1, 2)));
}

}  // namespace
}  // namespace kloracle
