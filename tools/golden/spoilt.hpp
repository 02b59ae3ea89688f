// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "oracle/oracle.hpp"

namespace kloracle {

/// A way to spoil a sound problem, so that it becomes a case of one policy.
struct damage {
  std::string_view policy;                           // of policies()
  std::vector<problem> (*of)(const problem& sound);  // none where the policy cannot concern it
};

/// The damages by what they concern; together, one at least of every policy. spoilt() reads these.
std::span<const damage> categorical_damages();
std::span<const damage> option_damages();
std::span<const damage> family_damages();

}  // namespace kloracle
