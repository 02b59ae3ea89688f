// SPDX-License-Identifier: Apache-2.0
//
// Cases of families: parameters that are distributions, exactly, in every format; and what each
// group promises of them.
#include "properties/family_cases.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "oracle/families/family_quantities.hpp"
#include "tests/properties/family_functions.hpp"

namespace kloracle {
namespace {

// The argument at fault, or nothing.
std::string fault_of(const problem& x) {
  const prepared ready = prepare_families(x);
  const auto* none = std::get_if<no_value>(&ready);
  if (none == nullptr || none->state != status::undefined) return "";
  return none->argument + ' ' + none->reason;
}

void expect_problems(const offered_function& f, int count) {
  for (const format* in : f.formats) {
    const std::vector<test_case> cases = make_cases(f, *in, {.count = count});
    EXPECT_FALSE(cases.empty()) << f.name;
    for (const test_case& c : cases) {
      const std::string fault = fault_of(problem_of(f, c.input));
      ASSERT_EQ(fault, "") << c.id << ' ' << c.group;
    }
  }
}

TEST(FamilyCases, ManyOfEveryFamilyAreDistributionsInEveryFormat) {
  for (const family_entry& family : families()) {
    expect_problems(of_family(quantity::kl, family.name), 2500);
  }
}

TEST(FamilyCases, EveryParameterisationInEverySizeIsADistribution) {
  for (const offered_function& f : in_every_size(quantity::kl)) expect_problems(f, 200);
  for (const offered_function& f : in_every_size(quantity::entropy)) expect_problems(f, 50);
}

// Few bits, few exponents, long rows.
TEST(FamilyCases, LargeMatricesArePositiveDefiniteInNarrowFormats) {
  const family_entry& family = *find_family("multivariate_normal");
  for (const family_side& side : sides_of(family, 24)) {
    offered_function f = of_pair(quantity::kl, side, side);
    f.formats = {&binary16, &bfloat16};
    expect_problems(f, 40);
  }
}

// Such divergences ask both sides to share more than KL does.
TEST(FamilyCases, EveryOtherDivergenceHasAFormulaOnItsCases) {
  for (const quantity_entry& what : quantities()) {
    if (!what.of_two || what.id == quantity::kl) continue;
    for (const offered_function& f : of_every_family(what.id)) expect_problems(f, 20);
  }
}

TEST(FamilyCases, PairsOfFamiliesAreProblemsToo) {
  for (const offered_function& f : of_every_pair()) expect_problems(f, 20);
}

TEST(FamilyCases, EveryNumberIsAFiniteValueOfTheFormat) {
  for (const offered_function& f : in_every_size(quantity::kl)) {
    for (const format* in : f.formats) {
      for (const test_case& c : make_cases(f, *in, {.count = 60})) {
        for (const auto* side : {&c.input.p, &c.input.q}) {
          for (const double x : *side) {
            ASSERT_TRUE(std::isfinite(x)) << c.id;
            ASSERT_EQ(value_at(*in, index_of(*in, x)), x) << c.id;
          }
        }
      }
    }
  }
}

TEST(FamilyCases, AreDeterministicDistinctAndTheFirstOfMore) {
  for (const offered_function& f : of_every_family(quantity::kl)) {
    std::map<std::string, test_case> many;
    const auto more = make_cases(f, binary32, {.count = 120});
    for (const test_case& c : more) many.emplace(c.id, c);
    EXPECT_EQ(many.size(), more.size());
    for (const test_case& c : make_cases(f, binary32, {.count = 50})) {
      ASSERT_TRUE(many.contains(c.id)) << c.id;
      EXPECT_EQ(many.at(c.id).input.p, c.input.p);
      EXPECT_EQ(many.at(c.id).input.q, c.input.q);
      EXPECT_EQ(c.id, case_id(f, binary32, c.input));
    }
  }
}

TEST(FamilyCases, AnotherSeedGivesOthers) {
  const offered_function f = of_family(quantity::kl, "normal");
  std::set<std::string> ids;
  for (const std::uint64_t seed : {1, 2}) {
    for (const test_case& c : make_cases(f, binary64, {.seed = seed, .count = 100}))
      ids.insert(c.id);
  }
  EXPECT_GE(ids.size(), 190u);
}

TEST(FamilyCases, EveryGroupIsDrawnFromWhereItCanBe) {
  const offered_function twins = of_family(quantity::kl, "normal");
  const offered_function one = of_family(quantity::entropy, "normal");
  const offered_function pair =
      of_pair(quantity::kl, *twins.p_of, sides_of(*find_family("normal")).back());
  for (const offered_function* f : {&twins, &one, &pair}) {
    for (const int count : {1, 300}) {
      std::set<std::string_view> drawn;
      const auto cases = make_cases(*f, binary64, {.count = count});
      for (const test_case& c : cases) drawn.insert(c.group);
      for (const family_case_group& g : family_case_groups()) {
        EXPECT_EQ(drawn.contains(g.name), f == &twins || !g.of_twins) << g.name;
      }
      if (count == 300) {
        EXPECT_GT(cases.size(), 270u);
      }
    }
  }
}

TEST(FamilyCases, SharesAddUpToAHundredAndNamesAreDistinct) {
  int shares = 0;
  std::set<std::string_view> names;
  for (const family_case_group& g : family_case_groups()) {
    shares += g.share;
    EXPECT_TRUE(names.insert(g.name).second);
    EXPECT_FALSE(g.hardness.empty());
  }
  for (const case_group& g : case_groups()) EXPECT_TRUE(names.insert(g.name).second);
  EXPECT_EQ(shares, 100);
}

// Where supports or counts could rule every finite answer out, most answers are finite.
TEST(FamilyCases, MostAnswersOfAFamilyAreFinite) {
  for (const family_entry& family : families()) {
    const offered_function f = of_family(quantity::kl, family.name);
    int infinite = 0;
    const auto cases = make_cases(f, binary64, {.count = 200});
    for (const test_case& c : cases) {
      const prepared ready = prepare_families(problem_of(f, c.input));
      infinite += std::holds_alternative<no_value>(ready);
    }
    EXPECT_LT(3 * infinite, static_cast<int>(cases.size())) << family.name;
  }
}

TEST(FamilyCases, ThereAreNoneOfMoreNumbersThanAllowedOrThanTheFormatHas) {
  const family_side big = sides_of(*find_family("multivariate_normal"), 9).front();
  const offered_function f = of_pair(quantity::kl, big, big);
  EXPECT_TRUE(make_cases(f, binary64, {.count = 5, .max_n = 8}).empty());
  EXPECT_FALSE(make_cases(f, binary64, {.count = 5, .max_n = 9}).empty());
  const family_side fine = sides_of(*find_family("multinomial"), 300).front();
  EXPECT_TRUE(make_cases(of_pair(quantity::kl, fine, fine), bfloat16, {.count = 5}).empty());
  EXPECT_FALSE(make_cases(of_pair(quantity::kl, fine, fine), binary16, {.count = 5}).empty());
}

TEST(FamilyCases, SidesThatAreNoneGiveNoCases) {
  using slots = std::vector<family_side::slot>;
  const std::vector<family_side> malformed{
      {"norml", slots{{"mu"}, {"sigma"}}},
      {"", {}},
      {"normal", {}},
      {"normal", slots{{"mu"}, {"sgima"}}},
      {"normal", slots{{"mu", {1}}, {"sigma"}}},
      {"dirichlet", slots{{"alpha"}}},
      {"dirichlet", slots{{"alpha", {0}}}},
      {"multivariate_normal", slots{{"mean", {2}}, {"covariance", {2, 3}}}},
      {"multivariate_normal", slots{{"mean", {2}}, {"covariance", {2}}}},
  };
  const family_side good = sides_of(*find_family("normal")).front();
  for (const family_side& side : malformed) {
    EXPECT_TRUE(make_cases(of_pair(quantity::kl, side, side), binary64, {}).empty());
    EXPECT_TRUE(make_cases(of_pair(quantity::kl, good, side), binary64, {}).empty());
  }
  const family_side no_degrees{"wishart", slots{{"scale", {2, 2}}}};
  for (const test_case& c : make_cases(of_pair(quantity::kl, no_degrees, no_degrees), binary64, {}))
    EXPECT_EQ(c.input.p.size(), 4u);
}

}  // namespace
}  // namespace kloracle
