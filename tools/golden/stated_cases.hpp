// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/golden/fixture.hpp"

namespace kloracle {

/// What a stated case may say of itself beside its problem.
struct stated_remark {
  std::string_view name;
  std::string_view meaning;
};

/// Every remark, in the order in which cases carry them.
std::span<const stated_remark> stated_remarks();

/// The cases that a text file states, one JSON object per line; lines that begin with # are
/// comments. `from` is the file's name without folder and extension.
///
/// Statement     {"why": "...", "problem": {...}} and further remarks; the problem as `kloracle
///               eval --json` reads it, without `format`, `rounding`, `digits` and `id`
/// Domain        a problem means one thing: of categorical distributions it states its semantics,
///               and it states `input` wherever that makes a difference
/// Guarantee     no two cases of the file are the same problem; every case says why it is there;
///               a printed number is called right or wrong, and a wrong one is corrected
/// Errors        input_error of one line that begins with the file and the line's number
std::vector<fixture_input> stated_cases(const std::string& path);

}  // namespace kloracle
