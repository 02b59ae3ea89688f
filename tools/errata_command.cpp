// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "oracle/number.hpp"
#include "properties/errata/erratum.hpp"
#include "tools/commands.hpp"
#include "tools/exit_codes.hpp"
#include "tools/one_line.hpp"
#include "tools/terminal.hpp"

namespace kloracle {
namespace {

constexpr const char* examples = R"(
What the source documents say that is not so, what is right, and what a check proved. Every check is
executed. Exit status 1: a fact was not proved.

examples:
  kloracle errata
  kloracle errata E14 E48
  kloracle errata --as markdown > fixtures/ERRATA.md)";

constexpr std::size_t columns = 100;

struct errata_flags {
  std::vector<std::string> ids;
  std::string as = "text";
};

// What was asked for, all of them without a name. Throws input_error for an unknown one.
std::vector<const erratum*> wanted(const std::vector<std::string>& ids) {
  std::vector<const erratum*> some;
  for (const std::string& id : ids) {
    some.push_back(find_erratum(id));
    if (some.back() == nullptr) {
      throw input_error("no erratum '" + id + "'; expected " + std::string(errata().front().id) +
                        " to " + std::string(errata().back().id));
    }
  }
  if (!ids.empty()) return some;
  for (const erratum& e : errata()) some.push_back(&e);
  return some;
}

void print_part(std::string_view name, std::string_view text) {
  print_wrapped(fmt::format("{}: {}", name, text), 2, columns);
}

void print_erratum(const checked_erratum& c, bool colour) {
  const erratum& e = *c.of;
  const std::string where = fmt::format("{}, visible in: {}", e.where, e.visible);
  std::printf("%s  %s\n", tinted(e.id, c.holds() ? tint::strong : tint::bad, colour).c_str(),
              tinted(where, tint::dim, colour).c_str());
  print_part("says", e.says);
  print_part("correct", e.correct);
  print_part("check", e.check);
  for (const proved_fact& fact : c.facts) {
    print_wrapped((fact.proved ? "proved: " : "NOT PROVED: ") + fact.text, 4, columns);
  }
}

int run_errata(const errata_flags& flags) {
  const bool page = flags.as == "markdown";
  if (page && !flags.ids.empty()) {
    throw input_error("--as markdown writes the whole page; expected no id");
  }
  const bool colour = wants_colour(stdout);
  std::vector<checked_erratum> all;
  for (const erratum* e : wanted(flags.ids)) {
    all.push_back(checked(*e));
    if (!page) print_erratum(all.back(), colour);
  }
  const auto textual =
      std::ranges::count_if(all, [](const checked_erratum& c) { return c.of->prove == nullptr; });
  const auto unproved =
      std::ranges::count_if(all, [](const checked_erratum& c) { return !c.holds(); });
  if (page) {
    fmt::print("{}", errata_page(all));
  } else {
    fmt::print("\nerrata: {}, checked {}, textual {}, unproved {}\n", all.size(),
               static_cast<std::ptrdiff_t>(all.size()) - textual, textual, unproved);
  }
  return unproved == 0 ? exit_ok : exit_gate;
}

}  // namespace

void add_errata(CLI::App& app, int& code) {
  auto flags = std::make_shared<errata_flags>();
  CLI::App* verb =
      app.add_subcommand("errata", "what the source documents say that is not so, with proof");
  verb->footer(examples);
  verb->add_option("id", flags->ids, "only these: E01 to E64");
  verb->add_option("--as", flags->as, "text or markdown")
      ->check(CLI::IsMember({"text", "markdown"}));
  verb->callback([flags, &code] {
    try {
      code = run_errata(*flags);
    } catch (const input_error& e) {
      std::fprintf(stderr, "kloracle errata: %s\n", one_line(e.what(), message_limit).c_str());
      code = exit_usage;
    }
  });
}

}  // namespace kloracle
