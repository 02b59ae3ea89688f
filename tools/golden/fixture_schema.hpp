// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace kloracle {

/// The JSON Schema (draft 2020-12) of a fixture file, from the registries; INDEX.json is its
/// #/$defs/index. Its descriptions are the format's documentation.
///
/// Guarantee     strict: it accepts no member that it does not name, and every word and number is
///               spelled as canonical_json.hpp spells it. What no schema can say is left to
///               `kloracle fixtures verify`: values, hashes, counts, ids that stand twice
std::string schema_text();

}  // namespace kloracle
