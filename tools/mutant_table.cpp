// SPDX-License-Identifier: Apache-2.0
#include "tools/mutant_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>

#include "tools/markdown.hpp"
#include "tools/terminal.hpp"

namespace kloracle {
namespace {

using mutants::trial;
using words = std::set<std::string_view>;

constexpr std::size_t all_of_them = std::numeric_limits<std::size_t>::max();
constexpr std::size_t first_few = 3;

std::string listed(const words& some, std::string_view mark, std::size_t most) {
  std::string text;
  for (const std::string_view word : some) {
    if (!text.empty()) text += ", ";
    if (most-- == 0) return text + "...";
    text.append(mark).append(word).append(mark);
  }
  return text;
}

// "W, NaN: `zeros`, `one_hot`".
std::string values_text(const trial& found, std::string_view mark) {
  if (!found.by_values()) return "no";
  std::string text;
  if (found.worst > grade::correctly_rounded) text = entry(found.worst).letter;
  if (!text.empty() && !found.channels.empty()) text += ", ";
  text += listed(found.channels, "", all_of_them);
  if (found.groups.empty()) return text;
  words spared;
  std::ranges::set_difference(found.groups_drawn, found.groups,
                              std::inserter(spared, spared.end()));
  if (spared.empty()) return text + ": every group";
  const bool most = spared.size() < found.groups.size();
  return text + (most ? ": all but " : ": ") +
         listed(most ? spared : found.groups, mark, all_of_them);
}

// "3 of 20: `gibbs.nonnegative`, ...; SOFT: `invariance.permutation`".
std::string laws_text(const trial& found, std::string_view mark, std::size_t most) {
  if (found.laws_asked.empty()) return "no: none speaks of it";
  if (!found.by_laws()) return fmt::format("no: 0 of {}", found.laws_asked.size());
  const std::size_t broken = found.hard.size() + found.soft.size();
  std::string text = fmt::format("{} of {}: ", broken, found.laws_asked.size());
  text += listed(found.hard, mark, most);
  if (found.soft.empty()) return text;
  return text + (found.hard.empty() ? "SOFT: " : "; SOFT: ") + listed(found.soft, mark, most);
}

}  // namespace

std::string mutant_text(std::span<const tried_code> all, bool in_full, bool colour) {
  std::string text;
  for (const tried_code& t : all) {
    const std::string_view kind = t.mutant != nullptr ? "" : "original, ";
    text += tinted(t.name, t.as_due() ? tint::strong : tint::bad, colour);
    text += tinted(fmt::format("  {}{}\n", kind, t.mutant ? t.of->name : entry(t.of->claim).letter),
                   tint::dim, colour);
    if (t.mutant != nullptr) text += fmt::format("    {}\n", t.mutant->sentence);
    text += fmt::format("    values  {}\n", values_text(t.found, ""));
    text +=
        fmt::format("    laws    {}\n", laws_text(t.found, "", in_full ? all_of_them : first_few));
  }
  return text;
}

std::string mutant_markdown(std::span<const tried_code> all) {
  std::string text =
      "| mutant | planted in | defect | blamed by values | blamed by laws |\n"
      "|---|---|---|---|---|\n";
  for (const tried_code& t : all) {
    if (t.mutant == nullptr) continue;
    text += fmt::format("| `{}` | `{}` | {} | {} | {} |\n", t.name, t.of->name,
                        markdown_cell(t.mutant->sentence), values_text(t.found, "`"),
                        laws_text(t.found, "`", first_few));
  }
  return text;
}

std::string mutant_totals(std::span<const tried_code> all) {
  const auto count = [&](auto is) { return std::ranges::count_if(all, is); };
  const auto mutants_blamed = [&](bool values, bool laws) {
    return count([&](const tried_code& t) {
      return t.mutant != nullptr && t.found.by_values() == values && t.found.by_laws() == laws;
    });
  };
  const auto mutants = count([](const tried_code& t) { return t.mutant != nullptr; });
  const auto sound = count([](const tried_code& t) { return t.mutant == nullptr; });
  const auto blamed = count([](const tried_code& t) { return t.mutant == nullptr && !t.as_due(); });
  long cases = 0;
  long checks = 0;
  for (const tried_code& t : all) {
    cases += t.found.cases;
    checks += t.found.law_checks;
  }
  return fmt::format(
      "mutants: {}, killed by values alone {}, by laws alone {}, by both {}, alive {}\n"
      "originals: {}, blamed {}\n"
      "judged: {} values, {} checks of laws\n",
      mutants, mutants_blamed(true, false), mutants_blamed(false, true), mutants_blamed(true, true),
      mutants_blamed(false, false), sound, blamed, cases, checks);
}

}  // namespace kloracle
