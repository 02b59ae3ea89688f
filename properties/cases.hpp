// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
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

/// How long the vectors of a case may be.
struct lengths {
  std::size_t least = 2;
  std::size_t most;

  lengths(std::size_t max_n) : most(max_n) {}  // NOLINT: a limit alone is what most callers have
  lengths(std::size_t from, std::size_t to) : least(from), most(to) {}

  /// The allowed length nearest to n.
  std::size_t near(std::size_t n) const { return std::max(std::min(n, most), least); }
};

/// A generator of inputs: one kind of difficulty.
struct case_group {
  std::string_view name;
  std::string_view hardness;  // what it is there to find
  bool logarithms;            // logits and log-probabilities, else weights
  int share;                  // cases per hundred requested
  std::function<sample(random_source&, const format&, lengths)> draw;
  bool on_a_grid = false;  // positive multiples of 2^-precision with sum 1: so many, and no more
};

/// Every generator of categorical inputs; the one list that the CLI and the docs read.
std::span<const case_group> case_groups();

struct case_options {
  std::uint64_t seed = 20261120;
  int count = 300;            // cases per function and format, about
  std::size_t max_n = 10000;  // longest vector
  std::size_t min_n = 2;      // shortest
};

/// The cases for a function in a format: deterministic in the options, distinct, values of the
/// format. None where the function speaks of more outcomes than max_n; of families, where it names
/// what the vocabulary does not have or an axis is longer than that (family_cases.hpp).
std::vector<test_case> make_cases(const offered_function& f, const format& in,
                                  const case_options& how);

/// The first `how.count` distinct cases of one group, by its name; fewer where it has no more, none
/// where the function takes no such group.
std::vector<test_case> draw_cases(const offered_function& f, const format& in,
                                  std::string_view group, const case_options& how);

/// How many outcomes the function's shape, support or kernel speaks of; nullopt if any number will
/// do.
std::optional<std::size_t> outcomes_of(const offered_function& f);

/// The problem that a case poses to a function, its options included.
problem problem_of(const offered_function& f, const sample& input);

/// A family with its parameters, as ids name it: "normal(mu,sigma)", "wishart(df,scale[2x2])".
std::string name_of(const family_side& side);

/// The id of an input, whoever made it.
std::string case_id(const offered_function& f, const format& in, const sample& input);

}  // namespace kloracle
