// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tools/baseline.hpp"

namespace kloracle {

/// The baseline that such a file holds (tools/README.md, "Baselines and known failures").
/// Errors: input_error of one line that names the file and the place in it.
baseline read_baseline(const std::string& path);

/// The file of a baseline: one entry per line, keys and entries sorted, every number a text.
/// Guarantee: depends on the baseline alone, and read_baseline() reads all of it back.
std::string baseline_text(const baseline& b);

/// This program and this machine, as the comment of a baseline.
std::string baseline_comment();

}  // namespace kloracle
