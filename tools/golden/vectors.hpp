// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "oracle/oracle.hpp"

namespace kloracle {

// Vectors too long to be read in a line stand in a file of their own, one number per line, named
// after its content; many cases share one.

/// Whether a parameter is written so: more than 64 numbers.
inline bool is_long(const parameter& p) {
  return p.values.size() > 64 && p.shape.size() < 2;
}

/// The file's text.
std::string vector_text(std::span<const number> values);

/// Its path from the folder of the fixtures: "vectors/7f3a91c2d0b4e5a6.txt".
std::string vector_path(const std::string& text);

}  // namespace kloracle
