// SPDX-License-Identifier: Apache-2.0
#include "tools/known_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "oracle/number.hpp"
#include "tools/failure_labels.hpp"
#include "tools/one_line.hpp"
#include "tools/whole_file.hpp"

namespace kloracle {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string expected_labels(known_kind kind) {
  if (kind == known_kind::flaky) return "'unsteady'";
  std::string text = "a grade and its marks ('W', 'W sign')";
  for (const label_word& w : label_words()) {
    if (!w.after_grade && w.name != "unsteady") text += ", '" + std::string(w.name) + '\'';
  }
  return text;
}

// What is after the '#': the label up to two blanks or a tab, then the reason.
void read_note(std::string_view note, known_entry& e) {
  const std::size_t end = std::min(note.find("  "), note.find('\t'));
  e.label = trimmed(note.substr(0, end));
  if (end != note.npos) e.reason = trimmed(note.substr(end));
}

known_entry read_entry(std::string_view line, known_kind kind, const std::string& place) {
  known_entry e;
  const std::size_t hash = line.find('#');
  e.pattern = trimmed(line.substr(0, hash));
  if (hash == line.npos)
    throw input_error(place + ": '" + one_line(line) + "' has no label; expected 'ID  # LABEL'");
  read_note(trimmed(line.substr(hash + 1)), e);
  const bool fits = (e.label == "unsteady") == (kind == known_kind::flaky);
  if (!fits || !is_label(e.label)) {
    throw input_error(place + ": '" + one_line(e.label) + "' is no label; expected " +
                      expected_labels(kind) + ", and two spaces before a reason");
  }
  return e;
}

}  // namespace

std::vector<known_entry> read_known(const std::string& path, const std::string& flag,
                                    known_kind kind) {
  std::istringstream text(whole_file(path, flag));
  std::vector<known_entry> entries;
  std::map<std::string, int> lines;
  std::string line;
  for (int number = 1; std::getline(text, line); ++number) {
    const std::string_view said = trimmed(line);
    if (said.empty() || said.front() == '#') continue;
    const std::string place = fmt::format("{}: '{}' line {}", flag, path, number);
    entries.push_back(read_entry(said, kind, place));
    entries.back().line = number;
    const auto [before, is_new] = lines.emplace(entries.back().pattern, number);
    if (!is_new) throw input_error(fmt::format("{}: repeats line {}", place, before->second));
  }
  return entries;
}

std::string known_text(std::vector<known_entry> entries) {
  std::ranges::sort(entries, {}, &known_entry::pattern);
  std::string text =
      "# Known failures of kloracle check: an id or a glob, what is expected, why it is so.\n";
  for (const known_entry& e : entries) {
    text += e.pattern + "  # " + e.label;
    if (!e.reason.empty()) text += "  " + e.reason;
    text += '\n';
  }
  return text;
}

bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = pattern.npos;  // the last one, and where what it stands for ends
  std::size_t swallowed = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      swallowed = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != pattern.npos) {
      p = star + 1;
      t = ++swallowed;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == pattern.npos;
}

std::string pattern_of(std::string_view id) {
  std::string pattern(id);
  for (char& c : pattern) {
    if (c == '#' || c == '*' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  if (!pattern.empty() && pattern.front() == ' ') pattern.front() = '?';
  if (!pattern.empty() && pattern.back() == ' ') pattern.back() = '?';
  return pattern;
}

}  // namespace kloracle
