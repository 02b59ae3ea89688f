// SPDX-License-Identifier: Apache-2.0
//
// One offered function for every kind of input that the case generators serve.
#pragma once

#include <string>
#include <vector>

#include "properties/cases.hpp"
#include "tests/properties/format_steps.hpp"

namespace kloracle {

inline offered_function offered(quantity what, semantics how) {
  offered_function f;
  f.name = std::string(entry(what).name) + '.' + std::string(entry(how).name);
  f.what = what;
  f.how = how;
  f.p_in = entry(how).p;
  f.q_in = entry(how).q;
  if (how == semantics::smoothed) f.semantics_parameter = number::parse("1/2", nullptr);
  if (how == semantics::clipped) f.semantics_parameter = number(0x1p-20);
  f.formats = {judged_formats.begin(), judged_formats.end()};
  return f;
}

/// Every quantity under every semantics that has a meaning for it.
inline std::vector<offered_function> all_offered() {
  std::vector<offered_function> all;
  for (const quantity_entry& q : quantities()) {
    for (const semantics s : q.accepted) all.push_back(offered(q.id, s));
  }
  return all;
}

inline bool of_logarithms(const offered_function& f) {
  return f.p_in == space::logits || f.p_in == space::log_probs;
}

}  // namespace kloracle
