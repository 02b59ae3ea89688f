// SPDX-License-Identifier: Apache-2.0
//
// Every law, asked of every function that can be offered: other spaces than the semantics' own,
// every order. No law is refuted at inputs of its own, and correct rounding is never blamed.
#include <gtest/gtest.h>

#include <cmath>

#include "properties/laws/law_run.hpp"
#include "tests/properties/laws/perfect_subject.hpp"

namespace kloracle {
namespace {

// Counts where probabilities are usual, logarithms under `normalised`, a space for each side.
std::vector<offered_function> in_other_spaces(const offered_function& f) {
  std::vector<offered_function> all;
  for (const space_entry& p : spaces()) {
    for (const space_entry& q : spaces()) {
      const bool usual = p.id == f.p_in && q.id == f.q_in;
      if (usual || !accepts(f.how, p.id, q.id) || (!takes_q(f) && p.id != q.id)) continue;
      all.push_back(f);
      all.back().name += '.' + std::string(p.name) + '.' + std::string(q.name);
      all.back().p_in = p.id;
      all.back().q_in = q.id;
    }
  }
  return all;
}

// Four checks of every law on every one of them, each in one of the formats.
void expect_kept(std::vector<offered_function> functions) {
  for (std::size_t i = 0; i < functions.size(); ++i)
    functions[i].formats = {judged_formats[i % judged_formats.size()]};
  perfect_subject who(std::move(functions));
  law_options how;
  how.checks = 4;
  how.max_n = 6;
  std::vector<law_summary> all;
  ASSERT_NO_THROW(all = check_laws(who, how));
  EXPECT_GT(all.size(), who.functions().size());
  for (const law_summary& s : all) {
    EXPECT_EQ(s.soft + s.hard + s.undecided + s.lost, 0)
        << (s.example ? s.example->id + ": " + s.example->judged.reason : "");
  }
}

TEST(UnusualFunctions, AreNotBlamedForTheirOptions) {
  expect_kept(functions_for_laws());
}

TEST(UnusualFunctions, AreNotBlamedForTheirSpaces) {
  std::vector<offered_function> all;
  for (const offered_function& usual : every_offered()) {
    for (const offered_function& f : in_other_spaces(usual)) all.push_back(f);
  }
  expect_kept(all);
}

// The values of counts as they are: sums of 2^k, not of 1.
TEST(UnusualFunctions, OfCountsAsTheyAreKnowNoLawOfDistributions) {
  offered_function f = offered(quantity::kl, semantics::measure);
  ASSERT_TRUE(find_law("pinsker.kl")->applies(f));
  f.p_in = f.q_in = space::counts;
  EXPECT_FALSE(find_law("pinsker.kl")->applies(f));
  EXPECT_FALSE(find_law("measures.log_sum")->applies(f));
}

// P in the place of Q is no count, and counts scaled down are none.
TEST(UnusualFunctions, AreAskedOnlyWhatTheyCanAnswer) {
  std::vector<offered_function> functions{offered(quantity::kl, semantics::normalised),
                                          offered(quantity::kl, semantics::normalised)};
  functions[0].q_in = functions[1].p_in = functions[1].q_in = space::counts;
  functions[1].name += ".counts";
  perfect_subject who(functions);
  for (const char* id : {"gibbs.zero_if_equal", "measures.normalised"}) {
    law_options how;
    how.checks = 40;
    how.only_law = id;
    const std::vector<law_summary> all = check_laws(who, how);
    EXPECT_FALSE(all.empty());
    for (const law_summary& s : all)
      EXPECT_EQ(s.holds, s.checks) << id << ' ' << s.function->name << ' ' << s.in->name;
  }
}

// 0 where the value is infinite is a plain violation: all is known of the value.
TEST(UnusualFunctions, OfInfiniteValuesAreNotZero) {
  const offered_function f = offered_in(quantity::kl, semantics::normalised);
  scripted_subject who({f}, [](const offered_function& g, const format& in, const sample& s) {
    const response right = right_answer(g, in, s);
    return std::isinf(right.value) ? response::of(0) : right;
  });
  law_options how;
  how.only_law = "gibbs.zero_only_if_equal";
  how.checks = 200;
  const std::vector<law_summary> all = check_laws(who, how);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_GT(all[0].hard, 0);
  EXPECT_EQ(all[0].undecided, 0);
}

}  // namespace
}  // namespace kloracle
