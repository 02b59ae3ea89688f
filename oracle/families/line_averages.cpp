// SPDX-License-Identifier: Apache-2.0
//
// Integrands g(t + r z) w(z): for each weight w the strip in which it is analytic and its moments
// there, for each g the strip and its growth. In what follows z = x + iy with |y| < strip, and
// every logarithm is the branch that is real on the real line.
#include "oracle/families/line_averages.hpp"

#include <algorithm>
#include <cmath>

#include "oracle/families/line_integral.hpp"
#include "oracle/monotone.hpp"

namespace kloracle {
namespace {

// A weight, as far as the strip and the bits are known.
struct weight_at {
  std::function<interval(const interval&)> density;
  moments in_strip;
  std::function<moments(const interval&)> tail;
  double least_reach;
};

// 1/(4 cosh^2(z/2)). With |y| <= 3/2 < pi/2: |cosh^2(z/2)| = sinh^2(x/2) + cos^2(y/2) >=
// sinh^2(x/2) + 1/2 = cosh(x)/2, so that |w| <= 1/(2 cosh x), whose moments are pi/2, 2 Catalan < 2
// and pi^3/8 < 4. On the line w <= e^-|x|.
weight_at logistic_weight(mpfr_prec_t bits) {
  const auto of = [bits](const Q& c) { return interval(c, bits); };
  return {[](const interval& x) {
            const interval e = exp(-abs(x));
            return e / sqr(e + Q(1));
          },
          {of(Q(8, 5)), of(2), of(4)},
          [](const interval& k) {
            const interval e = ldexp(exp(-k), 1);
            return moments{e, e * (k + Q(1)), e * (sqr(k) + k * Q(2) + Q(2))};
          },
          2};
}

// e^(-z^2/2)/sqrt(2 pi): |w| = w(x) e^(y^2/2), and E|Z| < 4/5. Beyond k the integrals of w, x w and
// x^2 w are at most w(k)/k, w(k) and w(k) (k + 1/k).
weight_at normal_weight(const Q& strip, mpfr_prec_t bits) {
  const interval root = sqrt(ldexp(const_pi(bits), 1));
  const auto density = [root](const interval& x) { return exp(-ldexp(sqr(x), -1)) / root; };
  const interval factor = exp(interval(Q(strip * strip / 2), bits));
  return {density,
          {factor, factor * Q(4, 5), factor},
          [density](const interval& k) {
            const interval twice = ldexp(density(k), 1);
            return moments{twice / k, twice, twice * (k + inv(k))};
          },
          2};
}

interval integral(const Q& strip, const weight_at& w, moments growth,
                  const std::function<interval(const interval&)>& g, mpfr_prec_t bits,
                  double most_work = 0x1p24) {
  const auto at = [&](const interval& x) { return w.density(x) * g(x); };
  return line_integral({strip, at, w.in_strip, w.tail, w.least_reach, std::move(growth), most_work},
                       bits);
}

// A function g of one number, analytic in |Im w| < reach with |g(w)| <= constant + slope |Re w|
// there.
struct function_in_strip {
  interval (*at)(const interval&);
  Q reach;
  long constant;
  long slope;
};

// ln(1 + e^-w), |Im w| <= 3/2 < pi/2: 1 + e^-w has a real part above 1, so that the argument is
// below pi/2 and 0 <= ln|1 + e^-w| <= ln 2 + |Re w|; ln 2 + pi/2 < 3. The derivative -1/(1 + e^w)
// is at most 1 for the same reason.
const function_in_strip softplus_below{[](const interval& w) { return softplus(-w); }, Q(3, 2), 3,
                                       1};
const function_in_strip softplus_slope{[](const interval& w) { return -sigmoid(-w); }, Q(3, 2), 1,
                                       0};

// ln(1 + w^2) = ln(1 + iw) + ln(1 - iw), |Im w| <= 1/2: the real parts are at least 1/2, so that
// the arguments add up to less than pi; ln|1 + w^2| is above -2 ln 2 and at most 2 ln(1 + |w|) <= 2
// |Re w| + 1. The derivative 1/(w - i) + 1/(w + i) is at most 4.
const function_in_strip log_quadratic{[](const interval& w) { return log1p(sqr(w)); }, Q(1, 2), 5,
                                      2};
const function_in_strip log_quadratic_slope{
    [](const interval& w) { return ldexp(w, 1) / (sqr(w) + Q(1)); }, Q(1, 2), 4, 0};

// E z^power g(t + r Z): Im(t + r z) = r y, |Re(t + r z)| <= |t| + r |x|, |z| <= |x| + strip. With
// power = 1 only for a g of slope 0.
interval mean_of(const function_in_strip& g, line_law z, const interval& t, const interval& r,
                 int power = 0) {
  const mpfr_prec_t bits = std::max(t.bits(), r.bits());
  const auto strip = strip_within(g.reach, r, z == line_law::normal ? Q(4) : Q(3, 2));
  if (!strip) return interval::entire(bits);
  const weight_at w = z == line_law::normal ? normal_weight(*strip, bits) : logistic_weight(bits);
  const interval constant = interval(g.constant, bits) + abs(t) * Q(g.slope);
  const interval none(0L, bits);
  const moments growth = power == 0 ? moments{constant, r * Q(g.slope), none}
                                    : moments{constant * *strip, constant, none};
  const auto at = [&](const interval& x) {
    const interval value = g.at(t + r * x);
    return power == 0 ? value : x * value;
  };
  return integral(*strip, w, growth, at, bits);
}

taped mean_on_tape(const function_in_strip& g, const function_in_strip& slope, line_law z,
                   const taped& t, const taped& r) {
  const interval place = for_slopes(t.value());
  const interval ratio = for_slopes(r.value());
  return taped::chained(t, r, mean_of(g, z, place, ratio), mean_of(slope, z, place, ratio),
                        mean_of(slope, z, place, ratio, 1));
}

// v = 1/(1 + e^-u): the weight is b v (1 - v)^b. As Re(1 + e^-z) >= 1 for |y| <= 1, |v| <= min(1,
// e^x) and |1 - v| <= min(1, e^-x).
weight_at beta_weight(const interval& b) {
  const interval inverse = inv(b);
  return {[b](const interval& x) { return b * exp(-softplus(-x) - b * softplus(x)); },
          {b + Q(1), b + inverse, ldexp(b + sqr(inverse), 1)},
          [b, inverse](const interval& k) {
            const interval right = exp(-(b * k));
            const interval left = b * exp(-k);
            return moments{right + left, right * (k + inverse) + left * (k + Q(1)),
                           right * (sqr(k) + ldexp(k * inverse, 1) + ldexp(sqr(inverse), 1)) +
                               left * (sqr(k) + k * Q(2) + Q(2))};
          },
          2 / std::min(1.0, mpfr_get_d(b.lo(), MPFR_RNDD))};
}

// With d <= 1 and rho d <= 3/2 < pi/2: |arg v| <= d, so that v^rho has |v^rho| < 1 and a positive
// real part, and |arg(1 - v^rho)| < pi/2. ln|1 - v^rho| <= ln 2. |v|^-2 >= 1 + 2 e^-x cos d, so
// that |v^rho| <= e^-s, s = (rho/2) ln(1 + 2 e^-x cos d) >= rho cos(d) e^-x/(1 + 2 cos(d) e^-x),
// and from 1 - e^-s >= s/(1 + s): -ln|1 - v^rho| <= ln(1 + 1/s) <= ln(1 + 3/(rho cos d)) + |x|; cos
// 1 > 1/2.
struct power_integral {
  interval b;
  interval rho;

