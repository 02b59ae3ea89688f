// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "properties/estimators/estimator.hpp"
#include "properties/estimators/finding.hpp"

namespace kloracle {

/// Judges an estimator by every sample of n outcomes that the pair can give, no chance involved.
///
/// Statement     the estimator is called on all k^n samples (k outcomes that can be drawn). With
///               the exact probability w of each and its estimate y, mean = sum w y and
///               variance = sum w y^2 - mean^2 are exact rationals, and are compared with the
///               oracle's D(P||Q), with the mean of the formula and with Var(term)/n
/// Domain        require_distributions(pair); 1 <= n <= 4096; at most 2^16 samples
/// Guarantee     no slack constant. `holds`: what correct rounding of every estimate to binary64
///               explains. `soft`: what logarithms rounded to binary64 explain, in the sense of
///               grades T and A (verdict.hpp). Beyond that, `violated`, and proved. NaN, or an
///               exception, is a violation of estimator.values, and ends it.
///               Where D is +infinity: a sample with p > 0 = q has the estimate +infinity
/// Errors        input_error for what is outside the domain
std::vector<estimator_finding> judge_by_enumeration(const sample_estimator& who,
                                                    const finite_pair& pair, std::size_t n);

}  // namespace kloracle
