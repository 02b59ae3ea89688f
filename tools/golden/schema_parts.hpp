// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "oracle/oracle.hpp"
#include "tools/golden/certified_value.hpp"

namespace kloracle {

// The parts of fixture_schema.cpp that speak of numbers and of problems. Patterns are those of
// ECMA-262 that other engines read alike; no header but this includes nlohmann.

using schema_json = nlohmann::ordered_json;

/// {"type":"string","pattern":...}: a string that the expression matches from end to end.
///
/// Source        `$` alone also matches before a final line feed in Python, hence `(?!\n)`
schema_json string_like(const std::string& expression, const std::string& description);

/// A string that is not empty.
schema_json some_text(const std::string& description);

/// The schema, with a description.
schema_json described(schema_json schema, const std::string& description);

/// {"properties":{MEMBER:schema}}
schema_json properties_of(const std::string& member, schema_json schema);

/// {"$ref":"#/$defs/NAME"}
schema_json defined(const std::string& name);

/// "a|b|c", of anything that has a name.
template <class Entries>
std::string alternatives(const Entries& entries) {
  std::string all;
  for (const auto& e : entries) all += (all.empty() ? "" : "|") + std::string(e.name);
  return all;
}

/// ["a","b","c"]
template <class Entries>
schema_json names_of(const Entries& entries) {
  schema_json all = schema_json::array();
  for (const auto& e : entries) all.push_back(e.name);
  return all;
}

/// {"enum":["a","b","c"]}
template <class Entries>
schema_json one_of_names(const Entries& entries) {
  return {{"enum", names_of(entries)}};
}

/// An object of these members and no others; `required` names those that it must have.
schema_json strict_object(schema_json properties, schema_json required);

/// {"if":..., "then":...} where the member has that value.
schema_json where(const std::string& member, schema_json value, schema_json then);

/// How far a value is pinned down: all have the first, but for a few sums and integrals.
struct value_depth {
  int bits;    // of the ends of the enclosure
  int digits;  // of the decimal
};
inline constexpr value_depth value_depths[] = {
    {enclosure_precision, decimal_digits}, {128, 30}, {96, 20}};

/// $defs of numbers: "number", "binary16", ..., "endpoint", "decimal", "rational", "condition"; of
/// the lesser depths "endpoint_128", "decimal_30", ...
void put_number_definitions(schema_json& definitions);

/// $defs of cases: "id", "case".
void put_case_definitions(schema_json& definitions);

/// $defs of problems: "problem" and its parts; "sound_problem", which also has all that its
/// quantity, semantics and families need, and nothing that they do not take.
void put_problem_definitions(schema_json& definitions);

}  // namespace kloracle
