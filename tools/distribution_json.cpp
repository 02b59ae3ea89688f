// SPDX-License-Identifier: Apache-2.0
#include "tools/distribution_json.hpp"

#include "tools/family_words.hpp"
#include "tools/problem_json.hpp"

namespace kloracle {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// "has no family; normal, laplace have these parameters"
[[noreturn]] void fail_without_family(const json& value, const std::string& key) {
  std::vector<std::string> names;
  for (const auto& [name, content] : value.items()) names.push_back(name);
  const bool plain = names.empty() || find_space(names.front()) != nullptr;
  const std::string found = plain ? "" : families_with(names);
  fail(key, "has no family; expected \"family\":\"categorical\"" +
                (found.empty() ? " or another (kloracle list families)"
                               : ", or with such parameters: " + found));
}

distribution categorical_of(const json& value, const std::string& key, const format* input) {
  distribution d{"categorical", {}};
  for (const auto& [name, content] : value.items()) {
    if (name == "family") continue;
    if (find_space(name) == nullptr) {
      fail(key, "has the unknown key '" + name.substr(0, 40) + "'; expected family and one of " +
                    words(spaces()));
    }
    number_table table = table_of(content, key, input);
    d.parameters.push_back({name, std::move(table.values), std::move(table.shape)});
  }
  if (d.parameters.size() != 1) fail(key, "needs exactly one of " + words(spaces()));
  return d;
}

// A number where an array is due would be a fault of structure that evaluate() cannot see.
void check_axes(const parameter_entry& entry, const json& value, const std::string& key) {
  if (entry.axes == 1 && !value.is_array()) fail(key, "expected an array of numbers");
  if (entry.axes == 2 && !value.is_array()) fail(key, "expected an array of arrays of numbers");
  if (entry.axes == 0 && value.is_array()) fail(key, "expected a number, came an array");
}

}  // namespace

parameter parameter_of(const family_entry& family, const std::string& name, const json& value,
                       const std::string& key, const format* input) {
  const parameter_entry* entry = nullptr;
  for (const parameter_entry& p : family.parameters) {
    if (p.name == name) entry = &p;
  }
  if (entry == nullptr) return {name, {}, {}};
  const std::string place = key + "." + name;
  check_axes(*entry, value, place);
  if (!value.is_array()) return {name, {number_of(value, place, input)}, {}};
  number_table table = table_of(value, place, input);
  if (table.shape.empty()) table.shape = {table.values.size()};
  return {name, std::move(table.values), std::move(table.shape)};
}

distribution distribution_of(const json& value, const std::string& key, const format* input) {
  if (!value.is_object())
    fail(key, "expected an object such as {\"family\":\"categorical\",\"probs\":[...]}");
  if (!value.contains("family")) fail_without_family(value, key);
  const std::string& name = text_of(value["family"], key + ".family");
  if (name == "categorical") return categorical_of(value, key, input);
  const family_entry* family = find_family(name);
  if (family == nullptr) fail(key + ".family", unknown_family(name));
  distribution d{name, {}};
  for (const auto& [parameter, content] : value.items()) {
    if (parameter == "family") continue;
    d.parameters.push_back(parameter_of(*family, parameter, content, key, input));
  }
  return d;
}

ordered_json json_of(const distribution& d) {
  if (d.family == "categorical") {
    const parameter& numbers = d.parameters.at(0);
    return nested_texts(numbers.values, numbers.shape);
  }
  ordered_json object;
  object["family"] = d.family;
  for (const parameter& p : d.parameters) {
    object[p.name] =
        p.shape.empty() ? ordered_json(p.values.at(0).text()) : nested_texts(p.values, p.shape);
  }
  return object;
}

}  // namespace kloracle
