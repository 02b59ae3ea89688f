// SPDX-License-Identifier: Apache-2.0
//
// The laws that compare divergences of two distributions, and functions to try each of them on.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "properties/laws/law_run.hpp"
#include "tests/properties/laws/perfect_subject.hpp"

namespace kloracle {

/// What comes before the dot of their ids.
inline constexpr std::array divergence_topics{"pinsker",     "bretagnolle_huber",
                                              "event",       "kl",
                                              "chi_squared", "hellinger",
                                              "triangular",  "jensen_shannon",
                                              "jeffreys",    "total_variation",
                                              "affinity",    "metric",
                                              "no_metric",   "bounded",
                                              "variational", "barycentre",
                                              "expansion",   "outcome"};

inline std::string topic_of(const law& l) {
  return std::string(l.id.substr(0, l.id.find('.')));
}

inline std::vector<const law*> laws_of(const std::string& topic) {
  std::vector<const law*> found;
  for (const law* l : laws()) {
    if (topic_of(*l) == topic) found.push_back(l);
  }
  return found;
}

inline const std::array<const format*, 4>& law_formats() {
  static const std::array<const format*, 4> all{&binary64, &binary32, &binary16, &bfloat16};
  return all;
}

/// At most so many of the functions that the law speaks of: the first, and others evenly apart.
inline std::vector<offered_function> functions_of(const law& l, std::size_t most) {
  static const std::vector<offered_function> all = functions_for_laws();
  std::vector<offered_function> some;
  for (const offered_function& f : all) {
    if (l.applies(f)) some.push_back(f);
  }
  std::vector<offered_function> spread;
  for (std::size_t i = 0; i < std::min(most, some.size()); ++i) {
    spread.push_back(some[i * some.size() / std::min(most, some.size())]);
    spread.back().formats.assign(law_formats().begin(), law_formats().end());
  }
  return spread;
}

/// Those with the others that the law relates them to.
inline std::vector<offered_function> with_others(const law& l, std::vector<offered_function> some) {
  for (std::size_t i = 0, n = some.size(); i < n && l.others != nullptr; ++i) {
    for (offered_function g : l.others(some[i])) {
      g.name = some[i].name + ", other";
      some.push_back(g);
    }
  }
  return some;
}

}  // namespace kloracle
