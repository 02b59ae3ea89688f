// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/golden/certified_value.hpp"

namespace kloracle {

/// A case before it has a value.
struct fixture_input {
  problem asked;
  std::string from;  // the generator, the fault, or the file of stated cases that it comes from
  std::vector<std::pair<std::string, std::string>> remarks = {};  // "why", "printed", ...
};

/// A case: its value, and what it is there to find.
struct fixture_case {
  std::string id;  // "kl.normalised:7f3a91c2d0b4"; see case_id_of()
  fixture_input input;
  certified_value value;
  std::vector<std::string_view> flags;  // of fixture_flags()
  std::string_view policy = {};         // of domain: one of policies()
};

/// What all cases of a file have in common.
struct fixture_heading {
  quantity what = quantity::kl;
  std::string of;      // the semantics, or "normal", "gamma|normal", "gamma|other families"
  std::string group;   // one of fixture_groups()
  std::string recipe;  // the file's name
  std::uint64_t seed = 0;
};

/// One fixture file.
struct fixture_file {
  fixture_heading heading;
  std::vector<fixture_case> cases;
  std::vector<std::string> left_out = {};  // ids of cases that stayed undecided
};

}  // namespace kloracle
