// SPDX-License-Identifier: Apache-2.0
//
// The laws of orders, entropies, codes, tables, supports, units, logits, estimates and distances,
// for the tests that hold all of them to one thing.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "properties/laws/law_judge.hpp"
#include "properties/laws/law_run.hpp"
#include "tests/properties/laws/perfect_subject.hpp"

namespace kloracle {

inline std::vector<const law*> information_laws() {
  static constexpr const char* topics[] = {
      "orders.",      "chernoff.",  "identity.",  "exchange.",  "entropy.",    "decomposition.",
      "codes.",       "trials.",    "tables.",    "support.",   "units.",      "logits.",
      "temperature.", "estimates.", "distances.", "transport.", "discrepancy."};
  std::vector<const law*> some;
  for (const law* l : laws()) {
    for (const char* topic : topics) {
      if (l->id.starts_with(topic)) some.push_back(l);
    }
  }
  return some;
}

/// Up to `most` of the functions that the law speaks of, of every kind.
inline std::vector<offered_function> functions_of(const law& l, std::size_t most) {
  static const std::vector<offered_function> all = functions_for_laws();
  std::vector<offered_function> some;
  std::copy_if(all.begin(), all.end(), std::back_inserter(some), l.applies);
  if (some.size() <= most) return some;
  std::vector<offered_function> few;
  for (std::size_t i = 0; i < most; ++i) few.push_back(some[i * some.size() / most]);
  return few;
}

/// The function, and those that the law relates it to.
inline std::vector<offered_function> with_others(const law& l, const offered_function& f) {
  std::vector<offered_function> offers{f};
  if (l.others == nullptr) return offers;
  for (offered_function g : l.others(f)) {
    g.name = "other " + std::to_string(offers.size());
    g.formats = f.formats;
    offers.push_back(g);
  }
  return offers;
}

/// The law, bound to the first of the functions.
inline law_binding bound_to(const law& l, const std::vector<offered_function>& offers,
                            const format& in) {
  return bind_law(l, offers[0], in, offers).value();
}

/// Options of a run that is long enough to tell and says no more than that.
inline law_options only(const law& l, long checks) {
  law_options how;
  how.checks = checks;
  how.max_n = 9;
  how.shrinks = 0;
  how.only_law = std::string(l.id);
  return how;
}

/// The law's id as GoogleTest can spell it.
inline std::string information_law_name(const testing::TestParamInfo<const law*>& l) {
  std::string name(l.param->id);
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

}  // namespace kloracle
