// SPDX-License-Identifier: Apache-2.0
#include "tools/one_line.hpp"

#include <nlohmann/json.hpp>

namespace kloracle {

std::string one_line(std::string_view text, std::size_t limit) {
  using nlohmann::json;
  // The JSON writer mends what is not UTF-8, a character cut in half included.
  auto shown =
      json::parse(json(text.substr(0, limit)).dump(-1, ' ', false, json::error_handler_t::replace))
          .get<std::string>();
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return text.size() > limit ? shown + "..." : shown;
}

}  // namespace kloracle
