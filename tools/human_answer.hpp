// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tools/problem_json.hpp"

namespace kloracle {

/// The answer for a person: the value first, then the proof of it, then what to be careful about.
std::string human_answer(const stated_problem& asked, const answer& a, bool colour);

/// The options of a problem and the shape of its tables, each after a comma: ", order 1/2".
std::string options_text(const problem& asked);

/// The condition numbers with their perturbation models, rounded up to three digits.
std::string condition_text(const answer& a);

/// What the sums of the inputs are, and what the semantics `measure` would give, when they are not
/// exactly 1 under `normalised`; empty otherwise.
std::string sum_warning(const stated_problem& asked, const answer& a);

}  // namespace kloracle