  mpfr_prec_t bits() const { return b.bits(); }
  interval at(const Q& c) const { return interval(c, bits()); }
  interval constant() const { return log1p(at(6) / rho) + Q(3); }
  // 1 - v^rho = -expm1(rho ln v)
  interval log_rest(const interval& x) const { return log(-expm1(-(rho * softplus(-x)))); }
  interval of(const moments& growth, const std::function<interval(const interval&)>& g) const {
    const auto strip = strip_within(Q(3, 2), rho, 1);
    if (!strip) return interval::entire(bits());
    return integral(*strip, beta_weight(b), growth, g, bits(), 0x1.8p22);
  }
  interval value() const {
    return of({constant(), at(1), at(0)}, [&](const interval& x) { return log_rest(x); });
  }
  // E ln(1 - v^rho) (1/b + ln(1 - v)), |ln(1 - v)| <= ln 2 + pi/2 + |x|
  interval by_b() const {
    const interval c = constant();
    const interval offset = inv(b) + Q(3);
    return of({c * offset, c + offset, at(1)},
              [&](const interval& x) { return log_rest(x) * (inv(b) - softplus(x)); });
  }
  // -q ln(q)/(1 - q)/rho with q = v^rho. |q ln q/(1 - q)| <= sqrt 2: ln q is the integral of 1/t on
  // the segment from 1 to q, which stays |q|/sqrt 2 away from 0, as Re q > 0 and |q| < 1.
  interval by_rho() const {
    return of({at(Q(3, 2)) / rho, at(0), at(0)}, [&](const interval& x) {
      const interval log_v = -softplus(-x);
      const interval log_q = rho * log_v;
      return exp(log_q) * log_v / expm1(log_q);
    });
  }
};

}  // namespace

interval mean_softplus(line_law z, const interval& t, const interval& r) {
  return mean_of(softplus_below, z, t, r);
}
taped mean_softplus(line_law z, const taped& t, const taped& r) {
  return mean_on_tape(softplus_below, softplus_slope, z, t, r);
}
closed_form mean_softplus(line_law, const closed_form&, const closed_form&) {
  return closed_form::open();
}

interval mean_log_quadratic(line_law z, const interval& t, const interval& r) {
  return mean_of(log_quadratic, z, t, r);
}
taped mean_log_quadratic(line_law z, const taped& t, const taped& r) {
  return mean_on_tape(log_quadratic, log_quadratic_slope, z, t, r);
}
closed_form mean_log_quadratic(line_law, const closed_form&, const closed_form&) {
  return closed_form::open();
}

interval mean_log_one_minus_power(const interval& b, const interval& rho) {
  return power_integral{b, rho}.value();
}
taped mean_log_one_minus_power(const taped& b, const taped& rho) {
  const power_integral f{for_slopes(b.value()), for_slopes(rho.value())};
  return taped::chained(b, rho, f.value(), f.by_b(), f.by_rho());
}
closed_form mean_log_one_minus_power(const closed_form&, const closed_form&) {
  return closed_form::open();
}

}  // namespace kloracle
