// SPDX-License-Identifier: Apache-2.0
//
// Arb's complex balls as values, as its rigorous integrator wants them.
#pragma once

#include <acb.h>

#include <algorithm>
#include <utility>

#include "tests/oracle/arb_ball.hpp"

namespace kloracle::second_opinion {

/// An acb_t that owns itself. `holomorphic` says that the integrator relies on the function being
/// holomorphic on this whole ball: words that are not there answer "anything".
class complex_ball {
 public:
  complex_ball(slong bits, bool holomorphic) : bits_(bits), holomorphic_(holomorphic) {
    acb_init(z_);
  }
  complex_ball(const ball& x)  // NOLINT(google-explicit-constructor): reals are complex
      : complex_ball(x.bits(), false) {
    acb_set_arb(z_, x.p());
  }
  complex_ball(acb_srcptr z, slong bits, bool holomorphic) : complex_ball(bits, holomorphic) {
    acb_set(z_, z);
  }
  complex_ball(const complex_ball& other) : complex_ball(other.bits_, other.holomorphic_) {
    acb_set(z_, other.z_);
  }
  complex_ball& operator=(complex_ball other) noexcept {
    acb_swap(z_, other.z_);
    std::swap(bits_, other.bits_);
    std::swap(holomorphic_, other.holomorphic_);
    return *this;
  }
  ~complex_ball() { acb_clear(z_); }

  acb_ptr p() { return z_; }
  acb_srcptr p() const { return z_; }
  slong bits() const { return bits_; }
  bool holomorphic() const { return holomorphic_; }
  ball real_part() const {
    ball x(bits_);
    arb_set(x.p(), acb_realref(z_));
    return x;
  }

 private:
  acb_t z_;
  slong bits_;
  bool holomorphic_;
};

template <class Operation>
complex_ball lifted(const complex_ball& x, Operation operation) {
  complex_ball result(x.bits(), x.holomorphic());
  operation(result.p(), x.p(), x.bits());
  return result;
}

template <class Operation>
complex_ball lifted(const complex_ball& x, const complex_ball& y, Operation operation) {
  complex_ball result(std::max(x.bits(), y.bits()), x.holomorphic() || y.holomorphic());
  operation(result.p(), x.p(), y.p(), result.bits());
  return result;
}

inline complex_ball operator+(const complex_ball& x, const complex_ball& y) {
  return lifted(x, y, acb_add);
}
inline complex_ball operator-(const complex_ball& x, const complex_ball& y) {
  return lifted(x, y, acb_sub);
}
inline complex_ball operator*(const complex_ball& x, const complex_ball& y) {
  return lifted(x, y, acb_mul);
}
inline complex_ball operator/(const complex_ball& x, const complex_ball& y) {
  return lifted(x, y, acb_div);
}
inline complex_ball operator-(const complex_ball& x) {
  return lifted(x, [](acb_ptr z, acb_srcptr y, slong) { acb_neg(z, y); });
}
inline complex_ball sqr(const complex_ball& x) {
  return lifted(x, acb_sqr);
}
inline complex_ball exp(const complex_ball& x) {
  return lifted(x, acb_exp);
}
inline complex_ball expm1(const complex_ball& x) {
  return lifted(x, acb_expm1);
}
inline complex_ball sinh(const complex_ball& x) {
  return lifted(x, acb_sinh);
}
inline complex_ball cosh(const complex_ball& x) {
  return lifted(x, acb_cosh);
}
inline complex_ball cos(const complex_ball& x) {
  return lifted(x, acb_cos);
}
inline complex_ball log(const complex_ball& x) {
  complex_ball result(x.bits(), x.holomorphic());
  acb_log_analytic(result.p(), x.p(), x.holomorphic(), x.bits());
  return result;
}
/// |x| on the real line; x or -x beside it, and "anything" across the imaginary axis.
inline complex_ball real_abs(const complex_ball& x) {
  complex_ball result(x.bits(), x.holomorphic());
  acb_real_abs(result.p(), x.p(), x.holomorphic(), x.bits());
  return result;
}

/// ln(1 + w), as precise as w where w is small.
inline complex_ball log1p(const complex_ball& w) {
  const complex_ball sum = w + ball(Q(1), w.bits());
  const bool cut =
      arb_contains_zero(acb_imagref(sum.p())) && !arb_is_positive(acb_realref(sum.p()));
  return lifted(w, [&](acb_ptr z, acb_srcptr x, slong bits) {
    w.holomorphic() && cut ? acb_indeterminate(z) : acb_log1p(z, x, bits);
  });
}

/// ln(1 + e^u).
inline complex_ball softplus(const complex_ball& u) {
  return log1p(exp(u));
}

// --- of reals ----------------------------------------------------------------------------------

inline ball operator-(const ball& x) {
  return lifted(x, [](arb_ptr z, arb_srcptr y, slong) { arb_neg(z, y); });
}
inline ball operator*(const ball& x, const Q& c) {
  return x * ball(c, x.bits());
}
inline ball operator/(const ball& x, const Q& c) {
  return x / ball(c, x.bits());
}
inline ball operator+(const ball& x, const Q& c) {
  return x + ball(c, x.bits());
}
inline ball operator-(const ball& x, const Q& c) {
  return x - ball(c, x.bits());
}
inline ball sqr(const ball& x) {
  return x * x;
}
inline ball abs(const ball& x) {
  return lifted(x, [](arb_ptr z, arb_srcptr y, slong) { arb_abs(z, y); });
}
inline ball lgamma(const ball& x) {
  return lifted(x, arb_lgamma);
}
inline ball pi(slong bits) {
  ball result(bits);
  arb_const_pi(result.p(), bits);
  return result;
}
/// x^a of a positive x.
inline ball raised(const ball& x, const ball& a) {
  return exp(a * log(x));
}

}  // namespace kloracle::second_opinion
