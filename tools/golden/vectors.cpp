// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/vectors.hpp"

#include "tools/golden/canonical_json.hpp"

namespace kloracle {

std::string vector_text(std::span<const number> values) {
  std::string text;
  for (const number& x : values) text += canonical_number(x) + '\n';
  return text;
}

std::string vector_path(const std::string& text) {
  return "vectors/" + sha256(text).substr(0, 16) + ".txt";
}

}  // namespace kloracle
