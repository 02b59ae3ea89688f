// SPDX-License-Identifier: Apache-2.0
//
// The values of a format in their order, counted: 0 has index 0, the smallest subnormal 1, and so
// on through every bit pattern to infinity. Knows nothing of rounding.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "oracle/exact.hpp"
#include "oracle/format.hpp"

namespace kloracle {

inline constexpr std::array<const format*, 4> judged_formats{&binary16, &bfloat16, &binary32,
                                                             &binary64};

/// The index of the largest finite value; infinity comes next.
inline std::int64_t last_index(const format& f) {
  return (static_cast<std::int64_t>(f.emax - f.emin + 2) << (f.precision - 1)) - 1;
}

inline double value_at(const format& f, std::int64_t index) {
  if (index < 0) return -value_at(f, -index);
  if (index > last_index(f)) return std::numeric_limits<double>::infinity();
  const std::int64_t hidden = std::int64_t{1} << (f.precision - 1);
  const auto binade = static_cast<int>(index / hidden);
  const std::int64_t mantissa = binade == 0 ? index : hidden + index % hidden;
  return std::ldexp(static_cast<double>(mantissa),
                    std::max(binade, 1) - 1 + f.emin - f.precision + 1);
}

/// x is a value of the format.
inline std::int64_t index_of(const format& f, double x) {
  if (x < 0) return -index_of(f, -x);
  if (x == 0) return 0;
  if (std::isinf(x)) return last_index(f) + 1;
  const int exponent = std::max(std::ilogb(x), f.emin);
  const double mantissa = std::ldexp(x, f.precision - 1 - exponent);
  return static_cast<std::int64_t>(mantissa) +
         (static_cast<std::int64_t>(exponent - f.emin) << (f.precision - 1));
}

/// The k-th value after x; before it, for k < 0.
inline double stepped(const format& f, double x, std::int64_t k) {
  return value_at(f, index_of(f, x) + k);
}

/// floor(log2 x), x > 0.
inline long floor_log2(const Q& x) {
  const long above = bit_length(numerator(x)) - bit_length(denominator(x));
  return power_of_two(above) <= x ? above : above - 1;
}

/// verdict.hpp: 2^(max(floor(log2 |v|), emin) - p + 1); of 0, the smallest subnormal.
inline Q ulp_of(const format& f, const Q& v) {
  const long exponent = v == 0 ? f.emin : std::max<long>(floor_log2(abs(v)), f.emin);
  return power_of_two(exponent - f.precision + 1);
}

}  // namespace kloracle
