// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/fixture_groups.hpp"

#include <algorithm>
#include <array>

namespace kloracle {
namespace {

using names = std::string_view;

constexpr std::array everyday{names("ordinary"), names("dyadic_simplex"), names("unnormalised"),
                              names("ordinary_logits"), names("ordinary_parameters")};
constexpr std::array near{
    names("near_equal_simplex"), names("near_equal_ulps"),    names("equal"),
    names("near_equal_logits"),  names("near_one_parameter"), names("near_parameters"),
    names("nearby_parameters"),  names("equal_parameters")};
constexpr std::array far{names("wide_range"),
                         names("one_hot"),
                         names("huge_logits"),
                         names("far_apart_parameters"),
                         names("any_exponent_parameters"),
                         names("tiny_or_huge_outcomes")};
constexpr std::array tiny{names("subnormals"), names("tiny_values")};
constexpr std::array edge{names("zeros"), names("unsupported"), names("masked_logits"),
                          names("edge_parameters")};
constexpr std::array large{names("long_vectors"), names("long_logits")};
constexpr std::array narrow{names("ordinary"),
                            names("near_equal_simplex"),
                            names("near_equal_ulps"),
                            names("wide_range"),
                            names("zeros"),
                            names("subnormals"),
                            names("ordinary_logits"),
                            names("near_equal_logits"),
                            names("huge_logits"),
                            names("ordinary_parameters"),
                            names("nearby_parameters"),
                            names("far_apart_parameters")};

// A weight of zero, a mask or an infinite logit; what families have for an edge their generator
// knows.
bool is_on_an_edge(const problem& asked) {
  if (asked.p.family != "categorical") return true;
  const auto has_one = [](const distribution& d) {
    const space_entry* in = find_space(d.parameters.front().name);
    const bool weights = in != nullptr && (in->id == space::probs || in->id == space::counts);
    return std::ranges::any_of(d.parameters.front().values, [&](const number& x) {
      return !x.is_finite() || (weights && x.sign() == 0);
    });
  };
  return has_one(asked.p) || (asked.q && has_one(*asked.q));
}

constexpr std::array group_table{
    fixture_group{"ordinary", "everyday input", "lower", case_origin::drawn, everyday},
    fixture_group{"near_equal", "Q is P, or so near that naive formulas cancel", "higher",
                  case_origin::drawn, near},
    fixture_group{"extreme_ratio", "ratios, scales and logits far apart", "higher",
                  case_origin::drawn, far},
    fixture_group{"subnormal", "inputs or values below the normal range of binary64", "higher",
                  case_origin::drawn, tiny},
    fixture_group{"support_edge", "zeros, masks and infinite values; parameters at their limits",
                  "average", case_origin::drawn, edge, nullptr, is_on_an_edge},
    fixture_group{"large_n", "vectors of 100 to 10000 numbers", "average", case_origin::drawn,
                  large},
    fixture_group{"binary16", "inputs are values of binary16", "average", case_origin::drawn,
                  narrow, &binary16},
    fixture_group{"bfloat16", "inputs are values of bfloat16", "average", case_origin::drawn,
                  narrow, &bfloat16},
    fixture_group{"binary32", "inputs are values of binary32", "average", case_origin::drawn,
                  narrow, &binary32},
    fixture_group{"domain_errors", "input that poses no problem: what to do is a policy", "average",
                  case_origin::spoilt},
    fixture_group{"worked_numbers", "numbers that published documents print, right or wrong",
                  "lower", case_origin::stated},
    fixture_group{"hard_cases", "what broke code, this project's or others'", "higher",
                  case_origin::stated},
};

}  // namespace

std::span<const fixture_group> fixture_groups() {
  return group_table;
}

const fixture_group* find_fixture_group(std::string_view name) {
  const auto found = std::ranges::find(group_table, name, &fixture_group::name);
  return found == group_table.end() ? nullptr : &*found;
}

}  // namespace kloracle
