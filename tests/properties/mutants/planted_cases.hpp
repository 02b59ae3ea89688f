// SPDX-License-Identifier: Apache-2.0
//
// Inputs for the originals and the mutants.
#pragma once

#include <vector>

#include "oracle/oracle.hpp"
#include "properties/cases.hpp"

namespace kloracle::mutants {

/// Whether the sample poses a problem whose value is defined.
inline bool has_value(const offered_function& f, const sample& s) {
  return evaluate(problem_of(f, s), {.condition = false}).state != status::undefined;
}

/// The drawn cases.
inline std::vector<sample> planted_cases(const offered_function& f, const format& in) {
  std::vector<sample> samples;
  for (const test_case& c : make_cases(f, in, {.count = 200, .max_n = 64})) {
    if (has_value(f, c.input)) samples.push_back(c.input);
  }
  return samples;
}

}  // namespace kloracle::mutants
