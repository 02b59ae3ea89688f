// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "oracle/exact.hpp"
#include "oracle/real.hpp"

namespace kloracle {

/// A non-empty closed connected set of reals, [lower, upper], with a precision in bits.
///
/// Inclusion     for every operation f and all x in X: f(x) is in f(X). Endpoints are each one
///               correctly rounded MPFR call on operand endpoints chosen by monotonicity, so the
///               proof of an operation is MPFR's rounding and one line of monotonicity
///               (interval.cpp).
/// Invariant     lower <= upper, never NaN, lower != +inf, upper != -inf, no negative zero.
///               Infinite endpoints mean "unbounded" and are not members, hence 0 * unbounded = 0.
/// Domains       f(X) encloses f on X intersected with f's domain; an empty intersection throws
///               std::domain_error.
/// Precision     a result has the larger precision of its operands.
/// Comparison    there is no operator< and no operator==: ask what is proved.
///
/// An mpfr_env must be alive (mpfr_env.hpp).
class interval {
 public:
  interval(const Q& x, mpfr_prec_t bits);
  interval(const Z& x, mpfr_prec_t bits);
  interval(long x, mpfr_prec_t bits);

  /// The whole real line.
  static interval entire(mpfr_prec_t bits);

  /// `write(lo, hi)` sets both endpoints; zeros are made +0 and the invariant is checked:
  /// std::logic_error if it does not hold, as that is a bug in `write`.
  template <class Write>
  static interval make(mpfr_prec_t bits, Write write) {
    interval x(bits);
    write(x.lo_.p(), x.hi_.p());
    x.settle();
    return x;
  }

  mpfr_srcptr lo() const { return lo_.p(); }
  mpfr_srcptr hi() const { return hi_.p(); }
  mpfr_prec_t bits() const { return lo_.bits(); }

  bool contains(const Q& x) const;
  bool contains_zero() const;
  bool bounded() const;
  bool is_point() const;

 private:
  explicit interval(mpfr_prec_t bits) : lo_(bits), hi_(bits) {}
  void settle();

  real lo_;
  real hi_;
};

interval operator-(const interval& x);
interval operator+(const interval& x, const interval& y);
interval operator-(const interval& x, const interval& y);
interval operator*(const interval& x, const interval& y);
interval operator/(const interval& x, const interval& y);
interval operator*(const interval& x, const Q& y);
interval operator+(const interval& x, const Q& y);
interval operator-(const interval& x, const Q& y);
interval operator/(const interval& x, const Q& y);

interval sqr(const interval& x);
interval inv(const interval& x);
interval abs(const interval& x);
interval min(const interval& x, const interval& y);
interval max(const interval& x, const interval& y);
interval sqrt(const interval& x);
interval exp(const interval& x);
interval expm1(const interval& x);
interval log(const interval& x);
interval log1p(const interval& x);

/// x * 2^k, exactly.
interval ldexp(const interval& x, long k);

/// The smallest interval containing both.
interval hull(const interval& x, const interval& y);

/// The intersection of two proven enclosures of one number. Empty means that one of the two proofs
/// is wrong: std::logic_error.
interval meet(const interval& x, const interval& y);

/// x intersected with [0, inf), for a number that a named theorem says is not negative.
interval clamp_nonnegative(const interval& x);

/// Proved: every member of x is below (not above; positive; negative) every member of y.
bool certainly_lt(const interval& x, const interval& y);
bool certainly_le(const interval& x, const interval& y);
bool certainly_positive(const interval& x);
bool certainly_negative(const interval& x);

/// Whether the two have a common member.
bool overlap(const interval& x, const interval& y);

/// Proved: upper - lower <= 2^-bits |x| for every member x.
bool narrower_than(const interval& x, long bits);

/// Enclosures of ln 2 and ln 10.
interval const_ln2(mpfr_prec_t bits);
interval const_ln10(mpfr_prec_t bits);

}  // namespace kloracle
