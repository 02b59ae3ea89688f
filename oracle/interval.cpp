// SPDX-License-Identifier: Apache-2.0
//
// With special.cpp, which wraps more of MPFR's functions, the only file of the oracle that passes a
// rounding direction to arithmetic. Every endpoint is one correctly rounded MPFR call (MPFR manual,
// "Rounding"); beside each stands the monotonicity that makes it an enclosure. tests/mutation/
// flips these directions one by one and sees the tests die.
#include "oracle/interval.hpp"

#ifdef __FAST_MATH__
#error "kloracle proves its results; it cannot be compiled with -ffast-math"
#endif

#include <algorithm>
#include <stdexcept>

namespace kloracle {
namespace {

// For copies and sign changes at equal or growing precision, where nothing can be rounded.
constexpr mpfr_rnd_t exactly = MPFR_RNDN;

using unary = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);

mpfr_prec_t wider(const interval& x, const interval& y) {
  return std::max(x.bits(), y.bits());
}

// f nondecreasing on its domain: f([a, b]) is inside [f(a), f(b)].
interval increasing(unary f, const interval& x) {
  return interval::make(x.bits(), [&](mpfr_ptr lo, mpfr_ptr hi) {
    f(lo, x.lo(), MPFR_RNDD);
    f(hi, x.hi(), MPFR_RNDU);
  });
}

// The same for a function whose domain is [0, inf) or (0, inf) and that tends to `at_zero` at 0.
interval increasing_from_zero(unary f, const interval& x, bool at_zero_is_finite,
                              const char* name) {
  const bool empty = at_zero_is_finite ? mpfr_sgn(x.hi()) < 0 : mpfr_sgn(x.hi()) <= 0;
  if (empty) throw std::domain_error(std::string("kloracle: ") + name + " of a negative interval");
  return interval::make(x.bits(), [&](mpfr_ptr lo, mpfr_ptr hi) {
    if (mpfr_sgn(x.lo()) > 0) {
      f(lo, x.lo(), MPFR_RNDD);
    } else if (at_zero_is_finite) {
      mpfr_set_zero(lo, 1);
    } else {
      mpfr_set_inf(lo, -1);
    }
    f(hi, x.hi(), MPFR_RNDU);
  });
}

// One endpoint product, with 0 * unbounded = 0 because infinities are not members.
void product(mpfr_ptr out, mpfr_srcptr a, mpfr_srcptr b, mpfr_rnd_t direction) {
  if (mpfr_zero_p(a) || mpfr_zero_p(b)) {
    mpfr_set_zero(out, 1);
  } else {
    mpfr_mul(out, a, b, direction);
  }
}

// One endpoint quotient by b >= 0: 0 / b = 0 because 0 is no divisor, and an unbounded a stays so
// because infinity is no divisor either.
void quotient(mpfr_ptr out, mpfr_srcptr a, mpfr_srcptr b, mpfr_rnd_t direction) {
  if (mpfr_zero_p(a) || mpfr_inf_p(a)) {
    mpfr_set(out, a, exactly);
  } else {
    mpfr_div(out, a, b, direction);
  }
}

}  // namespace

interval::interval(const Q& x, mpfr_prec_t bits) : lo_(bits), hi_(bits) {
  mpfr_set_q(lo_.p(), x.backend().data(), MPFR_RNDD);
  mpfr_set_q(hi_.p(), x.backend().data(), MPFR_RNDU);
}

interval::interval(const Z& x, mpfr_prec_t bits) : lo_(bits), hi_(bits) {
  mpfr_set_z(lo_.p(), x.backend().data(), MPFR_RNDD);
  mpfr_set_z(hi_.p(), x.backend().data(), MPFR_RNDU);
}

interval::interval(long x, mpfr_prec_t bits) : lo_(bits), hi_(bits) {
  mpfr_set_si(lo_.p(), x, MPFR_RNDD);
  mpfr_set_si(hi_.p(), x, MPFR_RNDU);
}

