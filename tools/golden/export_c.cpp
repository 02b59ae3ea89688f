// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "tools/golden/export_text.hpp"
#include "tools/golden/exports.hpp"

// C and C++: one layout, spelt in two ways.
namespace kloracle {
namespace {

struct dialect {
  std::string_view prefix;    // of every name
  std::string_view constant;  // before the type of a constant
  std::string_view text;
  std::string_view size;
  std::string_view array_type;
  std::string_view case_type;
  std::string_view nothing;  // a null pointer
  literal_style style;
};

constexpr dialect of_c{
    "kloracle_",       "static const ",  "const char *", "size_t ",
    "kloracle_array ", "kloracle_case ", "NULL",         {"INFINITY", "-INFINITY", "NAN"}};
constexpr dialect of_cpp{
    "",       "inline constexpr ", "const char* ", "std::size_t ",
    "array ", "test_case ",        "nullptr",      {"infinity", "-infinity", "nan"}};

// The C type that numbers are written as.
std::string number_type(const format& f, encoding e) {
  if (e == encoding::bits) return "uint" + std::to_string(f.width) + "_t";
  return e == encoding::dec17 || &f == &binary64 ? "double" : "float";
}

literal_style style_of(const dialect& d, const export_table& t, encoding e) {
  literal_style style = d.style;
  if (number_type(*t.in, e) == "float") style.suffix = "f";
  style.bits_prefix = "0x";
  style.bits_suffix = t.in->width == 64 ? "ull" : "u";
  return style;
}

std::string text(std::string_view words) {
  return '"' + std::string(words) + '"';
}

// Writes the cases of a table in one dialect.
class c_writer {
 public:
  c_writer(const export_table& t, encoding e, const dialect& d)
      : t_(t), e_(e), d_(d), style_(style_of(d, t, e)), prefix_(d.prefix) {}

  // The words of a case, as a struct declares them.
  std::string word_members() const {
    std::string members;
    for (const std::string& column : text_columns())
      members += "  " + std::string(d_.text) + column + ";\n";
    return members;
  }

  std::string cases() const {
    std::string code = shapes();
    for (std::size_t i = 0; i < t_.cases.size(); ++i) code += inputs(i);
    const std::string name = prefix_ + "cases";
    code += std::string(d_.constant) + std::string(d_.case_type) + name + "[] = {\n";
    for (std::size_t i = 0; i < t_.cases.size(); ++i) code += row(i);
    return code + "};\n" + std::string(d_.constant) + std::string(d_.size) + prefix_ +
           "case_count = " + std::to_string(t_.cases.size()) + ";\n";
  }

 private:
  std::string shape_name(const std::vector<std::size_t>& shape) const {
    return shape.empty() ? std::string(d_.nothing) : prefix_ + "shape_" + integers(shape, "_");
  }

  std::string shapes() const {
    std::set<std::vector<std::size_t>> all;
    for (const export_case& c : t_.cases) {
      for (const export_array& a : c.inputs) all.insert(a.shape);
    }
    std::string code;
    for (const auto& shape : all) {
      if (!shape.empty())
        code += std::string(d_.constant) + std::string(d_.size) + shape_name(shape) + "[] = {" +
                integers(shape) + "};\n";
    }
    return code;
  }

  // The inputs of a case: c0[], after the numbers of each: c0_0[], c0_1[], ...
  std::string inputs(std::size_t i) const {
    const export_case& c = t_.cases[i];
    if (c.inputs.empty()) return {};
    const std::string name = prefix_ + "c" + std::to_string(i);
    std::string code;
    std::string list;
    for (std::size_t k = 0; k < c.inputs.size(); ++k) {
      const export_array& a = c.inputs[k];
      const std::string values = name + "_" + std::to_string(k);
      if (!a.values.empty())
        code += std::string(d_.constant) + prefix_ + "number " + values + "[] = {" +
                literals(t_, e_, style_, a.values) + "};\n";
      list += (list.empty() ? "{" : ", {") + text(a.name) + ", " + std::to_string(a.shape.size()) +
              ", " + shape_name(a.shape) + ", " + std::to_string(a.values.size()) + ", " +
              (a.values.empty() ? std::string(d_.nothing) : values) + "}";
    }
    return code + std::string(d_.constant) + std::string(d_.array_type) + name + "[] = {" + list +
           "};\n";
  }

