// SPDX-License-Identifier: Apache-2.0
//
// Coordinates u on which a density over the reals decays: x = x(u), increasing. Every density here,
// times dx/du, has a concave logarithm in u on each tail; that bounds what an integral leaves out.
#pragma once

#include <memory>
#include <optional>

#include "tests/families/complex_ball.hpp"

namespace kloracle::second_opinion {

/// x(u) and its kin, holomorphic in u near the real line, and majorants on the tails |u| >= 1 that
/// have a concave logarithm on each tail, as has each of their positive powers and multiples.
class coordinate {
 public:
  virtual ~coordinate() = default;

  virtual complex_ball x(const complex_ball& u) const = 0;
  virtual complex_ball log_slope(const complex_ball& u) const = 0;  // ln dx/du
  virtual complex_ball log_x(const complex_ball& u) const { return log(x(u)); }
  virtual complex_ball log_gap(const complex_ball& u) const {  // ln(1 - x)
    return log(ball(Q(1), u.bits()) - x(u));
  }

  virtual ball size(const ball& u) const = 0;                     // >= |x|
  virtual ball inverse(const ball& u) const = 0;                  // >= 1/x, where x > 0
  virtual ball log_size(const ball& u) const = 0;                 // >= |ln x|, where x > 0
  virtual ball gap_size(const ball& u) const = 0;                 // >= |ln(1 - x)|, where x < 1
  virtual ball log_above(const ball& u) const = 0;                // >= ln(1 + |x|)
  virtual ball decay(const ball& rate, const ball& u) const = 0;  // >= e^(-rate x), rate > 0

  std::optional<Q> first;  // u begins there; absent: at -infinity. It never ends
};
using coordinate_ptr = std::shared_ptr<const coordinate>;

coordinate_ptr affine(const ball& origin, const ball& unit);                 // origin + unit u
coordinate_ptr hyperbolic(const ball& origin, const ball& unit);             // origin + unit sinh u
coordinate_ptr exponential(const ball& unit);                                // unit e^u
coordinate_ptr exponential_from(const ball& first);                          // the same from u = 0
coordinate_ptr sigmoid_between(const Q& lower, const Q& upper, slong bits);  // lower + width s(u)
coordinate_ptr sigmoid_root(const ball& a);                                  // s(u)^(1/a)
coordinate_ptr log_sigmoid_between(const Q& lower, const Q& upper, slong bits);

/// A point u of a coordinate as densities see it.
class outcome {
 public:
  outcome(const coordinate& c, complex_ball u) : c_(c), u_(std::move(u)) {}
  complex_ball x() const { return c_.x(u_); }
  complex_ball log_x() const { return c_.log_x(u_); }
  complex_ball log_gap() const { return c_.log_gap(u_); }
  slong bits() const { return u_.bits(); }

 private:
  const coordinate& c_;
  complex_ball u_;
};

/// The majorants at a point of a tail.
struct envelope {
  const coordinate& c;
  ball u;
  ball one() const { return ball(Q(1), u.bits()); }
  ball size() const { return c.size(u); }
  ball inverse() const { return c.inverse(u); }
  ball log_size() const { return c.log_size(u); }
  ball gap_size() const { return c.gap_size(u); }
  ball log_above() const { return c.log_above(u); }
  ball decay(const ball& rate) const { return c.decay(rate, u); }
};

}  // namespace kloracle::second_opinion
