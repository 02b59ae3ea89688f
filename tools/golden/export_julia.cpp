// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/export_text.hpp"
#include "tools/golden/exports.hpp"

namespace kloracle {
namespace {

constexpr literal_style style{"Inf", "-Inf", "NaN", "", "0x"};

std::string number_type(const export_table& t, encoding e) {
  return e == encoding::bits ? "UInt" + std::to_string(t.in->width) : "Float64";
}

std::string declarations(const export_table& t, encoding e) {
  const std::string type = number_type(t, e);
  std::string code =
      "# A number is the format's value as a Float64, or its bit pattern.\nconst FORMAT = \"" +
      std::string(t.in->name) + "\"\n\nstruct FixtureCase\n";
  for (const std::string& column : text_columns()) code += "    " + column + "::String\n";
  code += "    condition_number::Float64\n";
  for (const number_column& n : number_columns())
    code += "    " + std::string(n.name) + "::" + type + "\n";
  return code + "    inputs::Dict{String,Tuple{Vector{Int},Vector{" + type + "}}}\nend\n\n";
}

std::string row(const export_table& t, encoding e, const export_case& c) {
  const std::string type = number_type(t, e);
  std::string code = "    FixtureCase(";
  for (const std::string& word : c.texts) code += '"' + word + "\", ";
  code += short_literal(style, c.condition_number) + ", ";
  for (const number_column& n : number_columns()) code += literal(t, e, style, c.*n.value) + ", ";
  code += "Dict(";
  for (const export_array& a : c.inputs) {
    code += (code.back() == '(' ? "\"" : ", \"") + a.name + "\" => (Int[" + integers(a.shape) +
            "], " + type + "[" + literals(t, e, style, a.values) + "])";
  }
  return code + ")),\n";
}

}  // namespace

std::string julia_export(const export_table& t, encoding e) {
  std::string code =
      heading_comment(t, e, "#") + declarations(t, e) + "const CASES = FixtureCase[\n";
  for (const export_case& c : t.cases) code += row(t, e, c);
  return code + "]\n";
}

}  // namespace kloracle
