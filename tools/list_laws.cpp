// SPDX-License-Identifier: Apache-2.0
#include "tools/list_laws.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "properties/laws/law.hpp"
#include "tools/markdown.hpp"
#include "tools/terminal.hpp"

namespace kloracle {
namespace {

constexpr std::size_t columns = 100;

constexpr law_type types[] = {law_type::order, law_type::bound, law_type::equality,
                              law_type::arithmetic, law_type::witness};

std::string_view held_to(law_type t) {
  switch (t) {
    case law_type::order:
      return "each output is at least the next";
    case law_type::bound:
      return "the output is at least, or at most, a certified number";
    case law_type::equality:
      return "the outputs are one number";
    case law_type::arithmetic:
      return "a combination of the outputs is zero, or at least zero";
    case law_type::witness:
      return "the relation fails at these inputs: who satisfies it is wrong";
  }
  return "";
}

}  // namespace

void list_laws() {
  for (const law* l : laws()) {
    fmt::print("  {:<32} {}  {}\n", l->id, letter(l->type), l->statement);
    print_wrapped(fmt::format("equal: {}; inputs: {}; {}", l->equality, l->recipe, l->source), 37,
                  columns);
  }
  for (const law_type t : types) fmt::print("  {} {:<11} {}\n", letter(t), name(t), held_to(t));
}

void list_recipes() {
  for (const recipe_entry& r : recipes()) {
    fmt::print("  {}\n", r.name);
    print_wrapped(r.meaning, 6, columns);
  }
}

void list_law_table() {
  fmt::print("| law | | statement | equal | inputs | source |\n|---|---|---|---|---|---|\n");
  for (const law* l : laws()) {
    fmt::print("| `{}` | {} | {} | {} | {} | {} |\n", l->id, letter(l->type),
               markdown_cell(l->statement), markdown_cell(l->equality), markdown_cell(l->recipe),
               markdown_cell(l->source));
  }
}

}  // namespace kloracle
