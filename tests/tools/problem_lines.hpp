// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "tools/answer_json.hpp"
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

// A table of 2 x 2 x ... small numbers, as text; a plain list where it has one axis.
inline std::string table_text(int axes, const std::string& sign = "") {
  nlohmann::json table = nlohmann::json::array();
  const auto fill = [&](auto& self, nlohmann::json& at, int left, int value) -> void {
    for (int i = 0; i < 2; ++i) {
      at.push_back(left == 1 ? nlohmann::json(sign + std::to_string(2 * value + i + 1))
                             : nlohmann::json::array());
      if (left > 1) self(self, at.back(), left - 1, 2 * value + i);
    }
  };
  fill(fill, table, axes, 0);
  return table.dump();
}

// What suffices for an option, as JSON.
inline std::string option_sample(option o) {
  switch (o) {
    case option::order:
    case option::weight:
    case option::cosine:
      return R"("1/4")";
    case option::convention:
      return "";
    case option::generator:
      return R"("chi_squared")";
    case option::support:
      return R"(["0","3"])";
    case option::kernel:
      return R"([["1","1/2"],["1/2","1"]])";
  }
  return "";
}

// A small problem of a quantity with all that it requires, under its first semantics; `more`
// begins with a comma.
inline std::string line_of(const quantity_entry& what, const std::string& more = "") {
  const semantics_entry& how = entry(what.accepted.front());
  const auto side = [&](space in) {
    const bool logarithms = in == space::logits || in == space::log_probs;
    return R"({"family":"categorical",")" + std::string(entry(in).name) +
           "\":" + table_text(std::max(what.least_axes, 1), logarithms ? "-" : "") + "}";
  };
  std::string line = R"({"quantity":")" + std::string(what.name) + R"(","p":)" + side(how.p);
  if (what.of_two && !what.q_optional) line += R"(,"q":)" + side(how.q);
  for (const option_use& use : what.options) {
    if (!use.required) continue;
    line.append(",\"").append(entry(use.id).name).append("\":").append(option_sample(use.id));
  }
  return line + more + "}";
}

inline nlohmann::json answered(const std::string& line, const target& defaults = {}) {
  return nlohmann::json::parse(answer_to_line(line, defaults));
}

}  // namespace kloracle
