// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "oracle/interval.hpp"

namespace kloracle {

class tape;

/// A number with the memory of how it was made: reverse differentiation, every part an enclosure.
/// A constant remembers nothing.
///
/// Guarantee     if value() encloses f and the slopes given to the tape enclose the derivatives of
///               each step, tape::slopes encloses those of f: the chain rule in interval arithmetic
class taped {
 public:
  taped(interval constant) : value_(std::move(constant)) {}  // NOLINT: a constant is a number

  const interval& value() const { return value_; }
  mpfr_prec_t bits() const { return value_.bits(); }

  /// f(x), where slope encloses f'(x).
  static taped chained(const taped& x, interval value, const interval& slope);
  /// f(x, y), where by_x and by_y enclose the partial derivatives.
  static taped chained(const taped& x, const taped& y, interval value, const interval& by_x,
                       const interval& by_y);

 private:
  friend class tape;
  taped(interval value, tape* on, std::size_t place)
      : value_(std::move(value)), on_(on), place_(place) {}
  bool constant() const { return on_ == nullptr; }

  interval value_;
  tape* on_ = nullptr;
  std::size_t place_ = 0;
};

/// The steps of a computation. It outlives the numbers made on it.
class tape {
 public:
  /// A new independent variable.
  taped variable(interval x);

  /// The derivatives of `result` with respect to every variable, in the order they were made.
  std::vector<interval> slopes(const taped& result) const;

 private:
  friend class taped;
  struct step {
    std::size_t from;
    interval slope;
    std::optional<std::size_t> other_from;
    std::optional<interval> other_slope;
  };
  std::vector<std::optional<step>> steps_;  // nothing for a variable
  std::vector<std::size_t> variables_;
};

taped operator-(const taped& x);
taped operator+(const taped& x, const taped& y);
taped operator-(const taped& x, const taped& y);
taped operator*(const taped& x, const taped& y);
taped operator/(const taped& x, const taped& y);
taped operator+(const taped& x, const Q& c);
taped operator-(const taped& x, const Q& c);
taped operator*(const taped& x, const Q& c);
taped operator/(const taped& x, const Q& c);

taped sqr(const taped& x);
taped sqrt(const taped& x);
taped exp(const taped& x);
taped expm1(const taped& x);
taped log(const taped& x);
taped log1p(const taped& x);
/// At the kink the slope is any of [-1, 1].
taped abs(const taped& x);

}  // namespace kloracle
