// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "properties/subject.hpp"

namespace kloracle {

/// What the numbers of one side of a function have to be, besides what the oracle refuses, so that
/// an input changed by a machine is still the kind of input that was drawn.
class side_layout {
 public:
  using numbers = std::vector<double>;

  /// Of categorical distributions in a space, as those numbers were drawn.
  side_layout(space given_in, const numbers& drawn, const format& in);
  /// Of the parameters of a family.
  side_layout(const family_side& side, const numbers& drawn, const format& in);

  /// Statement  values of the format, finite but for the logarithm of 0; |1 - sum| of probabilities
  ///            is at most that of the drawn ones, or n/2 ulp of 1 if that is more; no
  ///            weight is 0, and no logarithm -inf, where none was
  bool admits(const numbers& x) const;

  /// Whether the numbers miss what they have to sum to by more than n/2 ulp of 1.
  bool has_odd_sum(const numbers& x) const;

  /// Makes the largest number of what has to sum to 1, other than x[except], what the others leave;
  /// false where they leave nothing.
  bool top_up(numbers& x, std::size_t except) const;

  /// x[i] = value, rounded to the format; and what has to be equal to it, in a symmetric matrix.
  void put(numbers& x, std::size_t i, double value) const;

  /// The plainest distribution there is on so many outcomes, or with parameters of these shapes.
  numbers everyday(std::size_t count) const;

  /// The probabilities divided by their sum; anything else is as it was.
  numbers normalised(numbers x) const;

  bool of_logarithms() const { return logarithms_; }

 private:
  enum class total { free, one, one_of_exponentials };
  // Numbers that have one sum.
  struct block {
    std::size_t first;
    std::size_t count;  // of categorical distributions that of the drawn ones, and x may have fewer
    total sums_to;
    double defect;  // of the drawn ones
  };
  bool misses(const numbers& x, bool as_drawn) const;
  numbers terms(const block& b, const numbers& x) const;

  const format& in_;
  std::vector<block> blocks_;
  bool of_family_ = false;
  bool counts_ = false;
  bool logarithms_ = false;
  bool above_zero_ = false;  // every outcome has a weight
  // Of families, for each number:
  std::vector<std::size_t> mirror_;
  numbers everyday_;
};

}  // namespace kloracle
