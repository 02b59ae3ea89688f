// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "properties/check_run.hpp"

namespace kloracle {

/// What a search for a plainer input may cost.
struct shrink_budget {
  int evaluations = 400;        // inputs put to the subject
  std::size_t numbers = 16000;  // in the inputs that the oracle is asked about
  unsigned threads = 0;         // for the oracle; 0: as many as the machine has
};

/// What a search came to.
struct shrunk_case {
  test_case input;         // the drawn one, where nothing plainer was found
  judged_response judged;  // of that input
  bool plainer = false;    // than the drawn one
  bool lost = false;       // the subject crashed, timed out, or could not answer
};

/// Whether a finding is one to look for plainer inputs of: a value with a verdict, or something
/// raised. Whoever crashed or timed out might do so again.
bool can_shrink(const judged_response& j);

/// Whether `shrunk` is a finding of the same kind as `drawn` and no milder: of no better grade; an
/// error that is only large with at least half as many wrong bits; an infinity of the same sort;
/// something raised in the same words, whatever the numbers in them.
bool shows_the_same(const judged_response& shrunk, const judged_response& drawn);

/// A plainer input on which the subject does the same: fewer outcomes, then sums of 1, then shorter
/// decimals, then smaller exponents.
///
/// Statement     greedy: of the inputs of case_moves that are plainer than the last one found, the
///               plainest that shows the same takes its place, until none does. What is not like
///               the drawn input (case_moves::admissible) and what poses no problem or has no value
///               is not put to the subject
/// Domain        `judged` is what became of `found`, and can_shrink(judged)
/// Guarantee     the result shows_the_same(), judged by the oracle; deterministic, if the subject
///               is; ends within the budget, and with the first input on which the subject is lost
shrunk_case minimal_case(subject& who, const offered_function& f, const format& in,
                         const test_case& found, const judged_response& judged,
                         const shrink_budget& budget = {});

}  // namespace kloracle
