// SPDX-License-Identifier: Apache-2.0
#include "tools/flag_values.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tools/distribution_json.hpp"
#include "tools/family_words.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

constexpr const char* blanks = " \t\r\n";

std::string file_text(const std::string& flag, const std::string& path) {
  std::ifstream file(path);
  if (!file || !std::filesystem::is_regular_file(path)) fail(flag, "cannot read '" + path + "'");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string text_given(const std::string& flag, const std::string& given) {
  return given.starts_with('@') ? file_text(flag, given.substr(1)) : given;
}

// The words of a text between white space.
std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

// Numbers separated by commas or white space. An entry between two commas, or before or after the
// only one, must not be empty.
json list_in(const std::string& flag, const std::string& text) {
  json list = json::array();
  std::size_t begin = 0;
  for (bool more = true; more;) {
    const std::size_t comma = text.find(',', begin);
    more = comma != std::string::npos;
    std::vector<std::string> entries = words_of(text.substr(begin, more ? comma - begin : comma));
    if (entries.empty() && (more || begin > 0)) {
      fail(flag + "[" + std::to_string(list.size()) + "]", "is empty");
    }
    for (std::string& entry : entries) list.push_back(std::move(entry));
    begin = comma + 1;
  }
  return list;
}

// Rows separated by semicolons.
json rows_in(const std::string& flag, const std::string& text) {
  json rows = json::array();
  std::size_t begin = 0;
  for (bool more = true; more;) {
    const std::size_t end = text.find(';', begin);
    more = end != std::string::npos;
    const std::string row = flag + "[" + std::to_string(rows.size()) + "]";
    rows.push_back(list_in(row, text.substr(begin, more ? end - begin : end)));
    begin = end + 1;
  }
  return rows;
}

// Nested arrays as JSON writes them, but that numbers need no quotes: [[1/2,0x1p-3],["1","2"]].
json arrays_in(const std::string& flag, const std::string& text) {
  std::string quoted;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = text.find_first_of(std::string("[],\"") + blanks, i);
    end = std::min(end, text.size());
    if (end > i) {
      quoted += json(text.substr(i, end - i)).dump(-1, ' ', false, json::error_handler_t::replace);
    } else if (text[i] == '"') {
      end = std::min(text.find('"', i + 1), text.size() - 1) + 1;
      quoted += text.substr(i, end - i);
    } else {
      quoted += text[end++];
    }
    i = end;
  }
  try {
    return parsed_json(quoted, flag);
  } catch (const input_error&) {
    fail(flag, "expected arrays of numbers such as [[0.1,0.2],[0.3,0.4]]");
  }
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

constexpr const char* name_letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

// "mu", "0" of " mu = 0"; the name is empty where the text assigns nothing.
std::pair<std::string, std::string> assignment_in(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return {};
  const std::string name = trimmed(text.substr(0, equals));
  if (name.find_first_not_of(name_letters) != std::string::npos) return {};
  return {name, trimmed(text.substr(equals + 1))};
}

// The parts between the commas that lie outside of brackets.
std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (const char c : text) {
    if (c == '[') ++depth;
    if (c == ']') --depth;
    if (c == ',' && depth == 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

int axes_of(const family_entry& family, const std::string& name) {
  for (const parameter_entry& p : family.parameters) {
    if (p.name == name) return p.axes;
  }
  return 0;
}

json array_in(const std::string& flag, const std::string& text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first != std::string::npos && text[first] == '[') return arrays_in(flag, text);
  return text.find(';') == std::string::npos ? list_in(flag, text) : rows_in(flag, text);
}

void append_texts(const std::string& flag, const json& value, std::vector<std::string>& texts) {
  if (!value.is_array()) return texts.push_back(text_of(value, flag));
  for (const json& entry : value) append_texts(flag, entry, texts);
}

}  // namespace

flag_side read_side(const std::string& flag, const std::string& given) {
  std::string text = text_given(flag, given);
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string::npos) return {flag, "", text};
  const std::size_t end = text.find_first_not_of(name_letters, first);
  if (end == first || end == std::string::npos || text[end] != ':') return {flag, "", text};
  return {flag, text.substr(first, end - first), text.substr(end + 1)};
}

bool names_parameters(const flag_side& side) {
  return !assignment_in(side.text).first.empty();
}

std::vector<std::string> parameter_names(const flag_side& side) {
  std::vector<std::string> names;
  for (const std::string& part : parts_of(side.text)) names.push_back(assignment_in(part).first);
  std::erase(names, "");
  return names;
}

distribution flag_categorical(const flag_side& side, space in, const format* input) {
  number_table table = table_of(array_in(side.flag, side.text), side.flag, input);
  return joint(std::move(table.values), std::move(table.shape), in);
}

distribution flag_of_family(const flag_side& side, const family_entry& family,
                            const format* input) {
  const std::string expected =
      "expected " + parameters_sample(family) + " of " + std::string(family.name);
  distribution d{std::string(family.name), {}};
  for (const std::string& part : parts_of(side.text)) {
    const auto [name, value] = assignment_in(part);
    if (name.empty()) {
      const std::string shown = trimmed(part).substr(0, 40);
      fail(side.flag,
           (shown.empty() ? "has an empty entry" : "'" + shown + "' names no parameter") + "; " +
               expected);
    }
    const std::string key = side.flag + "." + name;
    if (value.empty()) fail(key, "is empty; " + expected);
    const std::string text = trimmed(text_given(key, value));
    const bool array = text.find_first_of("[;,") != std::string::npos ||
                       (value[0] == '@' && axes_of(family, name) > 0);
    d.parameters.push_back(
        parameter_of(family, name, array ? array_in(key, text) : json(text), side.flag, input));
  }
  return d;
}

std::vector<std::string> flag_number_texts(const std::string& flag, const std::string& given) {
  std::vector<std::string> texts;
  append_texts(flag, array_in(flag, text_given(flag, given)), texts);
  return texts;
}

void read_flag_option(problem& what, const option_entry& o, const std::string& given,
                      const format* input) {
  const std::string flag = "--" + std::string(o.name);
  const bool array = o.kind == option_kind::vector || o.kind == option_kind::matrix;
  read_option(what, o, array ? array_in(flag, text_given(flag, given)) : json(given), flag, input);
}

}  // namespace kloracle
