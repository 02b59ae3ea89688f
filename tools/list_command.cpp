// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>

#include "properties/builtin_subjects.hpp"
#include "properties/cases.hpp"
#include "properties/verdict.hpp"
#include "tools/commands.hpp"
#include "tools/exit_codes.hpp"
#include "tools/one_line.hpp"

namespace kloracle {
namespace {

constexpr const char* examples = R"(
examples:
  kloracle list
  kloracle list semantics)";

void print(std::string_view name, std::string_view text) {
  fmt::print("  {:<24} {}\n", name, text);
}

void list_quantities() {
  for (const quantity_entry& e : quantities()) print(e.name, e.formula);
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
}

void list_subjects() {
  for (const builtin_entry& e : builtin_subjects())
    print(fmt::format("builtin:{}", e.name), e.what);
  print("cmd:COMMAND", "any program that speaks the line protocol (tools/adapters/README.md)");
}

// Markdown, so that the README's table can be made and checked.
void list_coverage() {
  std::string head = "| |";
  std::string rule = "|---|";
  for (const quantity_entry& q : quantities()) {
    head += fmt::format(" `{}` |", q.name);
    rule += ":-:|";
  }
  fmt::print("{}\n{}\n", head, rule);
  for (const semantics_entry& s : all_semantics()) {
    std::string row = fmt::format("| `{}` |", s.name);
    for (const quantity_entry& q : quantities()) {
      const bool has = std::find(q.accepted.begin(), q.accepted.end(), s.id) != q.accepted.end();
      row += has ? " yes |" : " |";
    }
    fmt::print("{}\n", row);
  }
}

struct list_entry {
  const char* what;
  void (*print)();
};

constexpr list_entry lists[] = {{"quantities", list_quantities}, {"semantics", list_semantics},
                                {"spaces", list_spaces},         {"units", list_units},
                                {"formats", list_formats},       {"roundings", list_directions},
                                {"grades", list_grades},         {"cases", list_cases},
                                {"subjects", list_subjects},     {"coverage", list_coverage}};

}  // namespace

void add_list(CLI::App& app, int& code) {
  auto what = std::make_shared<std::string>();
  std::string names;
  for (const list_entry& l : lists) names += (names.empty() ? "" : ", ") + std::string(l.what);
  CLI::App* verb = app.add_subcommand("list", "the vocabulary: everything that can be named");
  verb->add_option("what", *what, names);
  verb->footer(examples);
  verb->callback([what, names, &code] {
    bool found = false;
    for (const list_entry& l : lists) {
      if (!what->empty() && *what != l.what) continue;
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
