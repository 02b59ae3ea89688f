// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/words.hpp"

#include <stdexcept>

#include "oracle/monotone.hpp"

namespace kloracle {
namespace {

using enclosing = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);

// f with |f'| <= 1, values in [-1, 1]: f(x) is within half the width of f at the midpoint, for
// every x of the interval (mean value theorem).
interval of_slope_one(enclosing f, const interval& x) {
  const interval whole = hull(interval(-1L, x.bits()), interval(1L, x.bits()));
  if (!x.bounded()) return whole;
  real middle(x.bits() + 2);
  mpfr_add(middle.p(), x.lo(), x.hi(), MPFR_RNDN);
  mpfr_div_2ui(middle.p(), middle.p(), 1, MPFR_RNDN);
  const interval at = interval::make(x.bits() + 2, [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set(lo, middle.p(), MPFR_RNDD);
    mpfr_set(hi, middle.p(), MPFR_RNDU);
  });
  const interval value = interval::make(x.bits(), [&](mpfr_ptr lo, mpfr_ptr hi) {
    f(lo, middle.p(), MPFR_RNDD);
    f(hi, middle.p(), MPFR_RNDU);
  });
  if (x.is_point()) return value;
  const interval reach = abs(x - at);  // the farther end's distance is its upper end
  const interval around = interval::make(x.bits(), [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_neg(lo, reach.hi(), MPFR_RNDD);
    mpfr_set(hi, reach.hi(), MPFR_RNDU);
  });
  return meet(value + around, whole);
}

constexpr long written_out_limit = 4096;  // longer factorials are not written out

// 2 x, where that is an integer from 1 to the limit.
std::optional<long> short_half(const closed_form& x) {
  const auto value = x.rational_value();
  if (!value || denominator(*value) > 2 || *value <= 0 || *value > written_out_limit) {
    return std::nullopt;
  }
  return Q(*value * 2).convert_to<long>();
}

// The value of f at 0, elsewhere open.
closed_form only_at_zero(const closed_form& x, const closed_form& value) {
  return x.rational_value() == Q(0) ? value : closed_form::open();
}

// psi'' at x > 0, between the slopes of the secants of psi' to either side, as psi' is convex.
// Steps of 2^-bits x lose as many bits.
interval tetragamma_at(mpfr_srcptr x, mpfr_prec_t bits) {
  if (mpfr_zero_p(x)) return interval::entire(bits);
  if (mpfr_inf_p(x)) return interval(0L, bits);
  const mpfr_prec_t work = 2 * bits + 16;
  const interval at = point(x, work);
  const interval step = ldexp(interval(1L, work), mpfr_get_exp(x) - 1 - bits);  // no rounding yet
  const interval here = trigamma(at);
  const interval left = (here - trigamma(at - step)) / step;
  const interval right = (trigamma(at + step) - here) / step;
  return at_precision(hull(left, right), bits);
}

template <class T, class F>
T sum_over_dimensions(long d, const T& x, F f) {
  T total = f(x);
  for (long j = 2; j <= d; ++j) total = total + f(x + Q(1 - j, 2));
  return total;
}

}  // namespace

interval cos(const interval& x) {
  return of_slope_one(mpfr_cos, x);
}
interval sin(const interval& x) {
  return of_slope_one(mpfr_sin, x);
}
interval log_sigmoid(const interval& x) {
  return -softplus(-x);
}
interval log_normalised_bessel_i_of_square(const Q& v, const interval& s) {
  return log_normalised_bessel_i(v, sqrt(max(s, interval(0L, s.bits()))));
}

// Increasing: psi''' is a sum of fourth powers.
interval tetragamma(const interval& x) {
  if (mpfr_sgn(x.hi()) <= 0) throw std::domain_error("kloracle: tetragamma of nothing positive");
  return increasing(mpfr_sgn(x.lo()) < 0 ? max(x, interval(0L, x.bits())) : x, tetragamma_at);
}

