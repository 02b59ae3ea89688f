// SPDX-License-Identifier: Apache-2.0
//
// Chernoff information of families: -min over a in [0, 1] of g(a), the log affinity of order a. g
// is convex (Hoelder). With slopes proved to differ in sign at low and high the minimum lies
// between, and the tangent at b, low <= b <= high, bounds it below:
//
//   g(b) - |g'(b)| (high - low)  <=  min g  <=  g(b)
//
// If g increases from 0, or decreases to 1, that end is the minimum.
#include <cmath>

#include "oracle/exact.hpp"
#include "oracle/families/affinity.hpp"
#include "oracle/families/family_evaluation.hpp"
#include "oracle/log_form.hpp"

namespace kloracle {
namespace {

struct curve_point {
  interval value;
  interval slope;
};

class family_curve {
 public:
  family_curve(const family_problem& x, mpfr_prec_t bits) : x_(x), bits_(bits) {}

  curve_point at(const Q& order) const {
    tape steps;
    const both_arguments<taped> both = constants();
    const taped a = steps.variable(interval(order, bits_));
    const taped g = log_affinity(both, a);
    return {g.value(), steps.slopes(g)[0]};
  }

 private:
  both_arguments<taped> constants() const {
    const auto make = [this](const Q& value) { return taped(interval(value, bits_)); };
    return {arguments<taped>(x_.p, make), arguments<taped>(*x_.q, make)};
  }

  const family_problem& x_;
  mpfr_prec_t bits_;
};

// Orders between which the minimum lies.
struct bracket {
  Q low;
  Q high;
};

// The sign of a slope, as far as it is proved.
int proved_sign(const interval& slope) {
  return certainly_positive(slope) ? 1 : certainly_negative(slope) ? -1 : 0;
}

// Some number in or near the slope, to aim by: a double would overflow.
real aim(const interval& slope) {
  real x(64);
  mpfr_set(x.p(), slope.lo(), MPFR_RNDN);
  return x;
}

// The nearest order on one side of b (-1 below, 1 above) whose slope has that side's sign, by
// growing steps.
Q proved_end(const family_curve& g, const Q& b, int side, mpfr_prec_t bits) {
  const long far_below_end = bits + bit_length(denominator(b));
  for (long k = far_below_end; k > 1; k -= k / 8 + 1) {
    const Q end = b + side * power_of_two(-k);
    if (end <= 0 || end >= 1) break;
    if (proved_sign(g.at(end).slope) == side) return end;
  }
  return side < 0 ? 0 : 1;
}

// The minimum is on one side of 1/2; there the search is by the distance from the nearer end.
class search {
 public:
  search(const family_curve& g, mpfr_prec_t bits, int end) : g_(g), bits_(bits), end_(end) {}

  // The exponent e for which the distance is between 2^-e and 2^-(e-1), by doubling and halving.
  // Then regula falsi with the Illinois rule between these two.
  bracket around() const {
    long near = 1;
    long far = 2;
    while (far < most_exponent() && inner_sign(power_of_two(-far)) > 0) {
      near = far;
      far *= 2;
    }
    while (far - near > 1) {
      const long middle = (near + far) / 2;
      (inner_sign(power_of_two(-middle)) > 0 ? near : far) = middle;
    }
    return refined(power_of_two(-far), power_of_two(-near));
  }

 private:
  Q order(const Q& distance) const { return end_ == 0 ? distance : Q(1 - distance); }
  // The slope away from the end: negative next to it, positive at 1/2.
  interval inner_slope(const Q& distance) const {
    const interval slope = g_.at(order(distance)).slope;
    return end_ == 0 ? slope : -slope;
  }
  int inner_sign(const Q& distance) const { return proved_sign(inner_slope(distance)); }
  long most_exponent() const { return 4 * bits_; }

