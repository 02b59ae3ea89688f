// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "oracle/evaluation.hpp"
#include "oracle/vocabulary.hpp"

namespace kloracle {

/// The square root of a Jensen-Shannon divergence of measures, P having the given mass.
///
/// Domain        divergences that are not negative. Jensen-Shannon is not: by the log-sum
/// inequality
///               (Cover-Thomas 2006, theorem 2.7.1) it is at least that of the two total masses
/// Guarantee     as of any evaluation; rational iff the divergence is the square of a rational
std::unique_ptr<evaluation> square_root_of(std::unique_ptr<evaluation> divergence, Q mass, unit in);

}  // namespace kloracle
