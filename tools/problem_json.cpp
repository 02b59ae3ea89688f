// SPDX-License-Identifier: Apache-2.0
#include "tools/problem_json.hpp"

#include <algorithm>

#include "tools/answer_json.hpp"
#include "tools/distribution_json.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

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
  } else if (const option_entry* o = find_option(key)) {
    read_option(s.asked, *o, value, key, s.input);
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

}  // namespace

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

std::string takers(option o) {
  std::string names;
  for (const quantity_entry& q : quantities()) {
    if (takes(q, o)) names += (names.empty() ? "" : ", ") + std::string(q.name);
  }
  return names;
}

stated_problem parse_problem(std::string_view line, const target& defaults, const format* input) {
  stated_problem s = problem_of(parsed_json(line, "line"), defaults, input);
  s.id = member_text(line, "id");
  return s;
}

std::string answer_to_line(std::string_view line, const target& defaults, const format* input) {
  std::string id;
  try {
    const json object = parsed_json(line, "line");
    if (object.is_object()) id = member_text(line, "id");
    stated_problem asked = problem_of(object, defaults, input);
    asked.id = id;
    return answer_line(asked, evaluate(asked.asked, asked.wanted));
  } catch (const input_error& e) {
    return error_line(id, e.what());
  }
}

}  // namespace kloracle
