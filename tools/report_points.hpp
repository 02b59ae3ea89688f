// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "properties/check_run.hpp"

namespace kloracle {

/// What a plot shows of one case.
struct plotted_case {
  std::optional<double> condition;  // log2; none where it is not known or not finite
  std::optional<double> error;      // log2 of the error in ulps; none where it is not finite
  std::size_t n = 0;                // numbers in p
  grade is = grade::wrong;
  int special = 0;  // 0 none, 1 NaN, 2 infinite or should be, 3 sign, 4 missed zero, 5 no value
  std::vector<double> parameters;  // of P, then of Q, where they are few
};

/// The least log2 that is drawn; what is smaller, 0 included, is drawn there.
inline constexpr double plotted_floor = -8;

/// What a plot shows of a result line; nullopt of a case that was declined,
/// never asked, or has no value to compare with.
std::optional<plotted_case> plotted(const nlohmann::json& line, const judged_response& j);

/// At most about `most` of the cases, as they come: every case in another cell
/// of a grid over condition and error that is as fine as that allows.
///
/// Guarantee     the extremes are among them: the largest error, the largest and the smallest
///               condition, the largest n, and of every special the first
std::vector<plotted_case> thinned(const std::vector<plotted_case>& cases, std::size_t most);

/// [[log2 condition|null, log2 error|null, n, grade, special]...]
nlohmann::ordered_json points_json(const std::vector<plotted_case>& cases);

/// {"quantiles":[log2 of the error at 0, 1, ..., 100 %],"cases":k}: null where
/// it is not finite, which is sorted behind every number.
nlohmann::ordered_json ecdf_json(const std::vector<plotted_case>& cases);

/// [[all parameters of P and of Q, log2 error|null, special]...], evenly at most `most`; parameters
/// to 4 digits.
nlohmann::ordered_json heat_json(const std::vector<plotted_case>& cases, std::size_t most);

}  // namespace kloracle
