// SPDX-License-Identifier: Apache-2.0
#include "tools/report_points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <set>
#include <tuple>

#include "tools/report_lines.hpp"

namespace kloracle {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::optional<double> log2_of(double x) {
  if (!std::isfinite(x) || x < 0) return std::nullopt;
  return std::max(x == 0 ? plotted_floor : std::log2(x), plotted_floor);
}

// The condition number that the grade went by: under perturbations that keep
// the sums, if it has that.
std::optional<double> condition_of(const json& line) {
  const auto numbers = line.find("condition");
  if (numbers == line.end() || !numbers->is_object()) return std::nullopt;
  for (const char* model : {"simplex_tangent", "componentwise"}) {
    if (!numbers->contains(model)) continue;
    // Its exponent may be beyond every double: that reads as infinity.
    return log2_of(std::strtod(line_text(*numbers, model).c_str(), nullptr));
  }
  return std::nullopt;
}

int special_of(const judged_response& j) {
  const special_findings& s = j.judgement.special;
  if (j.returned.what != response::kind::value) return 5;
  if (s.nan) return 1;
  if (s.spurious_infinity || s.missed_infinity) return 2;
  if (s.wrong_sign) return 3;
  return s.missed_zero ? 4 : 0;
}

ordered_json rounded(const std::optional<double>& x) {
  if (!x) return nullptr;
  return std::round(*x * 10) / 10;
}

constexpr double none = -std::numeric_limits<double>::infinity();

using cell = std::tuple<long, long, int>;

cell cell_of(const plotted_case& c, double width) {
  constexpr long nowhere = std::numeric_limits<long>::max();
  const auto place = [&](const std::optional<double>& x) {
    return x ? static_cast<long>(std::floor(*x / width)) : nowhere;
  };
  return {place(c.condition), place(c.error), c.special};
}

// The first case of every cell.
std::set<std::size_t> first_of_cells(const std::vector<plotted_case>& cases, double width) {
  std::set<cell> taken;
  std::set<std::size_t> kept;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (taken.insert(cell_of(cases[i], width)).second) kept.insert(i);
  }
  return kept;
}

void keep_extremes(const std::vector<plotted_case>& cases, std::set<std::size_t>& kept) {
  const auto keep_first = [&](const auto& measure) {
    const auto found = std::ranges::max_element(cases, {}, measure);
    kept.insert(static_cast<std::size_t>(found - cases.begin()));
  };
  keep_first([](const plotted_case& c) { return c.error.value_or(none); });
  keep_first([](const plotted_case& c) { return c.condition.value_or(none); });
  keep_first([](const plotted_case& c) { return c.condition ? -*c.condition : none; });
  keep_first([](const plotted_case& c) { return c.n; });
  std::set<int> specials;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (specials.insert(cases[i].special).second) kept.insert(i);
  }
}

}  // namespace

std::optional<plotted_case> plotted(const json& line, const judged_response& j) {
  const response::kind what = j.returned.what;
  if (what == response::kind::skipped || what == response::kind::not_run) return std::nullopt;
  if (what == response::kind::value && j.judgement.what != verdict::state::decided)
    return std::nullopt;
  plotted_case c;
  c.condition = condition_of(line);
  c.n = vector_length(line);
  c.special = special_of(j);
  if (what == response::kind::value) {
    c.is = j.judgement.is;
    c.error = log2_of(j.judgement.ulp_error);
  }
  const sample input = read_input(line);
  constexpr std::size_t few = 8;  // of scalar families; the page has no axes for more
  if (input.p.size() + input.q.size() > few) return c;
  c.parameters = input.p;
  c.parameters.insert(c.parameters.end(), input.q.begin(), input.q.end());
  return c;
}

std::vector<plotted_case> thinned(const std::vector<plotted_case>& cases, std::size_t most) {
  if (cases.size() <= most) return cases;
  std::set<std::size_t> kept;
  double width = 0.25;
  do {
    kept = first_of_cells(cases, width);
    keep_extremes(cases, kept);
    width *= 1.5;
  } while (kept.size() > most && width < 1e6);
  std::vector<plotted_case> left;
  for (const std::size_t i : kept) left.push_back(cases[i]);
  return left;
}

ordered_json points_json(const std::vector<plotted_case>& cases) {
  ordered_json points = ordered_json::array();
  for (const plotted_case& c : cases) {
    points.push_back(
        {rounded(c.condition), rounded(c.error), c.n, static_cast<int>(c.is), c.special});
  }
  return points;
}

ordered_json ecdf_json(const std::vector<plotted_case>& cases) {
  std::vector<double> errors;
  for (const plotted_case& c : cases)
    errors.push_back(c.error.value_or(std::numeric_limits<double>::infinity()));
  std::ranges::sort(errors);
  ordered_json quantiles = ordered_json::array();
  for (std::size_t percent = 0; percent <= 100 && !errors.empty(); ++percent) {
    const double e = errors[percent * (errors.size() - 1) / 100];
    quantiles.push_back(rounded(std::isfinite(e) ? std::optional(e) : std::nullopt));
  }
  return {{"quantiles", quantiles}, {"cases", errors.size()}};
}

ordered_json heat_json(const std::vector<plotted_case>& cases, std::size_t most) {
  ordered_json cells = ordered_json::array();
  const std::size_t shown = std::min(most, cases.size());
  for (std::size_t k = 0; k < shown; ++k) {
    const plotted_case& c = cases[k * cases.size() / shown];
    ordered_json row = ordered_json::array();
    for (const double x : c.parameters) row.push_back(fmt::format("{:.4g}", x));
    row.push_back(rounded(c.error));
    row.push_back(c.special);
    cells.push_back(std::move(row));
  }
  return cells;
}

}  // namespace kloracle
