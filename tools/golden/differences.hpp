// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

namespace kloracle {

// What differs between a file on disk and the one derived, for a person to read. A file may hold
// anything: what is no JSON is said to be none.

/// Of fixture files, vectors and the schema: cases that came, went or changed, member by member; at
/// most five of a kind, then how many more.
std::vector<std::string> text_differences(const std::string& on_disk, const std::string& derived);

/// Of an index: whether the recipe, stated cases, the version or the files changed since it was
/// written; if none did, it was edited.
std::vector<std::string> index_differences(const std::string& on_disk, const std::string& derived);

/// The paths that an index names, below the folder, and its own; none where it is no index.
std::set<std::string> indexed_paths(const std::string& index, const std::string& folder);

}  // namespace kloracle
