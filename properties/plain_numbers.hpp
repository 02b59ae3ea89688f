// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <vector>

#include "oracle/format.hpp"

namespace kloracle {

/// How much there is to read in an input, and to object to: the less the plainer, in this order.
struct plainness {
  std::size_t numbers = 0;
  std::size_t odd_sums = 0;   // sides whose probabilities do not sum to 1
  std::size_t text = 0;       // of the shortest decimals, together
  std::size_t exponents = 0;  // likewise, without signs
  auto operator<=>(const plainness&) const = default;
};

/// Counts a number of the format.
void count(plainness& of, double x, const format& in);

/// x rounded to so many significant decimal digits, or bits.
double with_digits(double x, int digits);
double with_bits(double x, int bits);

/// Numbers to try in place of x, plain ones and such as keep something of it: its size, its first
/// digits, how far it is from 1 or from `twin`. Not yet rounded to the format.
std::vector<double> plain_values(double x, double twin, const format& in);

}  // namespace kloracle
