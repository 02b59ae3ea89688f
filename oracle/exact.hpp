// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/multiprecision/gmp.hpp>
#include <span>
#include <vector>

#include "oracle/number.hpp"

namespace kloracle {

using Z = boost::multiprecision::mpz_int;
using Q = boost::multiprecision::mpq_rational;

/// What `number` holds; a struct so that number.hpp need not see Boost.
struct rational {
  Q value;
};

/// The exact value of a finite number.
inline Q exact(const number& x) {
  return to_rational(x).value;
}

/// The number with that exact value.
inline number as_number(Q value) {
  return number::from_rational({std::move(value)});
}

/// The exact sum, by pairwise addition: O(M(size) log n) instead of quadratic for unlike
/// denominators.
Q sum(std::span<const Q> values);

/// The integer exponent v_b(x) with b^v dividing x exactly; x is divided by it. x, b > 0, b > 1.
long remove_factor(Z& x, const Z& b);

/// 2^k for any k that fits memory.
Q power_of_two(long k);

/// Number of bits of |x|; 0 for 0.
long bit_length(const Z& x);

}  // namespace kloracle
