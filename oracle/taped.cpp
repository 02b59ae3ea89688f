// SPDX-License-Identifier: Apache-2.0
#include "oracle/taped.hpp"

namespace kloracle {

taped tape::variable(interval x) {
  variables_.push_back(steps_.size());
  steps_.emplace_back();
  return {std::move(x), this, variables_.back()};
}

taped taped::chained(const taped& x, interval value, const interval& slope) {
  if (x.constant()) return taped(std::move(value));
  x.on_->steps_.push_back(tape::step{x.place_, slope, {}, {}});
  return {std::move(value), x.on_, x.on_->steps_.size() - 1};
}

taped taped::chained(const taped& x, const taped& y, interval value, const interval& by_x,
                     const interval& by_y) {
  if (x.constant()) return chained(y, std::move(value), by_y);
  if (y.constant()) return chained(x, std::move(value), by_x);
  x.on_->steps_.push_back(tape::step{x.place_, by_x, y.place_, by_y});
  return {std::move(value), x.on_, x.on_->steps_.size() - 1};
}

// Steps depend on earlier ones only, so going back every step's slope is complete when it is met.
std::vector<interval> tape::slopes(const taped& result) const {
  const interval zero(0L, result.bits());
  std::vector<std::optional<interval>> slope(steps_.size());
  const auto add = [&](std::size_t place, const interval& more) {
    slope[place] = slope[place] ? *slope[place] + more : more;
  };
  if (!result.constant()) add(result.place_, interval(1L, result.bits()));
  for (std::size_t i = steps_.size(); i-- > 0;) {
    if (!steps_[i] || !slope[i]) continue;
    add(steps_[i]->from, *slope[i] * steps_[i]->slope);
    if (steps_[i]->other_from) add(*steps_[i]->other_from, *slope[i] * *steps_[i]->other_slope);
  }
  std::vector<interval> by_variable;
  for (const std::size_t place : variables_) by_variable.push_back(slope[place].value_or(zero));
  return by_variable;
}

namespace {

interval one(const taped& x) {
  return interval(1L, x.bits());
}

}  // namespace

taped operator-(const taped& x) {
  return taped::chained(x, -x.value(), -one(x));
}
taped operator+(const taped& x, const taped& y) {
  return taped::chained(x, y, x.value() + y.value(), one(x), one(x));
}
taped operator-(const taped& x, const taped& y) {
  return taped::chained(x, y, x.value() - y.value(), one(x), -one(x));
}
taped operator*(const taped& x, const taped& y) {
  return taped::chained(x, y, x.value() * y.value(), y.value(), x.value());
}
taped operator/(const taped& x, const taped& y) {
  const interval quotient = x.value() / y.value();
  return taped::chained(x, y, quotient, inv(y.value()), -(quotient / y.value()));
}
taped operator+(const taped& x, const Q& c) {
  return taped::chained(x, x.value() + c, one(x));
}
taped operator-(const taped& x, const Q& c) {
  return taped::chained(x, x.value() - c, one(x));
}
taped operator*(const taped& x, const Q& c) {
  return taped::chained(x, x.value() * c, interval(c, x.bits()));
}
taped operator/(const taped& x, const Q& c) {
  return taped::chained(x, x.value() / c, inv(interval(c, x.bits())));
}

taped sqr(const taped& x) {
  return taped::chained(x, sqr(x.value()), ldexp(x.value(), 1));
}
// At 0 there is no slope: it is any number.
taped sqrt(const taped& x) {
  const interval root = sqrt(x.value());
  const bool zero = mpfr_zero_p(root.hi()) != 0;
  return taped::chained(x, root, zero ? interval::entire(x.bits()) : ldexp(inv(root), -1));
}
taped exp(const taped& x) {
  const interval e = exp(x.value());
  return taped::chained(x, e, e);
}
taped expm1(const taped& x) {
  return taped::chained(x, expm1(x.value()), exp(x.value()));
}
taped log(const taped& x) {
  return taped::chained(x, log(x.value()), inv(x.value()));
}
taped log1p(const taped& x) {
  return taped::chained(x, log1p(x.value()), inv(x.value() + Q(1)));
}
taped abs(const taped& x) {
  const interval sign = certainly_positive(x.value())   ? one(x)
                        : certainly_negative(x.value()) ? -one(x)
                                                        : hull(-one(x), one(x));
  return taped::chained(x, abs(x.value()), sign);
}

}  // namespace kloracle
