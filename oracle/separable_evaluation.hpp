// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "oracle/separable.hpp"

namespace kloracle {

/// A separable quantity of well-posed, finite value: enclosures and slopes in
/// separable_evaluation.cpp, what is known exactly in separable_exact.cpp.
class separable_evaluation : public evaluation {
 public:
  separable_evaluation(separable what, sides given, unit in)
      : what_(std::move(what)), given_(std::move(given)), in_(in) {
    if (given_.q) decide_equality(*given_.q);
  }

  interval enclose(mpfr_prec_t bits) const override;
  std::optional<Q> known() const override;
  bool nonzero() const override {
    if (what_.how == outer::exponential || what_.positive || exceeds_one()) return true;
    return what_.equality && what_.equality->value == 0 && equal_ == false;
  }
  decision decide() const override;
  sensitivity sensitivities(const interval& value, mpfr_prec_t bits) const override;
  std::size_t size() const override { return given_.p.size(); }
  long longest_input_bits() const override;

 private:
  // The slopes are asked for at the precision that settled the value.
  const enclosed_sides& enclosed(mpfr_prec_t bits) const {
    if (!last_ || last_->bits() != bits)
      last_.emplace(given_.p, given_.q ? &*given_.q : nullptr, bits);
    return *last_;
  }
  bool both(std::size_t i) const { return given_.p.has(i) && (!given_.q || given_.q->has(i)); }
  bool exceeds_one() const;
  void decide_equality(const side& q);
  interval sum_of(const summand& term, const enclosed_sides& at) const;
  interval logarithm(const enclosed_sides& at) const;
  std::optional<Q> plain_sum() const;
  closed_form write_out(std::size_t i) const;
  closed_form exact_sum() const;
  std::optional<closed_form> exact_linear_sum() const;
  closed_form exact_without(const side& s, const side& other, const log_form& per_unit,
                            bool disjoint) const;
  dual slopes_at(std::size_t i, const enclosed_sides& at) const;
  interval root_bound(const enclosed_sides& at) const;
  interval outer_slope(const interval& value, const enclosed_sides& at) const;
  interval clamped(const interval& x) const {
    const bool proved = what_.equality && what_.equality->nonnegative && equal_.has_value();
    return proved ? clamp_nonnegative(x) : x;
  }

  separable what_;
  sides given_;
  unit in_;
  std::optional<bool> equal_;  // whether P = Q, where a theorem speaks of it
  mutable std::optional<enclosed_sides> last_;
};

}  // namespace kloracle
