// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace kloracle {

/// Whether the stream is a terminal that wants colour (NO_COLOR is honoured, https://no-color.org).
bool wants_colour(std::FILE* stream);

enum class tint { none, good, fair, poor, bad, dim, strong };

/// The text in that colour, or as it is.
std::string tinted(std::string_view text, tint t, bool colour);

/// Prints the text in lines of at most so many columns, where its words allow it.
void print_wrapped(std::string_view text, std::size_t indent, std::size_t columns);

/// Whether everything written to the stream so far has reached it.
bool flushed(std::FILE* stream);

/// One line that rewrites itself on a terminal, and nothing elsewhere. Cleared when destroyed.
class progress_line {
 public:
  explicit progress_line(std::FILE* stream);
  ~progress_line();
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;
  void show(const std::string& text);
  void clear();

 private:
  std::FILE* stream_;
  bool active_;
  bool shown_ = false;
};

}  // namespace kloracle
