// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tools/report_view.hpp"

namespace kloracle {

/// What a badge is about; what is empty narrows nothing.
struct badge_choice {
  std::string subject;  // its name or argument; may be empty in a report of one subject
  std::string function;
  std::string format_name;
};

/// The JSON that the endpoint badge of shields reads:
/// {"schemaVersion":1,"label":"kl binary64","message":"T, 2.1
/// ulp","color":"green"}.
///
/// Statement     the worst grade of what was chosen, and what is worst about
/// it: values that were
///               lost, NaN, infinities, signs, zeros, else the largest error
///               found. The label names the quantity and the format where there
///               is one of each
/// Errors        input_error that names the flag: a subject that is not in the
/// report or has to be
///               named, a function or format that it does not have
std::string report_badge(const report_view& view, const badge_choice& of);

}  // namespace kloracle
