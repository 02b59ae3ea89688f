// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "properties/subject.hpp"

namespace kloracle {

// Functions and cases of families, in words.

/// "normal(mu,sigma)", or with Q's where they differ: "laplace(mu,scale) to normal(mu,sigma)".
std::string families_text(const offered_function& f);

/// The parameters of one side, as --p takes them: "mu=0x1p+0,sigma=0x1p+1".
std::string parameters_text(const family_side& side, const std::vector<double>& numbers,
                            const format& in);

/// The quantity, the families and the parameters for `kloracle eval`.
std::string family_eval_text(const offered_function& f, const sample& input, const format& in);

}  // namespace kloracle
