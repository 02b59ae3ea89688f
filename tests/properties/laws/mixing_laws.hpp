// SPDX-License-Identifier: Apache-2.0
//
// The laws of processing, mixing, chains, products and scaling, for the tests that hold all of
// them to one thing.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/law.hpp"
#include "tests/properties/laws/perfect_subject.hpp"

namespace kloracle {

inline std::vector<const law*> mixing_laws() {
  std::vector<const law*> some;
  for (const law* l : laws()) {
    for (const char* topic : {"processing.", "convexity.", "mixtures.", "chains.", "pythagoras.",
                              "products.", "measures."}) {
      if (l->id.starts_with(topic)) some.push_back(l);
    }
  }
  return some;
}

/// The law's id as GoogleTest can spell it.
inline std::string law_name(const testing::TestParamInfo<const law*>& l) {
  std::string name(l.param->id);
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

}  // namespace kloracle
