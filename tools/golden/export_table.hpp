// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "oracle/oracle.hpp"

namespace kloracle {

/// A parameter of P or Q ("p.probs", "q.sigma"), or an option that is numbers ("order").
struct export_array {
  std::string name;
  std::vector<std::size_t> shape;  // empty: a number alone
  std::vector<double> values;      // row by row
};

/// A case as the exports write it, every number of it a value of one format.
struct export_case {
  std::vector<std::string> texts;  // in the order of text_columns()
  double condition_number = 0;     // componentwise; NaN where there is no value
  double expected = 0;             // to nearest even; NaN where nothing is expected
  double lower = 0;                // the format's numbers around the value, equal if it is one
  double upper = 0;
  std::vector<export_array> inputs;
};

/// The inputs of a problem: P's parameters, Q's, the options that are numbers; nothing where one of
/// them is no value of the format.
std::optional<std::vector<export_array>> inputs_in(const format& f, const problem& asked);

/// The columns that are words, the id first.
std::span<const std::string> text_columns();

/// The columns that are numbers of the format: expected, lower, upper.
struct number_column {
  std::string_view name;
  double export_case::*value;
};
std::span<const number_column> number_columns();

/// What is exported: the cases of some fixture files whose inputs are values of one format.
struct export_table {
  const format* in = &binary64;      // binary64 or narrower
  std::string profile = "strict";    // what `expect` says of bad input
  std::vector<std::string> sources;  // the files' paths, as their index has them
  std::vector<export_case> cases;
  std::size_t unfit = 0;  // cases left out: some input is not a value of the format
};

/// The name of every input that some case has, in the order of their first appearance.
std::vector<std::string> input_names(const export_table& t);

}  // namespace kloracle
