// SPDX-License-Identifier: Apache-2.0
#include "tools/packed_text.hpp"

#include <zlib.h>

#include <stdexcept>

namespace kloracle {
namespace {

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t k) -> unsigned {
      return i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U;
    };
    const unsigned group = byte(0) << 16 | byte(1) << 8 | byte(2);
    for (int k = 0; k < 4; ++k) {
      const bool padded = i + static_cast<std::size_t>(k) > bytes.size();
      text += padded ? '=' : digits[group >> (18 - 6 * k) & 63];
    }
  }
  return text;
}

}  // namespace

std::string packed_text(std::string_view text) {
  uLongf size = compressBound(static_cast<uLong>(text.size()));
  std::string packed(size, '\0');
  const int code = compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
                             reinterpret_cast<const Bytef*>(text.data()),
                             static_cast<uLong>(text.size()), Z_BEST_COMPRESSION);
  if (code != Z_OK) throw std::runtime_error("zlib: no memory");
  packed.resize(size);
  return base64(packed);
}

}  // namespace kloracle
