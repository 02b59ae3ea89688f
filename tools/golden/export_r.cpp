// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/export_text.hpp"
#include "tools/golden/exports.hpp"

namespace kloracle {
namespace {

constexpr literal_style style{"Inf", "-Inf", "NaN"};

std::string row(const export_table& t, encoding e, const export_case& c) {
  std::string code = "list(";
  for (std::size_t i = 0; i < c.texts.size(); ++i)
    code += text_columns()[i] + " = \"" + c.texts[i] + "\", ";
  code += "condition_number = " + short_literal(style, c.condition_number) + ", ";
  for (const number_column& n : number_columns())
    code += std::string(n.name) + " = " + literal(t, e, style, c.*n.value) + ", ";
  code += "inputs = list(";
  for (const export_array& a : c.inputs) {
    code += (code.back() == '(' ? "" : ", ") + a.name + " = list(shape = c(" + integers(a.shape) +
            "), values = c(" + literals(t, e, style, a.values) + "))";
  }
  return code + "))";
}

}  // namespace

std::string r_export(const export_table& t, encoding e) {
  std::string code = heading_comment(t, e, "#") + "cases <- list(\n";
  for (const export_case& c : t.cases)
    code += row(t, e, c) + (&c == &t.cases.back() ? "\n" : ",\n");
  return code + ")\n";
}

}  // namespace kloracle
