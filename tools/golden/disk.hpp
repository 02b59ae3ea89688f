// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>

namespace kloracle {

/// A file's bytes; nullopt where there is no file.
/// Errors: input_error for one that cannot be read.
std::optional<std::string> read_bytes(const std::filesystem::path& path);

/// Writes a file beside its place and moves it there: whoever reads it finds the old or the new.
/// Makes the folders above it. Errors: input_error with the reason.
void write_whole(const std::filesystem::path& path, const std::string& bytes);

/// The files under base/folder, links among them, as paths from base with '/'; none if there is no
/// such folder. Errors: input_error where a folder cannot be read.
std::set<std::string> files_under(const std::filesystem::path& base, const std::string& folder);

}  // namespace kloracle
