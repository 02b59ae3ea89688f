// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mpfr.h>

#include <utility>

namespace kloracle {

/// An mpfr_t that owns itself. Precision is in bits and never changes; copies are exact.
class real {
 public:
  explicit real(mpfr_prec_t bits) { mpfr_init2(value_, bits); }
  real(const real& other) {
    mpfr_init2(value_, mpfr_get_prec(other.value_));
    mpfr_set(value_, other.value_, MPFR_RNDN);  // same precision: exact
  }
  real(real&& other) noexcept {
    *value_ = *other.value_;
    other.value_->_mpfr_d = nullptr;
  }
  real& operator=(real other) noexcept {
    std::swap(*value_, *other.value_);
    return *this;
  }
  ~real() {
    if (value_->_mpfr_d != nullptr) mpfr_clear(value_);
  }

  mpfr_ptr p() { return value_; }
  mpfr_srcptr p() const { return value_; }
  mpfr_prec_t bits() const { return mpfr_get_prec(value_); }

 private:
  mpfr_t value_;
};

}  // namespace kloracle
