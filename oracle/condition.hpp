// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "oracle/interval.hpp"

namespace kloracle {

/// The inputs x_i of one argument that may move, with the slopes df/dx_i: weight_i = |x_i| > 0.
///
/// A one-sided input has its slope in one direction and 0 in the other.
struct gradient_block {
  std::vector<Q> weight;
  std::vector<interval> slope;
  std::vector<bool> one_sided;

  void add(Q w, interval s, bool one_way = false) {
    weight.push_back(std::move(w));
    slope.push_back(std::move(s));
    one_sided.push_back(one_way);
  }
};

/// sum |x_i| |df/dx_i|: the largest first-order change when |dx_i| <= |x_i|.
interval componentwise(const gradient_block& block, mpfr_prec_t bits);

/// The largest first-order change when |dx_i| <= |x_i| and sum dx_i = 0.
///
/// Formula       max { sum s_i d_i : |d_i| <= w_i, sum d_i = 0 } = min_c sum w_i |s_i - c|, a
///               weighted median (linear-programming duality)
/// Guarantee     any feasible d gives a lower bound and any c an upper bound, so the enclosure
///               holds whichever median the ordering of the enclosures suggests; a one-sided slope
///               counts as anything between itself and 0
interval tangent(const gradient_block& block, mpfr_prec_t bits);

}  // namespace kloracle
