// SPDX-License-Identifier: Apache-2.0
#include "properties/mutants/trial.hpp"

#include <algorithm>

namespace kloracle::mutants {
namespace {

bool is_blamed(const judged_case& j, grade claimed) {
  if (j.returned.what != response::kind::value) return true;
  const verdict& v = j.judgement;
  if (v.what == verdict::state::not_applicable) return false;
  return v.what == verdict::state::undecided || v.is > claimed || v.claimed == claim::broken ||
         v.claimed == claim::useless || v.claimed == claim::undecided;
}

void note_channels(const judged_case& j, std::set<std::string_view>& channels) {
  const auto note = [&](bool is, std::string_view name) {
    if (is) channels.insert(name);
  };
  const verdict& v = j.judgement;
  note(j.returned.what != response::kind::value, "no answer");
  note(v.special.nan, "NaN");
  note(v.special.spurious_infinity || v.special.missed_infinity, "infinity");
  note(v.special.wrong_sign, "sign");
  note(v.special.missed_zero, "zero");
  note(v.claimed == claim::broken, "broken claim");
  note(v.claimed == claim::useless, "useless claim");
}

void try_values(subject& who, grade claimed, const trial_options& how, reference_store& references,
                trial& found) {
  check_options all;
  all.cases = {.seed = how.seed, .count = how.cases, .max_n = 64};
  all.threads = 1;
  check_listener listener;
  listener.result = [&](const judged_case& j) {
    ++found.cases;
    found.groups_drawn.insert(j.input->group);
    if (!is_blamed(j, claimed)) return;
    ++found.blamed_cases;
    found.groups.insert(j.input->group);
    if (j.returned.what == response::kind::value)
      found.worst = std::max(found.worst, j.judgement.is);
    note_channels(j, found.channels);
  };
  listener.unsteady = [&](const offered_function&, const format&, const test_case&) {
    found.channels.insert("unsteady");
  };
  check(who, all, references, listener);
}

void try_laws(subject& who, grade claimed, const trial_options& how, trial& found) {
  law_options all;
  all.seed = how.seed;
  all.checks = how.checks;
  all.shrinks = 0;
  all.threads = 1;
  const bool excused = claimed != grade::correctly_rounded;
  for (const law_summary& s : check_laws(who, all)) {
    found.law_checks += s.checks;
    found.laws_asked.insert(s.what->id);
    found.blamed_laws += s.hard + s.undecided + s.lost + (excused ? 0 : s.soft);
    if (!s.kept()) {
      found.hard.insert(s.what->id);
    } else if (s.soft > 0 && !excused) {
      found.soft.insert(s.what->id);
    }
  }
  for (const std::string_view id : found.hard) found.soft.erase(id);
}

}  // namespace

trial try_subject(subject& who, grade claimed, const trial_options& how,
                  reference_store& references) {
  trial found;
  try_values(who, claimed, how, references, found);
  try_laws(who, claimed, how, found);
  return found;
}

}  // namespace kloracle::mutants
