// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace kloracle {

/// Text in the zlib format (RFC 1950), then in base64 (RFC 4648): what a page unpacks with
/// DecompressionStream("deflate"). Errors: std::runtime_error where memory runs out.
std::string packed_text(std::string_view text);

}  // namespace kloracle
