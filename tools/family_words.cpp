// SPDX-License-Identifier: Apache-2.0
#include "tools/family_words.hpp"

#include <algorithm>
#include <vector>

namespace kloracle {
namespace {

// The number of insertions, deletions, replacements and exchanges of neighbours between two words.
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      const std::size_t replaced = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

// "Log-Normal" and "lognormal" alike are compared as "lognormal"; Gauss is another name of normal.
std::string plain(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
  }
  constexpr std::string_view other_name = "gaussian";
  if (const auto at = letters.find(other_name); at != std::string::npos) {
    letters.replace(at, other_name.size(), "normal");
  }
  return letters;
}

// The families whose names are nearest, best first; none where nothing is near.
std::vector<std::string_view> near(std::string_view name) {
  constexpr std::size_t longest = 40;
  const std::string wanted = plain(name.substr(0, longest));
  if (wanted.empty()) return {};
  std::vector<std::pair<std::size_t, std::string_view>> found;
  const auto consider = [&](std::string_view candidate) {
    const std::string word = plain(candidate);
    const std::size_t edits = edits_between(wanted, word);
    const bool part = wanted.size() >= 3 && (word.find(wanted) != std::string::npos);
    if (part || edits <= 1 + wanted.size() / 4) found.emplace_back(part ? 1 : edits, candidate);
  };
  consider("categorical");
  for (const family_entry& f : families()) consider(f.name);
  std::ranges::stable_sort(found, {}, [](const auto& f) { return f.first; });
  std::vector<std::string_view> names;
  constexpr std::size_t most = 3;
  for (const auto& [edits, candidate] : found) {
    if (names.size() < most && (found.front().first > 0 || edits == 0)) names.push_back(candidate);
  }
  return names;
}

bool takes_parameter(const family_entry& family, const std::string& name) {
  return std::ranges::count(family.parameters, std::string_view(name), &parameter_entry::name) != 0;
}

}  // namespace

std::string unknown_family(std::string_view name) {
  std::string text = "unknown '" + std::string(name.substr(0, 40)) + "'; ";
  std::string names;
  for (const std::string_view n : near(name)) names += (names.empty() ? "" : ", ") + std::string(n);
  if (!names.empty()) return text + "did you mean " + names + "?";
  return text + "expected categorical or one of the " + std::to_string(families().size()) +
         " of 'kloracle list families'";
}

std::string families_with(std::span<const std::string> parameters) {
  std::string names;
  for (const family_entry& f : families()) {
    const bool all = std::ranges::all_of(
        parameters, [&](const std::string& name) { return takes_parameter(f, name); });
    if (all) names += (names.empty() ? "" : ", ") + std::string(f.name);
  }
  return names;
}

std::string parameters_text(const family_entry& family, std::string_view between_slots) {
  std::string text;
  int slot = -1;
  for (const parameter_entry& p : family.parameters) {
    if (!p.beside.empty()) {
      text += " with ";
    } else if (!text.empty()) {
      text += p.slot == slot ? "|" : between_slots;
    }
    text += p.name;
    if (p.beside.empty()) slot = p.slot;
  }
  return text;
}

std::string parameters_sample(const family_entry& family) {
  static constexpr std::string_view values[] = {"=...", "=[...]", "=[[...]]"};
  std::string text;
  int slot = -1;
  std::string_view first;
  for (const parameter_entry& p : family.parameters) {
    const bool shown = p.beside.empty() ? p.slot != slot : p.beside == first;
    if (p.beside.empty() && p.slot != slot) first = p.name;
    if (p.beside.empty()) slot = p.slot;
    if (!shown) continue;
    text += (text.empty() ? "" : ",") + std::string(p.name);
    text += values[static_cast<std::size_t>(p.axes)];
  }
  return text;
}

}  // namespace kloracle
