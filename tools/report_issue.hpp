// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "properties/subject.hpp"

namespace kloracle {

/// The text for the issue tracker of the code that a finding is about:
/// {"title":..,"body":..}, the body Markdown.
///
/// Statement     library and version, a program that shows it, what it returns,
/// the certified value
///               with its enclosure, a line that computes it without kloracle's
///               harness (with mpmath where the value is a plain sum), the
///               error against what rounding the inputs does, how many inputs
///               show the like, what the adapter states that may be intended,
///               and the line that repeats it. What is not known is left out
/// Guarantee     foreign text stays text; nothing depends on the machine or the
/// time
nlohmann::ordered_json issue_of(const nlohmann::ordered_json& finding,
                                const offered_function* declared);

}  // namespace kloracle
