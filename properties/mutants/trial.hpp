// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "properties/check_run.hpp"
#include "properties/laws/law_run.hpp"
#include "properties/mutants/mutants.hpp"

namespace kloracle::mutants {

/// How hard the suite tries.
struct trial_options {
  case_options cases = {.count = 200, .max_n = 64};
  law_options laws;

  trial_options() {
    laws.checks = 40;
    laws.shrinks = 0;
    laws.threads = 1;
  }
};

/// What the suite found on a subject: the reasons to say that it is not as good as it claims.
struct trial {
  grade worst = grade::correctly_rounded;  // of any case
  std::set<std::string_view> channels;     // "NaN", "infinity", "sign", "zero", "claim", ...
  std::set<std::string_view> groups;       // of cases with an answer below the claimed grade, a
                                           // broken or useless claim, or no answer
  std::size_t groups_drawn = 0;
  long cases = 0;
  std::set<std::string_view> laws;  // violated beyond what the claimed grade excuses
  long law_checks = 0;
  std::set<std::string_view> laws_drawn;

  bool by_values() const { return !channels.empty() || !groups.empty(); }
  bool by_laws() const { return !laws.empty(); }
};

/// Puts every case and every law to the subject.
///
/// Statement     deterministic in the options. A violation within attainable error is held against
///               a subject that claims to be correctly rounded, and against no other
/// Errors        std::logic_error where the oracle refutes a law
trial try_subject(subject& who, grade claimed, const trial_options& how,
                  reference_store& references);

/// The mutant's row of the report, in Markdown: name, original, sentence, case groups and laws that
/// blame it.
std::string report_row(const mutant_entry& m, const trial& found);

/// The rows above report_row()s: names and a rule.
std::string report_head();

}  // namespace kloracle::mutants
