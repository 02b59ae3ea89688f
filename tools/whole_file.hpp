// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace kloracle {

/// What a small file holds. Errors: input_error that begins with `flag` for a file that is not
/// there, cannot be read, or has more than 64 MiB.
std::string whole_file(const std::string& path, const std::string& flag);

/// Puts the text into the file, in whole or not at all: it is written beside it first.
/// Errors: input_error that begins with `flag`.
void replace_file(const std::string& path, const std::string& text, const std::string& flag);

/// Errors: input_error that begins with `flag` where replace_file() has nowhere to write to.
void refuse_unwritable(const std::string& path, const std::string& flag);

}  // namespace kloracle