interval interval::entire(mpfr_prec_t bits) {
  return make(bits, [](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set_inf(lo, -1);
    mpfr_set_inf(hi, 1);
  });
}

void interval::settle() {
  // MPFR's special functions distinguish the zeros: 1/-0 = -inf. A set of reals has one zero.
  if (mpfr_zero_p(lo_.p())) mpfr_set_zero(lo_.p(), 1);
  if (mpfr_zero_p(hi_.p())) mpfr_set_zero(hi_.p(), 1);
  const bool sound = !mpfr_nan_p(lo_.p()) && !mpfr_nan_p(hi_.p()) &&
                     mpfr_lessequal_p(lo_.p(), hi_.p()) &&
                     !(mpfr_inf_p(lo_.p()) && mpfr_sgn(lo_.p()) > 0) &&
                     !(mpfr_inf_p(hi_.p()) && mpfr_sgn(hi_.p()) < 0);
  if (!sound) throw std::logic_error("kloracle: interval invariant broken");
}

bool interval::contains(const Q& x) const {
  return mpfr_cmp_q(lo(), x.backend().data()) <= 0 && mpfr_cmp_q(hi(), x.backend().data()) >= 0;
}

bool interval::contains_zero() const {
  return mpfr_sgn(lo()) <= 0 && mpfr_sgn(hi()) >= 0;
}

bool interval::bounded() const {
  return !mpfr_inf_p(lo()) && !mpfr_inf_p(hi());
}

bool interval::is_point() const {
  return mpfr_equal_p(lo(), hi()) != 0;
}

// -[a, b] = [-b, -a], exact at equal precision.
interval operator-(const interval& x) {
  return interval::make(x.bits(), [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_neg(lo, x.hi(), exactly);
    mpfr_neg(hi, x.lo(), exactly);
  });
}

// x + y is increasing in both. No inf - inf: lower ends are never +inf, upper ends never -inf.
interval operator+(const interval& x, const interval& y) {
  return interval::make(wider(x, y), [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_add(lo, x.lo(), y.lo(), MPFR_RNDD);
    mpfr_add(hi, x.hi(), y.hi(), MPFR_RNDU);
  });
}

// x - y is increasing in x and decreasing in y.
interval operator-(const interval& x, const interval& y) {
  return interval::make(wider(x, y), [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_sub(lo, x.lo(), y.hi(), MPFR_RNDD);
    mpfr_sub(hi, x.hi(), y.lo(), MPFR_RNDU);
  });
}

// x y is affine in each argument, so its extremes over a box lie at corners. For signs that are
// known the extreme corners are two; otherwise all four are tried.
interval operator*(const interval& x, const interval& y) {
  const mpfr_prec_t bits = wider(x, y);
  if (mpfr_sgn(x.lo()) >= 0 && mpfr_sgn(y.lo()) >= 0) {
    return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
      product(lo, x.lo(), y.lo(), MPFR_RNDD);
      product(hi, x.hi(), y.hi(), MPFR_RNDU);
    });
  }
  return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    real corner(bits);
    bool first = true;
    for (mpfr_srcptr a : {x.lo(), x.hi()}) {
      for (mpfr_srcptr b : {y.lo(), y.hi()}) {
        product(corner.p(), a, b, MPFR_RNDD);
        if (first || mpfr_less_p(corner.p(), lo)) mpfr_set(lo, corner.p(), exactly);
        product(corner.p(), a, b, MPFR_RNDU);
        if (first || mpfr_greater_p(corner.p(), hi)) mpfr_set(hi, corner.p(), exactly);
        first = false;
      }
    }
  });
}

