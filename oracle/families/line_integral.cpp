// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/line_integral.hpp"

#include <algorithm>
#include <cmath>

#include "oracle/exact.hpp"
#include "oracle/monotone.hpp"
#include "oracle/special.hpp"

namespace kloracle {
namespace {

interval combined(const moments& growth, const moments& weight) {
  return growth[0] * weight[0] + growth[1] * weight[1] + growth[2] * weight[2];
}

interval around_zero(const interval& size) {
  return hull(-size, size);
}

// The exponent of the largest member: the size that errors are measured by.
mpfr_exp_t scale_of(const interval& m) {
  return mpfr_zero_p(m.hi()) ? 0 : mpfr_get_exp(m.hi());
}

// Whether every member is below 2^exponent.
bool below(const interval& x, mpfr_exp_t exponent) {
  return x.bounded() && (mpfr_zero_p(x.hi()) || mpfr_get_exp(x.hi()) <= exponent);
}

// A number of few bits near x > 0.
Q short_rational(double x) {
  const int exponent = std::ilogb(x) - 20;
  return Q(std::lround(std::ldexp(x, -exponent))) * power_of_two(exponent);
}

// The step, a short dyadic number: any step gives an enclosure, this one a narrow one.
Q step_for(const line_integrand& f, mpfr_prec_t bits) {
  const double wanted = static_cast<double>(bits + 2) * std::log(2.0);
  const double h = 2 * 3.14159 * f.strip.convert_to<double>() / wanted;
  const int exponent = std::ilogb(h) - 6;
  return Q(std::lround(std::ldexp(h, -exponent)) - 1) * power_of_two(exponent);
}

}  // namespace

interval line_integral(const line_integrand& f, mpfr_prec_t bits) {
  const mpfr_prec_t work = bits + 24;
  const interval m = combined(f.growth, f.weight);
  const interval anywhere = around_zero(m);
  if (!m.bounded()) return interval::entire(work);
  const Q h = step_for(f, bits);
  const double step = h.convert_to<double>();
  constexpr mpfr_prec_t few = 64;
  const auto cut_off = [&](double reach) {
    return combined(f.growth, f.tail(interval(short_rational(reach), few)));
  };
  const double most_nodes = f.most_work / static_cast<double>(work);
  double reach = std::max(f.least_reach, 0x1p-20) * 1.01;
  while (reach / step < most_nodes / 2 && !below(cut_off(reach), scale_of(m) - bits)) reach *= 1.1;
  if (!(reach / step < most_nodes / 2)) return anywhere;

  const auto last = static_cast<long>(reach / step) + 2;  // last * h > reach
  interval sum = f.at(interval(0L, work));
  for (long k = 1; k <= last; ++k) {
    const interval x(Q(h * k), work);
    sum = sum + f.at(x) + f.at(-x);
  }
  const interval exponent = const_pi(work) * Q(2 * f.strip / h);
  const interval rule = ldexp(m, 1) / expm1(exponent);
  return sum * h + around_zero(cut_off(reach)) + around_zero(rule);
}

std::optional<Q> strip_within(const Q& limit, const interval& size, const Q& most) {
  const double s = mpfr_get_d(size.hi(), MPFR_RNDU);
  const double quotient = std::min(limit.convert_to<double>() / s, most.convert_to<double>());
  if (!(quotient > 1e-300) || !std::isfinite(s)) return std::nullopt;
  const int exponent = std::ilogb(quotient) - 10;
  const Q strip = Q(std::lround(std::ldexp(quotient, -exponent)) - 2) * power_of_two(exponent);
  const bool within = certainly_le(size * strip, interval(limit, size.bits())) && strip <= most;
  return within ? std::optional<Q>(strip) : std::nullopt;
}

interval for_slopes(const interval& x) {
  return at_precision(x, std::clamp<mpfr_prec_t>(x.bits() / 2, 53, 106));
}

}  // namespace kloracle
