// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "oracle/families/family.hpp"

namespace kloracle {

#define FAMILY(family) const family_row& family##_family();
#include "oracle/families/families.def"
#undef FAMILY

std::span<const family_row* const> family_rows() {
  static const family_row* const rows[] = {
#define FAMILY(family) &family##_family(),
#include "oracle/families/families.def"
#undef FAMILY
  };
  return rows;
}

const family_row* find_family_row(std::string_view name) {
  for (const family_row* row : family_rows()) {
    if (row->entry.name == name) return row;
  }
  return nullptr;
}

std::span<const family_entry> families() {
  static const auto entries = [] {
    std::vector<family_entry> all;
    for (const family_row* row : family_rows()) all.push_back(row->entry);
    return all;
  }();
  return entries;
}

const family_entry* find_family(std::string_view name) {
  const family_row* row = find_family_row(name);
  return row == nullptr ? nullptr : &row->entry;
}

std::string_view meaning(domain d) {
  switch (d) {
    case domain::real:
      return "a real number";
    case domain::positive:
      return "a positive number";
    case domain::nonnegative:
      return "a number that is not negative";
    case domain::probability:
      return "a number from 0 to 1";
    case domain::natural:
      return "an integer from 0";
    case domain::positive_integer:
      return "an integer from 1";
  }
  return {};
}

std::string_view name(sample_space s) {
  static constexpr std::string_view names[] = {"integers",     "reals",   "circle",
                                               "sphere",       "simplex", "count vectors",
                                               "real vectors", "matrices"};
  return names[static_cast<std::size_t>(s)];
}

std::string_view name(statistic s) {
  static constexpr std::string_view names[] = {
      "mean",           "square_about",        "absolute_about",        "log",
      "log_complement", "square_of_log_about", "square_of_logit_about", "power",
      "exponential",    "log_one_minus_power", "log_quadratic",         "softplus",
      "log_rising",     "log_factorial",       "log_binomial",          "reciprocal",
      "log_one_plus"};
  return names[static_cast<std::size_t>(s)];
}

const given_parameter* given_distribution::find(std::string_view name) const {
  for (const given_parameter& parameter : parameters) {
    if (parameter.entry->name == name) return &parameter;
  }
  return nullptr;
}

void given_distribution::blame(std::string_view name, const std::string& reason) const {
  throw fault{side + "." + std::string(name), reason};
}

}  // namespace kloracle
