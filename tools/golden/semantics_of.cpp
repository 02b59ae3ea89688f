// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/semantics_of.hpp"

namespace kloracle {

std::optional<space> stated_space(const distribution& d) {
  if (d.family != "categorical" || d.parameters.empty()) return std::nullopt;
  const space_entry* s = find_space(d.parameters.front().name);
  if (s == nullptr) return std::nullopt;
  return s->id;
}

std::optional<semantics> semantics_of(const problem& asked) {
  if (asked.how) return asked.how;
  const auto p = stated_space(asked.p);
  const auto q = asked.q ? stated_space(*asked.q) : p;
  return p && q ? default_semantics(asked.what, *p, *q) : std::nullopt;
}

}  // namespace kloracle
