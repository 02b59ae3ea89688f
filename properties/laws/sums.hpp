// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "properties/laws/law.hpp"

// The certified sums that bounds and residuals of laws are made of: plain formulas in intervals,
// by another route than the oracle's.
namespace kloracle::sums {

/// Whether an enclosure is the number 0 itself: of exact inputs, an outcome that cannot happen.
bool is_zero(const interval& x);

/// P and Q of an input on the simplex, as probabilities.
std::vector<interval> p_of(const law_scope& where, const sample& s, long bits);
std::vector<interval> q_of(const law_scope& where, const sample& s, long bits);

/// p - q of an input on the simplex.
std::vector<interval> differences(const law_scope& where, const sample& s, long bits);

/// x^a of a positive x.
interval power(const interval& x, const Q& a);

/// -sum p ln p, and -sum p ln q; q is positive wherever p is.
interval entropy(std::span<const interval> p);
interval cross_entropy(std::span<const interval> p, std::span<const interval> q);

/// sum p ln(p/q); q is positive wherever p is.
interval divergence(std::span<const interval> p, std::span<const interval> q);

/// sum p^a over p > 0, and sum p^a q^(1-a) where both are positive.
interval power_sum(std::span<const interval> p, const Q& a);
interval power_sum(std::span<const interval> p, std::span<const interval> q, const Q& a);

/// The largest of them.
interval largest(std::span<const interval> x);

}  // namespace kloracle::sums
