// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/tools/command_fixture.hpp"

namespace kloracle {
namespace {

TEST(CommandRepeat, AnswersThatChangeAreCountedAndToldOfOnce) {
  const std::vector<sample> samples = ordinary(250);
  const auto subject = start_command_subject(adapter("changes_answers"));
  const auto responses = evaluate(*subject, samples);
  EXPECT_EQ(bits(responses), bits(good_answers(samples)));  // what is judged is the first answer
  EXPECT_EQ(subject->nondeterministic(), 3u);               // one in a hundred, rounded up
  ASSERT_EQ(subject->events().size(), 1u);
  EXPECT_TRUE(
      subject->events()[0].starts_with("not deterministic: naive_kl in binary64 answered case "));
  ASSERT_TRUE(subject->first_changed());
  EXPECT_EQ(subject->first_changed()->function, "naive_kl");
  EXPECT_TRUE(std::ranges::any_of(samples, [&](const sample& s) {
    return s.p == subject->first_changed()->input.p && s.q == subject->first_changed()->input.q;
  }));
  evaluate(*subject, ordinary(1, 5));
  EXPECT_EQ(subject->nondeterministic(), 4u);
  EXPECT_EQ(subject->events().size(), 1u);
}

TEST(CommandRepeat, OneThatSaysSoIsOnlyNoted) {
  const auto subject = start_command_subject(adapter("says_it_changes"));
  evaluate(*subject, ordinary(5));
  EXPECT_EQ(subject->nondeterministic(), 0u);
  EXPECT_FALSE(subject->first_changed());
  ASSERT_EQ(subject->events().size(), 1u);
  EXPECT_TRUE(subject->events()[0].starts_with("not deterministic, as declared: naive_kl in "));
}

TEST(CommandRepeat, NansAndMessagesMayDiffer) {
  const auto steady = start_command_subject(adapter("nan"));
  evaluate(*steady, ordinary(5));
  EXPECT_TRUE(steady->events().empty());
  const auto worded =
      start_command_subject(adapter_with(R"(  raise ValueError("try %d" % id(f)))"));
  evaluate(*worded, ordinary(5));
  EXPECT_TRUE(worded->events().empty());
}

TEST(CommandRepeat, ThatACrashComesOnlyTheSecondTimeIsAChange) {
  const auto subject = start_command_subject(adapter_with(R"(  if p in met: os._exit(1)
  met.append(p)
  return 1.0
met = [])"));
  EXPECT_EQ(kinds(evaluate(*subject, ordinary(5))), outcomes(5, kind::value));
  // A fresh adapter has not met the case: it answers as before.
  EXPECT_EQ(subject->nondeterministic(), 0u);
  EXPECT_TRUE(subject->events().back().starts_with("not to blame: 1 case"));
}

TEST(CommandRepeat, ASecondRunIsComparedOncePerFunctionAndFormat) {
  const auto subject = start_command_subject(adapter("changes_between_runs"));
  const std::vector<sample> samples = ordinary(250);
  evaluate(*subject, samples);
  EXPECT_EQ(subject->nondeterministic(), 3u);
  ASSERT_EQ(subject->events().size(), 1u);
  EXPECT_TRUE(contains(subject->events()[0], ", and in another run with 0x"))
      << subject->events()[0];
  evaluate(*subject, samples);
  EXPECT_EQ(subject->nondeterministic(), 3u);
}

TEST(CommandRepeat, ASecondRunThatCannotBeOrFailsIsToldOf) {
  const std::vector<sample> samples = ordinary(3);
  const std::string folder = testing::TempDir();
  // Each run takes a lock; the second finds it taken, before hello or in its first eval.
  const auto locked = [&](const std::string& when) {
    const std::string lock = folder + "kloracle_" + when + ".lock";
    std::filesystem::remove(lock);
    return start_command_subject(
        adapter_with("  if taken: os._exit(2)\n  return 1.0\n"
                     "taken = os.path.exists(\"" +
                     lock +
                     "\")\n"
                     "open(\"" +
                     lock +
                     "\", \"w\").close()\n"
                     "if taken and \"" +
                     when + "\" == \"hello\": os._exit(1)"));
  };
  const auto refused = locked("hello");
  EXPECT_EQ(kinds(evaluate(*refused, samples)), outcomes(3, kind::value));
  ASSERT_EQ(refused->events().size(), 1u);
  EXPECT_TRUE(refused->events()[0].starts_with("no second run to compare with: hello: "));
  const auto failing = locked("eval");
  EXPECT_EQ(kinds(evaluate(*failing, samples)), outcomes(3, kind::value));
  EXPECT_EQ(kinds(evaluate(*failing, samples)), outcomes(3, kind::value));
  ASSERT_EQ(failing->events().size(), 1u);
  EXPECT_EQ(failing->events()[0],
            "a second run fails where the first answers: the adapter hung up: exit status 2");
}

TEST(CommandRepeat, EmptyRequestsAskNothingAgain) {
  const auto subject = start_command_subject(adapter("changes_answers"));
  EXPECT_TRUE(evaluate(*subject, {}).empty());
  EXPECT_EQ(subject->nondeterministic(), 0u);
}

}  // namespace
}  // namespace kloracle
