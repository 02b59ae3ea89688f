// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "tests/tools/command_fixture.hpp"

namespace kloracle {
namespace {

command_options quick() {
  command_options options;
  options.batch_s = 1;
  options.per_number_us = 1;
  return options;
}

// What starting the command fails with.
std::string failure(const std::string& command, const command_options& options = {}) {
  try {
    start_command_subject(command, options);
  } catch (const protocol_error& error) {
    return error.what();
  }
  return "none";
}

TEST(CommandFaults, CrashIsBlamedOnTheCasesThatCauseIt) {
  std::vector<sample> samples = ordinary(12);
  samples[3].p[0] = samples[8].p[0] = 0.375;
  const auto good = good_answers(samples);
  const auto subject = start_command_subject(adapter("crash_on_marker"));
  const auto responses = evaluate(*subject, samples);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (i == 3 || i == 8) {
      EXPECT_EQ(responses[i].what, kind::crashed);
      EXPECT_EQ(responses[i].message, "the adapter hung up: exit status 3");
    } else {
      EXPECT_EQ(responses[i].what, kind::value);
      EXPECT_EQ(responses[i].value, good[i].value);
    }
  }
  EXPECT_TRUE(contains(subject->events().back(), "2 of them to blame"));
  EXPECT_EQ(kinds(evaluate(*subject, ordinary(5))), outcomes(5, kind::value));
}

TEST(CommandFaults, HangIsBlamedOnTheCaseThatCausesIt) {
  std::vector<sample> samples = ordinary(5);
  samples[2].p[0] = 0.375;
  const auto subject = start_command_subject(adapter("hang_on_marker"), quick());
  const auto responses = evaluate(*subject, samples);
  outcomes expected(5, kind::value);
  expected[2] = kind::timed_out;
  EXPECT_EQ(kinds(responses), expected);
  EXPECT_TRUE(responses[2].message.starts_with("no answer within 1")) << responses[2].message;
}

TEST(CommandFaults, LastWordsAreQuoted) {
  const auto subject = start_command_subject(adapter_with(
      "  sys.stderr.write(\"first\\nabout to die\\n\\n\"); sys.stderr.flush(); os._exit(7)"));
  EXPECT_EQ(evaluate(*subject, ordinary(1))[0].message,
            "the adapter hung up: exit status 7; standard error ends: about to die");
}

TEST(CommandFaults, FaultOfTheBatchAloneIsNoCasesFault) {
  const auto subject = start_command_subject(adapter_with(R"(  return 1.0
eval_as_it_should = Adapter.eval
def eval(self, request):
    if len(request["cases"]) > 1: os._exit(1)
    return eval_as_it_should(self, request)
Adapter.eval = eval)"));
  EXPECT_EQ(kinds(evaluate(*subject, ordinary(4))), outcomes(4, kind::value));
  EXPECT_EQ(subject->events().back(), "none of them fails alone: the fault needs the others");
}

TEST(CommandFaults, NonsenseIsMalformedAndRestartsAreLimited) {
  command_options options;
  options.max_restarts = 2;
  for (const char* name : {"garbage", "wrong_seq"}) {
    const auto subject = start_command_subject(adapter(name), options);
    const auto responses = evaluate(*subject, ordinary(4));
    // The four, the first two of them and the first of those: one case is blamed.
    EXPECT_EQ(kinds(responses),
              (outcomes{kind::malformed, kind::not_run, kind::not_run, kind::not_run}));
    EXPECT_TRUE(contains(responses[0].message, "expected an answer with 'seq' 3, came '"));
    EXPECT_TRUE(contains(responses[3].message, "as often as allowed (2)")) << responses[3].message;
    EXPECT_EQ(kinds(evaluate(*subject, ordinary(600))), outcomes(600, kind::not_run));
    const auto gave_up = [](const std::string& event) { return event.starts_with("gave up"); };
    EXPECT_EQ(std::ranges::count_if(subject->events(), gave_up), 1);
  }
}

TEST(CommandFaults, ShortAnswerIsMalformedWithoutARestart) {
  const auto subject = start_command_subject(adapter("short_answer"));
  const auto responses = evaluate(*subject, ordinary(40));
  EXPECT_EQ(kinds(responses), outcomes(40, kind::malformed));
  EXPECT_TRUE(contains(responses[7].message, "expected 'r', a list of 1, came '{"));
  EXPECT_EQ(subject->events().size(), 2u);
}

TEST(CommandFaults, AdapterThatStopsReadingTimesOut) {
  // It says hello, passes echo, and is then deaf.
  const auto subject = start_command_subject(program(R"(
import sys, time
from good import Adapter, naive_kl, offer
deaf = offer(Adapter("deaf", "1"), naive_kl)
for i in range(3): print(deaf.reply(sys.stdin.buffer.readline()), flush=True)
time.sleep(60)
)"),
                                             quick());
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(kinds(evaluate(*subject, ordinary(1, 10000))), outcomes{kind::timed_out});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST(CommandFaults, EndlessAnswerIsMalformed) {
  command_options options;
  options.max_line = 1 << 20;
  const auto subject = start_command_subject(adapter_with(R"(  return 1.0
def eval(self, request): return {"seq": request["seq"], "r": ["x" * 2000000]}
Adapter.eval = eval)"),
                                             options);
  const auto responses = evaluate(*subject, ordinary(1));
  EXPECT_EQ(responses[0].what, kind::malformed);
  EXPECT_EQ(responses[0].message, "an answer longer than 1048576 bytes");
}

TEST(CommandFaults, AdapterThatChangesItsMindIsNotAskedAgain) {
  const auto subject = start_command_subject(program(R"(
import os
from good import Adapter
fickle = Adapter("fickle", "1")
fickle.function("f%d" % os.getpid(), "kl", "measure")(lambda p, q, format: os._exit(1))
fickle.run()
)"));
  const auto responses = evaluate(*subject, ordinary(3));
  EXPECT_EQ(kinds(responses), outcomes(3, kind::not_run));
  EXPECT_TRUE(contains(responses[0].message, "offers other functions"));
}

TEST(CommandFaults, WrongEchoEndsTheRunBeforeItStarts) {
  const std::string why = failure(adapter("wrong_echo"));
  EXPECT_TRUE(
      why.starts_with("echo of binary64: expected '0x0.0000000000001p-1022' back, came "
                      "'0x0p+0' (value 2 of 40)"))
      << why;
}

TEST(CommandFaults, FailedIntroductionsAreExplained) {
  command_options impatient;
  impatient.start_s = 0.2;
  EXPECT_EQ(failure(adapter("never_answers_hello"), impatient),
            "hello: expected an answer; no answer within 0.2 s");
  EXPECT_EQ(failure(adapter("no_hello")),
            "hello: expected an answer; the adapter hung up: exit status 1");
  EXPECT_EQ(failure(adapter("hello_garbage")),
            "hello: expected a JSON object on one line, came 'hello yourself'");
  EXPECT_EQ(failure(adapter("unknown_format")),
            "hello: function 'naive_kl': unknown format 'binary13'; allowed: binary16, bfloat16, "
            "binary32, binary64");
  const std::string unknown = failure("kloracle-no-such-program");
  EXPECT_TRUE(contains(unknown, "the adapter hung up: exit status 127\n  standard error: "));
  EXPECT_TRUE(contains(unknown, "kloracle-no-such-program: not found")) << unknown;
}

}  // namespace
}  // namespace kloracle
