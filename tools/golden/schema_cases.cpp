// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/flags.hpp"
#include "tools/golden/policies.hpp"
#include "tools/golden/schema_parts.hpp"
#include "tools/golden/stated_cases.hpp"

namespace kloracle {
namespace {

using json = schema_json;

json id_definition() {
  std::string kinds = alternatives(all_semantics());
  const std::string any = "(?:categorical|" + alternatives(families()) + ")";
  return string_like("(?:" + alternatives(quantities()) + ")\\.(?:" + kinds + "|" + any + "(?:\\|" +
                         any + ")?):[0-9a-f]{12}",
                     "the quantity, what it is of, and the first digits of the SHA-256 of the "
                     "problem's text; it never changes");
}

json format_names() {
  json names = json::array();
  for (const format* f : formats()) names.push_back(f->name);
  return names;
}

json rounded_definition() {
  json properties = json::object();
  for (const format* f : formats()) {
    const std::string format_name(f->name);
    properties[format_name] = defined(format_name);
  }
  json required = format_names();
  required.erase(required.size() - 1);
  return described(strict_object(properties, required),
                   "the value rounded to nearest even, in every format; binary128 is absent where "
                   "the value is pinned down less far");
}

json condition_definition() {
  return {{"description",
           "how far the value moves, relatively, when its inputs do: componentwise, "
           "simplex_tangent (the sums do not move), or one parameter alone"},
          {"type", "object"},
          {"propertyNames",
           string_like("componentwise|simplex_tangent|(?:[pq]\\.)?[a-z_0-9]+", "what moves")},
          {"additionalProperties", defined("condition")}};
}

// Beside their value, what stated cases say of themselves.
void put_remarks(json& properties) {
  for (const stated_remark& r : stated_remarks())
    properties[std::string(r.name)] = some_text(std::string(r.meaning));
  properties["printed_is"]["enum"] = {"right", "wrong"};
  properties["erratum"] = string_like("E[0-9]{2}", "of the register of errata");
}

// Values that are pinned down less far have shorter enclosures and decimals, and no binary128.
json depth_rules() {
  json rules = json::array();
  for (const value_depth& d : value_depths) {
    if (d.bits == enclosure_precision) continue;
    const std::string decimal = "decimal_" + std::to_string(d.digits);
    json then = properties_of("rounded", properties_of(std::string(binary128.name), false));
    then["properties"]["enclosure"] = {{"items", defined("endpoint_" + std::to_string(d.bits))}};
    json condition = properties_of("decimal", defined(decimal));
    condition["required"] = json::array({"decimal"});
    rules.push_back({{"if", condition}, {"then", then}});
  }
  const json whole = properties_of("decimal", defined("decimal"));
  const json every = properties_of("rounded", json{{"required", format_names()}});
  rules.push_back({{"if", whole}, {"then", every}});
  return rules;
}

json outcome_rules() {
  const auto without = [](std::initializer_list<const char*> keys) {
    json properties = json::object();
    for (const char* key : keys) properties[key] = false;
    return properties;
  };
  const json no_value = without({"exact", "enclosure", "decimal", "rounded", "condition"});
  json value{{"properties", without({"argument", "reason", "policy"})},
             {"required", {"enclosure", "decimal", "rounded", "condition"}}};
  value["properties"]["problem"] = defined("sound_problem");
  json infinite{{"properties", no_value}, {"required", {"reason"}}};
  infinite["properties"]["argument"] = false;
  infinite["properties"]["policy"] = false;
  infinite["properties"]["problem"] = defined("sound_problem");
  json undefined{{"properties", no_value}, {"required", {"reason"}}};
  undefined["properties"]["argument"] = false;
  const json domain{{"properties", no_value}, {"required", {"argument", "reason", "policy"}}};
  return {where("outcome", name(outcome_kind::value), value),
          where("outcome", name(outcome_kind::plus_infinity), infinite),
          where("outcome", name(outcome_kind::undefined), undefined),
          where("outcome", name(outcome_kind::domain), domain)};
}

json enclosure_definition() {
  return {
      {"description", "the neighbouring numbers of " + std::to_string(enclosure_precision) +
                          " bits: lower <= value <= upper; one number twice if it is the value"},
      {"type", "array"},
      {"items", defined("endpoint")},
      {"minItems", 2},
      {"maxItems", 2}};
}

json case_definition() {
  json outcomes = json::array();
  for (const outcome_kind k : {outcome_kind::value, outcome_kind::plus_infinity,
                               outcome_kind::undefined, outcome_kind::domain})
    outcomes.push_back(name(k));
  json properties{{"id", defined("id")},
                  {"from", some_text("the generator, the policy or the list of stated cases")}};
  put_remarks(properties);
  properties["problem"] = defined("problem");
  properties["fits"] = {{"description", "the formats in which every number of p and q is exact"},
                        {"type", "array"},
                        {"items", {{"enum", format_names()}}},
                        {"uniqueItems", true}};
  properties["outcome"] = described(
      {{"enum", outcomes}},
      "value: a real number; plus_infinity; undefined: sound input without a value; domain: the "
      "input poses no problem");
  properties["exact"] = defined("rational");
  properties["enclosure"] = enclosure_definition();
  json decimals = json::array();
  for (const value_depth& d : value_depths)
    decimals.push_back(defined(d.bits == enclosure_precision
                                   ? std::string("decimal")
                                   : "decimal_" + std::to_string(d.digits)));
  properties["decimal"] = {{"anyOf", decimals}};
  properties["rounded"] = rounded_definition();
  properties["condition"] = condition_definition();
  properties["argument"] = some_text("of domain: the argument at fault");
  properties["reason"] = some_text("why there is no value");
  properties["policy"] = described(one_of_names(policies()), "one of the file's policies");
  properties["flags"] = {{"description", "properties that have broken code; the file's notes"},
                         {"type", "array"},
                         {"items", one_of_names(fixture_flags())},
                         {"uniqueItems", true}};
  json c = strict_object(properties, {"id", "from", "problem", "fits", "outcome", "flags"});
  c["allOf"] = outcome_rules();
  for (const json& rule : depth_rules()) c["allOf"].push_back(rule);
  return c;
}

}  // namespace

void put_case_definitions(schema_json& definitions) {
  definitions["id"] = id_definition();
  definitions["case"] = case_definition();
}

}  // namespace kloracle
