// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/fixture_schema.hpp"

#include "tools/golden/fixture_groups.hpp"
#include "tools/golden/flags.hpp"
#include "tools/golden/policies.hpp"
#include "tools/golden/schema_parts.hpp"

namespace kloracle {
namespace {

using json = schema_json;

json constant(json value) {
  return {{"const", std::move(value)}};
}

// --- the heading -------------------------------------------------------------------------------

std::string families_expression() {
  const std::string any = "(?:categorical|" + alternatives(families()) + ")";
  return any + "(?:\\|(?:" + any + "|other_families))?";
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
  return described(strict_object({{"recipe", some_text("the recipe's file")},
                                  {"seed", string_like("0|[1-9][0-9]*", "of the generators")}},
                                 {"recipe", "seed"}),
                   "kloracle fixtures write makes this file of these alone");
}

// --- the files ---------------------------------------------------------------------------------

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
       {"license", constant("CC0-1.0")},
       {"generator",
        strict_object({{"name", some_text("of the program")}, {"version", some_text("its")}},
                      {"name", "version"})},
       {"inputs",
        list(strict_object({{"path", path}, {"sha256", defined("sha256")}}, {"path", "sha256"}))},
       {"files",
        list(strict_object({{"path", path}, {"sha256", defined("sha256")}, {"cases", count}},
                           {"path", "sha256"}))},
       {"count", described(count, "of cases, over all files")}},
      {"format", "format_version", "license", "generator", "inputs", "files", "count"});
  return described(index, "INDEX.json: every file, with its hash");
}

}  // namespace

std::string schema_text() {
  json properties{{"format", constant("kloracle-fixture")},
                  {"format_version", constant(1)},
                  {"license", constant("CC0-1.0")},
                  {"quantity", one_of_names(quantities())},
                  {"definition", some_text("the quantity's formula")},
                  {"domain", some_text("its limits, conventions and source")},
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
  put_case_definitions(definitions);
  put_problem_definitions(definitions);
  put_number_definitions(definitions);
  definitions["index"] = index_definition();
  return schema.dump(1) + '\n';
}

}  // namespace kloracle
