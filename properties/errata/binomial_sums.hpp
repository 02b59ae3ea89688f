// SPDX-License-Identifier: Apache-2.0
//
// Probabilities of n tosses of a coin, exactly: what claims on exponents are held to.
#pragma once

#include "oracle/exact.hpp"
#include "oracle/interval.hpp"

namespace kloracle::proofs {

/// n!/(k! (n-k)!), for 0 <= k <= n.
Z binomial_coefficient(long n, long k);

/// P(at least k heads in n tosses), each of which is heads with the probability given.
Q upper_tail(const Q& heads, long n, long k);

/// Two simple hypotheses on a coin: its probability of heads under each, different ones.
struct coin_hypotheses {
  Q null;
  Q alternative;
};

/// The least P(H0 is kept | H1) over all tests on n tosses, randomised ones too, with
/// P(H0 is rejected | H0) <= level.
///
/// Source        Neyman and Pearson 1933: reject where P1/P0 is largest; that ratio is monotone in
///               the number of heads
Q least_second_error(const coin_hypotheses& coins, long n, const Q& level);

/// -(1/n) ln of a positive probability.
interval exponent(const Q& probability, long n);

}  // namespace kloracle::proofs
