// SPDX-License-Identifier: Apache-2.0
#include "tools/list_families.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "oracle/vocabulary.hpp"
#include "tools/family_words.hpp"
#include "tools/markdown.hpp"
#include "tools/terminal.hpp"

namespace kloracle {
namespace {

constexpr std::size_t columns = 80;

using enum quantity;
constexpr quantity of_entropy[] = {entropy, cross_entropy, perplexity};
constexpr quantity of_affinity[] = {squared_hellinger,
                                    hellinger,
                                    chi_squared,
                                    neyman_chi_squared,
                                    tsallis,
                                    alpha,
                                    bhattacharyya_coefficient,
                                    bhattacharyya_distance,
                                    renyi,
                                    chernoff,
                                    chernoff_information};
constexpr quantity of_kl[] = {reverse_kl, jeffreys};

// Quantities that a table names by one word, as most families have all of them or none.
struct quantity_group {
  std::string_view name;
  std::span<const quantity> members;
};
constexpr quantity_group groups[] = {
    {"divergences", of_kl}, {"entropies", of_entropy}, {"affinities", of_affinity}};

std::string joined(const std::vector<std::string_view>& names, std::string_view none = "") {
  std::string text;
  for (const std::string_view n : names) text += (text.empty() ? "" : ", ") + std::string(n);
  return text.empty() ? std::string(none) : text;
}

bool has(const family_entry& family, quantity what) {
  return covers(what, family.name, family.name);
}

std::vector<std::string_view> covered_quantities(const family_entry& family) {
  std::vector<std::string_view> names;
  for (const quantity_entry& e : quantities()) {
    if (has(family, e.id)) names.push_back(e.name);
  }
  return names;
}

// The other families to which KL has a formula.
std::vector<std::string_view> reached(const family_entry& family) {
  std::vector<std::string_view> names;
  for (const family_entry& other : families()) {
    if (other.name != family.name && covers(kl, family.name, other.name)) {
      names.push_back(other.name);
    }
  }
  return names;
}

// "affinities, entropies, total_variation": groups where all members are covered, then the rest.
std::string beyond_kl(const family_entry& family) {
  std::vector<std::string_view> names;
  std::vector<quantity> named = {kl};
  for (const quantity_group& g : groups) {
    if (!std::ranges::all_of(g.members, [&](quantity q) { return has(family, q); })) continue;
    names.push_back(g.name);
    named.insert(named.end(), g.members.begin(), g.members.end());
  }
  for (const quantity_entry& e : quantities()) {
    if (has(family, e.id) && std::ranges::count(named, e.id) == 0) names.push_back(e.name);
  }
  return joined(names);
}

// "mu: mean; sigma: standard deviation, or variance: sigma^2"
std::string parameters_in_words(const family_entry& family) {
  std::string text;
  int slot = -1;
  for (const parameter_entry& p : family.parameters) {
    if (!p.beside.empty()) {
      text += " with ";
    } else if (!text.empty()) {
      text += p.slot == slot ? ", or " : "; ";
    }
    text += p.name;
    if (!p.meaning.empty()) text += ": " + std::string(p.meaning);
    if (p.beside.empty()) slot = p.slot;
  }
  return text;
}

void print_categorical() {
  std::string parameters;
  for (const space_entry& s : spaces()) {
    parameters += (parameters.empty() ? "" : ", or ") + std::string(s.name) + ": ";
    parameters += s.meaning;
  }
  fmt::print("  {:<24} {}\n", "categorical", "finitely many outcomes");
  print_wrapped(parameters, 6, columns);
  print_wrapped("every quantity: kloracle list coverage", 6, columns);
}

}  // namespace

void list_families() {
  print_categorical();
  for (const family_entry& f : families()) {
    fmt::print("  {:<24} over {}\n", f.name, name(f.over));
    print_wrapped(f.support, 6, columns);
    print_wrapped(f.density, 6, columns);
    print_wrapped(parameters_in_words(f), 6, columns);
    print_wrapped("of one family: " + joined(covered_quantities(f), "-"), 6, columns);
    if (const auto names = reached(f); !names.empty()) {
      print_wrapped("kl to: " + joined(names), 6, columns);
    }
  }
}

void list_closed_forms() {
  fmt::print("| family | parameters | beyond `kl` | `kl` to |\n|---|---|---|---|\n");
  std::vector<std::string_view> of_categorical;
  for (const space_entry& s : spaces()) of_categorical.push_back(s.name);
  std::string alternatives;
  for (const std::string_view s : of_categorical) {
    alternatives += (alternatives.empty() ? "" : "|") + std::string(s);
  }
  fmt::print("| `categorical` | {} | all |  |\n", markdown_cell(alternatives));
  for (const family_entry& f : families()) {
    fmt::print("| `{}` | {} | {} | {} |\n", f.name, markdown_cell(parameters_text(f)), beyond_kl(f),
               joined(reached(f)));
  }
  fmt::print("\n");
  for (const quantity_group& g : groups) {
    std::vector<std::string_view> names;
    for (const quantity q : g.members) names.push_back(entry(q).name);
    fmt::print("{}: {}{}\n", g.name, joined(names), &g == std::end(groups) - 1 ? "." : ";");
  }
}

}  // namespace kloracle
