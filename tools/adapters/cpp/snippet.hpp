// SPDX-License-Identifier: Apache-2.0
#pragma once

// Programs for the declarations of the adapters beside this file: what a maintainer compiles to see
// the result that was judged, without kloracle.

#include <cstdio>
#include <string>

namespace klo {

/// Text as a JSON string.
inline std::string json_text(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    char escaped[8];
    std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
    quoted += c == '"' || c == '\\' || c < ' ' ? escaped : std::string(1, c);
  }
  return quoted + '"';
}

/// A program that prints an expression of std::vector<T> p and, where it names it, q. T is the type
/// of the format; the numbers travel as hexadecimal texts, which strtod reads exactly.
inline std::string snippet(const std::string& includes, const std::string& expression,
                           bool with_q) {
  return includes +
         "#include <cstdio>\n"
         "#include <cstdlib>\n"
         "#include <vector>\n"
         "using float64 = double;\n"
         "using float32 = float;\n"
         "using T = {dtype};\n"
         "std::vector<T> numbers(const char* text) {\n"
         "  std::vector<T> read;\n"
         "  for (char* end; *text != 0; text = end) {\n"
         "    const double x = std::strtod(text, &end);\n"
         "    if (end == text) ++end; else read.push_back(static_cast<T>(x));\n"
         "  }\n"
         "  return read;\n"
         "}\n"
         "int main() {\n"
         "  const std::vector<T> p = numbers(\"{p:hex}\");\n" +
         (with_q ? "  const std::vector<T> q = numbers(\"{q:hex}\");\n" : "") +
         "  std::printf(\"%.17g\\n\", static_cast<double>(" + expression + "));\n}\n";
}

}  // namespace klo
