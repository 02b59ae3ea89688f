// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>

namespace kloracle {

/// Each adds one verb to the command line; its callback sets `code` to what to exit with.
void add_eval(CLI::App& app, int& code);
void add_list(CLI::App& app, int& code);
void add_check(CLI::App& app, int& code);
void add_repro(CLI::App& app, int& code);
void add_emit(CLI::App& app, int& code);
void add_grade(CLI::App& app, int& code);
void add_report(CLI::App& app, int& code);
void add_estimators(CLI::App& app, int& code);
void add_mutants(CLI::App& app, int& code);
void add_errata(CLI::App& app, int& code);

}  // namespace kloracle
