// SPDX-License-Identifier: Apache-2.0
#include "tools/flag_values.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tools/json_values.hpp"

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

json array_in(const std::string& flag, const std::string& text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first != std::string::npos && text[first] == '[') return arrays_in(flag, text);
  return text.find(';') == std::string::npos ? list_in(flag, text) : rows_in(flag, text);
}

}  // namespace

distribution flag_distribution(const std::string& flag, const std::string& given, space in,
                               const format* input) {
  number_table table = table_of(array_in(flag, text_given(flag, given)), flag, input);
  return joint(std::move(table.values), std::move(table.shape), in);
}

void read_flag_option(problem& what, const option_entry& o, const std::string& given,
                      const format* input) {
  const std::string flag = "--" + std::string(o.name);
  const bool array = o.kind == option_kind::vector || o.kind == option_kind::matrix;
  read_option(what, o, array ? array_in(flag, text_given(flag, given)) : json(given), flag, input);
}

}  // namespace kloracle
