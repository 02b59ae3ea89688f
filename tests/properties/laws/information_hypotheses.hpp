// SPDX-License-Identifier: Apache-2.0
//
// What laws of information say of their inputs, checked in rationals by other means than the
// recipes that make them.
#pragma once

#include <functional>
#include <map>
#include <string_view>

#include "tests/properties/laws/rational_instance.hpp"

namespace kloracle::hypotheses {

/// An instance, and the functions that its terms are of.
struct related : instance {
  std::vector<offered_function> functions;

  const offered_function& function(std::size_t term) const {
    return functions[given.terms[term].of];
  }
  const sample& raw(std::size_t term) const { return given.input(term); }
};

using check = std::function<bool(const related&)>;
using checks = std::map<std::string_view, check>;

/// By the law's id; a law that asks no more than a simplex has none.
const checks& checks_of_vectors();
const checks& checks_of_tables();
const checks& checks_of_logarithms();

}  // namespace kloracle::hypotheses
