// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "properties/random.hpp"
#include "properties/subject.hpp"

namespace kloracle {

/// A generator of parameters: one kind of difficulty, the same for every family.
struct family_case_group {
  std::string_view name;
  std::string_view hardness;  // what it is there to find
  int share;                  // cases per hundred requested
  bool of_twins;              // needs P and Q to be given by the same parameters
  sample (*draw)(random_source&, const format&, const offered_function&);
};

/// Every generator; the one list that the CLI and the docs read.
std::span<const family_case_group> family_case_groups();

/// Whether P and Q are of one family and given by the same parameters, so that Q can be near P.
bool of_twins(const offered_function& f);

/// Whether the parameters can be drawn: every family, parameter and shape is in the vocabulary, no
/// axis is longer than max_n, and probabilities with the exact sum 1 exist in the format.
bool can_draw(const offered_function& f, const format& in, std::size_t max_n);

}  // namespace kloracle
