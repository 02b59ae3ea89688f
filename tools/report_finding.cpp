// SPDX-License-Identifier: Apache-2.0
#include "tools/report_finding.hpp"

#include <fmt/format.h>

#include <cmath>

#include "properties/cases.hpp"
#include "tools/check_table.hpp"
#include "tools/report.hpp"
#include "tools/report_lines.hpp"
#include "tools/report_snippet.hpp"
#include "tools/report_words.hpp"

namespace kloracle {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t printed_whole = 64;  // the numbers that a line of a report holds at most

// What is wrong, in a few words.
std::string what_is_wrong(int kind, const judged_response& j) {
  const verdict& v = j.judgement;
  switch (kind) {
    case 6:
      return "no value: " + word_for(response_words, j.returned.what);
    case 5:
      return "NaN where a number is due";
    case 4:
      return "the error is larger than the function says";
    case 3:
      return "wrong sign";
    case 2:
      return v.special.missed_infinity ? "finite where the value is infinite"
                                       : "infinite where the value is finite";
    case 1:
      return "not 0 where the value is exactly 0";
    default:
      return v.is == grade::wrong ? "fewer than half of the bits are right"
                                  : "less accurate than its inputs allow";
  }
}

ordered_json beginning(const picked_finding& f, std::size_t number) {
  const subject_identity& who = f.subject->who();
  ordered_json o{{"finding", number},
                 {"severity", "wrong"},
                 {"subject", who.name},
                 {"version", who.version},
                 {"language", who.language},
                 {"argument", f.subject->argument()},
                 {"issues", who.issues},
                 {"function", f.function->name},
                 {"format", std::string(f.function->in->name)},
                 {"kind", f.kind < 0 ? "law" : std::string(name_of_kind(f.kind))},
                 {"what", ""}};
  return o;
}

// What is known of the function, after what is wrong with it.
void put_problem(ordered_json& o, const picked_finding& f, const offered_function* declared) {
  const std::string& problem = f.function->problem;
  o["quantity"] = declared != nullptr ? std::string(entry(declared->what).name)
                                      : problem.substr(0, problem.find_first_of(",."));
  o["problem"] = problem;
  const auto stated = f.subject->declarations().find(f.function->name);
  if (stated != f.subject->declarations().end())
    o["declaration"] = ordered_json::parse(stated->second);
}

std::string repeat_given(const picked_finding& f, const sample& input) {
  offered_function named;
  named.name = f.function->name;
  const test_case given{"", "", input};
  return repro_line({&named, f.function->in, &given, {}, {}, nullptr},
                    shell_quoted(f.subject->argument()));
}

std::string repeat_drawn(const picked_finding& f, const std::string& id) {
  return fmt::format("kloracle repro {} --subject {}", shell_quoted(id),
                     f.subject->style().subject);
}

std::vector<std::string> names_of(const std::vector<const viewed_law*>& laws) {
  std::vector<std::string> names;
  for (const viewed_law* l : laws) names.push_back(l->id);
  return names;
}

void put_case(ordered_json& o, const picked_finding& f, const offered_function* declared,
              const json& line) {
  const format& in = *f.function->in;
  ordered_json input = input_of(line, printed_whole);
  const bool held = !input["p"].is_null();
  if (held) {
    if (input["q"].is_null()) input.erase("q");
    o["input"] = std::move(input);
  }
  sample numbers;
  if (held) numbers = read_input(line);
  if (held && declared != nullptr) o["problem_json"] = problem_json(*declared, numbers, in);
  o.update(case_facts(line));
  if (held && declared != nullptr && !declared->snippet.empty())
    o["snippet"] = filled_snippet(declared->snippet, numbers, in);
}

ordered_json term_json(const counterexample& c, std::size_t i, const format& in) {
  const law_output& t = c.outputs[i];
  const auto texts = [&](const std::vector<double>& x) {
    ordered_json list = ordered_json::array();
    for (const double v : x) list.push_back(number_text(v, in));
    return list;
  };
  ordered_json o{
      {"function", t.function == nullptr ? ordered_json(nullptr) : ordered_json(t.function->name)},
      {"p", texts(t.input->p)}};
  if (!t.input->q.empty()) o["q"] = texts(t.input->q);
  o["returned"] = t.returned.what == response::kind::value
                      ? number_text(t.returned.value, in)
                      : word_for(response_words, t.returned.what);
  o["certified"] = t.certified;
  return o;
}

void put_law(ordered_json& o, const picked_finding& f) {
  const viewed_law& l = *f.laws.front();
  const law_summary& s = l.checked;
  o["what"] = "a law is broken by more than rounding explains: " + l.id;
  o["cases"] = {{"like", s.hard}, {"of", s.checks}};  // of the law
  ordered_json law{{"id", l.id}};
  if (s.what != nullptr) {
    law["statement"] = std::string(s.what->statement);
    law["source"] = std::string(s.what->source);
  }
  if (s.example) {
    o["id"] = s.example->id;
    law["violated_by_ulp"] = measure_text(s.example->judged.severity);
    bool finite = true;
    for (std::size_t i = 0; i < s.example->outputs.size(); ++i) {
      law["terms"].push_back(term_json(*s.example, i, *s.in));
      const response& r = s.example->outputs[i].returned;
      finite = finite && r.what == response::kind::value && std::isfinite(r.value);
    }
    // No value of the function is below grade A: what the law shows is a matter of accuracy.
    if (finite) o["severity"] = "inaccurate";
    o["repeat"] = repeat_drawn(f, s.example->id);
  }
  o["law"] = std::move(law);
}

// A short input is written out: such a line needs no seed and no generators.
std::string repeat_text(const picked_finding& f, const json& drawn) {
  constexpr std::size_t few = 8;
  if (f.minimal != nullptr) return repeat_given(f, f.minimal->input);
  const sample input = read_input(drawn);
  const bool is_short = !input.p.empty() && input.p.size() + input.q.size() <= few;
  return is_short ? repeat_given(f, input) : repeat_drawn(f, f.worst->id);
}

}  // namespace

ordered_json finding_json(const picked_finding& f, const offered_function* declared,
                          case_lines& lines, std::size_t number) {
  ordered_json o = beginning(f, number);
  put_problem(o, f, declared);
  if (f.worst == nullptr) {
    put_law(o, f);
    o["also"] = names_of({f.laws.begin() + 1, f.laws.end()});
    return o;
  }
  const judged_response& judged = (f.minimal != nullptr ? f.minimal->found : *f.worst).judged;
  if (f.kind == 0 && judged.judgement.is == grade::half) o["severity"] = "inaccurate";
  o["what"] = what_is_wrong(f.kind, judged);
  o["group"] = f.worst->group;
  o["cases"] = {{"like", f.like}, {"of", f.function->open.cases()}};
  const json drawn = lines.of(*f.worst);
  const json shown = f.minimal != nullptr ? lines.of(f.minimal->found) : drawn;
  o["id"] = line_text(shown, "id");
  put_case(o, f, declared, shown);
  if (f.minimal != nullptr) {
    o["from"] = {{"id", f.worst->id}};
    o["from"].update(input_of(drawn, printed_whole));
    o["from"].update(case_facts(drawn));
  }
  o["also"] = names_of(f.laws);
  o["repeat"] = repeat_text(f, drawn);
  return o;
}

}  // namespace kloracle
