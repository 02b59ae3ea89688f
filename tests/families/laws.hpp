// SPDX-License-Identifier: Apache-2.0
//
// Families of distributions as textbooks define them: a density or probabilities, a support, and
// what bounds their logarithm far out. Nothing here knows a closed form of the oracle.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "oracle/oracle.hpp"
#include "tests/families/coordinates.hpp"

namespace kloracle::second_opinion {

/// A distribution as it is posed: scalars by name.
struct stated_law {
  std::string family;
  std::vector<std::pair<std::string, Q>> parameters;

  const Q* find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
  const Q& operator[](std::string_view name) const { return *find(name); }
  distribution posed() const;
  std::string text() const;
};

using majorants = std::vector<ball>;

/// A little more than |x|, so that it is positive for certain, as majorants are.
inline ball above(const ball& x) {
  return abs(x) + Q(1, 1024);
}

/// A density over the reals or probabilities over the integers.
struct law {
  bool discrete = false;
  std::optional<Q> lower;  // of the support; absent: unbounded
  std::optional<Q> upper;

  // Of a density. |ln density| <= the sum of the majorants, each with a concave logarithm on a tail
  coordinate_ptr c = nullptr;
  std::function<complex_ball(const outcome&)> log_density = nullptr;
  std::function<majorants(const envelope&)> log_size = nullptr;
  // >= ln(density dx/du) on the tails, concave there; absent where that itself is concave.
  std::function<ball(const ball& u)> log_bound = nullptr;

  // Of probabilities: nullopt is probability 0. Beyond `last` there are none
  std::function<std::optional<ball>(long)> log_probability = nullptr;
  std::function<majorants(long)> log_probability_size = nullptr;  // likewise, growing more slowly
  std::function<ball(long)> ratio = nullptr;  // >= probability(j + 1)/probability(j) for j >= k
};

/// Absent for a family that has no definition here.
std::optional<law> law_of(const stated_law& d, slong bits);
bool is_defined(std::string_view family);

/// What each file of families adds to the list.
struct law_row {
  std::string_view family;
  law (*make)(const stated_law&, slong bits);
};
std::vector<law_row> laws_on_the_line();
std::vector<law_row> laws_of_positive_numbers();
std::vector<law_row> laws_on_intervals();
std::vector<law_row> laws_of_counts();

/// sigma, from whichever of the five parameters was given.
ball sigma_of(const stated_law& d, slong bits);

}  // namespace kloracle::second_opinion
