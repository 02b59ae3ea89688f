// SPDX-License-Identifier: Apache-2.0
//
// The planted bugs as a table: every row says what it is, is planted in code that is sound, and
// makes a difference.
#include "properties/mutants/mutants.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <set>

#include "tests/properties/mutants/planted_cases.hpp"

namespace kloracle::mutants {
namespace {

TEST(MutantTable, HasAtLeastSixtyRows) {
  EXPECT_GE(mutants().size(), 60u);
}

TEST(MutantTable, NamesEachRowOnce) {
  std::set<std::string_view> names;
  for (const mutant_entry& m : mutants()) EXPECT_TRUE(names.insert(m.name).second) << m.name;
  for (const original_entry& o : originals()) EXPECT_TRUE(names.insert(o.name).second) << o.name;
}

TEST(MutantTable, SaysInOneSentenceWhatIsWrong) {
  std::set<std::string> said;
  for (const mutant_entry& m : mutants()) {
    EXPECT_GT(m.sentence.size(), 10u) << m.name;
    EXPECT_EQ(m.sentence.back(), '.') << m.name;
    EXPECT_EQ(m.sentence.find('\n'), std::string_view::npos) << m.name;
    EXPECT_TRUE(said.insert(std::string(m.original) + ": " + std::string(m.sentence)).second)
        << m.name;
  }
}

TEST(MutantTable, PlantsEveryDefectInAnOriginalAndLeavesNoOriginalSound) {
  std::set<std::string_view> planted;
  for (const mutant_entry& m : mutants()) {
    EXPECT_NE(find_original(m.original), nullptr) << m.name;
    planted.insert(m.original);
  }
  for (const original_entry& o : originals()) EXPECT_TRUE(planted.contains(o.name)) << o.name;
}

TEST(MutantTable, MakesSubjectsByNameAndOfNoOtherName) {
  for (const mutant_entry& m : mutants()) {
    const auto who = make_mutant(m.name);
    ASSERT_NE(who, nullptr) << m.name;
    EXPECT_EQ(who->identity().name, "mutant:" + std::string(m.name));
    EXPECT_EQ(who->functions().size(), 1u) << m.name;
    EXPECT_EQ(make_original(m.name), nullptr) << m.name;
  }
  EXPECT_EQ(make_mutant("kl"), nullptr);
  EXPECT_EQ(make_mutant(""), nullptr);
  EXPECT_EQ(make_original("no such original"), nullptr);
}

class each_original : public ::testing::TestWithParam<original_entry> {};

// The value of every drawn case is as good as the original claims, and so is its claimed bound.
TEST_P(each_original, IsSound) {
  const auto who = make_original(GetParam().name);
  const offered_function& f = who->functions()[0];
  for (const format* in : f.formats) {
    const std::vector<sample> samples = planted_cases(f, *in);
    const std::vector<response> answers = who->evaluate(f, *in, samples);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      ASSERT_EQ(answers[i].what, response::kind::value) << answers[i].message;
      reference truth(problem_of(f, samples[i]), *in);
      const verdict v = judge(truth, answers[i].value);
      EXPECT_EQ(v.what, verdict::state::decided) << v.reason;
      EXPECT_LE(v.is, GetParam().claim) << in->name << ", case " << i;
      EXPECT_EQ(answers[i].claimed_error.has_value(), f.claims_error);
    }
  }
}

class each_mutant : public ::testing::TestWithParam<mutant_entry> {};

bool differ(const response& a, const response& b) {
  const bool both_nan = a.value != a.value && b.value != b.value;
  const bool values =
      !both_nan && std::bit_cast<std::uint64_t>(a.value) != std::bit_cast<std::uint64_t>(b.value);
  return a.what != b.what || values || a.claimed_error != b.claimed_error;
}

// The defect shows on some case: the mutant is not its original under another name.
TEST_P(each_mutant, DiffersFromItsOriginal) {
  const auto sound = make_original(GetParam().original);
  const auto planted = make_mutant(GetParam().name);
  const offered_function& f = planted->functions()[0];
  for (const format* in : f.formats) {
    const std::vector<sample> samples = planted_cases(f, *in);
    const auto right = sound->evaluate(sound->functions()[0], *in, samples);
    const auto wrong = planted->evaluate(f, *in, samples);
    ASSERT_EQ(wrong.size(), samples.size());
    int differing = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      EXPECT_EQ(wrong[i].what, response::kind::value) << wrong[i].message;
      differing += differ(right[i], wrong[i]);
    }
    EXPECT_GT(differing, 0) << "in " << in->name << ", of " << samples.size();
  }
}

std::string test_name(std::string_view name) {
  std::string text(name);
  std::ranges::replace(text, '.', '_');
  return text;
}

template <class Entry>
std::string name_of(const ::testing::TestParamInfo<Entry>& info) {
  return test_name(info.param.name);
}

INSTANTIATE_TEST_SUITE_P(Mutants, each_original,
                         ::testing::ValuesIn(originals().begin(), originals().end()),
                         name_of<original_entry>);
INSTANTIATE_TEST_SUITE_P(Mutants, each_mutant,
                         ::testing::ValuesIn(mutants().begin(), mutants().end()),
                         name_of<mutant_entry>);

}  // namespace
}  // namespace kloracle::mutants
