// SPDX-License-Identifier: Apache-2.0
//
// Rational laws: the symbolic KL against the oracle's, mixtures, text.
#include "properties/errata/exact_laws.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "properties/errata/proofs.hpp"
#include "properties/random.hpp"

namespace kloracle::proofs {
namespace {

exact_law random_law(random_source& random, std::size_t n, bool zeros) {
  exact_law weights;
  for (std::size_t i = 0; i < n; ++i) {
    weights.emplace_back(random.between(zeros ? 0 : 1, 20), random.between(1, 9));
  }
  weights.front() += 1;  // not all are 0
  return normalised(weights);
}

TEST(ExactLaws, TheSymbolicKlIsTheOracles) {
  const mpfr_env widest_range;
  random_source random(20261120);
  for (int trial = 0; trial < 300; ++trial) {
    const auto n = static_cast<std::size_t>(random.between(1, 6));
    const exact_law p = random_law(random, n, true);
    const exact_law q = random_law(random, n, false);
    const closed_form form = kl_form(p, q);
    const interval truth = oracle_value(asked(quantity::kl, p, q));
    EXPECT_TRUE(overlap(enclose(form, proof_bits), truth)) << shown(p) << shown(q);
    EXPECT_EQ(certainly_zero(form), p == q) << shown(p) << shown(q);
  }
}

TEST(ExactLaws, AnInfiniteKlHasNoForm) {
  EXPECT_THROW(kl_form(rationals("1/2 1/2"), rationals("1 0")), std::logic_error);
  EXPECT_TRUE(certainly_zero(kl_form(rationals("1 0"), rationals("1 0"))));
}

TEST(ExactLaws, AreMixedAndNormalised) {
  const exact_law p = rationals("1/4 3/4");
  const exact_law q = rationals("1 0");
  EXPECT_EQ(mixed(p, q, Q(0)), p);
  EXPECT_EQ(mixed(p, q, Q(1)), q);
  EXPECT_EQ(mixed(p, q, Q(1, 3)), rationals("1/2 1/2"));
  EXPECT_EQ(normalised(rationals("0.1 0.3")), p);
}

TEST(ExactLaws, AreShownAsDecimalsOrFractions) {
  EXPECT_EQ(shown(rationals("1/4 2/3 0")), "(0.25, 2/3, 0)");
}

}  // namespace
}  // namespace kloracle::proofs
