// SPDX-License-Identifier: Apache-2.0
#include "tools/command_subject.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "properties/cases.hpp"
#include "properties/verdict.hpp"
#include "tests/tools/command_fixture.hpp"

namespace kloracle {
namespace {

grade worth(const offered_function& f, const sample& input, const response& returned) {
  reference truth(problem_of(f, input), binary64);
  return judge(truth, returned.value).is;
}

TEST(CommandSubject, GoodAdapterIsHeard) {
  const auto subject = start_command_subject(adapter("good"));
  EXPECT_EQ(subject->identity().name, "good");
  EXPECT_TRUE(subject->identity().language.starts_with("Python 3"));
  ASSERT_EQ(subject->functions().size(), 1u);
  EXPECT_EQ(subject->functions()[0].name, "naive_kl");
  const std::vector<sample> samples{
      {{0.5, 0.5}, {0.25, 0.25}}, {{1}, {0}}, {{}, {}}, {{1}, {1, 2}}};
  const auto responses = evaluate(*subject, samples);
  EXPECT_EQ(kinds(responses), (outcomes{kind::value, kind::value, kind::value, kind::thrown}));
  EXPECT_LE(worth(subject->functions()[0], samples[0], responses[0]), grade::faithful);
  EXPECT_EQ(responses[1].value, std::numeric_limits<double>::infinity());
  EXPECT_EQ(responses[2].value, 0);
  EXPECT_EQ(responses[3].message, "ValueError: p and q differ in length");
  EXPECT_TRUE(subject->events().empty());
}

TEST(CommandSubject, EveryEncodingCarriesTheSameValues) {
  const std::vector<sample> samples = ordinary(300);
  const auto hexfloat = good_answers(samples);
  EXPECT_EQ(kinds(hexfloat), outcomes(300, kind::value));
  for (const char* name : {"bits", "dec17"}) {
    const auto subject = start_command_subject(adapter(name));
    EXPECT_EQ(bits(evaluate(*subject, samples)), bits(hexfloat)) << name;
    EXPECT_TRUE(subject->events().empty());
  }
}

TEST(CommandSubject, BatchesAreCutByCasesAndByNumbers) {
  const std::vector<sample> samples = ordinary(50);
  const auto whole = good_answers(samples);
  command_options options;
  options.max_cases = 7;
  EXPECT_EQ(bits(evaluate(*start_command_subject(adapter("good"), options), samples)), bits(whole));
  options.max_numbers = 13;
  EXPECT_EQ(bits(evaluate(*start_command_subject(adapter("good"), options), samples)), bits(whole));
}

TEST(CommandSubject, ThrowsSkipsAndNansAreAnswers) {
  const auto thrown = evaluate(*start_command_subject(adapter("throws")), ordinary(3));
  EXPECT_EQ(kinds(thrown), outcomes(3, kind::thrown));
  EXPECT_EQ(thrown[1].message, "ArithmeticError: on purpose");
  const auto nans = evaluate(*start_command_subject(adapter("nan")), ordinary(3));
  EXPECT_EQ(kinds(nans), outcomes(3, kind::value));
  EXPECT_TRUE(std::isnan(nans[2].value));
  const auto skipping = adapter_with("  raise Skip(\"too hard\", issue=\"https://example.org/1\")");
  const auto skipped = evaluate(*start_command_subject(skipping), ordinary(1));
  EXPECT_EQ(skipped[0].what, kind::skipped);
  EXPECT_EQ(skipped[0].message, "too hard (https://example.org/1)");
}

TEST(CommandSubject, StrayPrintsOfTheKitDoNoHarm) {
  const std::vector<sample> samples = ordinary(20);
  const auto subject = start_command_subject(adapter("stray_print"));
  EXPECT_EQ(bits(evaluate(*subject, samples)), bits(good_answers(samples)));
  EXPECT_TRUE(subject->events().empty());
}

TEST(CommandSubject, LongVectorsPassWithoutDeadlock) {
  const std::vector<sample> samples = ordinary(2, 100000);
  const auto responses = good_answers(samples);
  EXPECT_EQ(kinds(responses), outcomes(2, kind::value));
  const auto subject = start_command_subject(adapter("good"));
  EXPECT_LE(worth(subject->functions()[0], samples[1], responses[1]), grade::as_data);
}

TEST(CommandSubject, VectorsBeyondMaxNAreSkipped) {
  const auto subject = start_command_subject(adapter_with("  return len(p)"));
  std::vector<sample> samples = ordinary(3, 1000);
  samples[1].q.push_back(1);
  const auto responses = evaluate(*subject, samples);
  EXPECT_EQ(kinds(responses), (outcomes{kind::value, kind::skipped, kind::value}));
  EXPECT_EQ(responses[1].message, "longer than the adapter's max_n of 1000");
  EXPECT_EQ(responses[2].value, 1000);
}

TEST(CommandSubject, MegabytesOfLogDoNoHarm) {
  const auto subject =
      start_command_subject(adapter_with("  os.write(2, b\"x\" * 2000000)\n  return 1.0"));
  EXPECT_EQ(kinds(evaluate(*subject, ordinary(3))), outcomes(3, kind::value));
  EXPECT_TRUE(subject->events().empty());
}

}  // namespace
}  // namespace kloracle
