// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "properties/laws/law_run.hpp"
#include "tools/findings.hpp"

namespace kloracle {

/// What became of the laws: a row per function and format, then one per law that was not kept by
/// all of them.
std::string law_table(std::span<const law_summary> laws, bool colour);

/// A check of a law for a person: what the law says, what it was asked of, what was returned, what
/// is certified, what that means, and the line that repeats it.
std::string law_finding_text(const law& l, const offered_function& f, const format& in,
                             const counterexample& found, const finding_style& how);

/// The summaries whose counterexamples are worth showing, the worst first: of every law that a
/// function does not keep the worst format. What is merely SOFT is among them if `whole`.
std::vector<const law_summary*> worst_laws(std::span<const law_summary> laws, bool whole);

/// The counterexamples worth showing, those beyond attainable error first: at most how.most of each
/// function, of one law each.
std::string law_findings(std::span<const law_summary> laws, const finding_style& how);

}  // namespace kloracle
