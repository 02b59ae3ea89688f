// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "tools/golden/fixture.hpp"

namespace kloracle {

/// A property of a case that has broken code before.
struct flag_entry {
  std::string_view name;                    // "near_equal"
  std::string_view bug_class;               // "cancellation"
  std::string_view effect;                  // what careless code does here, in a sentence
  std::span<const std::string_view> links;  // public reports of it
  bool (*applies)(const problem& asked, const certified_value& value);
};

/// Every flag: the one list that fixtures, their schema and the docs read.
std::span<const flag_entry> fixture_flags();

/// The names of the flags that apply, in the order of the list. Not for large inputs alone: every
/// predicate is exact, and linear in the numbers of the problem.
std::vector<std::string_view> flags_of(const problem& asked, const certified_value& value);

}  // namespace kloracle
