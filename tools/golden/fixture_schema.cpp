// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/fixture_schema.hpp"

#include "tools/golden/certified_value.hpp"
#include "tools/golden/fixture_groups.hpp"
#include "tools/golden/flags.hpp"
#include "tools/golden/policies.hpp"
#include "tools/golden/schema_parts.hpp"

namespace kloracle {
namespace {

using json = schema_json;

json text(const std::string& description) {
  return {{"description", description}, {"type", "string"}, {"minLength", 1}};
}

json described(json schema, const std::string& description) {
  schema["description"] = description;
  return schema;
}

json constant(json value) {
  return {{"const", std::move(value)}};
}

// --- the heading -------------------------------------------------------------------------------

std::string families_expression() {
  const std::string any = "(?:categorical|" + alternatives(families()) + ")";
  return any + "(?:\\|(?:" + any + "|other families))?";
}

json semantics_definition() {
  json pairs = json::array();
  for (const semantics_entry& s : all_semantics())
    pairs.push_back({{"name", s.name}, {"meaning", s.meaning}});
  return {{"enum", pairs}};
}

json group_definition() {
  json all = json::array();
  for (const fixture_group& g : fixture_groups())
    all.push_back({{"name", g.name}, {"meaning", g.meaning}, {"difficulty", g.difficulty}});
  return described({{"enum", all}}, "where the cases come from, and how hard they are");
}

// The members are the flags; each is what flags.hpp says of it.
json notes_definition() {
  json properties = json::object();
  for (const flag_entry& f : fixture_flags()) {
    json links = json::array();
    for (const std::string_view link : f.links) links.push_back(link);
    properties[std::string(f.name)] =
        constant({{"bug_class", f.bug_class}, {"effect", f.effect}, {"links", links}});
  }
  return described(strict_object(properties, json::array()),
                   "the flags in this file: the class of bug, what careless code does, reports");
}

json policies_definition() {
  json properties = json::object();
  for (const policy_entry& p : policies()) {
    json expects = json::object();
    for (std::size_t i = 0; i < profiles().size(); ++i)
      expects[std::string(profiles()[i].name)] = name(p.expects[i]);
    properties[std::string(p.name)] = constant({{"meaning", p.meaning}, {"expects", expects}});
  }
  return described(strict_object(properties, json::array()),
                   "the policies in this file: what each profile expects of code there");
}

json provenance_definition() {
  return described(strict_object({{"recipe", text("the recipe's file")},
                                  {"seed", string_like("0|[1-9][0-9]*", "of the generators")}},
                                 {"recipe", "seed"}),
                   "kloracle fixtures write makes this file of these alone");
}

// --- a case ------------------------------------------------------------------------------------

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
  return described(strict_object(properties, format_names()),
                   "the value rounded to nearest even, in every format");
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
  properties["why"] = text("why the case is here");
  properties["where"] = text("where a document prints it");
  properties["what"] = text("what the document says it is");
  properties["printed"] = text("the value as printed");
  properties["printed_is"] = {{"enum", {"right", "wrong"}}};
  properties["corrected"] = text("the printed value, put right");
  properties["erratum"] = string_like("E[0-9]{2}", "of the register of errata");
  properties["digits"] = text("the value to 50 digits as published");
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
                  {"from", text("the generator, the policy or the list of stated cases")}};
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
  properties["decimal"] = defined("decimal");
  properties["rounded"] = rounded_definition();
  properties["condition"] = condition_definition();
  properties["argument"] = text("of domain: the argument at fault");
  properties["reason"] = text("why there is no value");
  properties["policy"] = described(one_of_names(policies()), "one of the file's policies");
  properties["flags"] = {{"description", "properties that have broken code; the file's notes"},
                         {"type", "array"},
                         {"items", one_of_names(fixture_flags())},
                         {"uniqueItems", true}};
  json c = strict_object(properties, {"id", "from", "problem", "fits", "outcome", "flags"});
  c["allOf"] = outcome_rules();
  return c;
}

