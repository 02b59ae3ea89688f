// SPDX-License-Identifier: Apache-2.0
//
// builtin:closed_forms, judged: the formulas are the right ones, and they fail where a textbook
// formula has to.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "properties/builtin_subjects.hpp"
#include "tests/properties/family_functions.hpp"
#include "tests/properties/scripted_subject.hpp"

namespace kloracle {
namespace {

check_record judged(int count) {
  const auto who = make_builtin_subject("closed_forms");
  return recorded_check(*who, few_cases(count));
}

bool starts_near(const heard& h) {
  return h.group.starts_with("near");
}

// A wrong sign, a forgotten factor or swapped sides would leave no bits at all.
TEST(ClosedForms, EveryFormulaIsRightOnEverydayParameters) {
  std::map<std::string, int> seen;
  for (const heard& h : judged(300).results) {
    if (h.group != "ordinary_parameters" || h.truth != status::rounded) continue;
    if (std::fabs(h.value) < 0x1p-4) continue;  // where terms cancel, it may be wrong
    EXPECT_LE(h.judgement.is, grade::half) << h.id << ' ' << h.returned.value;
    ++seen[h.function];
  }
  const auto who = make_builtin_subject("closed_forms");
  for (const offered_function& f : who->functions()) EXPECT_GE(seen[f.name], 10) << f.name;
}

// KL is 0 there and its terms are not: what remains of them is rounding.
TEST(ClosedForms, EveryKlIsWrongSomewhereNearEqualParameters) {
  std::map<std::string, grade> worst;
  for (const heard& h : judged(100).results) {
    if (starts_near(h)) worst[h.function] = std::max(worst[h.function], h.judgement.is);
  }
  EXPECT_GE(worst.size(), 18u);
  for (const auto& [name, g] : worst) EXPECT_GE(g, grade::half) << name;
}

TEST(ClosedForms, AnEntropyWithoutCancellationIsStable) {
  int judged_cases = 0;
  for (const heard& h : judged(100).results) {
    if (h.function != "entropy_normal") continue;
    EXPECT_LE(h.judgement.is, grade::tangent) << h.id;
    ++judged_cases;
  }
  EXPECT_GT(judged_cases, 150);
}

// Uniform and Pareto distributions know where they end.
TEST(ClosedForms, SupportsAreCompared) {
  int infinite = 0;
  for (const heard& h : judged(100).results) {
    if (h.function != "kl_uniform" && h.function != "kl_pareto") continue;
    EXPECT_FALSE(h.judgement.special.missed_infinity) << h.id;
    infinite += h.truth == status::plus_infinity;
  }
  EXPECT_GT(infinite, 20);
}

TEST(ClosedForms, TheyAreOfManyFamiliesInFloatAndDouble) {
  std::set<std::string> families_seen;
  const auto who = make_builtin_subject("closed_forms");
  for (const offered_function& f : who->functions()) {
    ASSERT_TRUE(of_families(f)) << f.name;
    families_seen.insert(f.p_of->family);
    for (const family_side* side : {&*f.p_of, f.q_of ? &*f.q_of : &*f.p_of}) {
      const family_entry* known = find_family(side->family);
      ASSERT_NE(known, nullptr) << f.name;
      for (const family_side::slot& slot : side->parameters)
        EXPECT_TRUE(std::ranges::count(known->parameters, slot.name, &parameter_entry::name) == 1)
            << f.name << ' ' << slot.name;
    }
    EXPECT_EQ(f.formats.size(), 2u);
  }
  EXPECT_GE(families_seen.size(), 15u);
}

}  // namespace
}  // namespace kloracle
