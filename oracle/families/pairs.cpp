// SPDX-License-Identifier: Apache-2.0
//
// Closed forms for pairs of families that no averages give. All others arise from what P offers and
// Q needs (routes.hpp), and need no line here.
#include "oracle/families/routes.hpp"
#include "oracle/families/spherical.hpp"

namespace kloracle {

std::span<const pair_row> pair_rows() {
  static const auto rows = [] {
    std::vector<pair_row> all;
    for (const auto& group : {spherical_pair_rows()}) {
      all.insert(all.end(), group.begin(), group.end());
    }
    return all;
  }();
  return rows;
}

}  // namespace kloracle
