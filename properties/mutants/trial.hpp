// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string_view>

#include "properties/check_run.hpp"
#include "properties/laws/law_run.hpp"
#include "properties/subject.hpp"

namespace kloracle::mutants {

/// How hard the suite tries.
struct trial_options {
  std::uint64_t seed = 20261120;
  int cases = 150;   // per function and format, about
  long checks = 30;  // per law, function and format
};

/// What the suite has against a subject: the reasons to say that it is not as good as it claims.
struct trial {
  // Case groups with an answer below the claimed grade, a broken or useless claim about its error,
  // or no answer; the worst grade among those; what else was the matter: "NaN", "infinity", "sign",
  // "zero", "broken claim", "useless claim", "unsteady", "no answer".
  std::set<std::string_view> groups;
  grade worst = grade::correctly_rounded;
  std::set<std::string_view> channels;

  // Laws violated beyond attainable error; and within it, of a subject that claims to be correctly
  // rounded, which violates no law at all.
  std::set<std::string_view> hard;
  std::set<std::string_view> soft;

  std::set<std::string_view> groups_drawn;
  std::set<std::string_view> laws_asked;
  long cases = 0;
  long law_checks = 0;
  long blamed_cases = 0;  // of the cases
  long blamed_laws = 0;   // of the law checks

  bool by_values() const { return !groups.empty() || !channels.empty(); }
  bool by_laws() const { return !hard.empty() || !soft.empty(); }
  bool blamed() const { return by_values() || by_laws(); }
};

/// Puts every case and every law to the subject, which claims a grade of every value.
///
/// Statement     deterministic in the options, for a subject that is
/// Errors        std::logic_error where the oracle refutes a law: a fault of the suite
trial try_subject(subject& who, grade claimed, const trial_options& how,
                  reference_store& references);

}  // namespace kloracle::mutants
