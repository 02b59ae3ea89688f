// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tools/csv.hpp"
#include "tools/golden/export_text.hpp"
#include "tools/golden/exports.hpp"

namespace kloracle {
namespace {

constexpr literal_style words{"inf", "-inf", "nan"};

// A number alone: "0x1p+0". An array: its shape, a colon, its numbers: "2x2: a b c d".
std::string cell(const export_table& t, encoding e, const export_array& a) {
  const std::string numbers = literals(t, e, words, a.values, " ");
  if (a.shape.empty()) return numbers;
  return integers(a.shape, "x") + ':' + (numbers.empty() ? "" : ' ' + numbers);
}

}  // namespace

std::string csv_export(const export_table& t, encoding e) {
  const std::vector<std::string> names = input_names(t);
  std::string text = heading_comment(t, e, "#");
  for (const std::string& column : text_columns()) text += column + ',';
  text += "condition_number";
  for (const number_column& n : number_columns()) text += ',' + std::string(n.name);
  for (const std::string& name : names) text += ',' + csv_field(name);
  text += '\n';
  for (const export_case& c : t.cases) {
    for (const std::string& word : c.texts) text += csv_field(word) + ',';
    text += short_literal(words, c.condition_number);
    for (const number_column& n : number_columns()) text += ',' + literal(t, e, words, c.*n.value);
    for (const std::string& name : names) {
      text += ',';
      const auto a = std::ranges::find(c.inputs, name, &export_array::name);
      if (a != c.inputs.end()) text += cell(t, e, *a);
    }
    text += '\n';
  }
  return text;
}

}  // namespace kloracle
