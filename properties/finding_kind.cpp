// SPDX-License-Identifier: Apache-2.0
#include "properties/finding_kind.hpp"

#include <array>

namespace kloracle {

int kind_of_finding(const judged_response& j) {
  const special_findings& s = j.judgement.special;
  if (j.returned.what != response::kind::value) return 6;
  if (s.nan) return 5;
  if (j.judgement.claimed == claim::broken) return 4;
  if (s.wrong_sign) return 3;
  if (s.spurious_infinity || s.missed_infinity) return 2;
  return s.missed_zero ? 1 : 0;
}

std::string_view name_of_kind(int kind) {
  constexpr std::array<std::string_view, 7> names{"error", "zero", "infinity", "sign",
                                                  "claim", "nan",  "lost"};
  return names.at(static_cast<std::size_t>(kind));
}

bool is_finding(const judged_response& j) {
  if (j.returned.what == response::kind::skipped) return false;
  if (j.returned.what != response::kind::value) return true;
  const verdict& v = j.judgement;
  if (v.what == verdict::state::not_applicable) return false;
  if (v.what == verdict::state::undecided || v.claimed == claim::broken) return true;
  return v.is > grade::tangent || v.special.any();
}

}  // namespace kloracle
