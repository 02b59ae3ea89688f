// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oracle/interval.hpp"
#include "properties/estimators/formula.hpp"

namespace kloracle {

/// What an estimator is held to.
struct estimator_statement {
  std::string_view id;  // "estimator.unbiased"
  std::string_view text;
  std::string_view source;
};

/// Every statement: the list that the CLI and the docs read.
std::span<const estimator_statement> estimator_statements();

/// What a statement came to, best first; not_applicable says nothing either way.
enum class outcome_of_statement {
  not_applicable,
  holds,      // and a correctly rounded estimator could be no nearer
  soft,       // off by no more than rounded logarithms excuse
  undecided,  // the oracle could not tell: not a pass
  violated,
};
std::string_view name(outcome_of_statement s);

/// One statement, asked of one estimator on one input.
struct estimator_finding {
  std::string_view statement;  // an id of estimator_statements()
  std::string on;              // "skewed, n = 3"
  outcome_of_statement what = outcome_of_statement::holds;
  std::string evidence;  // what was observed, what was expected, and what was allowed

  bool passes() const { return what <= outcome_of_statement::soft; }
};

/// The worst outcome of a list; not_applicable of an empty one.
outcome_of_statement worst(std::span<const estimator_finding> findings);

/// `deviation` against what is allowed. Each but undecided is proved; soft: at least that.
outcome_of_statement compare(const interval& deviation, const allowance& allowed);

/// Six digits of the middle of an enclosure, for evidence; -1.234e-05.
std::string shown(const interval& x);
std::string shown(const Q& x);
std::string shown(double x);

}  // namespace kloracle
