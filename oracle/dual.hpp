// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oracle/interval.hpp"

namespace kloracle {

/// A value with its derivatives with respect to p_i and q_i: forward differentiation, every part
/// an enclosure.
///
/// Guarantee     if the operands enclose f and its derivatives, the result encloses those of the
///               operation: sum, product and chain rule, in interval arithmetic
struct dual {
  interval value;
  interval by_p;
  interval by_q;

  mpfr_prec_t bits() const { return value.bits(); }
};

/// f(x) with f'(x) = slope.
inline dual chained(const dual& x, interval value, const interval& slope) {
  return {std::move(value), slope * x.by_p, slope * x.by_q};
}

inline dual operator-(const dual& x) {
  return {-x.value, -x.by_p, -x.by_q};
}
inline dual operator+(const dual& x, const dual& y) {
  return {x.value + y.value, x.by_p + y.by_p, x.by_q + y.by_q};
}
inline dual operator-(const dual& x, const dual& y) {
  return {x.value - y.value, x.by_p - y.by_p, x.by_q - y.by_q};
}
inline dual operator*(const dual& x, const dual& y) {
  return {x.value * y.value, x.by_p * y.value + x.value * y.by_p,
          x.by_q * y.value + x.value * y.by_q};
}
inline dual operator*(const dual& x, const Q& c) {
  return {x.value * c, x.by_p * c, x.by_q * c};
}
inline dual operator+(const dual& x, const Q& c) {
  return {x.value + c, x.by_p, x.by_q};
}
inline dual operator-(const dual& x, const Q& c) {
  return {x.value - c, x.by_p, x.by_q};
}
inline dual operator/(const dual& x, const dual& y) {
  const interval quotient = x.value / y.value;
  return {quotient, (x.by_p - quotient * y.by_p) / y.value, (x.by_q - quotient * y.by_q) / y.value};
}
inline dual sqr(const dual& x) {
  return chained(x, sqr(x.value), ldexp(x.value, 1));
}
inline dual sqrt(const dual& x) {
  const interval root = sqrt(x.value);
  return chained(x, root, ldexp(inv(root), -1));
}
inline dual exp(const dual& x) {
  const interval e = exp(x.value);
  return chained(x, e, e);
}
inline dual expm1(const dual& x) {
  return chained(x, expm1(x.value), exp(x.value));
}
inline dual log(const dual& x) {
  return chained(x, log(x.value), inv(x.value));
}
inline dual log1p(const dual& x) {
  return chained(x, log1p(x.value), inv(x.value + Q(1)));
}
/// At the kink the slope is any of [-1, 1]: the hull of both sides.
inline dual abs(const dual& x) {
  const interval one(1L, x.bits());
  const interval sign = certainly_positive(x.value)   ? one
                        : certainly_negative(x.value) ? -one
                                                      : hull(-one, one);
  return chained(x, abs(x.value), sign);
}

}  // namespace kloracle
