// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/export_text.hpp"
#include "tools/golden/exports.hpp"

namespace kloracle {
namespace {

constexpr literal_style style{"Infinity", "-Infinity", "NaN", "", "\"", "\""};

std::string row(const export_table& t, encoding e, const export_case& c) {
  std::string code = "  {";
  for (std::size_t i = 0; i < c.texts.size(); ++i)
    code += text_columns()[i] + ": \"" + c.texts[i] + "\", ";
  code += "condition_number: " + short_literal(style, c.condition_number) + ", ";
  for (const number_column& n : number_columns())
    code += std::string(n.name) + ": " + literal(t, e, style, c.*n.value) + ", ";
  code += "inputs: {";
  for (const export_array& a : c.inputs) {
    code += (code.back() == '{' ? "\"" : ", \"") + a.name + "\": {shape: [" + integers(a.shape) +
            "], values: [" + literals(t, e, style, a.values) + "]}";
  }
  return code + "}},\n";
}

}  // namespace

// As decimals it is JavaScript's own numbers; as bits, texts of hex digits.
std::string javascript_export(const export_table& t, encoding e) {
  std::string code = heading_comment(t, e, "//") + "export const format = \"" +
                     std::string(t.in->name) + "\";\nexport const encoding = \"" +
                     std::string(name(e)) + "\";\nexport const cases = [\n";
  for (const export_case& c : t.cases) code += row(t, e, c);
  return code + "];\n";
}

}  // namespace kloracle
