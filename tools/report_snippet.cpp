// SPDX-License-Identifier: Apache-2.0
#include "tools/report_snippet.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

namespace kloracle {
namespace {

std::string hex_literal(double x) {
  if (!std::isfinite(x)) return decimal_literal(x);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%a", x);
  return text.data();
}

template <class Literal>
std::string list_of(const std::vector<double>& x, const Literal& literal) {
  std::string text = "[";
  for (const double v : x) text += (text.size() == 1 ? "" : ", ") + literal(v);
  return text + ']';
}

}  // namespace

std::string decimal_literal(double x) {
  if (std::isnan(x)) return "nan";
  if (std::isinf(x)) return x < 0 ? "-inf" : "inf";
  std::string text = fmt::format("{}", x);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string dtype_of(const format& in) {
  return in.name == bfloat16.name ? "bfloat16" : fmt::format("float{}", in.width);
}

std::string filled_snippet(const std::string& snippet, const sample& input, const format& in) {
  const std::array<std::pair<std::string_view, std::string>, 6> known{{
      {"{p}", list_of(input.p, decimal_literal)},
      {"{q}", list_of(input.q, decimal_literal)},
      {"{p:hex}", list_of(input.p, hex_literal)},
      {"{q:hex}", list_of(input.q, hex_literal)},
      {"{dtype}", dtype_of(in)},
      {"{format}", std::string(in.name)},
  }};
  std::string filled;
  for (std::size_t i = 0; i < snippet.size();) {
    const std::string_view rest = std::string_view(snippet).substr(i);
    const auto* placeholder = known.begin();
    while (placeholder != known.end() && !rest.starts_with(placeholder->first)) ++placeholder;
    if (placeholder == known.end()) {
      filled += snippet[i++];
    } else {
      filled += placeholder->second;
      i += placeholder->first.size();
    }
  }
  return filled;
}

}  // namespace kloracle
