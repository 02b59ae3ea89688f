// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>

namespace kloracle {

/// Each adds one verb to the command line; its callback sets `code` to what to exit with.
void add_golden(CLI::App& app, int& code);
void add_fixtures(CLI::App& app, int& code);

}  // namespace kloracle
