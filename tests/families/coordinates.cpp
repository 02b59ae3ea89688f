// SPDX-License-Identifier: Apache-2.0
#include "tests/families/coordinates.hpp"

#include <stdexcept>
#include <string>

namespace kloracle::second_opinion {
namespace {

[[noreturn]] ball unbounded(const char* what) {
  throw std::logic_error(std::string("the definition has no bound on ") + what);
}

ball one(slong bits) {
  return {Q(1), bits};
}

/// origin + unit u. |x| <= |origin| + unit |u|: the logarithm of a positive affine function is
/// concave, and so is the logarithm of its logarithm where that is positive.
class affine_coordinate : public coordinate {
 public:
  affine_coordinate(ball origin, ball unit) : origin_(std::move(origin)), unit_(std::move(unit)) {}
  complex_ball x(const complex_ball& u) const override { return u * unit_ + origin_; }
  complex_ball log_slope(const complex_ball&) const override { return log(unit_); }
  ball size(const ball& u) const override { return abs(origin_) + unit_ * abs(u); }
  ball inverse(const ball&) const override { unbounded("1/x on the line"); }
  ball log_size(const ball&) const override { unbounded("ln x on the line"); }
  ball gap_size(const ball&) const override { unbounded("ln(1 - x) on the line"); }
  ball log_above(const ball& u) const override { return log(size(u) + Q(1)); }
  ball decay(const ball& rate, const ball& u) const override {
    return exp(-(rate * (origin_ + unit_ * u)));
  }

 private:
  ball origin_;
  ball unit_;
};

/// origin + unit sinh u. |sinh u| <= e^|u|/2 and e^|u| >= 1, so |x| <= (|origin| + unit) e^|u| and
/// 1 + |x| <= (1 + |origin| + unit) e^|u|: logarithms affine in |u|.
class hyperbolic_coordinate : public coordinate {
 public:
  hyperbolic_coordinate(ball origin, ball unit)
      : origin_(std::move(origin)), unit_(std::move(unit)) {}
  complex_ball x(const complex_ball& u) const override { return sinh(u) * unit_ + origin_; }
  complex_ball log_slope(const complex_ball& u) const override { return log(cosh(u)) + log(unit_); }
  ball size(const ball& u) const override { return (abs(origin_) + unit_) * exp(abs(u)); }
  ball inverse(const ball&) const override { unbounded("1/x on the line"); }
  ball log_size(const ball&) const override { unbounded("ln x on the line"); }
  ball gap_size(const ball&) const override { unbounded("ln(1 - x) on the line"); }
  ball log_above(const ball& u) const override { return log(abs(origin_) + unit_ + Q(1)) + abs(u); }
  ball decay(const ball&, const ball& u) const override {  // e^-x outgrows every e^|u|
    return lifted(u, [](arb_ptr z, arb_srcptr, slong) { arb_pos_inf(z); });
  }

 private:
  ball origin_;
  ball unit_;
};

/// unit e^u. Powers of x are exponentials of affine functions; |ln x| <= |ln unit| + |u| and
/// ln(1 + x) <= ln(1 + unit) + |u|.
class exponential_coordinate : public coordinate {
 public:
  exponential_coordinate(ball unit, std::optional<Q> from) : unit_(std::move(unit)) {
    first = std::move(from);
  }
  complex_ball x(const complex_ball& u) const override { return exp(u) * unit_; }
  complex_ball log_slope(const complex_ball& u) const override { return log_x(u); }
  complex_ball log_x(const complex_ball& u) const override { return u + log(unit_); }
  ball size(const ball& u) const override { return unit_ * exp(u); }
  ball inverse(const ball& u) const override { return one(u.bits()) / size(u); }
  ball log_size(const ball& u) const override { return abs(log(unit_)) + abs(u); }
  ball gap_size(const ball&) const override { unbounded("ln(1 - x) on the half-line"); }
  ball log_above(const ball& u) const override { return log(unit_ + Q(1)) + abs(u); }
  ball decay(const ball&, const ball& u) const override { return one(u.bits()); }

 private:
  ball unit_;
};

// With s(u) = 1/(1 + e^-u): -ln s(u) = ln(1 + e^-u) <= ln 2 + max(0, -u), and 1 - s(u) = s(-u).
ball minus_log_sigmoid_bound(const ball& u) {
  const ball two(Q(2), u.bits());
  return arb_is_positive(u.p()) ? log(two) : log(two) - u;
}

complex_ball log_sigmoid(const complex_ball& u) {
  return -softplus(-u);
}

/// lower + width s(u), on a bounded interval.
class sigmoid_coordinate : public coordinate {
 public:
  sigmoid_coordinate(Q lower, Q upper, slong bits)
      : lower_(std::move(lower)), upper_(std::move(upper)), width_(Q(upper_ - lower_), bits) {}
  complex_ball x(const complex_ball& u) const override {
    return width_ / (exp(-u) + one(u.bits())) + ball(lower_, u.bits());
  }
  complex_ball log_slope(const complex_ball& u) const override {
    return log(width_) - softplus(u) - softplus(-u);
  }
  complex_ball log_x(const complex_ball& u) const override {
    if (lower_ == 0) return log_sigmoid(u) + log(width_);
    return log(x(u));
  }
  complex_ball log_gap(const complex_ball& u) const override {
    if (upper_ == 1) return log(width_) - softplus(u);
    return log(one(u.bits()) - x(u));
  }
  ball size(const ball& u) const override {
    return {std::max<Q>(abs(lower_), abs(upper_)), u.bits()};
  }
  ball inverse(const ball& u) const override {
    if (lower_ > 0) return one(u.bits()) / ball(lower_, u.bits());
    return exp(minus_log_sigmoid_bound(u)) / width_;
  }
  ball log_size(const ball& u) const override {
    const ball top = abs(log(ball(upper_, u.bits())));
    if (lower_ > 0) return top + abs(log(ball(lower_, u.bits())));
    return top + minus_log_sigmoid_bound(u);
  }
  ball gap_size(const ball& u) const override {
    const ball bottom = abs(log(ball(Q(1 - lower_), u.bits())));
    if (upper_ < 1) return bottom + abs(log(ball(Q(1 - upper_), u.bits())));
    return bottom + minus_log_sigmoid_bound(-u);
  }
  ball log_above(const ball& u) const override { return log(size(u) + Q(1)); }
  ball decay(const ball& rate, const ball& u) const override { return exp(rate * size(u)); }

