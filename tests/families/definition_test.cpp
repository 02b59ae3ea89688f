// SPDX-License-Identifier: Apache-2.0
//
// Every family and every pair of families against the definition: E_P[ln p/q], E_P[-ln p] and
// E_P[-ln q] by integration or summation of textbook densities.
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <iostream>

#include "oracle/families/routes.hpp"
#include "oracle/mpfr_env.hpp"
#include "tests/families/definition.hpp"
#include "tests/families/drawn_laws.hpp"

namespace kloracle::second_opinion {
namespace {

constexpr slong twenty_digits = 67;  // 20 ln 10/ln 2

// KLORACLE_FAMILY_DRAWS: distributions, or pairs of them, for each family or pair of families.
unsigned draws() {
  const char* more = std::getenv("KLORACLE_FAMILY_DRAWS");
  return more == nullptr ? 2 : static_cast<unsigned>(std::atoi(more));
}

answer asked(quantity what, const stated_law& p, const stated_law* q) {
  problem x{what, p.posed()};
  if (q != nullptr) x.q = q->posed();
  target t;
  t.condition = false;
  t.enclosure_bits = twenty_digits + 3;
  return evaluate(x, t);
}

slong exponent_of(const answer& a) {
  if (!a.bounds) return 0;
  const mpfr_srcptr value = a.bounds->bounds().hi();
  return mpfr_regular_p(value) != 0 ? std::clamp<slong>(mpfr_get_exp(value), -400, 400) : 0;
}

bool narrow(const ball& x) {
  return arb_rel_accuracy_bits(x.p()) >= twenty_digits;
}

// The oracle's answer against a definition's value, which is asked for only where it may be finite.
template <class Definition>
void compare(quantity what, const stated_law& p, const stated_law* q, Definition definition) {
  const answer a = asked(what, p, q);
  const std::string about = std::string(entry(what).name) + " of " + p.text() +
                            (q == nullptr ? "" : " against " + q->text()) + ": " +
                            std::string(name(a.state)) + " " + a.decimal + " " + a.reason;
  ASSERT_TRUE(a.argument.empty()) << about << a.argument;
  precision how;
  how.exponent = exponent_of(a);
  const finite_or_not value = definition(how);
  if (!value) {
    EXPECT_EQ(name(a.state), name(status::plus_infinity))
        << about << "; by definition it is infinite";
    return;
  }
  ASSERT_TRUE(a.bounds) << about << "; by definition it is finite";
  EXPECT_TRUE(overlap(*value, a.bounds->bounds()))
      << about << "; by definition " << arb_get_str(value->p(), 30, 0);
  EXPECT_TRUE(narrower_than(a.bounds->bounds(), twenty_digits) || a.state == status::exact)
      << about;
  EXPECT_TRUE(narrow(*value) || a.state == status::exact)
      << about << "; the definition gives only " << arb_get_str(value->p(), 30, 0);
}

std::vector<const family_row*> scalar_families() {
  std::vector<const family_row*> rows;
  for (const family_row* row : family_rows()) {
    const sample_space over = row->entry.over;
    if (over == sample_space::reals || over == sample_space::integers) rows.push_back(row);
  }
  return rows;
}

std::string name_of(const ::testing::TestParamInfo<const family_row*>& row) {
  return std::string(row.param->entry.name);
}

class family : public ::testing::TestWithParam<const family_row*> {
 protected:
  mpfr_env env_;
};

TEST_P(family, HasADefinition) {
  EXPECT_TRUE(is_defined(GetParam()->entry.name));
}

TEST_P(family, HasTheEntropyOfItsDefinition) {
  if (!GetParam()->entropy) GTEST_SKIP() << "no entropy";
  law_source source(1);
  for (unsigned i = 0; i < draws(); ++i) {
    const stated_law p = source.law(GetParam()->entry);
    compare(quantity::entropy, p, nullptr,
            [&](const precision& how) { return entropy_by_definition(*law_of(p, how.bits), how); });
  }
}

void compare_pairs(const family_row& p_row, const family_row& q_row, unsigned count) {
  law_source source(std::hash<std::string_view>()(p_row.entry.name) * 31 +
                    std::hash<std::string_view>()(q_row.entry.name));
  for (unsigned i = 0; i < count; ++i) {
    const stated_law p = source.law(p_row.entry);
    const stated_law q = source.law(q_row.entry);
    compare(quantity::kl, p, &q, [&](const precision& how) {
      return kl_by_definition(*law_of(p, how.bits), *law_of(q, how.bits), how);
    });
    if (!p_row.entropy || i > 0) continue;
    compare(quantity::cross_entropy, p, &q, [&](const precision& how) {
      return cross_entropy_by_definition(*law_of(p, how.bits), *law_of(q, how.bits), how);
    });
  }
}

TEST_P(family, HasTheDivergencesOfItsDefinition) {
  ASSERT_TRUE(is_defined(GetParam()->entry.name));
  for (const family_row* q : scalar_families()) {
    if (!has_closed_form(*GetParam(), *q)) continue;
    ASSERT_TRUE(is_defined(q->entry.name)) << q->entry.name;
    const clock_t start = clock();
    compare_pairs(*GetParam(), *q, q == GetParam() ? 3 * draws() : draws());
    if (std::getenv("KLORACLE_TIMES") != nullptr) {
      std::cout << GetParam()->entry.name << " " << q->entry.name << " "
                << double(clock() - start) / CLOCKS_PER_SEC << "\n";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(every, family, ::testing::ValuesIn(scalar_families()), name_of);

}  // namespace
}  // namespace kloracle::second_opinion
