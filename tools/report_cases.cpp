// SPDX-License-Identifier: Apache-2.0
#include "tools/report_cases.hpp"

#include <cmath>
#include <cstdlib>

#include "oracle/exact.hpp"
#include "oracle/rounding.hpp"
#include "properties/cases.hpp"
#include "properties/option_values.hpp"
#include "tools/declaration.hpp"
#include "tools/distribution_json.hpp"
#include "tools/klap_function.hpp"
#include "tools/report_lines.hpp"
#include "tools/report_words.hpp"

namespace kloracle {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// The end of an enclosure, exactly; nullopt where it is unbounded, or so far from 1 that its digits
// would fill the memory.
std::optional<Q> end_of(const json& end) {
  constexpr long most_exponent = 100000;
  const auto* text = end.get_ptr<const std::string*>();
  if (text == nullptr) return std::nullopt;
  const std::size_t exponent = text->find('p');
  if (exponent != std::string::npos &&
      std::labs(std::strtol(text->c_str() + exponent + 1, nullptr, 10)) > most_exponent)
    return std::nullopt;
  try {
    const number x = number::parse(*text, nullptr);
    return x.is_finite() ? std::optional(exact(x)) : std::nullopt;
  } catch (const input_error&) {
    return std::nullopt;
  }
}

ordered_json distribution_json(const distribution& d) {
  if (d.family != "categorical") return json_of(d);
  return {{"family", d.family}, {d.parameters.at(0).name, json_of(d)}};
}

}  // namespace

case_lines::case_lines(std::string path) : path_(std::move(path)), file_(path_, std::ios::binary) {}

json case_lines::of(const recorded_case& c) {
  std::string text;
  file_.clear();
  file_.seekg(static_cast<std::streamoff>(c.line));
  std::getline(file_, text);
  json line = json::parse(text, nullptr, false);
  if (!line.is_object() || line_text_or(line, "id", "") != c.id)
    throw input_error("report: '" + path_ + "' changed while it was read");
  return line;
}

std::map<std::string, offered_function> declared_functions(const viewed_subject& s) {
  std::map<std::string, offered_function> declared;
  for (const auto& [name, text] : s.declarations()) {
    try {
      const json declaration = json::parse(text);
      declared.emplace(name, read_function({declaration, ""}));
    } catch (const protocol_error&) {
      continue;  // of another version of kloracle
    }
  }
  return declared;
}

ordered_json finite_measure(const json& line, const char* key) {
  const std::string text = line_text_or(line, key, "");
  const auto x = read_measure(text);
  return x && std::isfinite(*x) ? ordered_json(text) : ordered_json(nullptr);
}

std::string certified_decimal(const json& line, int digits) {
  if (line_text_or(line, "status", "") == "plus_infinity") return "inf";
  const auto bounds = line.find("enclosure");
  if (bounds == line.end() || !bounds->is_array() || bounds->size() != 2) return "";
  const auto lower = end_of(bounds->at(0));
  const auto upper = end_of(bounds->at(1));
  if (!lower || !upper) return "";
  for (int k = digits; k > 0; --k) {
    std::string text = round_decimal(k, direction::nearest_even, *lower);
    if (text == round_decimal(k, direction::nearest_even, *upper)) return text;
  }
  return "";
}

ordered_json case_facts(const json& line) {
  ordered_json facts{{"returned", line_text(line, "returned")}};
  if (line.contains("message")) facts["message"] = line_text(line, "message");
  if (line.contains("status")) facts["status"] = line_text(line, "status");
  const bool infinite = line_text_or(line, "status", "") == "plus_infinity";
  const std::string certified = line_text_or(line, "certified", infinite ? "inf" : "");
  facts["certified"] = certified.empty() ? ordered_json(nullptr) : ordered_json(certified);
  const std::string decimal = certified_decimal(line, 17);
  facts["decimal"] = decimal.empty() ? ordered_json(nullptr) : ordered_json(decimal);
  if (line.contains("enclosure")) facts["enclosure"] = line["enclosure"];
  facts["ulp_error"] = finite_measure(line, "ulp_error");
  facts["excess"] = finite_measure(line, "excess");
  facts["condition"] = line.contains("condition") ? line["condition"] : json::object();
  if (line.contains("grade")) facts["grade"] = line_text(line, "grade");
  return facts;
}

ordered_json input_of(const json& line, std::size_t most) {
  const std::size_t n = vector_length(line);
  ordered_json input{{"n", n}, {"p", nullptr}, {"q", nullptr}};
  if (!line.contains("p") || n > most) return input;
  input["p"] = line["p"];
  if (line.contains("q")) input["q"] = line["q"];
  return input;
}

ordered_json problem_json(const offered_function& f, const sample& input, const format& in) {
  const problem asked = problem_of(f, input);
  ordered_json line{{"quantity", std::string(entry(f.what).name)},
                    {"p", distribution_json(asked.p)}};
  if (asked.q) line["q"] = distribution_json(*asked.q);
  if (!of_families(f)) {
    line["semantics"] = std::string(entry(f.how).name);
    if (f.semantics_parameter)
      line[std::string(entry(f.how).parameter)] = f.semantics_parameter->text();
  }
  const ordered_json declaration = ordered_json::parse(declaration_json(f));
  for (const option_entry& o : options()) {
    const std::string name(o.name);
    if (declaration.contains(name)) line[name] = declaration[name];
  }
  if (has_unit(f.what, f)) line["unit"] = std::string(entry(f.in).name);
  line["format"] = std::string(in.name);
  return line;
}

std::string eval_text(const offered_function& f, const sample& input, const format& in) {
  const test_case given{"", "", input};
  return eval_line({&f, &in, &given, {}, {}, nullptr});
}

std::optional<int> defect_of(const recorded_case& c, case_lines& lines) {
  const response::kind what = c.judged.returned.what;
  if (what == response::kind::skipped || what == response::kind::not_run) return std::nullopt;
  const int kind = kind_of_finding(c.judged);
  if (what != response::kind::value) {
    // To raise is right where there is no value.
    const std::string status = line_text_or(lines.of(c), "status", "");
    if (status == "undefined" || status == "undecided") return std::nullopt;
    return kind;
  }
  const verdict& v = c.judged.judgement;
  if (v.claimed == claim::broken) return kind;
  if (v.what != verdict::state::decided) return std::nullopt;
  // A wrong sign or a missed zero within grade A is what rounding the inputs can cost.
  return v.is >= grade::half ? std::optional(kind) : std::nullopt;
}

}  // namespace kloracle
