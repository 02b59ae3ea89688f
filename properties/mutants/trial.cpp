// SPDX-License-Identifier: Apache-2.0
#include "properties/mutants/trial.hpp"

namespace kloracle::mutants {
namespace {

void note_channels(const verdict& v, std::set<std::string_view>& channels) {
  const auto note = [&](bool is, std::string_view name) {
    if (is) channels.insert(name);
  };
  note(v.special.nan, "NaN");
  note(v.special.spurious_infinity || v.special.missed_infinity, "infinity");
  note(v.special.wrong_sign, "sign");
  note(v.special.missed_zero, "zero");
  note(v.claimed == claim::broken, "broken claim");
  note(v.claimed == claim::useless, "useless claim");
}

bool blamed(const judged_case& j, grade claimed) {
  if (j.returned.what != response::kind::value) return true;
  const verdict& v = j.judgement;
  if (v.what == verdict::state::not_applicable) return false;
  return v.what == verdict::state::undecided || v.is > claimed || v.claimed == claim::broken ||
         v.claimed == claim::useless;
}

void try_values(subject& who, grade claimed, const trial_options& how, reference_store& references,
                trial& found) {
  std::set<std::string_view> drawn;
  check_listener listener;
  listener.result = [&](const judged_case& j) {
    ++found.cases;
    drawn.insert(j.input->group);
    if (!blamed(j, claimed)) return;
    found.groups.insert(j.input->group);
    found.worst = std::max(found.worst, j.judgement.is);
    note_channels(j.judgement, found.channels);
  };
  listener.unsteady = [&](const offered_function&, const format&, const test_case&) {
    found.channels.insert("unsteady");
  };
  check_options all;
  all.cases = how.cases;
  all.threads = 1;
  check(who, all, references, listener);
  found.groups_drawn = drawn.size();
}

void try_laws(subject& who, grade claimed, const trial_options& how, trial& found) {
  for (const law_summary& s : check_laws(who, how.laws)) {
    found.law_checks += s.checks;
    found.laws_drawn.insert(s.what->id);
    const bool soft = claimed == grade::correctly_rounded && s.soft > 0;
    if (soft || !s.kept()) found.laws.insert(s.what->id);
  }
}

std::string listed(const std::set<std::string_view>& words, std::string_view mark) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ", ";
    text.append(mark).append(word).append(mark);
  }
  return text;
}

// "W, NaN: zeros, one_hot", or "every group" where that says it.
std::string values_text(const trial& found) {
  if (!found.by_values()) return "-";
  std::string text;
  if (!found.groups.empty()) text = entry(found.worst).letter;
  if (!text.empty() && !found.channels.empty()) text += ", ";
  text += listed(found.channels, "");
  if (found.groups.empty()) return text;
  text += ": ";
  return text +
         (found.groups.size() == found.groups_drawn ? "every group" : listed(found.groups, "`"));
}

}  // namespace

trial try_subject(subject& who, grade claimed, const trial_options& how,
                  reference_store& references) {
  trial found;
  try_values(who, claimed, how, references, found);
  try_laws(who, claimed, how, found);
  return found;
}

std::string report_head() {
  return "| mutant | planted in | defect | blamed by values | blamed by laws |\n"
         "|---|---|---|---|---|\n";
}

std::string report_row(const mutant_entry& m, const trial& found) {
  std::string row = "| `";
  row.append(m.name).append("` | `").append(m.original).append("` | ");
  for (const char c : m.sentence) row += c == '|' ? std::string("\\|") : std::string(1, c);
  row.append(" | ").append(values_text(found)).append(" | ");
  row.append(found.by_laws() ? listed(found.laws, "`") : "-");
  return row + " |\n";
}

}  // namespace kloracle::mutants
