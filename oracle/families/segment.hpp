// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oracle/families/words.hpp"

namespace kloracle {

/// max(x, 0) and max(x, y). On a tape the slope at a tie is any between those of both sides.
template <class T>
T positive_part(const T& x) {
  return (x + abs(x)) * Q(1, 2);
}
template <class T>
T larger(const T& x, const T& y) {
  return y + positive_part(x - y);
}

/// The integral of e^(a y) over y from `from` to `to`, for any a.
///
/// Formula       e^(a from) (e^(a w) - 1)/a with w = to - from; w for a = 0
template <class T>
T integral_of_exponential(const T& a, const T& from, const T& to) {
  const T width = to - from;
  return width * exp(a * from + continuous_bernoulli_normaliser(a * width));
}
inline closed_form integral_of_exponential(const closed_form& a, const closed_form& from,
                                           const closed_form& to) {
  if (a.rational_value() == Q(0)) return to - from;
  return (exp(a * to) - exp(a * from)) / a;
}

}  // namespace kloracle
