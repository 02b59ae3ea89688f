// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "properties/subject.hpp"

namespace kloracle {

struct builtin_entry {
  std::string_view name;  // as in builtin:NAME
  std::string_view what;  // one line
};

/// The implementations that come with kloracle: code as people write it, and two that are right.
std::span<const builtin_entry> builtin_subjects();

/// The built-in subject of that name, or nullptr.
std::unique_ptr<subject> make_builtin_subject(std::string_view name);

/// Empty, or what is wrong with this process's floating point: rounding direction, flushed
/// subnormals, or contracted multiply-adds, any of which would be blamed on an in-process subject.
std::string float_environment_fault();

}  // namespace kloracle
