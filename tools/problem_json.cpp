// SPDX-License-Identifier: Apache-2.0
#include "tools/problem_json.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace kloracle {
namespace {

using json = nlohmann::json;  // of what comes in: keys are looked up fast, however many there are
using ordered = nlohmann::ordered_json;  // of what goes out

[[noreturn]] void fail(const std::string& key, const std::string& what) {
  throw input_error(key + ": " + what);
}

const std::string& text_of(const json& value, const std::string& key) {
  if (!value.is_string()) fail(key, "expected a string");
  return value.get_ref<const std::string&>();
}

// Numbers are strings; a JSON number is accepted where it means what it says.
number number_of(const json& value, const std::string& key, const format* input) {
  if (value.is_string()) {
    try {
      return number::parse(value.get_ref<const std::string&>(), input);
    } catch (const input_error& e) {
      fail(key, e.what());
    }
  }
  if (value.is_number_integer()) return number::parse(value.dump(), input);
  if (value.is_number_float() && input == &binary64) return number(value.get<double>());
  fail(key, "expected a number written as a string, such as \"0.15\", \"0x1.8p-3\" or \"3/20\"");
}

std::vector<number> numbers_of(const json& value, const std::string& key, const format* input) {
  if (!value.is_array()) fail(key, "expected an array of numbers");
  std::vector<number> numbers;
  numbers.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    numbers.push_back(number_of(value[i], key + "[" + std::to_string(i) + "]", input));
  }
  return numbers;
}

distribution distribution_of(const json& value, const std::string& key, const format* input) {
  if (!value.is_object())
    fail(key, "expected an object such as {\"family\":\"categorical\",\"probs\":[...]}");
  distribution d;
  for (const auto& [name, content] : value.items()) {
    if (name == "family") {
      d.family = text_of(content, key + ".family");
    } else if (find_space(name) != nullptr) {
      d.parameters.push_back({name, numbers_of(content, key, input)});
    } else {
      fail(key, "has the unknown key '" + name.substr(0, 40) + "'; expected family and one of " +
                    words(spaces()));
    }
  }
  if (d.family.empty()) fail(key, "has no family; expected \"family\":\"categorical\"");
  if (d.family != "categorical")
    fail(key, "has the unknown family '" + d.family.substr(0, 40) + "'; expected categorical");
  if (d.parameters.size() != 1) fail(key, "needs exactly one of " + words(spaces()));
  return d;
}

template <class Entry, class Entries>
const Entry& word_of(const json& value, const std::string& key,
                     const Entry* (*find)(std::string_view), const Entries& entries) {
  const Entry* e = find(text_of(value, key));
  if (e == nullptr)
    fail(key,
         "unknown '" + text_of(value, key).substr(0, 40) + "'; expected one of " + words(entries));
  return *e;
}

int digits_of(const json& value) {
  if (!value.is_number_integer() || value < 1 || value > 10000)
    fail("digits", "expected an integer from 1 to 10000");
  return value.get<int>();
}

std::string format_names() {
  std::string all;
  for (const format* f : formats()) all += (all.empty() ? "" : ", ") + std::string(f->name);
  return all;
}

// The options that a semantics has, by name: eps, pseudocount.
bool is_semantics_parameter(std::string_view key) {
  return std::any_of(all_semantics().begin(), all_semantics().end(),
                     [&](const semantics_entry& s) { return !key.empty() && s.parameter == key; });
}

void read_key(stated_problem& s, const std::string& key, const json& value) {
  if (key == "quantity") {
    s.asked.what = word_of(value, key, find_quantity, quantities()).id;
  } else if (key == "p") {
    s.asked.p = distribution_of(value, key, s.input);
  } else if (key == "q") {
    s.asked.q = distribution_of(value, key, s.input);
  } else if (key == "semantics") {
    s.asked.how = word_of(value, key, find_semantics, all_semantics()).id;
  } else if (key == "unit") {
    s.asked.in = word_of(value, key, find_unit, units()).id;
  } else if (key == "format") {
    s.wanted.to = &format_named(key, text_of(value, key));
  } else if (key == "rounding") {
    s.wanted.rounding = direction_named(key, text_of(value, key));
  } else if (key == "digits") {
    s.wanted.digits = digits_of(value);
  } else if (is_semantics_parameter(key)) {
    s.asked.semantics_parameter = number_of(value, key, s.input);
  } else {
    fail("line", "unknown key '" + key.substr(0, 40) + "'");
  }
}

stated_problem problem_of(const json& line, const target& defaults, const format* input) {
  if (!line.is_object()) fail("line", "expected a JSON object");
  stated_problem s;
  s.wanted = defaults;
  s.input = input;
  if (line.contains("input"))
    s.input = input_format_named("input", text_of(line["input"], "input"));
  for (const auto& [key, value] : line.items()) {
    if (key != "id" && key != "input") read_key(s, key, value);
  }
  if (!line.contains("quantity"))
    fail("quantity", "is missing; expected one of " + words(quantities()));
  if (!line.contains("p")) fail("p", "is missing");
  const semantics_entry* how = s.asked.how ? &entry(*s.asked.how) : nullptr;
  for (const auto& [key, value] : line.items()) {
    if (is_semantics_parameter(key) && (how == nullptr || how->parameter != key)) {
      fail(key, "is taken by other semantics only");
    }
  }
  return s;
}

// Whether brackets nest deeper than `most` anywhere in the text; the parser would recurse that
// deep.
bool nests_deeper(std::string_view text, int most) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_string) {
      if (text[i] == '\\') {
        ++i;
      } else if (text[i] == '"') {
        in_string = false;
      }
    } else if (text[i] == '"') {
      in_string = true;
    } else if (text[i] == '[' || text[i] == '{') {
      if (++depth > most) return true;
    } else if (text[i] == ']' || text[i] == '}') {
      --depth;
    }
  }
  return false;
}

