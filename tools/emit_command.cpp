// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "tools/commands.hpp"
#include "tools/emitted_cases.hpp"
#include "tools/exit_codes.hpp"
#include "tools/file_subject.hpp"
#include "tools/one_line.hpp"

namespace kloracle {
namespace {

constexpr const char* examples = R"(
examples:
  kloracle emit --quantity kl --semantics measure > cases.jsonl
  kloracle emit --quantity entropy --semantics normalised --as csv --numbers dec17 > cases.csv
  kloracle emit --function '{"name":"r","quantity":"renyi","semantics":"normalised","order":"2",
    "unit":"nats","formats":["binary64"]}' > cases.jsonl

Every line but the first is a question: {"function":"kl","format":"binary64","p":[...],"q":[...]}.
Add "answer":"0.25" to it (a hex float, or a decimal with digits enough: 17 of a binary64), or
"answer":{"throw":"why"}; in a csv fill the column. 'kloracle grade FILE' judges the answers, and
holds them to the laws. Lines may be reordered. What has no answer counts as not run.)";

struct emit_flags {
  std::vector<std::string> functions;
  std::string quantity_name;
  std::string semantics_name;
  std::string space_name = "probs";
  std::string unit_name = "nats";
  std::string format_name = "binary64";
  std::string as = "jsonl";
  std::string numbers = "hexfloat";
  std::uint64_t seed = case_options().seed;
  int cases = case_options().count;
  std::size_t max_n = 64;  // lines that a person can look at
  long laws = law_options().checks;
};

// The function that the plain flags state, as an adapter would declare it.
std::string declared(const emit_flags& f) {
  nlohmann::ordered_json o{{"name", f.quantity_name},       {"quantity", f.quantity_name},
                           {"semantics", f.semantics_name}, {"space", f.space_name},
                           {"unit", f.unit_name},           {"formats", {f.format_name}}};
  if (f.semantics_name.empty()) o.erase("semantics");
  return o.dump();
}

emitted_plan plan_of(const emit_flags& f) {
  emitted_plan plan;
  for (const std::string& text : f.functions) {
    const auto o = nlohmann::json::parse(text, nullptr, false);
    if (!o.is_object()) throw input_error("--function: expected a JSON object, came " + text);
    plan.functions.push_back(o.dump());
  }
  if (!f.quantity_name.empty()) plan.functions.push_back(declared(f));
  if (plan.functions.empty())
    throw input_error("--quantity: is missing; expected one of kloracle list quantities");
  const auto numbers = find_encoding(f.numbers);
  if (!numbers)
    throw input_error("--numbers: unknown '" + f.numbers + "'; expected hexfloat, bits or dec17");
  plan.numbers = *numbers;
  if (f.cases < 0 || f.laws < 0 || f.cases + f.laws == 0)
    throw input_error("--cases: expected cases or laws above 0");
  if (f.max_n < 2) throw input_error("--max-n: expected 2 or more");
  plan.cases = {.seed = f.seed, .count = f.cases, .max_n = f.max_n};
  plan.laws.seed = f.seed;
  plan.laws.checks = f.laws;
  plan.laws.max_n = std::min(law_options().max_n, f.max_n);
  plan.laws.shrinks = 0;
  return plan;
}

// Answers nothing; writes down what it is asked, once.
class recorder final : public subject {
 public:
  recorder(const emitted_plan& plan, case_file kind, const std::string& key)
      : plan_(plan), kind_(kind), functions_(functions_of(plan, key)) {}

  const subject_identity& identity() const override { return identity_; }
  std::span<const offered_function> functions() const override { return functions_; }
  std::vector<response> evaluate(const offered_function& f, const format& in,
                                 std::span<const sample> samples) override {
    for (const sample& s : samples) {
      if (seen_.insert(question_key(f.name, in, s)).second)
        std::fputs(case_line(f, in, s, plan_.numbers, kind_).c_str(), stdout);
    }
    return {samples.size(), response{response::kind::skipped, 0, {}}};
  }

 private:
  const emitted_plan& plan_;
  case_file kind_;
  subject_identity identity_{"emit", "", "", ""};
  std::vector<offered_function> functions_;
  std::unordered_set<std::string> seen_;
};

int emit(const emit_flags& f) {
  if (f.as != "jsonl" && f.as != "csv")
    throw input_error("--as: unknown '" + f.as + "'; expected jsonl or csv");
  const case_file kind = f.as == "csv" ? case_file::csv : case_file::jsonl;
  const emitted_plan plan = plan_of(f);
  recorder who(plan, kind, f.functions.empty() ? "--quantity" : "--function");
  std::fputs(plan_lines(plan, kind).c_str(), stdout);
  for (const offered_function& g : who.functions()) {
    for (const format* in : g.formats) {
      if (plan.cases.count == 0) continue;
      std::vector<sample> samples;
      for (test_case& c : make_cases(g, *in, plan.cases)) samples.push_back(std::move(c.input));
      who.evaluate(g, *in, samples);
    }
  }
  if (plan.laws.checks > 0) check_laws(who, plan.laws);
  return exit_ok;
}

}  // namespace

void add_emit(CLI::App& app, int& code) {
  auto f = std::make_shared<emit_flags>();
  CLI::App* verb = app.add_subcommand("emit", "write cases for code that no adapter reaches");
  verb->add_option("--quantity", f->quantity_name, "of kloracle list quantities");
  verb->add_option("--semantics", f->semantics_name, "of kloracle list semantics");
  verb->add_option("--space", f->space_name, "of the inputs")->default_str(f->space_name);
  verb->add_option("--unit", f->unit_name, "of the answers")->default_str(f->unit_name);
  verb->add_option("--format", f->format_name, "of every number")->default_str(f->format_name);
  verb->add_option("--function", f->functions,
                   "a function as an adapter declares it, as JSON; several times for several");
  verb->add_option("--numbers", f->numbers, "hexfloat, bits or dec17")->default_str(f->numbers);
  verb->add_option("--as", f->as, "jsonl or csv")->default_str(f->as);
  verb->add_option("--cases", f->cases, "values per function and format, about (0: none)")
      ->default_str(std::to_string(f->cases));
  verb->add_option("--laws", f->laws, "checks per law, function and format (0: none)")
      ->default_str(std::to_string(f->laws));
  verb->add_option("--max-n", f->max_n, "longest vector")->default_str(std::to_string(f->max_n));
  verb->add_option("--seed", f->seed, "seed of the generators")
      ->check(CLI::NonNegativeNumber)
      ->default_str(std::to_string(f->seed));
  verb->footer(examples);
  verb->callback([f, &code] {
    try {
      code = emit(*f);
    } catch (const input_error& e) {
      std::fprintf(stderr, "kloracle emit: %s\n", one_line(e.what(), message_limit).c_str());
      code = exit_usage;
    }
  });
}

}  // namespace kloracle
