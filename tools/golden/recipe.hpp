// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "oracle/oracle.hpp"

namespace kloracle {

/// The values that a set gives an option, as they are written; of none, the usual ones are used.
struct option_choice {
  option id;
  std::vector<std::string> values;
};

/// Some of the files that a recipe asks for: every quantity x (semantics, families, pairs) x group
/// x format of it that exists.
struct recipe_set {
  std::string place;  // "set 3 (line 21)", for messages
  std::vector<quantity> quantities;
  std::vector<semantics> how = {};                              // of categorical
  std::vector<std::string> families = {};                       // P and Q alike
  std::vector<std::pair<std::string, std::string>> pairs = {};  // P, Q of different ones
  std::vector<std::string_view> groups;                         // of fixture_groups()
  std::vector<const format*> formats = {&binary64};             // whose values inputs are
  std::vector<unit> units = {unit::nats};
  std::vector<option_choice> options = {};
  int count = 8;           // cases per file
  std::size_t max_n = 64;  // longest vector; of group large_n 1000
  std::size_t min_n = 2;   // shortest
};

/// A file of stated cases.
struct recipe_file {
  std::string file;   // as written: from the recipe's folder
  std::string group;  // worked_numbers or hard_cases
};

/// What a person asks for in a TOML file.
struct recipe {
  std::string path;    // of the file
  std::string text;    // its bytes
  std::string folder;  // where the fixtures go, from the recipe's folder: "v1"
  std::uint64_t seed = 20261120;
  bool schema = false;  // whether the format's schema, which grows with kloracle, lies beside them
  std::vector<recipe_set> sets;
  std::vector<recipe_file> stated;
};

/// The recipe in a file.
/// Errors: input_error with one line that names the file, the line and the key, and what was
/// expected.
recipe read_recipe(const std::string& path);

}  // namespace kloracle
