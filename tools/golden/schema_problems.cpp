// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tools/golden/schema_parts.hpp"

namespace kloracle {
namespace {

using json = schema_json;

json arrays() {
  json vectors;
  vectors["vector"] = {
      {"description", "numbers in a line"}, {"type", "array"}, {"items", defined("number")}};
  json path = string_like("vectors/[0-9a-f]{16}\\.txt",
                          "from the folder of INDEX.json; named after the first digits of sha256");
  vectors["long_vector"] = strict_object(
      {{"file", path},
       {"n", {{"description", "how many numbers"}, {"type", "integer"}, {"minimum", 65}}},
       {"sha256", defined("sha256")}},
      {"file", "n", "sha256"});
  vectors["long_vector"]["description"] =
      "more than 64 numbers: a text file of their own, one to a line";
  vectors["matrix"] = {
      {"description", "numbers row by row"}, {"type", "array"}, {"items", defined("vector")}};
  vectors["table"] = {{"description", "a joint table: arrays of arrays, the last axis innermost"},
                      {"type", "array"},
                      {"minItems", 1},
                      {"items",
                       {{"if", {{"type", "array"}}},
                        {"then", {{"anyOf", {defined("table"), defined("vector")}}}},
                        {"else", false}}}};
  return vectors;
}

json numbers_of(int axes) {
  if (axes == 0) return defined("number");
  if (axes == 1)
    return {{"if", {{"type", "object"}}},
            {"then", defined("long_vector")},
            {"else", defined("vector")}};
  return defined("matrix");
}

// Numbers in a line, in a file, or in a table.
json weights() {
  const json nested{{"type", "array"}, {"minItems", 1}, {"items", {{"type", "array"}}}};
  return {{"if", nested}, {"then", defined("table")}, {"else", numbers_of(1)}};
}

json categorical_parameters() {
  json properties{{"family", {{"const", "categorical"}}}};
  for (const space_entry& s : spaces()) {
    properties[std::string(s.name)] = weights();
    properties[std::string(s.name)]["description"] = s.meaning;
  }
  json only = strict_object(properties, {"family"});
  only["minProperties"] = 2;
  only["maxProperties"] = 2;
  return only;
}

json parameters_of(const family_entry& family) {
  json properties{{"family", {{"const", family.name}}}};
  for (const parameter_entry& p : family.parameters) {
    json& property = properties[std::string(p.name)] = numbers_of(p.axes);
    property["description"] = std::string(p.meaning.empty() ? p.name : p.meaning) + "; " +
                              std::string(meaning(p.in)) + (p.axes == 0 ? "" : ", each");
  }
  return strict_object(properties, {"family"});
}

// Exactly one parameter of each slot, and those beside others with them.
json given_once(const family_entry& family) {
  json all = json::array();
  for (const parameter_entry& first : family.parameters) {
    json choices = json::array();
    bool leads = first.beside.empty();
    for (const parameter_entry& p : family.parameters) {
      if (p.slot != first.slot || !p.beside.empty()) continue;
      if (choices.empty() && p.name != first.name) leads = false;
      choices.push_back({{"required", {p.name}}});
    }
    if (leads) all.push_back({{"oneOf", choices}});
    if (first.beside.empty()) continue;
    all.push_back(
        {{"dependentRequired",
          {{std::string(first.name), {first.beside}}, {std::string(first.beside), {first.name}}}}});
  }
  return {{"allOf", all}};
}

json distribution_definition() {
  json branches = json::array({where("family", "categorical", categorical_parameters())});
  json words = json::array({"categorical"});
  for (const family_entry& f : families()) {
    branches.push_back(where("family", f.name, parameters_of(f)));
    words.push_back(f.name);
  }
  return {{"description", "a family and its parameters by name"},
          {"type", "object"},
          {"properties", {{"family", {{"enum", words}}}}},
          {"required", {"family"}},
          {"allOf", branches}};
}

json sound_distribution_definition() {
  json branches = json::array();
  for (const family_entry& f : families()) {
    if (!f.parameters.empty()) branches.push_back(where("family", f.name, given_once(f)));
  }
  return {{"description", "each parameter is given in exactly one of its alternatives"},
          {"allOf", branches}};
}

json option_values(const option_entry& o) {
  if (o.kind == option_kind::scalar) return defined("number");
  if (o.kind == option_kind::vector) return defined("vector");
  if (o.kind == option_kind::matrix) return defined("matrix");
  if (o.id == option::generator) return one_of_names(generators());
  std::vector<std::string> all;
  for (const quantity_entry& q : quantities()) {
    for (const convention_entry& c : q.conventions) {
      if (std::find(all.begin(), all.end(), c.name) == all.end()) all.emplace_back(c.name);
    }
  }
  return {{"enum", all}};
}

json problem_definition() {
  json properties{{"quantity", one_of_names(quantities())}};
  for (const option_entry& o : options()) {
    properties[std::string(o.name)] = option_values(o);
    properties[std::string(o.name)]["description"] = o.meaning;
  }
  properties["semantics"] = one_of_names(all_semantics());
  for (const semantics_entry& s : all_semantics()) {
    if (s.parameter.empty()) continue;
    properties[std::string(s.parameter)] = defined("number");
    properties[std::string(s.parameter)]["description"] = "of " + std::string(s.name);
  }
  properties["unit"] = one_of_names(units());
  properties["p"] = defined("distribution");
  properties["q"] = defined("distribution");
  json problem = strict_object(properties, {"quantity", "p"});
  problem["description"] = "what is asked: the line that kloracle eval --json reads";
  return problem;
}

json members_of(const quantity_entry& what) {
  json required = json::array();
  json properties = json::object();
  for (const option_entry& o : options()) {
    if (o.id != option::cosine && !takes(what, o.id)) properties[std::string(o.name)] = false;
  }
  for (const option_use& use : what.options) {
    if (use.required) required.push_back(entry(use.id).name);
  }
  if (!what.of_two) properties["q"] = false;
  if (what.of_two && !what.q_optional) required.push_back("q");
  if (what.has_unit && !takes(what, option::generator)) required.push_back("unit");
  if (!what.has_unit) properties["unit"] = false;
  if (!what.conventions.empty()) properties["convention"] = one_of_names(what.conventions);
  json how = json::array();
  for (const semantics s : what.accepted) how.push_back(entry(s).name);
  properties["semantics"] = {{"enum", how}};
  return {{"properties", properties}, {"required", required}};
}

// f_divergence: its unit and its order are the generator's.
json members_of(const generator_entry& f) {
  json required = json::array();
  json properties = json::object();
  if (f.has_unit) required.push_back("unit");
  if (!f.has_unit) properties["unit"] = false;
  if (f.takes_order) required.push_back("order");
  if (!f.takes_order) properties["order"] = false;
  return {{"properties", properties}, {"required", required}};
}

json members_of(const semantics_entry& s) {
  json sides = json::array();
  for (const space_entry& p : spaces()) {
    for (const space_entry& q : spaces()) {
      if (!accepts(s.id, p.id, q.id)) continue;
      sides.push_back(
          {{"properties", {{"p", {{"required", {p.name}}}}, {"q", {{"required", {q.name}}}}}}});
    }
  }
  json members{{"anyOf", sides}};
  if (!s.parameter.empty()) members["required"] = {s.parameter};
  json others = json::object();
  for (const semantics_entry& other : all_semantics()) {
    if (!other.parameter.empty() && other.parameter != s.parameter)
      others[std::string(other.parameter)] = false;
  }
  members["properties"] = others;
  return members;
}

json sound_problem_definition() {
  json rules = json::array();
  for (const quantity_entry& q : quantities()) {
    rules.push_back(where("quantity", q.name, members_of(q)));
  }
  for (const generator_entry& f : generators()) {
    rules.push_back(where("generator", f.name, members_of(f)));
  }
  for (const semantics_entry& s : all_semantics()) {
    rules.push_back(where("semantics", s.name, members_of(s)));
  }
  const json categorical{{"properties", {{"family", {{"const", "categorical"}}}}}};
  const json no_semantics{{"properties", {{"semantics", false}}}};
  rules.push_back({{"if", {{"properties", {{"p", categorical}}}}},
                   {"then", {{"required", {"semantics"}}, {"properties", {{"q", categorical}}}}},
                   {"else", no_semantics}});
  const json by_dimension{{"properties", {{"p", {{"required", {"dimension"}}}}}}};
  return {
      {"description", "a problem with all that it needs, and nothing that it does not take"},
      {"properties", {{"p", defined("sound_distribution")}, {"q", defined("sound_distribution")}}},
      {"dependentSchemas", {{"cosine", by_dimension}}},
      {"allOf", rules}};
}

}  // namespace

void put_problem_definitions(schema_json& definitions) {
  definitions.update(arrays());
  definitions["distribution"] = distribution_definition();
  definitions["sound_distribution"] = sound_distribution_definition();
  definitions["problem"] = problem_definition();
  definitions["sound_problem"] = sound_problem_definition();
}

}  // namespace kloracle
