// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "properties/estimators/suite.hpp"
#include "tools/commands.hpp"
#include "tools/exit_codes.hpp"
#include "tools/markdown.hpp"
#include "tools/one_line.hpp"
#include "tools/terminal.hpp"

namespace kloracle {
namespace {

constexpr const char* examples = R"(
Your own estimator is judged from C++: properties/estimators/README.md.

examples:
  kloracle estimators
  kloracle estimators --only k3 --all
  kloracle estimators --planted --as markdown
  kloracle estimators --statements)";

struct estimators_flags {
  bool planted = false;
  bool statements = false;
  bool all = false;
  bool require = false;
  std::string as = "text";
  suite_options how;
};

using result = outcome_of_statement;

constexpr result results[] = {result::holds, result::soft, result::not_applicable,
                              result::undecided, result::violated};

tint tint_of(result r) {
  switch (r) {
    case result::holds:
      return tint::good;
    case result::soft:
      return tint::fair;
    case result::undecided:
      return tint::poor;
    case result::violated:
      return tint::bad;
    case result::not_applicable:
      return tint::dim;
  }
  return tint::none;
}

// "5 holds, 8 soft".
std::string counts_of(const judged_estimator& e, std::string_view statement) {
  std::string text;
  for (const result r : results) {
    const std::size_t count = e.count(statement, r);
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name(r));
  }
  return text;
}

void print_statement(const judged_estimator& e, std::string_view statement, bool all, bool colour) {
  constexpr std::size_t columns = 110;
  const estimator_finding* worst = e.worst_of(statement);
  if (worst == nullptr) return;
  const std::string verdict =
      tinted(fmt::format("{:<14}", name(worst->what)), tint_of(worst->what), colour);
  fmt::print("  {:<25} {}  {}\n", statement, verdict, counts_of(e, statement));
  for (const estimator_finding& f : e.findings) {
    if (f.statement != statement || (!all && &f != worst)) continue;
    const std::string prefix = all ? std::string(name(f.what)) + ": " : "";
    std::fflush(stdout);
    print_wrapped(one_line(prefix + f.on + ": " + f.evidence, message_limit), 6, columns);
  }
}

void print_text(const std::vector<judged_estimator>& judged, bool all) {
  const bool colour = wants_colour(stdout);
  for (const judged_estimator& e : judged) {
    fmt::print("{}: {}\n", tinted(e.name, tint::strong, colour), e.note);
    for (const estimator_statement& s : estimator_statements())
      print_statement(e, s.id, all, colour);
    fmt::print("\n");
  }
  fmt::print(
      "holds: correct rounding could do no better. soft: rounded logarithms could do no better.\n"
      "violated: proved to be beyond that, or, for samplers, beyond what chance is allowed.\n");
}

void print_json(const std::vector<judged_estimator>& judged) {
  constexpr auto replace = nlohmann::ordered_json::error_handler_t::replace;
  for (const judged_estimator& e : judged) {
    for (const estimator_finding& f : e.findings) {
      const nlohmann::ordered_json line{{"estimator", e.name},      {"kind", e.kind},
                                        {"statement", f.statement}, {"on", f.on},
                                        {"verdict", name(f.what)},  {"evidence", f.evidence}};
      fmt::print("{}\n", line.dump(-1, ' ', false, replace));
    }
  }
}

// The statements that came out as the test says, on their worst input.
template <class Test>
std::string statements_where(const judged_estimator& e, Test test) {
  std::string text;
  for (const estimator_statement& s : estimator_statements()) {
    const estimator_finding* worst = e.worst_of(s.id);
    if (worst == nullptr || !test(worst->what)) continue;
    text += fmt::format("{}`{}`", text.empty() ? "" : ", ", s.id);
  }
  return text;
}