// 1/x is decreasing on each side of 0; x straddling 0 gives the whole line, x = {0} nothing at all.
interval inv(const interval& x) {
  if (mpfr_zero_p(x.lo()) && mpfr_zero_p(x.hi())) {
    throw std::domain_error("kloracle: inverse of zero");
  }
  if (mpfr_sgn(x.lo()) < 0 && mpfr_sgn(x.hi()) > 0) return interval::entire(x.bits());
  return interval::make(x.bits(), [&](mpfr_ptr lo, mpfr_ptr hi) {
    if (mpfr_zero_p(x.hi())) {
      mpfr_set_inf(lo, -1);
    } else {
      mpfr_ui_div(lo, 1, x.hi(), MPFR_RNDD);
    }
    if (mpfr_zero_p(x.lo())) {
      mpfr_set_inf(hi, 1);
    } else {
      mpfr_ui_div(hi, 1, x.lo(), MPFR_RNDU);
    }
  });
}

// For y > 0: x/y is increasing in x; in y it is decreasing where x >= 0 and increasing where x <=
// 0, so each end of x picks its own end of y. Divisors are y without 0: at y.lo = 0 the end of x
// that picks it goes to infinity (or stays 0). y < 0 by (-x)/(-y). On both sides of 0, y's
// quotients are the whole line, unless x is 0.
interval operator/(const interval& x, const interval& y) {
  if (mpfr_zero_p(y.lo()) && mpfr_zero_p(y.hi())) {
    throw std::domain_error("kloracle: division by zero");
  }
  if (mpfr_sgn(y.hi()) <= 0) return (-x) / (-y);
  if (mpfr_sgn(y.lo()) < 0) {
    const bool zero = mpfr_zero_p(x.lo()) && mpfr_zero_p(x.hi());
    return zero ? interval(0L, wider(x, y)) : interval::entire(wider(x, y));
  }
  return interval::make(wider(x, y), [&](mpfr_ptr lo, mpfr_ptr hi) {
    if (mpfr_sgn(x.lo()) >= 0) {
      quotient(lo, x.lo(), y.hi(), MPFR_RNDD);
    } else {
      quotient(lo, x.lo(), y.lo(), MPFR_RNDD);
    }
    if (mpfr_sgn(x.hi()) <= 0) {
      quotient(hi, x.hi(), y.hi(), MPFR_RNDU);
    } else {
      quotient(hi, x.hi(), y.lo(), MPFR_RNDU);
    }
  });
}

interval operator*(const interval& x, const Q& y) {
  return x * interval(y, x.bits());
}
interval operator+(const interval& x, const Q& y) {
  return x + interval(y, x.bits());
}
interval operator-(const interval& x, const Q& y) {
  return x - interval(y, x.bits());
}
interval operator/(const interval& x, const Q& y) {
  return x / interval(y, x.bits());
}

// |x|: monotone on each side of 0, with minimum 0 inside.
interval abs(const interval& x) {
  if (mpfr_sgn(x.lo()) >= 0) return x;
  if (mpfr_sgn(x.hi()) <= 0) return -x;
  return interval::make(x.bits(), [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set_zero(lo, 1);
    if (mpfr_cmpabs(x.lo(), x.hi()) > 0) {
      mpfr_neg(hi, x.lo(), exactly);
    } else {
      mpfr_set(hi, x.hi(), exactly);
    }
  });
}

// x^2 = |x|^2 is increasing in |x|.
interval sqr(const interval& x) {
  const interval magnitude = abs(x);
  return interval::make(x.bits(), [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_sqr(lo, magnitude.lo(), MPFR_RNDD);
    mpfr_sqr(hi, magnitude.hi(), MPFR_RNDU);
  });
}

interval min(const interval& x, const interval& y) {
  return interval::make(wider(x, y), [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_min(lo, x.lo(), y.lo(), exactly);
    mpfr_min(hi, x.hi(), y.hi(), exactly);
  });
}

interval max(const interval& x, const interval& y) {
  return interval::make(wider(x, y), [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_max(lo, x.lo(), y.lo(), exactly);
    mpfr_max(hi, x.hi(), y.hi(), exactly);
  });
}

