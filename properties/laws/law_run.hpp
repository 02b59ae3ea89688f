// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/laws/law.hpp"
#include "properties/subject.hpp"
#include "properties/verdict.hpp"

namespace kloracle {

/// What one check of a law came to.
///
/// A law is violated when no real numbers that round to the outputs satisfy it: a correctly rounded
/// function never violates one, and there is no slack constant. `severity` is the size of the
/// violation in ulps of the output. It is SOFT where every output is within attainable error (grade
/// T or better), HARD where one is not: then the error is the implementation's own.
struct law_verdict {
  enum class state {
    holds,
    violated,
    undecided,       // the oracle could not tell: not a pass
    not_applicable,  // the value is undefined there, or a function that it needs is not offered
    lost,            // the subject gave no value
  };
  state what = state::holds;
  bool hard = false;        // of a violation
  bool decided = false;     // the relation of the true values was decided by their enclosures; else
                            // they overlap (an equality), and it is the law's theorem that holds
  double severity = 0;      // ulps; inf for NaN and the like
  std::string reason = {};  // why not holds
};

/// One value of a shown law check.
struct law_output {
  const offered_function* function = nullptr;  // of the subject; nullptr: it offers none like it
  const sample* input = nullptr;
  response returned;
  std::string certified;  // 17 digits, or "inf"
};

/// A violation, after shrinking, as a person can read it and the tool can repeat it.
struct counterexample {
  std::string id;  // "pinsker/kl_ratio/binary64/2.1f.0": what `kloracle repro` reads
  law_instance inputs;
  std::vector<law_output> outputs;  // one per term; they point into `inputs`
  law_verdict judged;

  counterexample() = default;
  counterexample(counterexample&&) = default;  // a copy's outputs would point into the original
  counterexample& operator=(counterexample&&) = default;
};

/// What became of one law on one function in one format.
struct law_summary {
  const law* what = nullptr;
  const offered_function* function = nullptr;
  const format* in = nullptr;
  long checks = 0;  // holds + soft + hard + undecided + not_applicable + lost
  long holds = 0;
  long soft = 0;
  long hard = 0;
  long undecided = 0;
  long not_applicable = 0;
  long lost = 0;
  double worst = 0;                                         // the largest severity
  std::shared_ptr<const counterexample> example = nullptr;  // the worst kind, shrunk

  /// No violation beyond attainable error, nothing undecided or lost.
  bool kept() const { return hard == 0 && undecided == 0 && lost == 0; }
};

struct law_options {
  std::uint64_t seed = 20261120;
  long checks = 100;          // per law, function and format
  std::size_t max_n = 16;     // longest vector
  std::size_t least_n = 2;    // shortest, where a law has no need of its own
  int shrinks = 1500;         // evaluations spent on making a violation small
  unsigned threads = 0;       // 0: as many as the machine has
  std::string only_law = {};  // of this id alone
  std::string only_function = {};
  const format* only_format = nullptr;
};

/// Told of every summary as soon as it is complete, and of progress.
struct law_listener {
  std::function<void(const law_summary&)> summary = [](const law_summary&) {};
  std::function<void(const law&, const offered_function&, const format&, long done, long of)>
      progress = [](const law&, const offered_function&, const format&, long, long) {};
  /// Whether a law was checked before (a resumed run): then it is left out.
  std::function<bool(const law&, const offered_function&, const format&)> done =
      [](const law&, const offered_function&, const format&) { return false; };
};

/// Holds every function of the subject to every law that speaks of it.
///
/// Statement     deterministic in the options. Law and format have a stream of inputs of their own;
///               all functions of one kind are asked the same
/// Guarantee     the oracle proves each relation at the inputs before it is asked of the outputs;
///               a relation that it refutes is a fault of the law and throws std::logic_error
std::vector<law_summary> check_laws(subject& who, const law_options& how,
                                    const law_listener& listener = {});

/// Repeats the check that a counterexample's id names. Errors: input_error for an id that names no
/// law, function of the subject or format.
counterexample repeat_law(subject& who, std::string_view id, std::size_t max_n = 16);

}  // namespace kloracle
