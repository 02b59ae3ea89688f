// SPDX-License-Identifier: Apache-2.0
#include "tools/json_values.hpp"

namespace kloracle {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

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

std::string element(const std::string& key, std::size_t i) {
  return key + "[" + std::to_string(i) + "]";
}

// The lengths of the axes, by the first entry of each.
std::vector<std::size_t> first_lengths(const json& value) {
  std::vector<std::size_t> lengths;
  for (const json* at = &value; at->is_array(); at = &at->front()) {
    lengths.push_back(at->size());
    if (at->empty()) break;
  }
  return lengths;
}

// Appends the numbers in `value`, which lies `axis` brackets deep and is to be as the first is.
void append(const json& value, const std::string& key, const format* input, std::size_t axis,
            number_table& to) {
  if (axis == to.shape.size()) {
    if (value.is_array()) fail(key, "ragged: expected a number, as at first, came an array");
    to.values.push_back(number_of(value, key, input));
    return;
  }
  const std::string due = std::to_string(to.shape[axis]);
  if (!value.is_array()) {
    fail(key, "ragged: expected an array of " + due + ", as at first, came a number");
  }
  if (value.empty() && axis > 0) fail(key, "is empty");
  if (value.size() != to.shape[axis]) {
    fail(key, "ragged: expected " + due + (due == "1" ? " entry" : " entries") +
                  ", as at first, came " + std::to_string(value.size()));
  }
  for (std::size_t i = 0; i < value.size(); ++i)
    append(value[i], element(key, i), input, axis + 1, to);
}

// The entries from `from` on, as arrays along the axes from `axis` on.
ordered_json nest(const std::vector<number>& values, const std::vector<std::size_t>& shape,
                  std::size_t axis, std::size_t& from) {
  if (axis == shape.size()) return values.at(from++).text();
  ordered_json array = ordered_json::array();
  for (std::size_t i = 0; i < shape[axis]; ++i)
    array.push_back(nest(values, shape, axis + 1, from));
  return array;
}

}  // namespace

void fail(const std::string& key, const std::string& what) {
  throw input_error(key + ": " + what);
}

json parsed_json(std::string_view text, const std::string& key) {
  constexpr int deepest = 64;
  if (nests_deeper(text, deepest)) fail(key, "nests deeper than 64 brackets");
  try {
    return json::parse(text);
  } catch (const json::out_of_range&) {
    fail(key, "has a number beyond the range of a double; write it as a string");
  } catch (const json::exception&) {
    fail(key, "is not JSON");
  }
}

const std::string& text_of(const json& value, const std::string& key) {
  if (!value.is_string()) fail(key, "expected a string");
  return value.get_ref<const std::string&>();
}

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

number_table table_of(const json& value, const std::string& key, const format* input) {
  if (!value.is_array()) fail(key, "expected an array of numbers");
  number_table table{{}, first_lengths(value)};
  append(value, key, input, 0, table);
  if (table.shape.size() == 1) table.shape.clear();
  return table;
}

ordered_json nested_texts(const std::vector<number>& values,
                          const std::vector<std::size_t>& shape) {
  std::size_t from = 0;
  return nest(values, shape.empty() ? std::vector{values.size()} : shape, 0, from);
}

void option_reader::operator()(std::optional<number>& scalar) const {
  scalar = number_of(value_, key_, input_);
}

void option_reader::operator()(std::string& word) const {
  word = text_of(value_, key_);
  if (word.empty()) fail(key_, "is empty");
}

void option_reader::operator()(std::vector<number>& numbers) const {
  number_table table = table_of(value_, key_, input_);
  if (table.values.empty()) fail(key_, "is empty");
  const auto& shape = table.shape;
  if (option_.kind == option_kind::matrix && (shape.size() != 2 || shape[0] != shape[1])) {
    fail(key_, "expected a square array of arrays, such as [[\"1\",\"0\"],[\"0\",\"1\"]]");
  }
  if (option_.kind == option_kind::vector && !shape.empty()) {
    fail(key_, "expected a plain array of numbers, came arrays in an array");
  }
  numbers = std::move(table.values);
}

}  // namespace kloracle
