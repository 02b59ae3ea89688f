// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/entropy_kinds.hpp"

#include <algorithm>
#include <array>

#include "properties/laws/recipes.hpp"

namespace kloracle::kind {

using enum quantity;

bool entropy_of_one(const offered_function& f) {
  static constexpr std::array some{entropy, renyi_entropy, tsallis_entropy, perplexity};
  return std::find(some.begin(), some.end(), f.what) != some.end() && !takes_q(f) &&
         recipe::on_simplex(f) && (!f.order || order(f));
}

power entropy_order(const offered_function& f) {
  return order(f).value_or(power{false, 1});
}

bool nonnegative_order(const offered_function& f) {
  return entropy_of_one(f) && entropy_order(f).at_least(0);
}

bool positive_order(const offered_function& f) {
  return nonnegative_order(f) && !entropy_order(f).is(0);
}

bool sum_of_concave(const offered_function& f) {
  if (f.what != entropy && f.what != tsallis_entropy) return false;
  return positive_order(f) && !entropy_order(f).infinite;
}

}  // namespace kloracle::kind
