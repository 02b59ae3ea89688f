// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "oracle/vocabulary.hpp"

namespace kloracle {

// What is said of families in messages and lists.

/// "unknown 'norml'; did you mean normal, lognormal?", or what is expected where nothing is near.
std::string unknown_family(std::string_view name);

/// The families that have parameters of all these names: "normal, laplace"; empty if none has.
std::string families_with(std::span<const std::string> parameters);

/// A family's parameters, alternatives joined: "mu, sigma|variance".
std::string parameters_text(const family_entry& family, std::string_view between_slots = ", ");

/// How the command line writes them, with the first alternatives: "mu=...,covariance=[[...]]".
std::string parameters_sample(const family_entry& family);

}  // namespace kloracle
