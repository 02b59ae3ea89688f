// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>

#include "properties/builtin_subjects.hpp"
#include "properties/cases.hpp"
#include "properties/family_cases.hpp"
#include "properties/verdict.hpp"
#include "tools/commands.hpp"
#include "tools/exit_codes.hpp"
#include "tools/golden/exports.hpp"
#include "tools/golden/list_golden.hpp"
#include "tools/list_families.hpp"
#include "tools/list_laws.hpp"
#include "tools/markdown.hpp"
#include "tools/one_line.hpp"
#include "tools/open_subject.hpp"
#include "tools/problem_json.hpp"
#include "tools/terminal.hpp"

namespace kloracle {
namespace {

constexpr const char* examples = R"(
examples:
  kloracle list
  kloracle list divergences
  kloracle list families
  kloracle list laws
  kloracle list semantics)";

void print(std::string_view name, std::string_view text) {
  fmt::print("  {:<24} {}\n", name, text);
}

void print_below(std::string_view text) {
  print_wrapped(text, 6, 100);
}

template <class Entries>
std::size_t longest_name(const Entries& entries) {
  std::size_t longest = 0;
  for (const auto& e : entries) longest = std::max(longest, e.name.size());
  return longest;
}

// "takes p, and q if given; options order (required), weight".
std::string arguments_of(const quantity_entry& e) {
  std::string text = "takes p";
  if (e.of_two) text += e.q_optional ? ", and q if given" : " and q";
  if (e.least_axes > 0) {
    text += e.least_axes == e.most_axes
                ? fmt::format("; a table with {} axes", e.least_axes)
                : fmt::format("; a table with {} axes or more", e.least_axes);
  }
  for (const option_use& use : e.options) {
    text += fmt::format("{}{}{}", &use == &e.options.front() ? "; options " : ", ",
                        entry(use.id).name, use.required ? " (required)" : "");
  }
  return text + (e.has_unit ? "" : "; a plain number, without a unit");
}

void list_quantities() {
  const std::size_t width = longest_name(quantities());
  for (const quantity_entry& e : quantities()) {
    fmt::print("  {:<{}}  {}\n", e.name, width, e.formula);
    if (!e.domain.empty()) print_below(e.domain);
    print_below(arguments_of(e));
    for (const convention_entry& c : e.conventions) {
      const bool first = &c == &e.conventions.front();
      print_below(
          fmt::format("convention {}{}: {}", c.name, first ? " (the default)" : "", c.meaning));
    }
  }
}

void list_options() {
  const auto kind_name = [](option_kind k) {
    switch (k) {
      case option_kind::scalar:
        return "a number";
      case option_kind::word:
        return "a word";
      case option_kind::vector:
        return "numbers";
      case option_kind::matrix:
        return "a square matrix";
    }
    return "";
  };
  for (const option_entry& o : options()) {
    print(o.name, kind_name(o.kind));
    print_below(o.meaning);
    print_below("of " + takers(o.id));
  }
}

void list_generators() {
  const auto shown = [](std::string_view text) { return text.empty() ? "-" : text; };
  const std::size_t name = longest_name(generators());
  std::size_t formula = 4;
  for (const generator_entry& g : generators()) formula = std::max(formula, g.formula.size());
  fmt::print("{:<{}}  {:<{}}  symmetric  bound  metric\n", "", name + 2, "f(t)", formula);
  for (const generator_entry& g : generators()) {
    fmt::print("  {:<{}}  {:<{}}  {:<9}  {:<5}  {}\n", g.name, name, g.formula, formula,
               g.symmetric ? "yes" : "-", shown(g.bound), shown(g.metric));
  }
  print_below(
      "bound: the least upper bound for distributions, in nats; metric: which of them is one");
  for (const generator_entry& g : generators()) {
    if (g.takes_order) print_below(fmt::format("{} takes an order a", g.name));
  }
}

void list_semantics() {
  for (const semantics_entry& e : all_semantics()) {
    std::string text(e.meaning);
    if (!e.parameter.empty()) text += fmt::format(" (--{})", e.parameter);
    print(e.name, text);
    print("", fmt::format("  {} against {}; {}", entry(e.p).name, entry(e.q).name, e.used_by));
  }
}

void list_spaces() {
  for (const space_entry& e : spaces()) print(e.name, e.meaning);
}

void list_units() {
  for (const unit_entry& e : units()) print(e.name, e.meaning);
}

void list_formats() {
  for (const format* f : formats()) {
    print(f->name,
          fmt::format("{} significant bits, exponents {} to {}", f->precision, f->emin, f->emax));
  }
}

void list_directions() {
  for (direction d : directions()) print(name(d), "");
}

void list_grades() {
  for (const grade_entry& e : grades()) print(fmt::format("{:<2} {}", e.letter, e.name), e.meaning);
}

void list_cases() {
  for (const case_group& g : case_groups()) print(g.name, g.hardness);
  for (const family_case_group& g : family_case_groups()) print(g.name, g.hardness);
}

void list_subjects() {
  for (const builtin_entry& e : builtin_subjects())
    print(fmt::format("builtin:{}", e.name), e.what);
  for (const subject_kind& k : subject_kinds()) {
    if (k.name != "builtin") print(fmt::format("{}:{}", k.name, k.rest), k.meaning);
  }
}

// Markdown, so that the README's table can be made and checked.
void list_coverage() {
  std::string head = "| |";
  std::string rule = "|---|";
  for (const semantics_entry& s : all_semantics()) {
    head += fmt::format(" `{}` |", s.name);
    rule += ":-:|";
  }
  fmt::print("{}\n{}\n", head, rule);
  for (const quantity_entry& q : quantities()) {
    std::string row = fmt::format("| `{}` |", q.name);
    for (const semantics_entry& s : all_semantics())
      row += std::ranges::count(q.accepted, s.id) != 0 ? " yes |" : " |";
    fmt::print("{}\n", row);
  }
}

// Markdown too, for oracle/README.md.
void list_formulas() {
  fmt::print("| quantity | formula | limits and source |\n|---|---|---|\n");
  for (const quantity_entry& q : quantities()) {
    fmt::print("| `{}` | {} | {} |\n", q.name, markdown_cell(q.formula), markdown_cell(q.domain));
  }
}

// Markdown for fixtures/loaders/README.md.
void list_exports() {
  fmt::print("| `--as` | file | `--encoding` | loader | why |\n|---|---|---|---|---|\n");
  for (const export_entry& e : exports()) {
    std::string allowed;
    for (const encoding a : e.allowed)
      allowed += (allowed.empty() ? "`" : ", `") + std::string(name(a)) + '`';
    fmt::print("| `{}` | `{}` | {} | [{}]({}) | {} |\n", e.name, e.extension, allowed, e.loader,
               e.loader, markdown_cell(e.reason));
  }
}

struct list_entry {
  const char* what;
  void (*print)();
  bool asked_for_only = false;
};

constexpr list_entry lists[] = {{"quantities", list_quantities},
                                {"options", list_options},
                                {"generators", list_generators},
                                {"families", list_families},
                                {"semantics", list_semantics},
                                {"spaces", list_spaces},
                                {"units", list_units},
                                {"formats", list_formats},
                                {"roundings", list_directions},
                                {"grades", list_grades},
                                {"cases", list_cases},
                                {"laws", list_laws},
                                {"recipes", list_recipes},
                                {"subjects", list_subjects},
                                {"coverage", list_coverage, true},
                                {"closed_forms", list_closed_forms, true},
                                {"exports", list_exports, true},
                                {"fixture_groups", list_fixture_groups, true},
                                {"flags", list_flags, true},
                                {"policies", list_policies, true},
                                {"profiles", list_profiles, true},
                                {"formulas", list_formulas, true},
                                {"law_table", list_law_table, true}};

// What most people would call the quantities.
constexpr std::string_view quantities_alias = "divergences";

}  // namespace

void add_list(CLI::App& app, int& code) {
  auto what = std::make_shared<std::string>();
  std::string names;
  for (const list_entry& l : lists) names += (names.empty() ? "" : ", ") + std::string(l.what);
  CLI::App* verb = app.add_subcommand("list", "the vocabulary: everything that can be named");
  verb->add_option("what", *what, names + fmt::format(" ({}: quantities)", quantities_alias));
  verb->footer(examples);
  verb->callback([what, names, &code] {
    bool found = false;
    if (*what == quantities_alias) *what = lists[0].what;
    for (const list_entry& l : lists) {
      if (what->empty() ? l.asked_for_only : *what != l.what) continue;
      found = true;
      std::printf("%s\n", l.what);
      l.print();
    }
    if (!found) {
      std::fprintf(stderr, "kloracle list: unknown '%s'; expected one of %s\n",
                   one_line(*what).c_str(), names.c_str());
      code = exit_usage;
    }
  });
}

}  // namespace kloracle
