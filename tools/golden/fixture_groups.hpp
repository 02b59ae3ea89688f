// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "oracle/oracle.hpp"

namespace kloracle {

/// Where the cases of a group come from.
enum class case_origin {
  drawn,   // from generators
  spoilt,  // drawn, then damaged (policies.hpp)
  stated,  // from a file of stated cases
};

/// A kind of difficulty: every fixture file holds one.
struct fixture_group {
  std::string_view name;
  std::string_view meaning;
  std::string_view difficulty;  // lower, average, higher
  case_origin origin = case_origin::drawn;
  std::span<const std::string_view> generators = {};  // of case_groups() and family_case_groups()
  const format* in = nullptr;                         // narrow formats: whose values the inputs are
  // Whether a case is one of the group, where its generators draw others too.
  bool (*holds)(const problem& asked) = nullptr;
};

/// Every group: the one list that recipes, the schema and the docs read.
std::span<const fixture_group> fixture_groups();
const fixture_group* find_fixture_group(std::string_view name);

}  // namespace kloracle
