// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/export_text.hpp"
#include "tools/golden/exports.hpp"

namespace kloracle {
namespace {

// All within texts, which _n() and _x() read.
constexpr literal_style style{"inf", "-inf", "nan"};

// Python that reads a number from its text; what is narrower than binary64 has one struct code
// each, bfloat16 as the upper half of a binary32.
std::string reader(const format& f, encoding e) {
  if (e == encoding::hexfloat) return "_x = float.fromhex\n";
  if (e == encoding::dec17) return "_x = float\n";
  const char* code = f.width == 64 ? ">d" : f.width == 32 || &f == &bfloat16 ? ">f" : ">e";
  const char* rest = &f == &bfloat16 ? " + \"0000\"" : "";
  return std::string("import struct\n\n\ndef _x(text):\n    return struct.unpack(\"") + code +
         "\", bytes.fromhex(text" + rest + "))[0]\n";
}

std::string row(const export_table& t, encoding e, const export_case& c) {
  std::string code = "    {";
  for (std::size_t i = 0; i < c.texts.size(); ++i)
    code += '"' + text_columns()[i] + "\": \"" + c.texts[i] + "\", ";
  code += "\"condition_number\": float(\"" + short_literal(style, c.condition_number) + "\"), ";
  for (const number_column& n : number_columns())
    code += '"' + std::string(n.name) + "\": _x(\"" + literal(t, e, style, c.*n.value) + "\"), ";
  code += "\"inputs\": {";
  for (const export_array& a : c.inputs) {
    code += (code.back() == '{' ? "\"" : ", \"") + a.name + "\": ([" + integers(a.shape) +
            "], _n(\"" + literals(t, e, style, a.values, " ") + "\"))";
  }
  return code + "}},\n";
}

}  // namespace

std::string python_export(const export_table& t, encoding e) {
  std::string code = heading_comment(t, e, "#") + reader(*t.in, e) +
                     "\n\ndef _n(text):\n    return [_x(word) for word in text.split()]\n\n\n"
                     "FORMAT = \"" +
                     std::string(t.in->name) + "\"\ncases = [\n";
  for (const export_case& c : t.cases) code += row(t, e, c);
  return code + "]\n";
}

}  // namespace kloracle
