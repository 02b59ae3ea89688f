// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/output_box.hpp"

#include <algorithm>
#include <cmath>

#include "properties/option_values.hpp"

namespace kloracle {
namespace {

// log2 of an ulp of y, finite.
int ulp_exponent(const format& in, double y) {
  const int leading = y == 0 ? in.emin : std::max(std::ilogb(y), in.emin);
  return leading - in.precision + 1;
}

// log2 of half the distance from y to the next number towards zero.
int inner_exponent(const format& in, double y) {
  int exponent = 0;
  const bool power_of_two = std::abs(std::frexp(y, &exponent)) == 0.5;
  return ulp_exponent(in, y) - (power_of_two && exponent - 1 > in.emin ? 2 : 1);
}

// x = |y| + sign 2^exponent: exact at 64 bits, where 2^exponent is at least a quarter ulp of y.
void beside(mpfr_ptr x, double y, long sign, long exponent, mpfr_rnd_t rounding) {
  mpfr_set_si_2exp(x, sign, exponent, rounding);
  mpfr_add_d(x, x, std::abs(y), rounding);
}

// The same of a nonnegative output.
void enclose(const format& in, double y, mpfr_ptr lo, mpfr_ptr hi) {
  if (std::isinf(y)) {
    const double largest = std::ldexp(2 - std::ldexp(1.0, 1 - in.precision), in.emax);
    beside(lo, largest, 1, in.emax - in.precision, MPFR_RNDD);
    mpfr_set_inf(hi, 1);
    return;
  }
  const int half = ulp_exponent(in, y) - 1;
  beside(lo, y, -1, y == 0 ? half : inner_exponent(in, y), MPFR_RNDD);
  beside(hi, y, 1, half, MPFR_RNDU);
}

interval exactly(double x, long bits) {
  return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set_d(lo, x, MPFR_RNDD);
    mpfr_set_d(hi, x, MPFR_RNDU);
  });
}

}  // namespace

interval output_box(const format& in, double output, long bits) {
  const interval box = interval::make(
      bits, [&](mpfr_ptr lo, mpfr_ptr hi) { enclose(in, std::abs(output), lo, hi); });
  return output < 0 ? -box : box;
}

interval output_point(double output, long bits) {
  return exactly(output, bits);
}

interval nats_per_value(const offered_function& f, long bits) {
  interval factor(1L, bits);
  if (has_unit(f.what, f)) {
    if (f.in == unit::bits) factor = const_ln2(bits);
    if (f.in == unit::hartleys) factor = const_ln10(bits);
  }
  for (const convention_entry& c : entry(f.what).conventions) {
    if (c.name == f.convention) factor = ldexp(factor, -c.doubles);
  }
  // A root is that of the divergence in its unit and convention.
  const bool root = f.what == quantity::hellinger || f.what == quantity::jensen_shannon_distance;
  return root ? sqrt(factor) : factor;
}

double ulp(const format& in, double output) {
  return std::ldexp(1.0, ulp_exponent(in, output));
}

}  // namespace kloracle