interval sqrt(const interval& x) {
  return increasing_from_zero(mpfr_sqrt, x, true, "sqrt");
}
interval log(const interval& x) {
  return increasing_from_zero(mpfr_log, x, false, "log");
}
interval exp(const interval& x) {
  return increasing(mpfr_exp, x);
}
interval expm1(const interval& x) {
  return increasing(mpfr_expm1, x);
}

// log1p is increasing on (-1, inf).
interval log1p(const interval& x) {
  if (mpfr_cmp_si(x.hi(), -1) <= 0) throw std::domain_error("kloracle: log1p below -1");
  return interval::make(x.bits(), [&](mpfr_ptr lo, mpfr_ptr hi) {
    if (mpfr_cmp_si(x.lo(), -1) <= 0) {
      mpfr_set_inf(lo, -1);
    } else {
      mpfr_log1p(lo, x.lo(), MPFR_RNDD);
    }
    mpfr_log1p(hi, x.hi(), MPFR_RNDU);
  });
}

interval ldexp(const interval& x, long k) {
  return interval::make(x.bits(), [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_mul_2si(lo, x.lo(), k, MPFR_RNDD);
    mpfr_mul_2si(hi, x.hi(), k, MPFR_RNDU);
  });
}

interval hull(const interval& x, const interval& y) {
  return interval::make(wider(x, y), [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_min(lo, x.lo(), y.lo(), exactly);
    mpfr_max(hi, x.hi(), y.hi(), exactly);
  });
}

interval meet(const interval& x, const interval& y) {
  if (!overlap(x, y)) throw std::logic_error("kloracle: two enclosures of one number are disjoint");
  return interval::make(wider(x, y), [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_max(lo, x.lo(), y.lo(), exactly);
    mpfr_min(hi, x.hi(), y.hi(), exactly);
  });
}

interval clamp_nonnegative(const interval& x) {
  if (mpfr_sgn(x.hi()) < 0)
    throw std::logic_error("kloracle: a nonnegative number enclosed below 0");
  return interval::make(x.bits(), [&](mpfr_ptr lo, mpfr_ptr hi) {
    if (mpfr_sgn(x.lo()) < 0) {
      mpfr_set_zero(lo, 1);
    } else {
      mpfr_set(lo, x.lo(), exactly);
    }
    mpfr_set(hi, x.hi(), exactly);
  });
}

bool certainly_lt(const interval& x, const interval& y) {
  return mpfr_less_p(x.hi(), y.lo()) != 0;
}
bool certainly_le(const interval& x, const interval& y) {
  return mpfr_lessequal_p(x.hi(), y.lo()) != 0;
}
bool certainly_positive(const interval& x) {
  return mpfr_sgn(x.lo()) > 0;
}
bool certainly_negative(const interval& x) {
  return mpfr_sgn(x.hi()) < 0;
}

bool overlap(const interval& x, const interval& y) {
  return mpfr_lessequal_p(x.lo(), y.hi()) && mpfr_lessequal_p(y.lo(), x.hi());
}

bool narrower_than(const interval& x, long bits) {
  if (x.is_point()) return true;
  if (x.contains_zero() || !x.bounded()) return false;
  // The width rounded up and the smaller magnitude rounded down: true is proved.
  const interval magnitude = abs(x);
  real width(64);
  real scale(64);
  mpfr_sub(width.p(), x.hi(), x.lo(), MPFR_RNDU);
  mpfr_set(scale.p(), magnitude.lo(), MPFR_RNDD);
  mpfr_mul_2si(scale.p(), scale.p(), -bits, MPFR_RNDZ);
  return mpfr_lessequal_p(width.p(), scale.p()) != 0;
}

interval const_ln2(mpfr_prec_t bits) {
  return interval::make(bits, [](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_const_log2(lo, MPFR_RNDD);
    mpfr_const_log2(hi, MPFR_RNDU);
  });
}

interval const_ln10(mpfr_prec_t bits) {
  return log(interval(10L, bits));
}

}  // namespace kloracle
