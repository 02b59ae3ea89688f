// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "oracle/families/words.hpp"

namespace kloracle {

/// Thrown by a log affinity of distributions that share no outcomes: it is -infinity.
struct nothing_shared {};

/// ln of the sum of e^x over the exponents, one for each outcome that two distributions share.
///
/// Formula       ln(e^x + e^y) = x + softplus(y - x), which neither overflows nor underflows;
///               written out, the logarithm of the sum
template <class T>
T log_sum(const std::vector<T>& exponents) {
  if (exponents.empty()) throw nothing_shared{};
  T total = exponents[0];
  for (std::size_t i = 1; i < exponents.size(); ++i) {
    total = total + softplus(exponents[i] - total);
  }
  return total;
}

template <>
inline closed_form log_sum(const std::vector<closed_form>& exponents) {
  if (exponents.empty()) throw nothing_shared{};
  closed_form total;
  for (const closed_form& x : exponents) total += exp(x);
  return log(total);
}

}  // namespace kloracle
