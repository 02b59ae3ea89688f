// SPDX-License-Identifier: Apache-2.0
#include "oracle/condition.hpp"

#include <algorithm>
#include <numeric>

namespace kloracle {
namespace {

// One number near x; any serves as the c of an upper bound.
interval some_member(const interval& x, mpfr_prec_t bits) {
  return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set(lo, mpfr_inf_p(x.lo()) ? x.hi() : x.lo(), MPFR_RNDN);
    if (mpfr_inf_p(lo)) mpfr_set_zero(lo, 1);
    mpfr_set(hi, lo, MPFR_RNDN);
  });
}

}  // namespace

interval componentwise(const gradient_block& block, mpfr_prec_t bits) {
  interval total(0L, bits);
  for (std::size_t i = 0; i < block.weight.size(); ++i) {
    total = total + abs(block.slope[i]) * interval(block.weight[i], bits);
  }
  return total;
}

interval tangent(const gradient_block& block, mpfr_prec_t bits) {
  const std::size_t n = block.weight.size();
  if (n <= 1) return interval(0L, bits);
  std::vector<interval> slopes = block.slope;
  for (std::size_t i = 0; i < n; ++i) {
    if (block.one_sided[i]) slopes[i] = hull(slopes[i], interval(0L, bits));
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return mpfr_less_p(slopes[a].lo(), slopes[b].lo()) != 0;
  });
  // The median: the first m with (weight below) + w_m >= (weight above), so that the d_m that
  // balances the others, below - above, obeys |d_m| <= w_m.
  Q above = sum(block.weight);
  Q below = 0;
  std::size_t m = 0;
  for (;; ++m) {
    above -= block.weight[order[m]];
    if (below + block.weight[order[m]] >= above) break;
    below += block.weight[order[m]];
  }
  const Q balance = below - above;
  const interval& median = slopes[order[m]];
  const interval center = some_member(median, bits);
  interval feasible = median * interval(balance, bits);  // a lower bound: sum s_i d_i
  interval relaxed(0L, bits);                            // an upper bound: sum w_i |s_i - c|
  for (std::size_t k = 0; k < n; ++k) {
    const interval& slope = slopes[order[k]];
    const interval weight(block.weight[order[k]], bits);
    relaxed = relaxed + abs(slope - center) * weight;
    if (k < m) feasible = feasible - slope * weight;
    if (k > m) feasible = feasible + slope * weight;
  }
  return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    const interval lower = max(feasible, interval(0L, bits));  // d = 0 is feasible
    mpfr_set(lo, lower.lo(), MPFR_RNDD);
    mpfr_set(hi, relaxed.hi(), MPFR_RNDU);
  });
}

}  // namespace kloracle