// Whether a statement holds or is soft is left open: that depends on the machine's logarithm.
void print_markdown(const std::vector<judged_estimator>& judged, bool planted) {
  fmt::print("| estimator | {} | violates |{}\n", planted ? "its fault" : "what it is",
             planted ? "" : " keeps |");
  fmt::print("|---|---|---|{}\n", planted ? "" : "---|");
  for (const judged_estimator& e : judged) {
    fmt::print("| `{}` | {} | {} |", e.name, markdown_cell(e.note),
               statements_where(e, [](result r) { return r == result::violated; }));
    if (!planted) {
      fmt::print(" {} |", statements_where(
                              e, [](result r) { return r == result::holds || r == result::soft; }));
    }
    fmt::print("\n");
  }
}

void print_statements() {
  for (const estimator_statement& s : estimator_statements()) {
    fmt::print("  {:<25} {}\n", s.id, s.text);
    fmt::print("  {:<25}   {}\n", "", s.source);
  }
}

// A fault must be found, and what is built in must keep every statement.
int required(const std::vector<judged_estimator>& judged, bool planted) {
  int code = exit_ok;
  for (const judged_estimator& e : judged) {
    const result found = worst(e.findings);
    if (planted ? found == result::violated : found <= result::soft) continue;
    std::fprintf(stderr, "kloracle estimators: %s: %s\n", e.name.c_str(),
                 planted ? "its fault was not found" : std::string(name(found)).c_str());
    code = exit_gate;
  }
  return code;
}

int judge_estimators(const estimators_flags& f) {
  if (f.statements) {
    print_statements();
    return exit_ok;
  }
  if (f.as != "text" && f.as != "json" && f.as != "markdown") {
    throw input_error("--as: unknown '" + f.as + "'; expected text, json or markdown");
  }
  const auto judged = judge_suite(f.planted ? planted_estimators() : builtin_estimators(), f.how);
  if (judged.empty()) throw input_error("--only: no estimator '" + f.how.only + "'");
  if (f.as == "json") {
    print_json(judged);
  } else if (f.as == "markdown") {
    print_markdown(judged, f.planted);
  } else {
    print_text(judged, f.all);
  }
  return f.require ? required(judged, f.planted) : exit_ok;
}

}  // namespace

void add_estimators(CLI::App& app, int& code) {
  auto f = std::make_shared<estimators_flags>();
  CLI::App* verb = app.add_subcommand("estimators", "judge estimators of KL from samples");
  seeded_plan& plan = f->how.plan;
  verb->add_flag("--planted", f->planted, "judge those with a planted fault instead");
  verb->add_flag("--statements", f->statements, "list what they are held to, and judge nothing");
  verb->add_flag("--all", f->all, "show every input, not only the worst");
  verb->add_flag("--require", f->require,
                 "exit 1 unless all hold or are soft (with --planted: unless each is found)");
  verb->add_option("--as", f->as, "text, json (a finding per line) or markdown")
      ->default_str(f->as);
  verb->add_option("--only", f->how.only, "judge the estimator of this name alone");
  verb->add_option("--estimates", plan.estimates, "samplers: how many estimates, N")
      ->check(CLI::NonNegativeNumber)
      ->default_str(std::to_string(plan.estimates));
  verb->add_option("--draws", plan.n, "samplers: draws per estimate, n")
      ->check(CLI::NonNegativeNumber)
      ->default_str(std::to_string(plan.n));
  verb->add_option("--seed", plan.seed, "samplers: what the N seeds follow from")
      ->check(CLI::NonNegativeNumber)
      ->default_str(std::to_string(plan.seed));
  verb->add_option("--alpha", plan.alpha, "samplers: bound on any false alarm at all")
      ->default_str("1e-9");
  verb->footer(examples);
  verb->callback([f, &code] {
    try {
      code = judge_estimators(*f);
    } catch (const input_error& e) {
      std::fprintf(stderr, "kloracle estimators: %s\n", one_line(e.what(), message_limit).c_str());
      code = exit_usage;
    }
  });
}

}  // namespace kloracle
