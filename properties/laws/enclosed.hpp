// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "oracle/interval.hpp"
#include "properties/laws/law.hpp"

// Divergences of two distributions in plain interval arithmetic, by their definitions and another
// route than the oracle's: what bounds and residuals of laws are made of.
namespace kloracle::enclosed {

/// Two distributions as a bound sees them.
struct sides {
  std::vector<interval> p;
  std::vector<interval> q;
  std::vector<interval> d;  // p - q; exactly 0 where they are proved to be the same
  long bits = 0;

  std::size_t size() const { return p.size(); }
};

/// P and Q of an input, probabilities or softmax; exchanged where `swapped`.
sides sides_of(const law_scope& where, const sample& s, bool swapped, long bits);

/// The two-point distributions (P(A), 1 - P(A)), (Q(A), 1 - Q(A)) of an event A.
sides partition(const sides& x, const std::vector<bool>& event);

/// Whether the enclosure is the number 0 itself.
bool is_zero(const interval& x);

/// An interval of a double, exactly.
interval exactly(double x, long bits);

/// 1, to the bits of the sides.
inline interval one(const sides& x) {
  return {1L, x.bits};
}

/// What is known of a value that is infinite: it is above every number.
interval infinite(long bits);

/// ln(a/b) of positive a and b, as accurate near a = b; `difference` encloses a - b.
interval log_ratio(const interval& a, const interval& b, const interval& difference);

// The divergences, in nats; infinite(bits) where they are.
interval kl(const sides& x);
interval jeffreys(const sides& x);
interval jensen_shannon(const sides& x);
interval total_variation(const sides& x);
interval squared_hellinger(const sides& x);
interval chi_squared(const sides& x);
interval triangular_discrimination(const sides& x);

/// sum sqrt(p q), and sum min(p, q): 1 less squared_hellinger and total_variation, without loss.
interval affinity(const sides& x);
interval overlap(const sides& x);

/// sum p^a q^(1-a) over the outcomes that both have, 0 < a < 1.
interval power_affinity(const sides& x, const Q& order);

}  // namespace kloracle::enclosed
