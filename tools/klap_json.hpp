// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace kloracle {

// For the sources that read and write KLAP.

/// The value that a line writes, discarded (is_discarded()) where it is not JSON. Parts nested
/// deeper than any message are left out, so that a line of brackets costs no more than its length.
nlohmann::json parse_line(std::string_view line);

/// The member of that name, or nullptr where there is none, or `object` is no object.
const nlohmann::json* find_member(const nlohmann::json& object, const char* key);

/// The same, for a string.
const std::string* find_text(const nlohmann::json& object, const char* key);

/// The text as a JSON string, quotes included; one that is not UTF-8 is mended.
std::string json_text(std::string_view text);

}  // namespace kloracle
