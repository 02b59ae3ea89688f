// SPDX-License-Identifier: Apache-2.0
//
// E ln(1 + W^2), W = t + r S, for S = sinh U with the density k cosh(u)^-df, k = 1/B(df/2, 1/2):
// then sqrt(df) S is Student's variable of df degrees of freedom.
//
// ln(1 + W^2) = 2 Re ln(1 - i W), and 1 - i w(z), w(z) = t + r sinh z, has the real part 1 + r cosh
// x sin y >= 1 for z = x + iy, 0 <= y <= pi/2. So the integrand F(z) = 2 k cosh(z)^-df ln(1 - i
// w(z)) is analytic there, and the integral may be taken along Im z = eta, as F falls at both ends:
// a strip of half-width eta around that line, 0 < y < 2 eta <= 7/5, is free of singularities
// wherever t and r are. In it
//
//   |cosh z|^2 = cosh^2 x - sin^2 y >= cosh^2 x cos^2 y, so |cosh z^-df| <= cos(2 eta)^-df
//   cosh(x)^-df; |ln(1 - i w)| <= ln(1 + |t| + r cosh x) + pi/2 <= ln(1 + |t| + r) + |x| + 2;
//   its derivative by t, -i/(1 - iw), is at most 1; by r, -i sinh z/(1 - iw) = -i ((w - t)/r)/(1 -
//   iw), at most (2 + |t|)/r, as w = i (1 - iw) - i; by df the integrand has the further factor s -
//   ln cosh z, s = (psi((df+1)/2) - psi(df/2))/2, of at most |s| + |x| + 4, as -ln cos(7/5) < 9/5
//   and the argument is below pi/2.
//
// cos(2 eta)^-df must stay moderate: 2 eta <= 3/sqrt(df).
#include <algorithm>
#include <cmath>

#include "oracle/families/line_averages.hpp"
#include "oracle/families/line_integral.hpp"
#include "oracle/monotone.hpp"

namespace kloracle {
namespace {

struct complex_interval {
  interval re;
  interval im;
};

complex_interval operator*(const complex_interval& x, const complex_interval& y) {
  return {x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re};
}

complex_interval inverse_of(const complex_interval& x) {
  const interval square = sqr(x.re) + sqr(x.im);
  return {x.re / square, -(x.im / square)};
}

interval atan(const interval& x) {
  return increasing(
      x, [](mpfr_srcptr end, mpfr_prec_t bits) { return at_point(mpfr_atan, end, bits); });
}

// ln z for Re z > 0.
complex_interval log_right(const complex_interval& z) {
  return {ldexp(log(sqr(z.re) + sqr(z.im)), -1), atan(z.im / z.re)};
}

// The moments of k cosh(x)^-df, and those beyond a point. The integrals of |x|^j cosh(x)^-df: for
// df >= 2 by |x| <= sinh|x| and x^2 <= 2 cosh x they are at most 2/(df - 1) and 2 B((df-1)/2, 1/2)
// <= 2 B(1/2, 1/2) = 2 pi < 7; for df < 2 by cosh x >= e^|x|/2 at most 4 * 2 j!/df^(j+1). Those
// beyond a point by the same bound.
struct student_weight {
  interval df;
  interval log_k;

  explicit student_weight(const interval& degrees)
      : df(degrees),
        log_k(lgamma(ldexp(df + Q(1), -1)) - lgamma(ldexp(df, -1)) -
              ldexp(log(const_pi(df.bits())), -1)) {}

  moments whole() const {
    const auto of = [&](const Q& c) { return interval(c, df.bits()); };
    const bool light = mpfr_cmp_si(df.lo(), 2) >= 0;
    const interval k = exp(log_k);
    return {of(1), k * (light ? of(2) / (df - Q(1)) : of(8) / sqr(df)),
            k * (light ? of(7) : of(16) / (sqr(df) * df))};
  }
  moments beyond(const interval& x) const {
    const interval e = ldexp(exp(log_k + df * (const_ln2(df.bits()) - x)), 1) / df;
    return {e, e * (x + inv(df)), e * (sqr(x) + ldexp(x / df, 1) + ldexp(inv(sqr(df)), 1))};
  }
};

moments scaled(const moments& m, const interval& by) {
  return {m[0] * by, m[1] * by, m[2] * by};
}

// What stands beside 2 k cosh(z)^-df: ln(1 - i w), or one of its derivatives.
enum class factor_of { value, by_t, by_r, by_df };

class shifted_integral {
 public:
  shifted_integral(const interval& df, const interval& t, const interval& r)
      : df_(df), t_(t), r_(r), weight_(df) {
    if (const auto width = strip_within(3, sqrt(df), Q(7, 5))) eta_ = *width / 2;
  }

