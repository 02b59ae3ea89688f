// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "oracle/evaluation.hpp"

// Values made up for settle(): rationals, and irrationals as near to one as wanted.
namespace kloracle {

using enclosing = std::function<interval(mpfr_prec_t)>;

// Counts what settle() asks of it.
class synthetic : public evaluation {
 public:
  synthetic(enclosing how, decision algebra) : how_(std::move(how)), algebra_(std::move(algebra)) {}

  interval enclose(mpfr_prec_t bits) const override {
    asked_bits.push_back(bits);
    return how_(bits);
  }
  bool nonzero() const override { return nonzero_; }
  std::optional<Q> known() const override { return known_; }
  decision decide() const override {
    ++decisions;
    return algebra_;
  }
  sensitivity sensitivities(const interval& value, mpfr_prec_t) const override {
    return {value, std::nullopt};
  }
  std::size_t size() const override { return size_; }
  long longest_input_bits() const override { return longest_input_bits_; }

  mutable std::vector<mpfr_prec_t> asked_bits;
  mutable int decisions = 0;
  bool nonzero_ = false;
  std::optional<Q> known_;
  std::size_t size_ = 1;
  long longest_input_bits_ = 100;

 private:
  enclosing how_;
  decision algebra_;
};

// x enclosed with an honest error of some units on both sides, so never a point.
inline enclosing around(const Q& x) {
  return [x](mpfr_prec_t bits) {
    const Q noise = (abs(x) + (x == 0 ? 1 : 0)) * power_of_two(2 - static_cast<long>(bits));
    return hull(interval(Q(x - noise), bits), interval(Q(x + noise), bits));
  };
}

// x + sign * 2^-300 ln 2, irrational.
inline enclosing just_off(const Q& x, int sign, long depth = 300) {
  return [=](mpfr_prec_t bits) {
    const interval off = ldexp(const_ln2(bits), -depth);
    return around(x)(bits) + (sign > 0 ? off : -off);
  };
}

inline decision proved(const Q& x) {
  return {rationality::rational, x};
}
inline const decision irrational{rationality::irrational, 0};
inline const decision unknown{};

}  // namespace kloracle
