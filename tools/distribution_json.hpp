// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/json_values.hpp"

namespace kloracle {

// Distributions between JSON and problems; for sources only, as json_values.hpp is.

/// The distribution that an object states: {"family":"normal","mu":"0","sigma":"1"}. This reads its
/// structure; what is missing, given twice or out of its domain is for evaluate() to say.
distribution distribution_of(const nlohmann::json& value, const std::string& key,
                             const format* input);

/// A family's parameter, its value nested as its entry says; one that the family does not have
/// comes without values, for evaluate() to blame.
parameter parameter_of(const family_entry& family, const std::string& name,
                       const nlohmann::json& value, const std::string& key, const format* input);

/// The numbers of a categorical distribution, or the object that distribution_of() reads back.
nlohmann::ordered_json json_of(const distribution& d);

}  // namespace kloracle