taped lgamma(const taped& x) {
  return taped::chained(x, lgamma(x.value()), digamma(x.value()));
}
taped digamma(const taped& x) {
  return taped::chained(x, digamma(x.value()), trigamma(x.value()));
}
taped trigamma(const taped& x) {
  return taped::chained(x, trigamma(x.value()), tetragamma(x.value()));
}
taped log_multivariate_gamma(long d, const taped& x) {
  return taped::chained(x, log_multivariate_gamma(d, x.value()),
                        multivariate_digamma(d, x.value()));
}
taped multivariate_digamma(long d, const taped& x) {
  return taped::chained(x, multivariate_digamma(d, x.value()), multivariate_trigamma(d, x.value()));
}
// erf'(x) = 2 e^(-x^2) / sqrt(pi)
taped erf(const taped& x) {
  const interval slope = ldexp(exp(-sqr(x.value())), 1) / sqrt(const_pi(x.bits()));
  return taped::chained(x, erf(x.value()), slope);
}
taped erfc(const taped& x) {
  const interval slope = ldexp(exp(-sqr(x.value())), 1) / sqrt(const_pi(x.bits()));
  return taped::chained(x, erfc(x.value()), -slope);
}
taped softplus(const taped& x) {
  return taped::chained(x, softplus(x.value()), sigmoid(x.value()));
}
taped sigmoid(const taped& x) {
  return taped::chained(x, sigmoid(x.value()), sigmoid(x.value()) * sigmoid(-x.value()));
}
taped log_sigmoid(const taped& x) {
  return taped::chained(x, log_sigmoid(x.value()), sigmoid(-x.value()));
}
taped cos(const taped& x) {
  return taped::chained(x, cos(x.value()), -sin(x.value()));
}
taped sin(const taped& x) {
  return taped::chained(x, sin(x.value()), cos(x.value()));
}
// With A = I_{v+1}/I_v: d/dx ln(x^-v I_v) = A, DLMF 10.29.4.
taped log_normalised_bessel_i(const Q& v, const taped& x) {
  return taped::chained(x, log_normalised_bessel_i(v, x.value()), bessel_ratio(v, x.value()));
}
// A' = 1 - A^2 - (2v + 1) A/x, DLMF 10.29.2. ln(x^-v I_v) is the cumulant generating function of a
// variable in [-1, 1] (Poisson's integral, DLMF 10.32.2), so that A' is its variance: in [0, 1].
taped bessel_ratio(const Q& v, const taped& x) {
  const mpfr_prec_t bits = x.bits();
  const interval range = hull(interval(0L, bits), interval(1L, bits));
  const interval ratio = bessel_ratio(v, x.value());
  if (x.value().contains_zero()) return taped::chained(x, ratio, range);
  const interval slope = interval(1L, bits) - sqr(ratio) - ratio / x.value() * Q(2 * v + 1);
  return taped::chained(x, ratio, meet(slope, range));
}
// The slope is A(x)/(2x), x = sqrt(s). Where s may be 0, Amos 1974 (bessel.cpp) bounds it from
// below: A >= x/(v + 1/2 + sqrt(x^2 + (v + 3/2)^2)); and A <= x/(2v + 2), as by DLMF 10.33.1.
taped log_normalised_bessel_i_of_square(const Q& v, const taped& s) {
  const interval value = log_normalised_bessel_i_of_square(v, s.value());
  const interval square = max(s.value(), interval(0L, s.bits()));
  if (square.contains_zero()) {
    const interval root = sqrt(square + interval(Q((2 * v + 3) * (2 * v + 3) / 4), s.bits()));
    const interval least = ldexp(inv(root + Q(v + Q(1, 2))), -1);
    return taped::chained(s, value, hull(least, interval(Q(1 / (4 * v + 4)), s.bits())));
  }
  const interval x = sqrt(square);
  return taped::chained(s, value, ldexp(bessel_ratio(v, x) / x, -1));
}
taped continuous_bernoulli_normaliser(const taped& eta) {
  return taped::chained(eta, continuous_bernoulli_normaliser(eta.value()),
                        continuous_bernoulli_mean(eta.value()));
}
taped continuous_bernoulli_mean(const taped& eta) {
  return taped::chained(eta, continuous_bernoulli_mean(eta.value()),
                        continuous_bernoulli_variance(eta.value()));
}
// The slope is the third central moment E(X - m)^3. As |X - m| <= 1 on [0, 1], it is no larger than
// the variance; as that falls with |eta|, its sign is not that of eta. By the series in
// continuous_bernoulli.cpp it is, of eta = 2h and c_k = 1/(k pi)^2, minus the sum of c_k^2 h (3 -
// c_k h^2)/(1 + c_k h^2)^3 / 2, for h >= 0 at most 3/2 h times that of c_k^2, which is 1/90. With
// w = 1/(e^eta - 1) the variance is 1/eta^2 - w (1 + w), and w' = -w (1 + w).
taped continuous_bernoulli_variance(const taped& eta) {
  const interval& x = eta.value();
  const interval variance = continuous_bernoulli_variance(x);
  const interval size = hull(interval(0L, x.bits()), min(variance, abs(x) / Q(120)));
  if (x.contains_zero()) return taped::chained(eta, variance, hull(-size, size));
  const interval w = inv(expm1(x));
  const interval moment = w * (w + Q(1)) * (ldexp(w, 1) + Q(1)) - ldexp(inv(sqr(x) * x), 1);
  const interval range = certainly_positive(x) ? -size : size;
  return taped::chained(eta, variance, meet(moment, range));
}

