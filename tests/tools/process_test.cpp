// SPDX-License-Identifier: Apache-2.0
#include "tools/process.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <thread>

namespace kloracle {
namespace {

using namespace std::chrono_literals;
using enum child_process::outcome;

deadline in(std::chrono::milliseconds time) {
  return deadline::clock::now() + time;
}

// What is not to be waited for takes longer than any test should.
deadline soon() {
  return in(20s);
}

TEST(ChildProcess, LinesGoInAndOut) {
  child_process child("while read line; do echo \"<$line>\"; done");
  for (const char* line : {"one", "", "three"}) {
    EXPECT_EQ(child.write_line(line, soon()), done);
    const auto back = child.read_line(soon());
    EXPECT_EQ(back.what, done);
    EXPECT_EQ(back.text, "<" + std::string(line) + ">");
  }
  child.close_input();
  EXPECT_EQ(child.read_line(soon()).what, end_of_file);
  EXPECT_EQ(child.finish(soon()), "exit status 0");
}

TEST(ChildProcess, LinesThatComeTogetherAreHandedOutOneByOne) {
  child_process child("printf 'a\\nb\\n\\nc'");
  EXPECT_EQ(child.read_line(soon()).text, "a");
  EXPECT_EQ(child.read_line(soon()).text, "b");
  EXPECT_EQ(child.read_line(soon()).text, "");
  const auto rest = child.read_line(soon());
  EXPECT_EQ(rest.what, end_of_file);
  EXPECT_EQ(rest.text, "c");
}

TEST(ChildProcess, BothSidesMayHaveMuchToSay) {
  child_process child("cat");
  const std::string megabytes(8 << 20, 'x');
  EXPECT_EQ(child.write_line(megabytes, soon()), done);
  const auto back = child.read_line(soon());
  EXPECT_EQ(back.what, done);
  EXPECT_TRUE(back.text == megabytes);
}

TEST(ChildProcess, StandardErrorIsDrainedAndItsEndIsKept) {
  child_process child("head -c 4000000 /dev/zero | tr '\\0' 'e' >&2; echo the end >&2; echo done");
  EXPECT_EQ(child.read_line(soon()).text, "done");
  EXPECT_EQ(child.finish(soon()), "exit status 0");
  EXPECT_LE(child.error_tail().size(), 8192u);
  EXPECT_TRUE(child.error_tail().ends_with("eeethe end\n"));
}

TEST(ChildProcess, SaysHowTheChildEnded) {
  EXPECT_EQ(child_process("exit 3").finish(soon()), "exit status 3");
  EXPECT_EQ(child_process("kill -SEGV $$").finish(soon()), "signal 11 (SIGSEGV)");
  EXPECT_EQ(child_process("exit 134").finish(soon()),
            "exit status 134, as a shell reports signal 6 (SIGABRT)");
  EXPECT_EQ(child_process("sleep 60").finish(in(0ms)), "still running, killed");
  EXPECT_EQ(child_process("exec /nonexistent/program").finish(soon()), "exit status 127");
}

TEST(ChildProcess, ChildThatNeverReadsTimesOut) {
  child_process child("sleep 60");
  EXPECT_EQ(child.write_line(std::string(1 << 20, 'x'), in(100ms)), timed_out);
}

TEST(ChildProcess, ChildThatNeverWritesTimesOut) {
  child_process child("sleep 60");
  EXPECT_EQ(child.read_line(in(100ms)).what, timed_out);
}

TEST(ChildProcess, ChildThatOnlyLogsTimesOut) {
  child_process child("yes >&2");
  EXPECT_EQ(child.read_line(in(100ms)).what, timed_out);
  EXPECT_EQ(child.write_line(std::string(1 << 20, 'x'), in(100ms)), timed_out);
}

TEST(ChildProcess, WritingToAChildThatHasGoneRaisesNoSignal) {
  std::signal(SIGPIPE, SIG_DFL);
  child_process child("exec <&-; sleep 60");
  auto outcome = done;
  for (int i = 0; i < 1000 && outcome == done; ++i) {
    outcome = child.write_line("x", soon());
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_EQ(outcome, end_of_file);
  sigset_t pending;
  sigpending(&pending);
  EXPECT_EQ(sigismember(&pending, SIGPIPE), 0);
  EXPECT_EQ(std::signal(SIGPIPE, SIG_DFL), SIG_DFL);
}

TEST(ChildProcess, LineWithoutEndIsTooLong) {
  child_process child("yes | tr -d '\\n'", 100000);
  EXPECT_EQ(child.read_line(soon()).what, too_long);
}

TEST(ChildProcess, LineOfTheGreatestLengthIsRead) {
  child_process child("echo 12345; echo 123456", 5);
  EXPECT_EQ(child.read_line(soon()).text, "12345");
  EXPECT_EQ(child.read_line(soon()).what, too_long);
}

TEST(ChildProcess, WholeGroupIsKilled) {
  std::string grandchild;
  {
    child_process child("sleep 60 & echo $!; wait");
    grandchild = child.read_line(soon()).text;
  }
  // Gone, or dead and not yet collected by whoever adopted it.
  const auto is_dead = [&] {
    std::ifstream stat("/proc/" + grandchild + "/stat");
    std::string pid, name, state;
    return !(stat >> pid >> name >> state) || state == "Z" || state == "X";
  };
  ASSERT_FALSE(grandchild.empty());
  for (const deadline until = soon(); !is_dead() && deadline::clock::now() < until;) {
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_TRUE(is_dead());
}

std::string open_descriptors() {
  return child_process("echo $(ls /proc/self/fd)").read_line(soon()).text;
}

TEST(ChildProcess, PipesOfOtherChildrenAreNotInherited) {
  const std::string alone = open_descriptors();
  EXPECT_TRUE(alone.starts_with("0 1 "));
  child_process first("cat");
  child_process second("cat");
  EXPECT_EQ(open_descriptors(), alone);
}

TEST(ChildProcess, NumbersAreWrittenWithAPoint) {
  setenv("LC_ALL", "de_DE.UTF-8", 1);
  child_process child("echo \"$LC_ALL\"");
  EXPECT_EQ(child.read_line(soon()).text, "C");
}

}  // namespace
}  // namespace kloracle
