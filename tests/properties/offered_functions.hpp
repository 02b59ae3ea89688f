// SPDX-License-Identifier: Apache-2.0
//
// One offered function for every kind of input that the case generators serve.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "properties/cases.hpp"
#include "tests/properties/format_steps.hpp"

namespace kloracle {

/// Gives the function options that its quantity accepts: all that it takes.
inline void give_options(offered_function& f) {
  const quantity_entry& what = entry(f.what);
  if (takes(what, option::order)) f.order = number::parse("1/2", nullptr);
  if (takes(what, option::weight)) f.weight = number(0.25);
  if (takes(what, option::convention)) f.convention = what.conventions.back().name;
  if (takes(what, option::generator)) f.generator = "tsallis";
  if (takes(what, option::support)) f.support = {0, 1, 3, 0.5, -2};
  if (takes(what, option::kernel)) {
    for (int i = 0; i < 25; ++i) f.kernel.emplace_back(i % 6 == 0 ? 1 : 0);
  }
  if (what.least_axes > 0) f.shape.assign(static_cast<std::size_t>(what.least_axes), 3);
  f.with_q = what.of_two;
}

inline offered_function offered(quantity what, semantics how) {
  offered_function f;
  f.name = std::string(entry(what).name) + '.' + std::string(entry(how).name);
  f.what = what;
  f.how = how;
  f.p_in = entry(how).p;
  f.q_in = entry(how).q;
  if (how == semantics::smoothed) f.semantics_parameter = number::parse("1/2", nullptr);
  if (how == semantics::clipped) f.semantics_parameter = number(0x1p-20);
  give_options(f);
  f.formats = {judged_formats.begin(), judged_formats.end()};
  return f;
}

/// Every quantity under every semantics that has a meaning for it.
inline std::vector<offered_function> every_offered() {
  std::vector<offered_function> all;
  for (const quantity_entry& q : quantities()) {
    for (const semantics s : q.accepted) all.push_back(offered(q.id, s));
  }
  return all;
}

/// Those of them that differ in what their cases are made of.
inline std::vector<offered_function> all_offered() {
  std::vector<offered_function> all;
  const auto alike = [](const offered_function& a, const offered_function& b) {
    return a.how == b.how && takes_q(a) == takes_q(b) && outcomes_of(a) == outcomes_of(b);
  };
  for (const offered_function& f : every_offered()) {
    const auto same = [&](const offered_function& g) { return alike(f, g); };
    if (std::none_of(all.begin(), all.end(), same)) all.push_back(f);
  }
  return all;
}

inline bool of_logarithms(const offered_function& f) {
  return f.p_in == space::logits || f.p_in == space::log_probs;
}

}  // namespace kloracle