// Gamma(n) = (n-1)!, Gamma(n + 1/2) = sqrt(pi) * 1/2 * 3/2 * ... * (n - 1/2).
closed_form lgamma(const closed_form& x) {
  const auto twice = short_half(x);
  if (!twice) return closed_form::open();
  const bool whole = *twice % 2 == 0;
  Q product = 1;
  for (long k = whole ? 2 : 1; k < *twice; k += 2) product *= Q(k, 2);
  const closed_form logarithm = log(closed_form(product));
  return whole ? logarithm : logarithm + closed_form::log_pi() * closed_form(Q(1, 2));
}
// psi(n) = -gamma + sum 1/k over k < n; psi(n + 1/2) = -gamma - 2 ln 2 + sum 2/(2k - 1), k <= n.
closed_form digamma(const closed_form& x) {
  const auto twice = short_half(x);
  if (!twice) return closed_form::open();
  const bool whole = *twice % 2 == 0;
  Q sum = 0;
  for (long k = whole ? 2 : 1; k < *twice; k += 2) sum += Q(2, k);
  const closed_form value = closed_form(sum) - closed_form::euler();
  return whole ? value : value - log(closed_form(Q(4)));
}
closed_form trigamma(const closed_form&) {
  return closed_form::open();
}
closed_form log_multivariate_gamma(long d, const closed_form& x) {
  return sum_over_dimensions(d, x, [](const closed_form& y) { return lgamma(y); }) +
         closed_form::log_pi() * closed_form(Q(d * (d - 1), 4));
}
closed_form multivariate_digamma(long d, const closed_form& x) {
  return sum_over_dimensions(d, x, [](const closed_form& y) { return digamma(y); });
}
closed_form erf(const closed_form& x) {
  return only_at_zero(x, Q(0));
}
closed_form erfc(const closed_form& x) {
  return only_at_zero(x, Q(1));
}
closed_form softplus(const closed_form& x) {
  return only_at_zero(x, log(closed_form(Q(2))));
}
closed_form sigmoid(const closed_form& x) {
  return only_at_zero(x, Q(1, 2));
}
closed_form log_sigmoid(const closed_form& x) {
  return -softplus(-x);
}
closed_form cos(const closed_form& x) {
  return only_at_zero(x, Q(1));
}
closed_form sin(const closed_form& x) {
  return only_at_zero(x, Q(0));
}
closed_form log_normalised_bessel_i(const Q&, const closed_form& x) {
  return only_at_zero(x, Q(0));
}
closed_form bessel_ratio(const Q&, const closed_form& x) {
  return only_at_zero(x, Q(0));
}
closed_form log_normalised_bessel_i_of_square(const Q&, const closed_form& s) {
  return only_at_zero(s, Q(0));
}
closed_form continuous_bernoulli_normaliser(const closed_form& eta) {
  return only_at_zero(eta, Q(0));
}
closed_form continuous_bernoulli_mean(const closed_form& eta) {
  return only_at_zero(eta, Q(1, 2));
}
closed_form continuous_bernoulli_variance(const closed_form& eta) {
  return only_at_zero(eta, Q(1, 12));
}
closed_form scaled_exponential_integral(const closed_form&) {
  return closed_form::open();
}

}  // namespace kloracle
