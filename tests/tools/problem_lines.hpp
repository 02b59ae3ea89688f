// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "tools/problem_json.hpp"

// Lines that state problems, put together for the tests of the parser.

namespace kloracle {

inline const std::string two = R"("1/2","1/2")";

inline std::string categorical_text(const std::string& space, const std::string& numbers) {
  return R"({"family":"categorical",")" + space + "\":[" + numbers + "]}";
}

// A line that asks for KL(p, q); `more` begins with a comma.
inline std::string kl_line(const std::string& p, const std::string& q, const std::string& more = "",
                           const std::string& space = "probs") {
  return R"({"quantity":"kl","p":)" + categorical_text(space, p) +
         ",\"q\":" + categorical_text(space, q) + more + "}";
}

// A good line with more keys.
inline std::string with(const std::string& more) {
  return kl_line(R"("0.7","0.3")", two, more);
}

inline nlohmann::json answered(const std::string& line, const target& defaults = {}) {
  return nlohmann::json::parse(answer_to_line(line, defaults));
}

}  // namespace kloracle
