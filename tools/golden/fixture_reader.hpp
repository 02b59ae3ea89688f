// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tools/golden/export_table.hpp"

namespace kloracle {

/// Appends the cases of a fixture file to the table: those whose inputs fit table.in.
///
/// Statement     `expected` is the case's member "rounded" of the format, `lower` and `upper` its
///               enclosure rounded outward; both infinite where the value is, NaN where there is
///               none. `expect` says what is due: value, plus_infinity, or what table.profile
///               expects of bad input
/// Errors        input_error of one line that names the file, and the case at fault
void read_fixture(const std::string& path, export_table& table);

}  // namespace kloracle
