// SPDX-License-Identifier: Apache-2.0
//
// Chernoff information of families with matrices: as in family_chernoff.cpp, -min over a in [0, 1]
// of g(a), the log affinity of order a, a convex function with g(0) = g(1) = 0. Each value of g
// costs an elimination, so the minimum is sought by secants, not by halves. Where they lead does
// not matter: slopes that are proved to differ in sign at low and high hold the minimum between
// them, and the tangent at b there bounds it below,
//
//   g(b) - |g'(b)| (high - low)  <=  min g  <=  g(b).
#include "oracle/families/family_evaluation.hpp"
#include "oracle/families/matrix_quantities.hpp"
#include "oracle/log_form.hpp"
#include "oracle/monotone.hpp"

namespace kloracle {
namespace {

Q nearest(mpfr_srcptr x) {
  Q value;
  mpfr_get_q(value.backend().data(), x);
  return value;
}

// About the middle, to few bits: as good a guess as any.
Q rounded_middle(const interval& x, mpfr_prec_t bits) {
  real middle(bits);
  mpfr_add(middle.p(), x.lo(), x.hi(), MPFR_RNDN);
  mpfr_div_2ui(middle.p(), middle.p(), 1, MPFR_RNDN);
  return nearest(middle.p());
}

// Orders between which the minimum lies.
struct bracket {
  Q low = 0;
  Q high = 1;
  Q middle() const { return (low + high) / 2; }
};

// The minimum may be as near to 0 or 1 as the covariances differ in size. So it is sought in t = a
// or t = 1 - a, whichever is below 1/2: first between two neighbouring powers of two, then by
// secants.
class minimum_search {
 public:
  minimum_search(const matrix_pair& pair, mpfr_prec_t bits) : pair_(pair), bits_(bits) {}

  bracket run() {
    from_above_ = sign(Q(1, 2)) < 0;
    exponent_ = power_below();
    const Q guess = exponent_ == 0 ? Q(1, 2) : flat_place();
    const Q near = proved_end(guess, -1);
    const Q far = proved_end(guess, 1);
    return from_above_ ? bracket{1 - far, 1 - near} : bracket{near, far};
  }

 private:
  // The slope in t.
  interval slope(const Q& t) const {
    const interval by_order = pair_.affinity_curve(from_above_ ? Q(1 - t) : t, bits_).slope;
    return from_above_ ? -by_order : by_order;
  }
  int sign(const Q& t) const {
    const interval here = slope(t);
    return certainly_negative(here) ? -1 : certainly_positive(here) ? 1 : 0;
  }

  // The least k with a slope that falls at t = 2^-k; 0 if the slope is flat at 1/2.
  long power_below() const {
    constexpr long most = 1L << 16;
    if (sign(Q(1, 2)) == 0) return 0;
    long above = 1;
    long below = 2;
    while (sign(power_of_two(-below)) > 0 && below < most) {
      above = below;
      below *= 2;
    }
    while (below - above > 1) {
      const long middle = (above + below) / 2;
      (sign(power_of_two(-middle)) > 0 ? above : below) = middle;
    }
    return below;
  }

  // About where the slope is 0, by the Illinois variant of regula falsi.
  Q flat_place() const {
    Q low = power_of_two(-exponent_);
    Q high = 2 * low;
    const Q enough = low * power_of_two(-bits_ / 2 - 12);
    Q at_low = rounded_middle(slope(low), bits_);
    Q at_high = rounded_middle(slope(high), bits_);
    Q guess = low;
    int side = 0;
    for (int step = 0; step < 200 && at_low < 0 && at_high > 0; ++step) {
      const Q before = guess;
      guess = low + rounded((high - low) * -at_low / (at_high - at_low));
      const interval here = slope(guess);
      if (here.contains_zero() || abs(guess - before) < enough) break;
      const bool falls = certainly_negative(here);
      (falls ? low : high) = guess;
      (falls ? at_low : at_high) = rounded_middle(here, bits_);
      if (side == (falls ? -1 : 1)) (falls ? at_high : at_low) /= 2;
      side = falls ? -1 : 1;
    }
    return guess;
  }

  Q rounded(const Q& x) const { return nearest(interval(x, bits_).lo()); }

  // The nearest place on one side of the guess (-1 below, 1 above) whose slope is proved to have
  // that side's sign, by growing steps.
  Q proved_end(const Q& guess, int side) const {
    for (long k = bits_ / 2 + 8; k > 1; k -= k / 8 + 1) {
      const Q end = guess + side * power_of_two(-exponent_ - k);
      if (end <= 0 || end >= 1) break;
      if (sign(end) == side) return end;
    }
    return side < 0 ? 0 : 1;
  }

  const matrix_pair& pair_;
  mpfr_prec_t bits_;
  bool from_above_ = false;
  long exponent_ = 0;
};

class matrix_chernoff : public evaluation {
 public:
  explicit matrix_chernoff(std::shared_ptr<const matrix_pair> pair) : pair_(std::move(pair)) {}

  interval enclose(mpfr_prec_t bits) const override {
    const auto least = precision_(bits, [&](mpfr_prec_t work) {
      const bracket in = minimum_search(*pair_, work).run();
      const curve_point here = pair_->affinity_curve(in.middle(), work);
      const interval drop = abs(here.slope) * Q(in.high - in.low);
      return hull(here.value - drop, here.value);
    });
    if (!least) return interval::entire(bits);
    return in_unit(clamp_nonnegative(-at_precision(*least, bits)), pair_->problem().in);
  }
  bool nonzero() const override { return true; }
  std::optional<interval> minimiser(mpfr_prec_t bits) const override {
    const auto in =
        precision_(bits, [&](mpfr_prec_t work) { return minimum_search(*pair_, work).run(); });
    const bracket found = in.value_or(bracket{});
    return hull(interval(found.low, bits), interval(found.high, bits));
  }

  bool has_sensitivities() const override { return false; }
  sensitivity sensitivities(const interval&, mpfr_prec_t bits) const override {
    return {interval::entire(bits), std::nullopt, {}};
  }
  std::size_t size() const override { return parameter_count(pair_->problem()); }
  long longest_input_bits() const override { return longest_parameter_bits(pair_->problem()); }

 private:
  std::shared_ptr<const matrix_pair> pair_;
  pivot_precision precision_;
};

}  // namespace

prepared prepare_matrix_chernoff(std::shared_ptr<const matrix_pair> pair) {
  return std::make_unique<matrix_chernoff>(std::move(pair));
}

}  // namespace kloracle
