// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tools/report_view.hpp"

namespace kloracle {

// For sources only, as json_values.hpp is.

/// What of a report the maintainers of the judged code would want to know, the worst first.
///
/// Statement     an object per subject, function, format and kind of defect (defect_of() of
///               report_cases.hpp): its worst case, or the minimal input that was found for it.
///               Where no value is a defect and yet laws are broken HARD there is one of kind "law"
///               per function and format. The keys are those of tools/README.md, "Findings"
/// Order         what cannot be an error's size (no value, NaN, infinities, signs) before a missed
///               zero before an error; then everyday inputs before contrived ones (the order of
///               `kloracle list cases`); then by the error
/// Guarantee     depends on the report alone. A value within attainable error (grade T or A) is no
///               finding
std::vector<nlohmann::ordered_json> report_findings(const report_view& view);

/// The same as JSON lines.
std::string findings_text(const report_view& view);

}  // namespace kloracle
