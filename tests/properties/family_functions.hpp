// SPDX-License-Identifier: Apache-2.0
//
// Offered functions of every family in every parameterisation, by the vocabulary alone.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "properties/cases.hpp"
#include "properties/family_sides.hpp"
#include "tests/properties/format_steps.hpp"

namespace kloracle {

inline offered_function of_pair(quantity what, family_side p, family_side q) {
  offered_function f;
  f.name = std::string(entry(what).name) + '.' + p.family + '.' + q.family;
  f.what = what;
  if (takes(entry(what), option::order)) f.order = number(0.5);
  f.formats = {judged_formats.begin(), judged_formats.end()};
  f.p_of = std::move(p);
  if (entry(what).of_two && !entry(what).q_optional) f.q_of = std::move(q);
  return f;
}

/// Two distributions, or one, in the first parameterisation.
inline offered_function of_family(quantity what, std::string_view family) {
  const family_side side = sides_of(*find_family(family)).front();
  return of_pair(what, side, side);
}

/// The quantity of two distributions given alike, for every family that has a formula for it.
inline std::vector<offered_function> of_every_family(quantity what, std::size_t d = 2) {
  std::vector<offered_function> all;
  for (const family_entry& family : families()) {
    if (!covers(what, family.name, family.name)) continue;
    for (const family_side& side : sides_of(family, d)) all.push_back(of_pair(what, side, side));
  }
  return all;
}

/// KL of all pairs of different families that have a formula, each in its first parameterisation.
inline std::vector<offered_function> of_every_pair() {
  std::vector<offered_function> all;
  for (const family_entry& p : families()) {
    for (const family_entry& q : families()) {
      if (p.name == q.name || !covers(quantity::kl, p.name, q.name)) continue;
      all.push_back(of_pair(quantity::kl, sides_of(p, 3).front(), sides_of(q, 3).front()));
    }
  }
  return all;
}

inline bool has_shapes(const offered_function& f) {
  return std::ranges::any_of(f.p_of->parameters,
                             [](const family_side::slot& s) { return !s.shape.empty(); });
}

/// Dirichlet distributions and directions begin at two dimensions.
inline bool exists_in(const offered_function& f, std::size_t d) {
  const std::string& family = f.p_of->family;
  const bool from_two = family == "dirichlet" || find_family(family)->over == sample_space::sphere;
  return d == 2 || (has_shapes(f) && !(from_two && d == 1));
}

/// Every family in every parameterisation, and vectors and matrices in several sizes.
inline std::vector<offered_function> in_every_size(quantity what) {
  std::vector<offered_function> all;
  for (const std::size_t d : {1u, 2u, 3u, 5u}) {
    for (const offered_function& f : of_every_family(what, d)) {
      if (exists_in(f, d)) all.push_back(f);
    }
  }
  return all;
}

/// The cases of one group.
inline std::vector<test_case> cases_of(const offered_function& f, const format& in,
                                       std::string_view group, int count = 200) {
  std::vector<test_case> cases = make_cases(f, in, {.count = count});
  std::erase_if(cases, [&](const test_case& c) { return c.group != group; });
  return cases;
}

}  // namespace kloracle
