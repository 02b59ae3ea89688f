// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "properties/cases.hpp"
#include "properties/subject.hpp"
#include "properties/verdict.hpp"

namespace kloracle {

/// What a subject made of a case.
struct judged_response {
  response returned;
  verdict judgement;  // meaningful when returned.what is value
};

/// One case, what the subject returned and what that is worth.
struct judged_case {
  const offered_function* function;
  const format* in;
  const test_case* input;
  response returned;
  verdict judgement;    // meaningful when returned.what is value
  const answer* truth;  // nullptr where the verdict is known from before
};

/// What became of one function in one format over all its cases.
struct function_summary {
  const offered_function* function = nullptr;
  const format* in = nullptr;
  std::array<int, 6> by_grade{};              // indexed by grade
  std::map<response::kind, int> by_response;  // every kind that occurred
  int undecided = 0;
  int not_applicable = 0;
  int nan = 0;
  int infinite = 0;  // spurious or missed infinities
  int wrong_sign = 0;
  int missed_zero = 0;
  int claims_broken = 0;     // the error is larger than the function said
  int claims_useless = 0;    // the function said no more than that half of the bits may be wrong
  int claims_undecided = 0;  // the oracle could not tell
  growth needed = growth::none;  // the most that a grade T or A took
  double max_ulp = 0;            // over finite errors
  double max_excess = 0;         // likewise
  std::string worst_id;          // the case of the worst grade, then of the largest excess

  int cases() const;
  int graded() const;
  grade worst_grade() const;
  /// Every case has a value graded `required` or better: nothing undecided, thrown or lost, no
  /// claim about an error broken or undecided.
  bool reaches(grade required) const;
  /// Some case was never put to the subject.
  bool incomplete() const;
};

/// Counts cases into a summary one by one, and keeps its worst case.
class case_tally {
 public:
  explicit case_tally(function_summary& s) : s_(s) {}
  void count(const std::string& id, const judged_response& j);

 private:
  bool is_new_worst(const verdict& v) const;

  function_summary& s_;
  double worst_excess_ = -1;
  grade worst_ = grade::correctly_rounded;
};

/// Remembers certified answers, so that subjects asked the same thing share them. get() may be
/// called from several threads. Whoever has to refine an answer refines a copy.
class reference_store {
 public:
  reference_store();
  ~reference_store();
  std::shared_ptr<const reference> get(const test_case& c, const offered_function& f,
                                       const format& in);

 private:
  struct shelf;
  std::unique_ptr<shelf> shelf_;
};

struct check_options {
  case_options cases;
  std::string only_id;        // judge this case alone
  std::string only_function;  // of this function alone
  const format* only_format = nullptr;
  unsigned threads = 0;  // 0: as many as the machine has
};

/// Told of every result in case order. Cases go by in batches: one call of evaluate() each.
struct check_listener {
  std::function<void(const judged_case&)> result = [](const judged_case&) {};

  /// What is known of a case from before, in a run that goes on where another ended. Such a case
  /// is counted and heard of like any other, but it is not put to the subject again.
  std::function<std::optional<judged_response>(const offered_function&, const test_case&)> known =
      [](const offered_function&, const test_case&) { return std::nullopt; };

  /// An answer changed when it was asked for again (properties/steadiness.hpp). Where this is not
  /// set, nothing is asked again.
  std::function<void(const offered_function&, const format&, const test_case&)> unsteady = nullptr;

  /// A batch is done, its results have been heard: `done` of `of` cases.
  std::function<void(const offered_function&, const format&, std::size_t done, std::size_t of)>
      batch = [](const offered_function&, const format&, std::size_t, std::size_t) {};
};

/// The most cases of a batch.
inline constexpr std::size_t batch_cases = 256;

/// Puts every case of every function and format to the subject and judges what comes back. What a
/// listener throws ends the run and comes out.
std::vector<function_summary> check(subject& who, const check_options& how,
                                    reference_store& references,
                                    const check_listener& listener = {});

}  // namespace kloracle
