// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "properties/subject.hpp"

namespace kloracle {

/// A function as an adapter would declare it: one line of JSON (tools/adapters/README.md,
/// "Functions").
///
/// Statement     the inverse of read_function() in klap_function.hpp, which reads the same function
///               from it; what has its usual value is left out
/// Guarantee     every number is exact, and the text depends on the function alone
std::string declaration_json(const offered_function& f);

}  // namespace kloracle
