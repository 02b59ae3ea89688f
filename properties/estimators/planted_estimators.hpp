// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "properties/estimators/estimator.hpp"

namespace kloracle {

/// The parts of planted_estimators(). Several of these faults stand in published code; none is said
/// to be anyone's.
std::vector<sample_estimator> planted_samples();
std::vector<seeded_sampler> planted_samplers();
std::vector<neighbour_estimator> planted_neighbours();

}  // namespace kloracle
