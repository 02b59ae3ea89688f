// SPDX-License-Identifier: Apache-2.0
//
// Inputs for the originals and the mutants.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "oracle/oracle.hpp"
#include "properties/cases.hpp"
#include "properties/generators.hpp"

namespace kloracle::mutants {

/// Whether the sample poses a problem whose value is defined.
inline bool has_value(const offered_function& f, const sample& s) {
  return evaluate(problem_of(f, s), {.condition = false}).state != status::undefined;
}

/// The drawn cases; of weights, some of them once more at the bottom of the range.
inline std::vector<sample> planted_cases(const offered_function& f, const format& in) {
  std::vector<sample> samples;
  const auto keep = [&](const sample& s) {
    if (has_value(f, s)) samples.push_back(s);
  };
  for (const test_case& c : make_cases(f, in, {.count = 200, .max_n = 64})) keep(c.input);
  if (of_families(f) || f.p_in != space::probs || f.q_in != space::probs) return samples;
  for (std::size_t i = 0; i < 20; ++i) {
    sample s = samples[i];
    for (std::vector<double>* side : {&s.p, &s.q}) {
      for (double& x : *side) x = draws::into(in, std::ldexp(x, in.emin));
    }
    keep(s);
  }
  return samples;
}

}  // namespace kloracle::mutants
