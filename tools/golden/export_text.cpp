// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/export_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace kloracle {
namespace {

// A path for a comment: characters that end one somewhere are not worth keeping.
std::string harmless(std::string_view text) {
  std::string line;
  for (const char c : text) line += c < ' ' || c > '~' || c == '\\' || c == '*' ? '_' : c;
  return line;
}

// Empty for a finite number.
std::string special(const literal_style& style, double x) {
  if (std::isnan(x)) return std::string(style.nan);
  if (std::isinf(x)) return std::string(x > 0 ? style.infinity : style.minus_infinity);
  return {};
}

}  // namespace

std::string literal(const export_table& t, encoding e, const literal_style& style, double x) {
  std::string text;
  if (e == encoding::bits) {
    text = style.bits_prefix;
    encode(*t.in, e, x, text);
    return text + std::string(style.bits_suffix);
  }
  if (std::string word = special(style, x); !word.empty()) return word;
  encode(e == encoding::dec17 ? binary64 : *t.in, e, x, text);
  return text + std::string(style.suffix);
}

std::string literals(const export_table& t, encoding e, const literal_style& style,
                     std::span<const double> values, std::string_view between) {
  std::string text;
  for (const double x : values) {
    if (!text.empty()) text += between;
    text += literal(t, e, style, x);
  }
  return text;
}

std::string short_literal(const literal_style& style, double x) {
  if (std::string word = special(style, x); !word.empty()) return word;
  std::array<char, 40> buffer;
  char* const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x).ptr;
  const std::string text(buffer.data(), end);
  return text.find_first_of(".e") == text.npos ? text + ".0" : text;
}

std::string integers(std::span<const std::size_t> values, std::string_view between) {
  std::string text;
  for (const std::size_t n : values) {
    if (!text.empty()) text += between;
    text += std::to_string(n);
  }
  return text;
}

std::string heading_comment(const export_table& t, encoding e, std::string_view mark) {
  const std::string begin = std::string(mark) + ' ';
  const std::string format(t.in->name);
  std::string text = begin + "Golden fixtures, written by kloracle fixtures export. CC0-1.0.\n";
  for (const std::string& path : t.sources) text += begin + "from " + harmless(path) + " .\n";
  text += begin + std::to_string(t.cases.size()) + " cases, numbers of " + format + " as " +
          std::string(name(e)) + "; bad input as the profile " + t.profile + " expects.\n";
  if (t.unfit != 0)
    text += begin + std::to_string(t.unfit) +
            " cases left out: not all their inputs are values of " + format + ".\n";
  return text;
}

}  // namespace kloracle
