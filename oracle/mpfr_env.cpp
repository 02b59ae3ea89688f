// SPDX-License-Identifier: Apache-2.0
#include "oracle/mpfr_env.hpp"

#include <mpfr.h>

#include <stdexcept>

namespace kloracle {
namespace {

struct cache_guard {
  cache_guard() {
    if (mpfr_buildopt_tls_p() == 0) {
      throw std::runtime_error("kloracle needs an MPFR built with thread-local storage");
    }
  }
  ~cache_guard() { mpfr_free_cache(); }
};

}  // namespace

mpfr_env::mpfr_env() : emin_(mpfr_get_emin()), emax_(mpfr_get_emax()) {
  thread_local const cache_guard caches;
  mpfr_set_emin(mpfr_get_emin_min());
  mpfr_set_emax(mpfr_get_emax_max());
}

mpfr_env::~mpfr_env() {
  mpfr_set_emin(emin_);
  mpfr_set_emax(emax_);
}

}  // namespace kloracle
