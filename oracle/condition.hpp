// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "oracle/interval.hpp"

namespace kloracle {

/// The inputs x_i of one argument that may move, with the slopes df/dx_i: weight_i = |x_i| > 0.
struct gradient_block {
  std::vector<Q> weight;
  std::vector<interval> slope;

  void add(Q w, interval s) {
    weight.push_back(std::move(w));
    slope.push_back(std::move(s));
  }
};

/// sum |x_i| |df/dx_i|: the largest first-order change when |dx_i| <= |x_i|.
interval componentwise(const gradient_block& block, mpfr_prec_t bits);

/// The largest first-order change when |dx_i| <= |x_i| and sum dx_i = 0.
///
/// Formula       max { sum s_i d_i : |d_i| <= w_i, sum d_i = 0 } = min_c sum w_i |s_i - c|, a
/// weighted
///               median (linear-programming duality)
/// Guarantee     any feasible d gives a lower bound and any c an upper bound, so the enclosure
/// holds
///               whichever median the ordering of the enclosures suggests
interval tangent(const gradient_block& block, mpfr_prec_t bits);

}  // namespace kloracle
