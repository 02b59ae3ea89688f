// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/tools/command_fixture.hpp"

namespace kloracle {
namespace {

std::size_t restarts(const command_subject& subject) {
  const auto is_restart = [](const std::string& event) { return event.starts_with("restart"); };
  return static_cast<std::size_t>(std::ranges::count_if(subject.events(), is_restart));
}

// An adapter whose eval() counts requests, so that a test can see how many there were.
std::string counting_adapter() {
  return adapter_with(R"(  return len(requests)
requests = []
eval_as_it_should = Adapter.eval
def eval(self, request):
    requests.append(0)
    if any(case["p"][0] == "0x1.8p-2" for case in request["cases"]): os._exit(3)
    return eval_as_it_should(self, request)
Adapter.eval = eval)");
}

TEST(CommandBisect, OneCulpritCostsTheLogarithmOfTheBatch) {
  for (const std::size_t culprit : {0u, 100u, 255u}) {
    std::vector<sample> samples = ordinary(256, 1);
    samples[culprit].p[0] = 0.375;
    const auto subject = start_command_subject(counting_adapter());
    outcomes expected(256, kind::value);
    expected[culprit] = kind::crashed;
    EXPECT_EQ(kinds(evaluate(*subject, samples)), expected) << culprit;
    EXPECT_LE(restarts(*subject), 2u + 8u) << culprit;  // 256 = 2^8
  }
}

TEST(CommandBisect, SecondHalfIsHalvedAtOnceWhereTheFirstIsSound) {
  // The culprit is the last of 256: no part of it is sent as a whole, so two crashes are all: that
  // of the batch and that of the case; and one more, in an adapter that was asked nothing before.
  std::vector<sample> samples = ordinary(256, 1);
  samples.back().p[0] = 0.375;
  const auto subject = start_command_subject(counting_adapter());
  evaluate(*subject, samples);
  const auto is_loss = [](const std::string& event) { return event.starts_with("lost"); };
  EXPECT_EQ(std::ranges::count_if(subject->events(), is_loss), 3);
}

TEST(CommandBisect, WhatAFreshAdapterAnswersIsNotToBlame) {
  // It dies on the eighth case of its life, whichever that is.
  const std::vector<sample> samples = ordinary(20);
  const auto subject = start_command_subject(adapter("remembers_a_crash"));
  EXPECT_EQ(bits(evaluate(*subject, samples)), bits(good_answers(samples)));
  EXPECT_EQ(subject->events().back(), "none of them fails alone: the fault needs the others");
  EXPECT_TRUE(std::ranges::any_of(subject->events(), [](const std::string& event) {
    return event == "not to blame: 1 case of naive_kl in binary64, which a fresh adapter answers";
  }));
}

TEST(CommandBisect, AnAdapterThatOnlyDiesIsGivenUp) {
  command_options options;
  options.max_losses_in_a_row = 5;
  const auto subject = start_command_subject(adapter_with("  os._exit(1)"), options);
  const auto responses = evaluate(*subject, ordinary(256));
  // 256, 128, 64, 32, 16, and no more.
  EXPECT_EQ(kinds(responses), outcomes(256, kind::not_run));
  EXPECT_EQ(restarts(*subject), 4u);
  EXPECT_TRUE(contains(responses[0].message, "lost 5 times in a row")) << responses[0].message;
  EXPECT_EQ(kinds(evaluate(*subject, ordinary(3))), outcomes(3, kind::not_run));
}

TEST(CommandBisect, ManyCulpritsAreAllNamed) {
  std::vector<sample> samples = ordinary(64);
  outcomes expected(64, kind::value);
  for (const std::size_t i : {0u, 1u, 31u, 32u, 63u}) {
    samples[i].p[0] = 0.375;
    expected[i] = kind::crashed;
  }
  const auto subject = start_command_subject(adapter("crash_on_marker"));
  EXPECT_EQ(kinds(evaluate(*subject, samples)), expected);
  EXPECT_EQ(std::ranges::count(subject->events(), "5 of them to blame"), 1);
}

}  // namespace
}  // namespace kloracle
