// SPDX-License-Identifier: Apache-2.0
#include "properties/errata/binomial_sums.hpp"

#include <vector>

#include "properties/errata/proofs.hpp"

namespace kloracle::proofs {

namespace {

/// d^n P(k heads), k = 0..n, where d is the denominator of P(heads): integers.
struct scaled_law {
  std::vector<Z> weights;
  Z total;
};

scaled_law tosses(const Q& heads, long n) {
  const Z d = denominator(heads);
  const Z a = numerator(heads);
  const Z b = d - a;
  const auto size = static_cast<std::size_t>(n) + 1;
  std::vector<Z> of_heads(size, 1);
  for (std::size_t k = 1; k < size; ++k) of_heads[k] = of_heads[k - 1] * a;
  scaled_law law{std::vector<Z>(size), pow(d, static_cast<unsigned>(n))};
  Z of_tails = 1;
  Z ways = 1;
  for (std::size_t k = size; k-- > 0;) {
    law.weights[k] = ways * of_heads[k] * of_tails;
    of_tails *= b;
    ways = ways * Z(k) / Z(size - k);
  }
  return law;
}

}  // namespace

Z binomial_coefficient(long n, long k) {
  Z result = 1;
  for (long i = 1; i <= k; ++i) result = result * (n - k + i) / i;
  return result;
}

Q upper_tail(const Q& heads, long n, long k) {
  const scaled_law law = tosses(heads, n);
  Z sum = 0;
  for (auto i = static_cast<std::size_t>(k); i < law.weights.size(); ++i) sum += law.weights[i];
  return Q(sum) / Q(law.total);
}

Q least_second_error(const coin_hypotheses& coins, long n, const Q& level) {
  const bool more_heads = coins.alternative > coins.null;
  // Many heads speak for the alternative, once heads and tails are exchanged where few do.
  const scaled_law p0 = tosses(more_heads ? coins.null : Q(1 - coins.null), n);
  const scaled_law p1 = tosses(more_heads ? coins.alternative : Q(1 - coins.alternative), n);
  Q left = level * Q(p0.total);
  Q kept = Q(p1.total);
  for (std::size_t k = p0.weights.size(); k-- > 0;) {
    const Q size = p0.weights[k];
    if (size > left) {
      kept -= left / size * Q(p1.weights[k]);
      break;
    }
    left -= size;
    kept -= Q(p1.weights[k]);
  }
  return kept / Q(p1.total);
}

interval exponent(const Q& probability, long n) {
  return log(enclosed(probability)) * Q(-1, n);
}

}  // namespace kloracle::proofs