  interval of(factor_of what) const {
    if (!eta_) return interval::entire(df_.bits());
    const interval angle(*eta_, df_.bits());
    const interval larger = exp(-(df_ * log(cos(ldexp(angle, 1)))));
    const height at_eta{cos(angle), sin(angle)};
    const interval doubled = ldexp(larger, 1);
    const line_integrand f{*eta_ * Q(63, 64),
                           [&](const interval& x) { return at(x, at_eta, what); },
                           scaled(weight_.whole(), doubled),
                           [&](const interval& x) { return scaled(weight_.beyond(x), doubled); },
                           2 / mpfr_get_d(df_.lo(), MPFR_RNDD),
                           growth(what),
                           0x1p21};  // a node costs some ten functions
    return line_integral(f, df_.bits());
  }

 private:
  struct height {  // cos and sin of eta
    interval cosine;
    interval sine;
  };

  interval number(const Q& c) const { return interval(c, df_.bits()); }
  // (psi((df+1)/2) - psi(df/2))/2
  interval score() const {
    return ldexp(digamma(ldexp(df_ + Q(1), -1)) - digamma(ldexp(df_, -1)), -1);
  }

  moments growth(factor_of what) const {
    const interval none = number(0);
    const interval size = log1p(abs(t_) + r_) + Q(2);
    switch (what) {
      case factor_of::value:
        return {size, number(1), none};
      case factor_of::by_t:
        return {number(1), none, none};
      case factor_of::by_r:
        return {(abs(t_) + Q(2)) / r_, none, none};
      case factor_of::by_df:
        break;
    }
    const interval other = abs(score()) + Q(4);
    return {size * other, size + other, number(1)};
  }

  interval at(const interval& x, const height& eta, factor_of what) const {
    const interval size = exp(abs(x));
    const interval cosh = ldexp(size + inv(size), -1);
    const interval sinh_size = ldexp(expm1(abs(x)) * (inv(size) + Q(1)), -1);
    const interval sinh = mpfr_sgn(x.lo()) < 0 ? -sinh_size : sinh_size;
    const complex_interval sinh_z{sinh * eta.cosine, cosh * eta.sine};
    const complex_interval log_cosh = log_right({cosh * eta.cosine, sinh * eta.sine});
    // 2 k cosh(z)^-df
    const interval radius = exp(weight_.log_k - df_ * log_cosh.re);
    const interval angle = df_ * log_cosh.im;
    const complex_interval weight{ldexp(radius * cos(angle), 1), -ldexp(radius * sin(angle), 1)};
    // 1 - i w, w = t + r sinh z
    const complex_interval below{r_ * sinh_z.im + Q(1), -(t_ + r_ * sinh_z.re)};
    return (weight * factor(what, below, sinh_z, log_cosh)).re;
  }

  complex_interval factor(factor_of what, const complex_interval& below,
                          const complex_interval& sinh_z, const complex_interval& log_cosh) const {
    if (what == factor_of::value) return log_right(below);
    if (what == factor_of::by_df) {
      return log_right(below) * complex_interval{score() - log_cosh.re, -log_cosh.im};
    }
    const complex_interval inverse = inverse_of(below);
    const complex_interval minus_i{inverse.im, -inverse.re};
    return what == factor_of::by_t ? minus_i : minus_i * sinh_z;
  }

  interval df_;
  interval t_;
  interval r_;
  student_weight weight_;
  std::optional<Q> eta_;
};

}  // namespace

interval mean_log_quadratic_of_student(const interval& df, const interval& t, const interval& r) {
  return clamp_nonnegative(shifted_integral(df, t, r).of(factor_of::value));
}
taped mean_log_quadratic_of_student(const taped& df, const taped& t, const taped& r) {
  const shifted_integral f(for_slopes(df.value()), for_slopes(t.value()), for_slopes(r.value()));
  const interval value = clamp_nonnegative(f.of(factor_of::value));
  const taped of_place = taped::chained(t, r, value, f.of(factor_of::by_t), f.of(factor_of::by_r));
  return taped::chained(of_place, df, value, interval(1L, df.bits()), f.of(factor_of::by_df));
}
closed_form mean_log_quadratic_of_student(const closed_form&, const closed_form&,
                                          const closed_form&) {
  return closed_form::open();
}

}  // namespace kloracle
