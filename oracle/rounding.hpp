// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mpfr.h>

#include <cstdint>
#include <string>

#include "oracle/exact.hpp"
#include "oracle/format.hpp"

namespace kloracle {

/// A value of a binary format: (-1)^negative * m * 2^q with m < 2^precision, or an infinity.
struct fp {
  bool negative = false;
  bool infinite = false;
  Z m = 0;
  long q = 0;

  bool is_zero() const { return !infinite && m == 0; }
  friend bool operator==(const fp& a, const fp& b) {
    return a.negative == b.negative && a.infinite == b.infinite && a.m == b.m &&
           (a.m == 0 || a.q == b.q);
  }
};

/// The value of `f` that IEEE 754-2019 section 4.3 names for `x` in direction `d`.
///
/// Statement     correct rounding, with gradual underflow and overflow (to infinity or to the
///               largest finite value, as the direction says)
/// Guarantee     exact integer arithmetic throughout; zero gives +0, an underflow keeps the sign of
///               x Source        IEEE 754-2019 4.3, 7.4
fp round_to(const format& f, direction d, const Q& x);

/// The same for an MPFR number, whatever its exponent; infinities map to infinities. Not NaN.
fp round_to(const format& f, direction d, mpfr_srcptr x);

/// N significant decimal digits of x in direction d, as in -1.2345e-7; the exponent is never
/// bounded. An exact zero is "0". Trailing zeros are kept: the N digits are the claim. digits >= 1.
std::string round_decimal(int digits, direction d, const Q& x);
std::string round_decimal(int digits, direction d, mpfr_srcptr x);

/// The exact value; x is not infinite.
Q value(const fp& x);

/// The double with that value; x belongs to a format no wider than binary64.
double to_double(const fp& x);

/// The value of `f` (binary64 or narrower) that the double holds; it must be one. Not NaN.
fp from_double(const format& f, double x);

/// C99 %a text in the value's own format: 0x1.8p-3; subnormals as 0x0.hhhp-1022, which every reader
/// gets right; inf, -inf, -0x0p+0.
std::string hex(const format& f, const fp& x);

/// The same normalised whatever the exponent, for values of no format.
std::string hex(const fp& x);

}  // namespace kloracle
