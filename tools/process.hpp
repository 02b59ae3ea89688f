// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "tools/spawn.hpp"

namespace kloracle {

using deadline = std::chrono::steady_clock::time_point;

/// A program that is talked to in lines, or in bytes, over pipes to its standard input and output.
///
/// Statement     runs `/bin/sh -c command` in a process group of its own with LC_ALL=C; the last 8
///               KiB of its standard error are kept
/// Guarantee     no call waits past its deadline, whatever the child does or leaves undone; a write
///               reads meanwhile, so neither side waits for the other for ever; SIGPIPE is not
///               raised, and its disposition is left alone. The destructor kills the group
/// Errors        the constructor throws std::system_error; the rest report an outcome
/// Domain        Linux (glibc 2.32). A child that leaves its process group is not followed
class child_process {
 public:
  enum class outcome { done, end_of_file, timed_out, too_long };

  struct line {
    outcome what;
    std::string text;  // without the line feed; at the end of file what came after the last one
  };

  explicit child_process(const std::string& command, std::size_t max_line = std::size_t{1} << 28);
  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;
  ~child_process();

  /// Sends the bytes. end_of_file: the child no longer reads.
  outcome write(std::string_view bytes, deadline until);

  /// Sends the text and a line feed.
  outcome write_line(std::string text, deadline until);

  /// The next line. too_long: it passes max_line, and the conversation cannot be resumed.
  line read_line(deadline until);

  /// The next `count` bytes; where they do not come, those that did. too_long: more than max_line.
  line read_bytes(std::size_t count, deadline until);

  void close_input() { child_.input.close(); }

  /// Kills every process of the group that is left; the child's own end is still to be waited for.
  void kill_group();

  /// Waits for the child's end, kills what is left of its group, and says how the child ended:
  /// "exit status 3", "signal 11 (SIGSEGV)", or "still running, killed" at the deadline. Up to 5 s
  /// more where the kernel is slow to end it.
  std::string finish(deadline until);

  /// The end of what the child wrote to standard error.
  std::string_view error_tail() const;

 private:
  std::optional<line> take_line();
  bool wait(deadline until, bool to_write);
  void read_errors();
  bool has_ended() const;
  bool wait_for_end(deadline until);

  std::size_t max_line_;
  spawned child_;
  std::optional<int> status_;  // set when the child has been reaped
  std::string received_;       // from standard output, not yet handed out
  std::size_t scanned_ = 0;    // how much of received_ holds no line feed
  std::string error_text_;
};

}  // namespace kloracle
