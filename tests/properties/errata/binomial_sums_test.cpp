// SPDX-License-Identifier: Apache-2.0
//
// Binomial probabilities against every sequence of tosses, and the best test against the dual of
// what it optimises.
#include "properties/errata/binomial_sums.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <vector>

#include "oracle/mpfr_env.hpp"

namespace kloracle::proofs {
namespace {

/// P(k heads), k = 0..n, by adding up sequences.
std::vector<Q> by_sequences(const Q& heads, long n) {
  std::vector<Q> law(static_cast<std::size_t>(n) + 1);
  for (unsigned sequence = 0; sequence < 1U << n; ++sequence) {
    Q probability = 1;
    for (long i = 0; i < n; ++i) {
      probability *= (sequence >> i & 1U) != 0 ? heads : Q(1 - heads);
    }
    law[static_cast<std::size_t>(std::popcount(sequence))] += probability;
  }
  return law;
}

TEST(binomial_sums, tails_add_up_sequences) {
  for (const Q& heads : {Q(0), Q(1, 2), Q(9, 10), Q(2, 7), Q(1)}) {
    for (long n = 1; n <= 8; ++n) {
      const std::vector<Q> law = by_sequences(heads, n);
      Q tail = 0;
      for (long k = n; k >= 0; --k) {
        tail += law[static_cast<std::size_t>(k)];
        EXPECT_EQ(upper_tail(heads, n, k), tail) << heads << ' ' << n << ' ' << k;
      }
      EXPECT_EQ(tail, 1);
    }
  }
}

TEST(binomial_sums, coefficients_count_sequences) {
  for (long n = 0; n <= 10; ++n) {
    std::vector<long> count(static_cast<std::size_t>(n) + 1);
    for (unsigned sequence = 0; sequence < 1U << n; ++sequence) {
      ++count[static_cast<std::size_t>(std::popcount(sequence))];
    }
    for (long k = 0; k <= n; ++k) {
      EXPECT_EQ(binomial_coefficient(n, k), count[static_cast<std::size_t>(k)]);
    }
  }
}

/// The maximum over c >= 0 of sum min(P1, c P0) - c level: no test is below any of these, and the
/// best test attains one where c is a ratio P1/P0 (or 0).
Q dual_optimum(const coin_hypotheses& coins, long n, const Q& level) {
  const std::vector<Q> p0 = by_sequences(coins.null, n);
  const std::vector<Q> p1 = by_sequences(coins.alternative, n);
  std::vector<Q> ratios{0};
  for (std::size_t k = 0; k < p0.size(); ++k) {
    if (p0[k] > 0) ratios.emplace_back(p1[k] / p0[k]);
  }
  Q best = 0;
  for (const Q& c : ratios) {
    Q value = -c * level;
    for (std::size_t k = 0; k < p0.size(); ++k) value += std::min(p1[k], Q(c * p0[k]));
    best = std::max(best, value);
  }
  return best;
}

TEST(binomial_sums, best_test_meets_its_dual) {
  for (const coin_hypotheses& coins :
       {coin_hypotheses{Q(1, 2), Q(9, 10)}, coin_hypotheses{Q(9, 10), Q(1, 2)},
        coin_hypotheses{Q(9, 10), Q(1, 3)}, coin_hypotheses{1, Q(1, 2)},
        coin_hypotheses{0, Q(1, 3)}, coin_hypotheses{Q(1, 2), 1},
        coin_hypotheses{Q(2, 7), Q(3, 7)}}) {
    for (const Q& level : {Q(0), Q(1, 20), Q(1, 3), Q(1)}) {
      for (long n = 1; n <= 6; ++n) {
        EXPECT_EQ(least_second_error(coins, n, level), dual_optimum(coins, n, level))
            << coins.null << ' ' << coins.alternative << ' ' << level << ' ' << n;
      }
    }
  }
}

TEST(binomial_sums, exponent_undoes_the_exponential) {
  const mpfr_env env;
  EXPECT_TRUE(overlap(exponent(Q(1, 1024), 10), const_ln2(100)));
  EXPECT_FALSE(overlap(exponent(Q(1, 1023), 10), const_ln2(100)));
}

}  // namespace
}  // namespace kloracle::proofs