 private:
  Q lower_;
  Q upper_;
  ball width_;
};

/// s(u)^(1/a). 1 - v^r >= min(1, r) (1 - v) for 0 < v < 1: v^r is convex or below v.
class sigmoid_root_coordinate : public coordinate {
 public:
  explicit sigmoid_root_coordinate(ball a) : a_(std::move(a)) {}
  complex_ball x(const complex_ball& u) const override { return exp(log_x(u)); }
  complex_ball log_slope(const complex_ball& u) const override {
    return log_x(u) - softplus(u) - log(a_);
  }
  complex_ball log_x(const complex_ball& u) const override { return log_sigmoid(u) / a_; }
  complex_ball log_gap(const complex_ball& u) const override { return log(-expm1(log_x(u))); }
  ball size(const ball& u) const override { return one(u.bits()); }
  ball inverse(const ball& u) const override { return exp(log_size(u)); }
  ball log_size(const ball& u) const override { return minus_log_sigmoid_bound(u) / a_; }
  ball gap_size(const ball& u) const override { return minus_log_sigmoid_bound(-u) + abs(log(a_)); }
  ball log_above(const ball& u) const override { return log(ball(Q(2), u.bits())); }
  ball decay(const ball& rate, const ball& u) const override { return exp(rate * size(u)); }

 private:
  ball a_;
};

/// upper (lower/upper)^s(-u). Where upper = 1: 1 - e^(-L t) >= (1 - e^-L) t for 0 < t < 1.
class log_sigmoid_coordinate : public coordinate {
 public:
  log_sigmoid_coordinate(const Q& lower, const Q& upper, slong bits)
      : upper_(upper),
        lowest_(lower, bits),
        highest_(upper, bits),
        log_width_(log(ball(Q(upper / lower), bits))) {}
  complex_ball x(const complex_ball& u) const override { return exp(log_x(u)); }
  complex_ball log_slope(const complex_ball& u) const override {
    return log_x(u) + log(log_width_) - softplus(u) - softplus(-u);
  }
  complex_ball log_x(const complex_ball& u) const override {
    return log(highest_) - complex_ball(log_width_) / (exp(u) + one(u.bits()));
  }
  complex_ball log_gap(const complex_ball& u) const override {
    return upper_ == 1 ? log(-expm1(log_x(u))) : log(one(u.bits()) - x(u));
  }
  ball size(const ball&) const override { return highest_; }
  ball inverse(const ball& u) const override { return one(u.bits()) / lowest_; }
  ball log_size(const ball&) const override { return abs(log(lowest_)) + abs(log(highest_)); }
  ball gap_size(const ball& u) const override {
    if (upper_ < 1) return abs(log(one(u.bits()) - highest_));
    return abs(log(one(u.bits()) - exp(-log_width_))) + minus_log_sigmoid_bound(-u);
  }
  ball log_above(const ball&) const override { return log(highest_ + Q(1)); }
  ball decay(const ball& rate, const ball& u) const override { return exp(rate * size(u)); }

 private:
  Q upper_;
  ball lowest_;
  ball highest_;
  ball log_width_;
};

}  // namespace

coordinate_ptr affine(const ball& origin, const ball& unit) {
  return std::make_shared<affine_coordinate>(origin, unit);
}
coordinate_ptr hyperbolic(const ball& origin, const ball& unit) {
  return std::make_shared<hyperbolic_coordinate>(origin, unit);
}
coordinate_ptr exponential(const ball& unit) {
  return std::make_shared<exponential_coordinate>(unit, std::nullopt);
}
coordinate_ptr exponential_from(const ball& first) {
  return std::make_shared<exponential_coordinate>(first, Q(0));
}
coordinate_ptr sigmoid_between(const Q& lower, const Q& upper, slong bits) {
  return std::make_shared<sigmoid_coordinate>(lower, upper, bits);
}
coordinate_ptr sigmoid_root(const ball& a) {
  return std::make_shared<sigmoid_root_coordinate>(a);
}
coordinate_ptr log_sigmoid_between(const Q& lower, const Q& upper, slong bits) {
  return std::make_shared<log_sigmoid_coordinate>(lower, upper, bits);
}

}  // namespace kloracle::second_opinion