  // Until the tangent's error, of the size of the width's square, is negligible; or until a slope's
  // sign is open.
  bracket refined(Q low, Q high) const {
    if (inner_sign(low) >= 0) return open_at(low);
    real at_low = aim(inner_slope(low));
    real at_high = aim(inner_slope(high));
    int last = 0;
    for (long step = 0; step < 16 + bits_ && high - low > low * power_of_two(-bits_ / 2 - 8);
         ++step) {
      const Q middle = between(low, high, at_low, at_high, step);
      const interval slope = inner_slope(middle);
      const int sign = proved_sign(slope);
      if (sign == 0) return open_at(middle);
      (sign < 0 ? low : high) = middle;
      (sign < 0 ? at_low : at_high) = aim(slope);
      real& other = sign < 0 ? at_high : at_low;
      if (last == sign) mpfr_div_2ui(other.p(), other.p(), 1, MPFR_RNDN);
      last = sign;
    }
    return ordered(order(low), order(high));
  }

  bracket open_at(const Q& distance) const {
    const Q b = order(distance);
    return {proved_end(g_, b, -1, bits_), proved_end(g_, b, 1, bits_)};
  }
  static bracket ordered(const Q& x, const Q& y) { return x < y ? bracket{x, y} : bracket{y, x}; }

  // A short number inside (low, high), where the chord is 0; the middle every fourth time and where
  // the slopes do not say.
  static Q between(const Q& low, const Q& high, const real& at_low, const real& at_high,
                   long step) {
    const Q width = high - low;
    real share(64);
    mpfr_sub(share.p(), at_low.p(), at_high.p(), MPFR_RNDN);
    mpfr_div(share.p(), at_low.p(), share.p(), MPFR_RNDN);
    const double part = mpfr_get_d(share.p(), MPFR_RNDN);
    if (!(part > 0x1p-60 && part < 1 - 0x1p-30) || step % 4 == 3) return low + width / 2;
    return low + width * Q(std::lround(part * 0x1p60)) * power_of_two(-60);
  }

  const family_curve& g_;
  mpfr_prec_t bits_;
  int end_;
};

bracket around_minimum(const family_curve& g, mpfr_prec_t bits) {
  const int at_0 = proved_sign(g.at(0).slope);
  if (at_0 > 0) return {0, 0};
  if (at_0 < 0 && proved_sign(g.at(1).slope) < 0) return {1, 1};
  const int at_half = proved_sign(g.at(Q(1, 2)).slope);
  if (at_half != 0) return search(g, bits, at_half > 0 ? 0 : 1).around();
  const Q half(1, 2);
  return {proved_end(g, half, -1, bits), proved_end(g, half, 1, bits)};
}

class chernoff_evaluation : public evaluation {
 public:
  explicit chernoff_evaluation(family_problem x) : x_(std::move(x)) {}

  interval enclose(mpfr_prec_t bits) const override {
    const family_curve g(x_, bits);
    const bracket in = around_minimum(g, bits);
    last_ = in;
    const curve_point here = g.at(Q((in.low + in.high) / 2));
    const interval drop = abs(here.slope) * Q(in.high - in.low);
    const interval least = hull(here.value - drop, here.value);
    return in_unit(clamp_nonnegative(-least), x_.in);
  }
  bool nonzero() const override { return true; }
  bool has_sensitivities() const override { return has_affinity_slopes(x_); }
  std::optional<interval> minimiser(mpfr_prec_t bits) const override {
    const bracket in = last_ ? *last_ : around_minimum(family_curve(x_, bits), bits);
    return hull(interval(in.low, bits), interval(in.high, bits));
  }

  // At a minimum inside, or at an end, the order's own movement does not count to first order.
  sensitivity sensitivities(const interval&, mpfr_prec_t bits) const override {
    tape steps;
    const both_arguments<taped> both = on_tape(x_, steps, bits);
    const taped g = log_affinity(both, taped(*minimiser(bits)));
    return sensitivity_of(x_, steps.slopes(g), in_unit(interval(-1L, bits), x_.in));
  }
  std::size_t size() const override { return parameter_count(x_); }
  long longest_input_bits() const override { return longest_parameter_bits(x_); }

 private:
  family_problem x_;
  mutable std::optional<bracket> last_;  // what settled the value is narrow enough for the rest
};

}  // namespace

prepared prepare_family_chernoff(const family_problem& x) {
  return std::make_unique<chernoff_evaluation>(x);
}

}  // namespace kloracle
