// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "properties/random.hpp"
#include "properties/subject.hpp"

namespace kloracle {

/// One input with a name. The id is a hash of the problem and the input, so it never changes with
/// the order, the seed or the number of cases.
struct test_case {
  std::string id;          // "kl.normalised.binary64:7f3a91c2d0b4"
  std::string_view group;  // name of the generator
  sample input;
};

/// A generator of inputs: one kind of difficulty.
struct case_group {
  std::string_view name;
  std::string_view hardness;  // what it is there to find
  bool logarithms;            // logits and log-probabilities, else weights
  int share;                  // cases per hundred requested
  std::function<sample(random_source&, const format&, std::size_t max_n)> draw;
};

/// Every generator; the one list that the CLI and the docs read.
std::span<const case_group> case_groups();

struct case_options {
  std::uint64_t seed = 20261120;
  int count = 300;            // cases per function and format, about
  std::size_t max_n = 10000;  // longest vector
};

/// The cases for a function in a format: deterministic in the options, distinct, values of the
/// format.
std::vector<test_case> make_cases(const offered_function& f, const format& in,
                                  const case_options& how);

/// The problem that a case poses to a function.
problem problem_of(const offered_function& f, const sample& input);

/// The id of an input, whoever made it.
std::string case_id(const offered_function& f, const format& in, const sample& input);

}  // namespace kloracle
