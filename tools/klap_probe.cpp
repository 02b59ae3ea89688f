// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "tools/klap.hpp"
#include "tools/klap_json.hpp"
#include "tools/klap_numbers.hpp"
#include "tools/one_line.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

// What is asked: x + y and x * y. Each row shows one thing, in its sum or in its product.
struct question {
  double x;
  double y;
  bool sum;    // or the product
  double due;  // to nearest, ties to even, with subnormals
};

enum row { small_sum, small_product, tiny_result, tiny_input, tie, up, stay, down, stay_down };

std::vector<question> questions(const format& f) {
  const double normal = std::ldexp(1.0, f.emin);
  const double least = std::ldexp(1.0, f.emin - f.precision + 1);
  const double quarter = std::ldexp(1.0, -f.precision - 1);  // of an ulp of 1
  const double ulp = 4 * quarter;
  return {
      {3 * least, 0, true, 3 * least},
      {3 * least, 1, false, 3 * least},
      {normal, 0.5, false, normal / 2},
      {normal / 2, 8, false, 4 * normal},
      {1, 2 * quarter, true, 1},
      {1, 3 * quarter, true, 1 + ulp},
      {1, quarter, true, 1},
      {-1, -3 * quarter, true, -1 - ulp},
      {-1, -quarter, true, -1},
  };
}

std::vector<double> pairs(const format& f) {
  std::vector<double> values;
  for (const question& q : questions(f)) values.insert(values.end(), {q.x, q.y});
  return values;
}

// "downward", by the two sums on each side of zero; nullopt where they fit no direction.
std::optional<std::string> rounding(const std::vector<question>& asked,
                                    const std::vector<double>& came) {
  const auto away = [&](row r) {
    const double magnitude = std::fabs(came[r]);
    if (magnitude == 1) return 0;
    return magnitude == std::fabs(asked[up].due) ? 1 : 9;
  };
  const int seen = away(up) * 1000 + away(stay) * 100 + away(down) * 10 + away(stay_down);
  if (seen == 1010) return "to nearest";
  if (seen == 1100) return "upward";
  if (seen == 11) return "downward";
  if (seen == 0) return "toward zero";
  return std::nullopt;
}

// The sums and products that are asked for; each must be a number of the format.
std::vector<double> read_results(const format& f, encoding e, const std::vector<question>& asked,
                                 const klap_message& reply) {
  const std::string step = "probe of " + std::string(f.name) + ": ";
  const auto all = read_numbers(f, e, step, 2 * asked.size(), reply);
  std::vector<double> came;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const received_number& number = all[2 * i + (asked[i].sum ? 0 : 1)];
    if (!number.value) {
      throw protocol_error(step + "expected a number, came '" + one_line(number.text) + "'");
    }
    came.push_back(*number.value);
  }
  return came;
}

std::string text_of(const format& f, double x) {
  std::string text;
  encode(f, encoding::hexfloat, x, text);
  return text;
}

}  // namespace

klap_message probe_request(const format& f, encoding e) {
  return numbers_request("probe", f, e, pairs(f));
}

std::vector<std::string> read_probe(const format& f, encoding e, const klap_message& reply) {
  if (const json answer = parse_line(reply.line); find_text(answer, "error") != nullptr) return {};
  const std::vector<question> asked = questions(f);
  const std::vector<double> came = read_results(f, e, asked, reply);
  const std::string subject = "arithmetic in " + std::string(f.name) + " ";
  std::vector<std::string> facts;
  std::vector<bool> explained(asked.size());
  const auto tell = [&](const std::string& what, std::initializer_list<row> by) {
    facts.push_back(subject + what);
    for (const row r : by) explained[r] = true;
  };
  if (came[tiny_input] == 0) {
    tell("takes subnormal inputs for zero (DAZ)", {tiny_input, small_sum, small_product});
  }
  if (came[tiny_result] == 0) {
    tell("flushes subnormal results to zero (FTZ)", {tiny_result, small_sum, small_product});
  }
  if (const auto direction = rounding(asked, came); direction && *direction != "to nearest") {
    tell("rounds " + *direction, {tie, up, stay, down, stay_down});
  }
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (explained[i] || came[i] == asked[i].due) continue;
    facts.push_back(subject + "makes " + text_of(f, came[i]) + " of " + text_of(f, asked[i].x) +
                    (asked[i].sum ? " + " : " * ") + text_of(f, asked[i].y));
  }
  return facts;
}

}  // namespace kloracle
