// SPDX-License-Identifier: Apache-2.0
//
// Chernoff information of families: -min over a in [0, 1] of g(a), the log affinity of order a. g
// is convex (Hoelder). With slopes proved to differ in sign at low and high the minimum lies
// between, and the tangent at b, low <= b <= high, bounds it below:
//
//   g(b) - |g'(b)| (high - low)  <=  min g  <=  g(b)
//
// If g increases from 0, or decreases to 1, that end is the minimum.
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

// The nearest order on one side of b (-1 below, 1 above) whose slope has that side's sign, by
// growing steps.
Q proved_end(const family_curve& g, const Q& b, int side, mpfr_prec_t bits) {
  for (long k = bits; k > 1; k -= k / 8 + 1) {
    const Q end = b + side * power_of_two(-k);
    if (end <= 0 || end >= 1) break;
    const interval slope = g.at(end).slope;
    if (side < 0 ? certainly_negative(slope) : certainly_positive(slope)) return end;
  }
  return side < 0 ? 0 : 1;
}

// By halving, until the tangent's error is below the working precision or the sign of a slope is
// open.
bracket around_minimum(const family_curve& g, mpfr_prec_t bits) {
  if (!certainly_negative(g.at(0).slope)) {
    if (certainly_positive(g.at(0).slope)) return {0, 0};
  } else if (certainly_negative(g.at(1).slope)) {
    return {1, 1};
  }
  bracket in{0, 1};
  while (in.high - in.low > power_of_two(-bits / 2 - 8)) {
    const Q middle = (in.low + in.high) / 2;
    const interval slope = g.at(middle).slope;
    if (certainly_negative(slope)) {
      in.low = middle;
    } else if (certainly_positive(slope)) {
      in.high = middle;
    } else {
      return {proved_end(g, middle, -1, bits), proved_end(g, middle, 1, bits)};
    }
  }
  return in;
}

class chernoff_evaluation : public evaluation {
 public:
  explicit chernoff_evaluation(family_problem x) : x_(std::move(x)) {}

  interval enclose(mpfr_prec_t bits) const override {
    const family_curve g(x_, bits);
    const bracket in = around_minimum(g, bits);
    const curve_point here = g.at((in.low + in.high) / 2);
    const interval drop = abs(here.slope) * Q(in.high - in.low);
    const interval least = hull(here.value - drop, here.value);
    return in_unit(clamp_nonnegative(-least), x_.in);
  }
  bool nonzero() const override { return true; }
  std::optional<interval> minimiser(mpfr_prec_t bits) const override {
    const bracket in = around_minimum(family_curve(x_, bits), bits);
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
};

}  // namespace

prepared prepare_family_chernoff(const family_problem& x) {
  return std::make_unique<chernoff_evaluation>(x);
}

}  // namespace kloracle