// --- the files ---------------------------------------------------------------------------------

json properties_of(const std::string& member, json schema) {
  return {{"properties", {{member, std::move(schema)}}}};
}

// The problem of every case has that word there.
json in_cases(const std::string& member, std::string_view word) {
  json problem = properties_of(member, constant(word));
  problem["required"] = json::array({member});
  const json items{{"items", properties_of("problem", problem)}};
  return properties_of("cases", items);
}

// What the cases are about is what the heading says.
json same_throughout() {
  json rules = json::array();
  for (const quantity_entry& q : quantities()) {
    json then = in_cases("quantity", q.name);
    then["properties"]["definition"] = constant(q.formula);
    then["properties"]["domain"] = constant(q.domain);
    rules.push_back(where("quantity", q.name, then));
  }
  for (const semantics_entry& s : all_semantics()) {
    json named = properties_of("semantics", properties_of("name", constant(s.name)));
    named["required"] = json::array({"semantics"});
    rules.push_back({{"if", named}, {"then", in_cases("semantics", s.name)}});
  }
  return rules;
}

json index_definition() {
  const json path = string_like("[a-z0-9_][a-z0-9_.]*(?:/[a-z0-9_][a-z0-9_.|+-]*)*", "a file");
  const json count{{"type", "integer"}, {"minimum", 0}};
  const auto list = [](const json& item) { return json{{"type", "array"}, {"items", item}}; };
  json index = strict_object(
      {{"format", constant("kloracle-fixture-index")},
       {"format_version", constant(1)},
       {"generator", strict_object({{"name", text("of the program")}, {"version", text("its")}},
                                   {"name", "version"})},
       {"inputs",
        list(strict_object({{"path", path}, {"sha256", defined("sha256")}}, {"path", "sha256"}))},
       {"files",
        list(strict_object({{"path", path}, {"sha256", defined("sha256")}, {"cases", count}},
                           {"path", "sha256"}))},
       {"count", described(count, "of cases, over all files")}},
      {"format", "format_version", "generator", "inputs", "files", "count"});
  return described(index, "INDEX.json: every file, with its hash");
}

}  // namespace

std::string schema_text() {
  json properties{{"format", constant("kloracle-fixture")},
                  {"format_version", constant(1)},
                  {"license", constant("CC0-1.0")},
                  {"quantity", one_of_names(quantities())},
                  {"definition", text("the quantity's formula")},
                  {"domain", text("its limits, conventions and source")},
                  {"semantics", described(semantics_definition(),
                                          "what categorical numbers mean; or else families")},
                  {"families", string_like(families_expression(), "of P, or of P and Q")},
                  {"group", group_definition()},
                  {"provenance", provenance_definition()},
                  {"notes", notes_definition()},
                  {"policies", policies_definition()},
                  {"left_out",
                   {{"description", "ids of cases that could not be decided"},
                    {"type", "array"},
                    {"items", defined("id")},
                    {"uniqueItems", true}}},
                  {"count", {{"description", "of cases"}, {"type", "integer"}, {"minimum", 0}}},
                  {"cases", {{"type", "array"}, {"items", defined("case")}}}};
  json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
              {"title", "kloracle-fixture, version 1"},
              {"description",
               "Certified values of one quantity, of one semantics or pair of families, in one "
               "group. Every number is a string; each is determined by mathematics alone, but for "
               "condition numbers, which are bounds."}};
  schema.update(strict_object(
      properties, {"format", "format_version", "license", "quantity", "definition", "domain",
                   "group", "provenance", "notes", "policies", "left_out", "count", "cases"}));
  schema["oneOf"] = {{{"required", {"semantics"}}}, {{"required", {"families"}}}};
  schema["allOf"] = same_throughout();
  json& definitions = schema["$defs"] = json::object();
  definitions["id"] = id_definition();
  definitions["case"] = case_definition();
  put_problem_definitions(definitions);
  put_number_definitions(definitions);
  definitions["index"] = index_definition();
  return schema.dump(1) + '\n';
}

}  // namespace kloracle
