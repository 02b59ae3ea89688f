// SPDX-License-Identifier: Apache-2.0
#include "tools/terminal.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace kloracle {

bool wants_colour(std::FILE* stream) {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return isatty(fileno(stream)) != 0 && (no_colour == nullptr || *no_colour == '\0') &&
         (terminal == nullptr || std::string_view(terminal) != "dumb");
}

std::string tinted(std::string_view text, tint t, bool colour) {
  static constexpr const char* codes[] = {"", "32", "36", "33", "31", "2", "1"};
  const char* code = codes[static_cast<int>(t)];
  if (!colour || *code == '\0') return std::string(text);
  return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
}

void print_wrapped(std::string_view text, std::size_t indent, std::size_t columns) {
  const std::string margin(indent, ' ');
  std::string line = margin;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (line.size() > indent && line.size() + 1 + end > columns) {
      std::printf("%s\n", line.c_str());
      line = margin;
    }
    if (line.size() > indent) line += ' ';
    line += text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::printf("%s\n", line.c_str());
}

bool flushed(std::FILE* stream) {
  return std::fflush(stream) == 0 && std::ferror(stream) == 0;
}

progress_line::progress_line(std::FILE* stream)
    : stream_(stream), active_(isatty(fileno(stream)) != 0) {}

progress_line::~progress_line() {
  clear();
}

void progress_line::show(const std::string& text) {
  if (!active_) return;
  std::fprintf(stream_, "\r\033[K%s", text.c_str());
  std::fflush(stream_);
  shown_ = true;
}

void progress_line::clear() {
  if (!shown_) return;
  std::fprintf(stream_, "\r\033[K");
  std::fflush(stream_);
  shown_ = false;
}

}  // namespace kloracle
