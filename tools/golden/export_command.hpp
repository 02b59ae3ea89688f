// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>

namespace kloracle {

/// Adds `export` to the verb `fixtures`; its callback sets `code` to what to exit with.
void add_fixtures_export(CLI::App& fixtures, int& code);

}  // namespace kloracle
