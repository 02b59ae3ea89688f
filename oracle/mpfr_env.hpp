// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kloracle {

/// While one lives, this thread has MPFR's widest exponent range; the caller's range comes back
/// after.
///
/// MPFR keeps its exponent range per thread and a new thread starts with the default range, not
/// with its parent's. Using a number outside the current range is undefined, so every public
/// function that touches intervals holds an mpfr_env; nesting is free of effect. MPFR's per-thread
/// caches are freed when the thread ends. Errors: std::runtime_error if MPFR was built without
/// thread-local storage.
class mpfr_env {
 public:
  mpfr_env();
  ~mpfr_env();
  mpfr_env(const mpfr_env&) = delete;
  mpfr_env& operator=(const mpfr_env&) = delete;

 private:
  long emin_;
  long emax_;
};

}  // namespace kloracle
