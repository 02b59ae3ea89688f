// SPDX-License-Identifier: Apache-2.0
//
// The ratchet, over made-up outcomes: what is worse, what an update keeps, what the file says.
#include "tools/baseline.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>

#include "oracle/number.hpp"
#include "properties/random.hpp"
#include "tools/baseline_compare.hpp"
#include "tools/baseline_file.hpp"
#include "tools/failure_labels.hpp"

namespace kloracle {
namespace {

using kind = baseline_difference::kind;

// The digits of a number between the zeros around them.
std::string digits_of(const std::string& text) {
  std::string digits;
  for (const char c : text.substr(0, text.find('e'))) {
    if (c != '.') digits += c;
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits;
}

TEST(RoundedUp, IsTheLeastOfTwoDigitsThatIsNotBelow) {
  random_source random(20261120);
  for (int i = 0; i < 20000; ++i) {
    const double x = std::ldexp(1 + random.unit(), static_cast<int>(random.between(-900, 1000)));
    const std::string text = rounded_up(x);
    const double up = std::strtod(text.c_str(), nullptr);
    ASSERT_LE(digits_of(text).size(), 2U) << text;
    ASSERT_GE(up, x) << text;
    const double unit = std::pow(10, std::floor(std::log10(up)) - 1);
    ASSERT_LT(up - unit * (1 + 1e-9), x) << text << ": a smaller one would do";
    ASSERT_EQ(rounded_up(up), text);
  }
}

TEST(RoundedUp, AtTheEnds) {
  EXPECT_EQ(rounded_up(0), "0");
  EXPECT_EQ(rounded_up(0.5), "0.5");
  EXPECT_EQ(rounded_up(9.91), "10");
  EXPECT_EQ(rounded_up(999), "1000");
  EXPECT_EQ(rounded_up(std::nextafter(2.1, 3.0)), "2.2");
  EXPECT_EQ(rounded_up(std::numeric_limits<double>::infinity()), "inf");
  EXPECT_EQ(rounded_up(std::numeric_limits<double>::max()), "inf");
  EXPECT_GE(std::strtod(rounded_up(5e-324).c_str(), nullptr), 5e-324);
}

// A subject with one function; each case is of the group it is given.
class made_up {
 public:
  case_outcome& add(double ulps, grade is = grade::tangent, std::string_view group = "ordinary") {
    case_outcome c{
        &f_, &binary64, "kl:" + std::to_string(outcomes.cases.size()), group, response::kind::value,
        {}};
    c.judgement.is = is;
    c.judgement.ulp_error = c.judgement.excess = ulps;
    c.label = entry(is).letter;
    return outcomes.cases.emplace_back(c);
  }

  void add_lost() { add(0).returned = response::kind::crashed; }

  void add_law(long hard, long lost = 0) {
    law_summary s{.what = laws()[outcomes.laws.size()], .function = &f_, .in = &binary64};
    s.checks = 5;
    s.hard = hard;
    s.lost = lost;
    s.holds = 5 - hard - lost;
    outcomes.laws.push_back({s, label_of(s)});
  }

  baseline seen() const {
    baseline b;
    add_outcomes(b, outcomes);
    return b;
  }

 private:
  static const offered_function f_;

 public:
  subject_outcomes outcomes{.subject = "mine", .repeating = "", .options = {"1", "1", "2", "1"}};
};

const offered_function made_up::f_{.name = "kl"};

const baseline_key ordinary{"mine", "kl", "binary64", "ordinary", ""};

TEST(Baseline, QuantilesAreErrorsThatOccurred) {
  made_up run;
  for (int i = 2000; i >= 1; --i) run.add(i * 0.01);
  const baseline_entry e = run.seen().entries.at(ordinary);
  EXPECT_EQ(e.told.at("p50"), "10");
  EXPECT_EQ(e.told.at("p99_9"), "20");  // 19.98
  EXPECT_EQ(e.measures.at("max_ulp"), "20");
  EXPECT_EQ(e.measures.at("cases"), "2000");
  made_up one;
  one.add(0.3, grade::correctly_rounded);
  EXPECT_EQ(one.seen().entries.at(ordinary).told.at("p50"), "0.3");
}

TEST(Baseline, AnInfiniteErrorIsCountedAndNotTheLargest) {
  made_up run;
  run.add(1.5);
  case_outcome& nan = run.add(std::numeric_limits<double>::infinity(), grade::wrong);
  nan.judgement.special.nan = true;
  const baseline_entry e = run.seen().entries.at(ordinary);
  EXPECT_EQ(e.measures.at("grade"), "W");
  EXPECT_EQ(e.measures.at("nan"), "1");
  EXPECT_EQ(e.measures.at("max_ulp"), "1.5");
  EXPECT_EQ(e.told.at("worst"), nan.id);
  EXPECT_EQ(e.told.at("p99_9"), "inf");
}

TEST(Baseline, WhatIsExcusedIsSeenAndNoMore) {
  made_up run;
  run.add(1);
  run.add(1e9, grade::wrong).excused = true;
  run.add_law(3);
  run.outcomes.laws.back().excused = true;
  const baseline b = run.seen();
  const baseline_entry& e = b.entries.at(ordinary);
  EXPECT_EQ(e.measures.at("cases"), "2");
  EXPECT_EQ(e.measures.at("grade"), "T");
  EXPECT_EQ(e.measures.at("max_ulp"), "1");
  const baseline_key law{"mine", "kl", "binary64", "", std::string(laws()[0]->id)};
  EXPECT_EQ(b.entries.at(law).measures, (std::map<std::string, std::string>{{"status", "known"}}));
}

// What two runs differ in, as texts.
std::vector<std::string> told(const made_up& was, const made_up& now, double slack = 2) {
  std::vector<std::string> lines;
  for (const baseline_difference& d : differences(was.seen(), now.seen(), slack, {}))
    lines.push_back((d.what == kind::worse ? "worse " : "better ") + d.measure + ' ' + d.was + ' ' +
                    d.is);
  return lines;
}

using lines = std::vector<std::string>;

TEST(Differences, OfErrorsAreThoseAboveTheSlackAndHalfAnUlp) {
  const auto errors = [](double was, double now, double slack) {
    made_up before;
    made_up after;
    before.add(was);
    after.add(now);
    return told(before, after, slack);
  };
  EXPECT_EQ(errors(2, 4, 2), lines());
  EXPECT_EQ(errors(2, 4.001, 2), lines{"worse max_ulp 2 4.1"});
  EXPECT_EQ(errors(2, 2.001, 1), lines{"worse max_ulp 2 2.1"});
  EXPECT_EQ(errors(0, 0.5, 1), lines());
  EXPECT_EQ(errors(0, 0.51, 2), lines{"worse max_ulp 0 0.51"});
  EXPECT_EQ(errors(0.2, 0.5, 1), lines());
  EXPECT_EQ(errors(4, 2, 2), lines{"better max_ulp 4 2"});
}

TEST(Differences, OfAnythingElseHaveNoSlack) {
  made_up before;
  made_up after;
  before.add(1, grade::faithful);
  before.add(1);
  before.add_law(0);
  after.add(1, grade::as_data);
  after.add_lost();
  after.add_law(1, 1);
  EXPECT_EQ(told(before, after, 1e6), (lines{"worse lost 0 1", "worse status holds HARD",
                                             "worse grade T A", "worse lost 0 1"}));
  EXPECT_EQ(told(after, before, 1e6), (lines{"better lost 1 0", "better status HARD holds",
                                             "better grade A T", "better lost 1 0"}));
}

TEST(Differences, StatusesOfLawsStandInOneOrder) {
  const baseline_measure& status = *find_measure("status");
  const char* order[] = {"holds", "SOFT", "not_applicable", "undecided", "lost", "HARD"};
  for (std::size_t i = 1; i < std::size(order); ++i)
    EXPECT_LT(*standing(status, order[i - 1]), *standing(status, order[i])) << order[i];
  EXPECT_EQ(standing(status, "known"), standing(status, "holds"));
  EXPECT_FALSE(standing(status, "hard"));
}

// A run whose every measure is drawn.
made_up drawn_run(random_source& random) {
  made_up run;
  for (const std::string_view group : {"ordinary", "zeros"}) {
    for (int i = 0; i < 4; ++i) {
      const double ulps = static_cast<double>(random.between(0, 60)) / 10;
      case_outcome& c = run.add(ulps, static_cast<grade>(random.between(0, 5)), group);
      c.judgement.special.wrong_sign = random.between(0, 3) == 0;
      if (random.between(0, 7) == 0) c.returned = response::kind::thrown;
    }
  }
  for (int i = 0; i < 3; ++i) run.add_law(random.between(0, 1), random.between(0, 1));
  run.outcomes.changes = random.between(0, 3) == 0;
  return run;
}

// Whether `now` stands above `was` anywhere.
bool stands_above(const baseline& was, const baseline& now) {
  for (const auto& [key, entry] : now.entries) {
    for (const baseline_measure& m : baseline_measures()) {
      const auto a = standing(m, measure_of(was.entries.at(key), m));
      const auto b = standing(m, measure_of(entry, m));
      if (a && b && *b > *a) return true;
    }
  }
  return false;
}

TEST(Updated, NeverLoosensWhatIsNotWorseAndIsDoneAtOnce) {
  random_source random(20261120);
  for (int i = 0; i < 300; ++i) {
    const baseline was = drawn_run(random).seen();
    const baseline now = drawn_run(random).seen();
    const auto found = differences(was, now, 2, {});
    const bool worse = std::ranges::count(found, kind::worse, &baseline_difference::what) != 0;
    const baseline next = updated(was, now, 2, "why");
    EXPECT_EQ(stands_above(was, next), worse);
    for (const baseline_difference& d : differences(next, now, 2, {}))
      ADD_FAILURE() << "the run that made it differs: " << text_of(d, 2);
    EXPECT_EQ(baseline_text(updated(next, now, 2, "again")), baseline_text(next));
  }
}

TEST(Updated, ReasonsLastAsLongAsWhatTheyExcuse) {
  made_up good;
  good.add(1, grade::faithful);
  made_up bad;
  bad.add(100, grade::half);
  made_up fair;
  fair.add(50, grade::tangent);
  const baseline loose = updated(good.seen(), bad.seen(), 2, "first");
  const auto& first = loose.entries.at(ordinary).loosened;
  EXPECT_EQ(first.at("grade"), (loosening{"F", "first"}));
  EXPECT_EQ(first.at("max_ulp"), (loosening{"1", "first"}));
  const baseline tighter = updated(loose, fair.seen(), 2, "");
  EXPECT_EQ(tighter.entries.at(ordinary).loosened, first);
  EXPECT_EQ(tighter.entries.at(ordinary).measures.at("max_ulp"), "50");
  const baseline worse = updated(tighter, bad.seen(), 1, "second");
  EXPECT_EQ(worse.entries.at(ordinary).loosened.at("grade"), (loosening{"F", "second"}));
  EXPECT_TRUE(updated(worse, good.seen(), 2, "").entries.at(ordinary).loosened.empty());
}

// A file, read.
baseline read_back(const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() /
                    (std::string("kloracle_baseline_") +
                     testing::UnitTest::GetInstance()->current_test_info()->name());
  std::ofstream(path, std::ios::binary) << text;
  baseline b = read_baseline(path.string());
  std::filesystem::remove(path);
  return b;
}

TEST(BaselineFile, SaysEverything) {
  random_source random(20261120);
  for (int i = 0; i < 50; ++i) {
    baseline b = drawn_run(random).seen();
    b = updated(b, drawn_run(random).seen(), 2, "\"why\"\\ \xc3\xa9 <&>");
    b.removed.push_back({{"mine", "a \"name\"\n", "binary32"}, "gone"});
    b.comment = baseline_comment();
    const std::string text = baseline_text(b);
    const baseline again = read_back(text);
    EXPECT_EQ(baseline_text(again), text);
    EXPECT_TRUE(differences(b, again, 1, {}).empty());
    EXPECT_TRUE(differences(again, b, 1, {}).empty());
  }
}

}  // namespace
}  // namespace kloracle