  std::string row(std::size_t i) const {
    const export_case& c = t_.cases[i];
    std::string code = "  {";
    for (const std::string& word : c.texts) code += text(word) + ", ";
    code += short_literal(style_, c.condition_number) + ", ";
    for (const number_column& n : number_columns())
      code += literal(t_, e_, style_, c.*n.value) + ", ";
    code += std::to_string(c.inputs.size()) + ", ";
    return code + (c.inputs.empty() ? std::string(d_.nothing) : prefix_ + "c" + std::to_string(i)) +
           "},\n";
  }

  const export_table& t_;
  encoding e_;
  const dialect& d_;
  literal_style style_;
  std::string prefix_;
};

std::string number_members() {
  std::string names;
  for (const number_column& n : number_columns())
    names += (names.empty() ? "" : ", ") + std::string(n.name);
  return names;
}

}  // namespace

std::string c_export(const export_table& t, encoding e) {
  const c_writer writer(t, e, of_c);
  const bool patterns = e == encoding::bits;
  return heading_comment(t, e, "//") +
         "#ifndef KLORACLE_FIXTURES\n#define KLORACLE_FIXTURES\n"
         "#include <math.h>\n#include <stddef.h>\n#include <stdint.h>\n\n"
         "// Whether a number is a bit pattern of the format below, and the format.\n"
         "#define KLORACLE_BITS " +
         std::string(patterns ? "1" : "0") + "\n#define KLORACLE_PRECISION " +
         std::to_string(t.in->precision) + "\n#define KLORACLE_EMIN (" +
         std::to_string(t.in->emin) + ")\n#define KLORACLE_WIDTH " + std::to_string(t.in->width) +
         "\ntypedef " + number_type(*t.in, e) +
         " kloracle_number;\n\ntypedef struct {\n  const char *name;\n  size_t rank;\n"
         "  const size_t *shape;\n  size_t count;\n  const kloracle_number *values;\n"
         "} kloracle_array;\n\ntypedef struct {\n" +
         writer.word_members() + "  double condition_number;\n  kloracle_number " +
         number_members() +
         ";\n  size_t input_count;\n  const kloracle_array *inputs;\n} kloracle_case;\n\n" +
         writer.cases() + "#endif\n";
}

std::string cpp_export(const export_table& t, encoding e) {
  const c_writer writer(t, e, of_cpp);
  const bool patterns = e == encoding::bits;
  std::string code = heading_comment(t, e, "//") +
                     "#pragma once\n#include <cstddef>\n#include <cstdint>\n#include <limits>\n\n"
                     "namespace kloracle_fixtures {\n\n"
                     "// Whether a number is a bit pattern of the format below, and the format.\n"
                     "inline constexpr bool are_bits = " +
                     std::string(patterns ? "true" : "false") +
                     ";\ninline constexpr int precision = " + std::to_string(t.in->precision) +
                     ";\ninline constexpr int emin = " + std::to_string(t.in->emin) +
                     ";\ninline constexpr int width = " + std::to_string(t.in->width) +
                     ";\nusing number = ";
  code += (patterns ? "std::" : "") + number_type(*t.in, e) + ";\n";
  const std::string of =
      patterns ? "std::numeric_limits<double>::" : "std::numeric_limits<number>::";
  const std::string type = patterns ? "double" : "number";
  code += "inline constexpr " + type + " infinity = " + of + "infinity();\ninline constexpr " +
          type + " nan = " + of + "quiet_NaN();\n\n";
  code +=
      "struct array {\n  const char* name;\n  std::size_t rank;\n  const std::size_t* shape;\n"
      "  std::size_t count;\n  const number* values;\n  const number* begin() const { return "
      "values; }\n  const number* end() const { return values + count; }\n};\n\nstruct test_case "
      "{\n";
  code += writer.word_members() + "  double condition_number;\n  number " + number_members() +
          ";\n  std::size_t input_count;\n  const array* inputs;\n};\n\n";
  return code + writer.cases() + "\n}  // namespace kloracle_fixtures\n";
}

}  // namespace kloracle