// The text of a top-level member, character for character, so that an id comes back as it was
// written. The line is valid JSON. Empty if there is no such member.
std::string_view member_text(std::string_view line, std::string_view key) {
  const std::string quoted = '"' + std::string(key) + '"';
  int depth = 0;
  std::size_t value = 0;  // where the wanted member's value begins; 0: not in it
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (value != 0 && depth == 1 && (c == ',' || c == '}')) {
      const std::string_view found = line.substr(value, i - value);
      const std::size_t first = found.find_first_not_of(" \t\r\n");
      return found.substr(first, found.find_last_not_of(" \t\r\n") + 1 - first);
    }
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (c != '"') continue;
    const std::size_t begin = i;
    for (++i; line[i] != '"'; ++i) {
      if (line[i] == '\\') ++i;
    }
    if (depth != 1 || line.substr(begin, i + 1 - begin) != quoted) continue;
    const std::size_t next = line.find_first_not_of(" \t\r\n", i + 1);
    if (line[next] != ':') continue;
    i = next;
    value = next + 1;
  }
  return {};
}

json parsed(std::string_view line) {
  constexpr int deepest = 64;
  if (nests_deeper(line, deepest)) fail("line", "nests deeper than 64 brackets");
  try {
    return json::parse(line);
  } catch (const json::out_of_range&) {
    fail("line", "has a number beyond the range of a double; write it as a string");
  } catch (const json::exception&) {
    fail("line", "is not JSON");
  }
}

ordered exact_texts(const distribution& d) {
  ordered texts = ordered::array();
  for (const number& x : d.parameters.at(0).values) texts.push_back(x.text());
  return texts;
}

ordered condition_of(const answer& a) {
  ordered condition = ordered::object();
  for (const perturbation& p : a.condition) condition[std::string(p.model)] = condition_number(p);
  return condition;
}

// The line with the id in front, as it was written.
std::string text(const ordered& line, std::string_view id) {
  std::string dumped = line.dump(-1, ' ', false, ordered::error_handler_t::replace);
  if (!id.empty()) dumped = "{\"id\":" + std::string(id) + ',' + dumped.substr(1);
  return dumped;
}

}  // namespace

std::string condition_number(const perturbation& p) {
  const std::string size = p.relative.upper_decimal(3);
  const bool tiny = size.find("e-") != std::string::npos && p.relative.lower_decimal(1) == "0";
  return tiny ? "0" : size;
}

const format& format_named(const std::string& key, std::string_view name) {
  if (const format* f = find_format(name)) return *f;
  fail(key, "unknown '" + std::string(name.substr(0, 40)) + "'; expected one of " + format_names());
}

direction direction_named(const std::string& key, std::string_view wanted) {
  if (const direction* d = find_direction(wanted)) return *d;
  std::string all;
  for (const direction d : directions()) all += (all.empty() ? "" : ", ") + std::string(name(d));
  fail(key, "unknown '" + std::string(wanted.substr(0, 40)) + "'; expected one of " + all);
}

const format* input_format_named(const std::string& key, std::string_view name) {
  if (name == "exact") return nullptr;
  if (const format* f = find_format(name)) return f;
  fail(key, "unknown '" + std::string(name.substr(0, 40)) + "'; expected one of exact, " +
                format_names());
}

stated_problem parse_problem(std::string_view line, const target& defaults, const format* input) {
  stated_problem s = problem_of(parsed(line), defaults, input);
  s.id = member_text(line, "id");
  return s;
}

std::string answer_line(const stated_problem& asked, const answer& a) {
  ordered line;
  line["status"] = std::string(name(a.state));
  if (a.bad_input()) {
    line["error"] = a.argument + ": " + a.reason;
    return text(line, asked.id);
  }
  if (!a.hex.empty()) line["value"] = a.hex;
  if (!a.decimal.empty()) line["decimal"] = a.decimal;
  if (a.state == status::exact) line["rational"] = a.rational;
  if (a.bounds) {
    line["enclosure"] = {a.bounds->lower_hex(), a.bounds->upper_hex()};
    line["inexact"] = a.inexact ? ordered(*a.inexact) : ordered(nullptr);
    line["condition"] = condition_of(a);
  }
  if (!a.reason.empty()) line["reason"] = a.reason;
  line["quantity"] = std::string(entry(asked.asked.what).name);
  line["semantics"] = std::string(entry(a.how).name);
  line["unit"] = std::string(entry(asked.asked.in).name);
  line["format"] = std::string(asked.wanted.to->name);
  line["rounding"] = std::string(name(asked.wanted.rounding));
  line["p"] = exact_texts(asked.asked.p);
  if (asked.asked.q) line["q"] = exact_texts(*asked.asked.q);
  return text(line, asked.id);
}

std::string error_line(std::string_view id, std::string_view error) {
  ordered line;
  line["status"] = "undefined";
  line["error"] = std::string(error);
  return text(line, id);
}

std::string answer_to_line(std::string_view line, const target& defaults, const format* input) {
  std::string id;
  try {
    const json object = parsed(line);
    if (object.is_object()) id = member_text(line, "id");
    stated_problem asked = problem_of(object, defaults, input);
    asked.id = id;
    return answer_line(asked, evaluate(asked.asked, asked.wanted));
  } catch (const input_error& e) {
    return error_line(id, e.what());
  }
}

}  // namespace kloracle
