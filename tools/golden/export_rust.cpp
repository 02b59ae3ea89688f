// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/export_text.hpp"
#include "tools/golden/exports.hpp"

namespace kloracle {
namespace {

constexpr literal_style style{"f64::INFINITY", "f64::NEG_INFINITY", "f64::NAN", "", "0x"};

std::string declarations(const export_table& t, encoding e) {
  const bool patterns = e == encoding::bits;
  std::string code =
      "/// Whether a number is a bit pattern of the format below, and the format.\n"
      "pub const ARE_BITS: bool = " +
      std::string(patterns ? "true" : "false") +
      ";\npub const PRECISION: i32 = " + std::to_string(t.in->precision) +
      ";\npub const EMIN: i32 = " + std::to_string(t.in->emin) +
      ";\npub const WIDTH: u32 = " + std::to_string(t.in->width) +
      ";\npub type Number = " + (patterns ? "u" + std::to_string(t.in->width) : "f64") + ";\n\n" +
      "pub struct Array {\n    pub name: &'static str,\n    pub shape: &'static [usize],\n"
      "    pub values: &'static [Number],\n}\n\npub struct Case {\n";
  for (const std::string& column : text_columns())
    code += "    pub " + column + ": &'static str,\n";
  code += "    pub condition_number: f64,\n";
  for (const number_column& n : number_columns())
    code += "    pub " + std::string(n.name) + ": Number,\n";
  return code + "    pub inputs: &'static [Array],\n}\n\n";
}

std::string row(const export_table& t, encoding e, const export_case& c) {
  std::string code = "    Case { ";
  for (std::size_t i = 0; i < c.texts.size(); ++i)
    code += text_columns()[i] + ": \"" + c.texts[i] + "\", ";
  code += "condition_number: " + short_literal(style, c.condition_number) + ", ";
  for (const number_column& n : number_columns())
    code += std::string(n.name) + ": " + literal(t, e, style, c.*n.value) + ", ";
  code += "inputs: &[";
  for (const export_array& a : c.inputs) {
    code += "Array { name: \"" + a.name + "\", shape: &[" + integers(a.shape) + "], values: &[" +
            literals(t, e, style, a.values) + "] }, ";
  }
  return code + "] },\n";
}

}  // namespace

std::string rust_export(const export_table& t, encoding e) {
  std::string code =
      heading_comment(t, e, "//") + '\n' + declarations(t, e) + "pub static CASES: &[Case] = &[\n";
  for (const export_case& c : t.cases) code += row(t, e, c);
  return code + "];\n";
}

}  // namespace kloracle
