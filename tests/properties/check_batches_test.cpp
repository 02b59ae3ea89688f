// SPDX-License-Identifier: Apache-2.0
//
// check() batch by batch: what a listener hears and when, what is known from before is not asked
// again, what a listener throws ends the run.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/properties/scripted_subject.hpp"

namespace kloracle {
namespace {

using enum quantity;
using enum semantics;

// Counts what is put to it, call by call.
class counting_subject : public scripted_subject {
 public:
  using scripted_subject::scripted_subject;
  std::vector<response> evaluate(const offered_function& f, const format& in,
                                 std::span<const sample> samples) override {
    calls.push_back(samples.size());
    return scripted_subject::evaluate(f, in, samples);
  }
  std::vector<std::size_t> calls;
};

counting_subject right_subject() {
  return {{offered_in(kl, normalised)}, right_answer};
}

const check_options many = few_cases(900, 12);

TEST(CheckBatches, ABatchIsOneCallAndItsResultsAreHeardBeforeTheNext) {
  counting_subject who = right_subject();
  std::size_t heard_results = 0;
  std::size_t batches = 0;
  check_listener listener;
  listener.result = [&](const judged_case&) {
    ++heard_results;
    EXPECT_EQ(who.calls.size(), batches + 1);
  };
  listener.batch = [&](const offered_function&, const format&, std::size_t done, std::size_t) {
    ++batches;
    EXPECT_EQ(heard_results, done);
  };
  reference_store references;
  check(who, many, references, listener);
  ASSERT_GE(batches, 3u);
  EXPECT_EQ(who.calls.size(), batches);
  for (std::size_t i = 0; i + 1 < batches; ++i) EXPECT_EQ(who.calls[i], batch_cases);
}

TEST(CheckBatches, WhatIsKnownIsCountedAndNotAskedAgain) {
  scripted_subject first({offered_in(kl, normalised)}, right_answer);
  const check_record before = recorded_check(first, many);
  std::map<std::string, judged_response> known;
  for (std::size_t i = 0; i < before.results.size(); i += 2) {
    verdict changed = before.results[i].judgement;
    changed.is = grade::half;
    known[before.results[i].id] = {before.results[i].returned, changed};
  }
  counting_subject who = right_subject();
  check_listener listener;
  listener.known = [&](const offered_function&,
                       const test_case& c) -> std::optional<judged_response> {
    const auto found = known.find(c.id);
    return found == known.end() ? std::nullopt : std::optional(found->second);
  };
  int without_truth = 0;
  listener.result = [&](const judged_case& j) {
    EXPECT_EQ(j.truth == nullptr, known.contains(j.input->id));
    without_truth += j.truth == nullptr;
  };
  reference_store references;
  const function_summary s = check(who, many, references, listener).at(0);
  std::size_t asked = 0;
  for (const std::size_t k : who.calls) asked += k;
  EXPECT_EQ(asked, before.results.size() - known.size());
  EXPECT_EQ(static_cast<std::size_t>(without_truth), known.size());
  EXPECT_EQ(s.cases(), static_cast<int>(before.results.size()));
  EXPECT_EQ(s.by_grade[static_cast<std::size_t>(grade::half)], static_cast<int>(known.size()));
}

TEST(CheckBatches, WhatAListenerThrowsEndsTheRun) {
  counting_subject who = right_subject();
  check_listener listener;
  listener.batch = [](const offered_function&, const format&, std::size_t, std::size_t) {
    throw std::runtime_error("enough");
  };
  reference_store references;
  EXPECT_THROW(check(who, many, references, listener), std::runtime_error);
  EXPECT_EQ(who.calls.size(), 1u);
}

TEST(CheckBatches, AnAnswerThatChangesIsHeardOf) {
  for (const bool changes : {false, true}) {
    int calls = 0;
    scripted_subject who({offered_in(kl, normalised)},
                         [&](const offered_function& f, const format& in, const sample& s) {
                           response r = right_answer(f, in, s);
                           if (changes) r.value += ++calls;
                           return r;
                         });
    int unsteady = 0;
    check_listener listener;
    listener.unsteady = [&](const offered_function&, const format&, const test_case&) {
      ++unsteady;
    };
    reference_store references;
    const auto summaries = check(who, few_cases(), references, listener);
    EXPECT_EQ(unsteady > 0, changes);
  }
}

// A subject that answers too few of its cases is at fault, and nothing is read past the end.
TEST(CheckBatches, AnAnswerThatIsMissingIsMalformed) {
  class short_subject : public scripted_subject {
   public:
    using scripted_subject::scripted_subject;
    std::vector<response> evaluate(const offered_function& f, const format& in,
                                   std::span<const sample> samples) override {
      return scripted_subject::evaluate(f, in, samples.first(samples.size() / 2));
    }
  };
  short_subject who({offered_in(kl, normalised)}, right_answer);
  const function_summary s = recorded_check(who, few_cases()).summaries.at(0);
  EXPECT_EQ(s.by_response.at(response::kind::malformed), (s.cases() + 1) / 2);
}

}  // namespace
}  // namespace kloracle
