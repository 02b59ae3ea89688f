// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "oracle/oracle.hpp"
#include "properties/option_values.hpp"

namespace kloracle {

// For the sources that read problems and write answers; no header includes this one. Each reader
// throws an input_error of one line that begins with `key`, the name of the argument at fault.
// Decimals are read as the nearest value of `input`, or exactly where it is nullptr.

/// Throws the input_error "key: what".
[[noreturn]] void fail(const std::string& key, const std::string& what);

/// The value of a text that nests at most 64 brackets deep.
nlohmann::json parsed_json(std::string_view text, const std::string& key);

const std::string& text_of(const nlohmann::json& value, const std::string& key);

/// A number written as a string; a JSON number is accepted where it means what it says.
number number_of(const nlohmann::json& value, const std::string& key, const format* input);

/// Numbers as they lie in nested arrays: row by row, and the lengths of the axes. A plain array has
/// no shape.
struct number_table {
  std::vector<number> values;
  std::vector<std::size_t> shape;
};

/// An array of numbers, or arrays of arrays of equal lengths; key[1] is blamed for what is in it.
number_table table_of(const nlohmann::json& value, const std::string& key, const format* input);

/// The numbers of a shape as nested arrays of their exact texts; table_of() reads them back.
nlohmann::ordered_json nested_texts(const std::vector<number>& values,
                                    const std::vector<std::size_t>& shape);

/// Reads an option as its kind says into the field for it; see with_option().
class option_reader {
 public:
  option_reader(const nlohmann::json& value, const std::string& key, const option_entry& o,
                const format* input)
      : value_(value), key_(key), option_(o), input_(input) {}

  void operator()(std::optional<number>& scalar) const;
  void operator()(std::string& word) const;
  void operator()(std::vector<number>& numbers) const;

 private:
  const nlohmann::json& value_;
  const std::string& key_;
  const option_entry& option_;
  const format* input_;
};

/// Gives a problem or an offered_function the option that the value states.
template <class Holder>
void read_option(Holder& holder, const option_entry& o, const nlohmann::json& value,
                 const std::string& key, const format* input) {
  with_option(holder, o.id, option_reader(value, key, o, input));
}

}  // namespace kloracle
