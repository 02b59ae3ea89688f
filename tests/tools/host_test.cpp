// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/tools/command_fixture.hpp"
#include "tools/library_subject.hpp"

// KLORACLE_HOST is the host, KLORACLE_LIBRARIES where tests/adapters/odd_library.c was built.

namespace kloracle {
namespace {

std::unique_ptr<command_subject> library(const std::string& name) {
  return start_library_subject(KLORACLE_LIBRARIES "/" + name + ".so", {}, KLORACLE_HOST);
}

std::string failure(const std::string& name) {
  try {
    library(name);
  } catch (const protocol_error& error) {
    return error.what();
  }
  return "none";
}

bool tells(const command_subject& subject, const std::string& what) {
  return std::ranges::any_of(subject.events(),
                             [&](const std::string& event) { return contains(event, what); });
}

TEST(Host, ValuesSkipsAndClaimsArrive) {
  const auto subject = library("odd_sound");
  EXPECT_EQ(subject->identity().name, "odd");
  ASSERT_EQ(subject->functions().size(), 2u);
  const std::vector<sample> samples{
      {{1, 0}, {0.25, 0.5}}, {{0.375}, {1}}, {{}, {1}}, {{2}, {2, 3}}};
  const auto responses = evaluate(*subject, samples);
  EXPECT_EQ(kinds(responses), (outcomes{kind::value, kind::skipped, kind::value, kind::value}));
  EXPECT_EQ(responses[0].value, 0x1.62e42fefa39efp+0);  // ln 4
  EXPECT_EQ(responses[1].message, std::string(199, 'x'));
  EXPECT_EQ(responses[2].value, 0);
  const offered_function& f = subject->functions()[0];
  const auto narrow = subject->evaluate(f, binary32, std::span(samples).first(1));
  EXPECT_EQ(narrow[0].value, 0x1.62e43p+0);
  const offered_function& bounded = subject->functions()[1];
  EXPECT_TRUE(bounded.claims_error);
  const auto claimed = subject->evaluate(bounded, binary64, std::span(samples).first(1));
  EXPECT_EQ(claimed[0].value, responses[0].value);
  EXPECT_EQ(claimed[0].claimed_error, 0.25);
  EXPECT_TRUE(subject->events().empty());
}

TEST(Host, ANameWithoutASlashIsAFileOfThisFolder) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(KLORACLE_LIBRARIES);
  EXPECT_EQ(start_library_subject("odd_sound.so", {}, KLORACLE_HOST)->identity().name, "odd");
  std::filesystem::current_path(before);
}

TEST(Host, ACrashEndsOnlyTheHost) {
  std::vector<sample> samples = ordinary(9);
  samples[4].p[0] = 0.375;
  const auto subject = library("odd_crashes");
  outcomes expected(9, kind::value);
  expected[4] = kind::crashed;
  const auto responses = evaluate(*subject, samples);
  EXPECT_EQ(kinds(responses), expected);
  EXPECT_TRUE(contains(responses[4].message, "SIGABRT")) << responses[4].message;
}

TEST(Host, AStatusThatIsNeverWrittenIsMalformed) {
  std::vector<sample> samples = ordinary(2);
  samples[0].p[0] = 0.375;
  const auto responses = evaluate(*library("odd_forgets"), samples);
  EXPECT_EQ(kinds(responses), (outcomes{kind::malformed, kind::value}));
  EXPECT_EQ(responses[0].message, "expected status 0, 1 or 2, came 255");
}

TEST(Host, PrintsOfTheLibraryAreLog) {
  const std::vector<sample> samples = ordinary(5);
  const auto subject = library("odd_prints");
  EXPECT_EQ(bits(evaluate(*subject, samples)), bits(evaluate(*library("odd_sound"), samples)));
  EXPECT_TRUE(subject->events().empty());
}

TEST(Host, ARefusalIsMalformed) {
  const auto responses = evaluate(*library("odd_refuses"), ordinary(2));
  EXPECT_EQ(kinds(responses), outcomes(2, kind::malformed));
  EXPECT_EQ(responses[0].message, "the adapter answered 'error': eval() returned 7");
}

#if defined(__SSE2__)
TEST(Host, WhatALibraryDoesToTheProcessorIsTold) {
  const auto subject = library("odd_flushes");
  for (const char* in : {"binary64", "binary32"}) {
    EXPECT_TRUE(tells(*subject, std::string(in) + " flushes subnormal results to zero (FTZ)"));
    EXPECT_TRUE(tells(*subject, std::string(in) + " takes subnormal inputs for zero (DAZ)"));
  }
}
#endif

TEST(Host, WhatIsNoAdapterIsExplained) {
  EXPECT_TRUE(contains(failure("odd_exports_nothing"), "it exports no klo_adapter()"));
  EXPECT_TRUE(contains(failure("odd_abi"), "expected abi 1 and size 24, came abi 2 and size 24"));
  EXPECT_TRUE(contains(failure("odd_describes_nothing"),
                       "describe(): expected a JSON object with 'functions', came 'none of your"));
  EXPECT_TRUE(failure("no_such").starts_with("so: expected the path of a shared library, came '"));
  EXPECT_TRUE(contains(failure("odd_text"), "standard error: kloracle-host: "));
  try {
    start_library_subject(KLORACLE_LIBRARIES "/odd_sound.so");
    ADD_FAILURE() << "there is no host beside the tests";
  } catch (const protocol_error& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with("so: expected the program kloracle-host in "))
        << error.what();
  }
}

}  // namespace
}  // namespace kloracle
