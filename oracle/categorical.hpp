// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "oracle/evaluation.hpp"
#include "oracle/oracle.hpp"

namespace kloracle {

/// A problem without a finite value, and why. `argument` is set when the input is at fault.
struct no_value {
  status state = status::undefined;
  std::string argument;
  std::string reason;
};

/// A problem, checked: something to evaluate, or the reason why there is no finite value.
using prepared = std::variant<no_value, std::unique_ptr<evaluation>>;

/// The entries of one side after the semantics' input transform, and what the transform did: the
/// magnitude of each input as given, and whether the entry was fixed (clipped or replaced), so that
/// condition numbers speak of the inputs as given.
struct weights {
  std::vector<Q> value;  // >= 0
  std::vector<Q> input;  // |x_i|
  std::vector<bool> fixed;
};

/// Non-negative weights on a common finite set; q is empty for a quantity of one distribution.
struct measures {
  weights p;
  weights q;
};

/// Which of the three closed forms over measures is meant.
enum class correction { none, normalise, generalise };

/// A quantity of non-negative weights: a linear form in logarithms of rationals
/// (discrete_measures.cpp).
prepared prepare_measures(quantity what, correction how, measures m, unit in);

/// A quantity of softmax distributions; nullopt is a masked outcome (softmax.cpp).
using masked = std::optional<Q>;
prepared prepare_softmax(quantity what, std::vector<masked> p, std::vector<masked> q, unit in);

/// Bits of the longest numerator or denominator, and of the longest exponential: e^x spans |x|
/// log2(e) bits, log2(e) < 3/2. The second is limited to 2^15, past which a cap would be no cap.
long longest_bits(const std::vector<masked>& x);
long exponential_bits(const std::vector<masked>& x);

/// A quantity of p = exp(lp), q = exp(lq) as given (exponentials.cpp).
prepared prepare_exponentials(quantity what, std::vector<masked> lp, std::vector<masked> lq,
                              unit in);

/// A quantity of weights p against q = exp(lq) as given (exponentials.cpp).
prepared prepare_mixed(quantity what, std::vector<Q> p, std::vector<masked> lq, unit in);

/// A problem whose distributions are categorical: input checks, semantics, special values
/// (categorical.cpp). `how` is accepted by the quantity and by the inputs' spaces.
prepared prepare_categorical(const problem& what, semantics how);

/// The input space of a categorical distribution, or nullptr if its parameter is not one.
const space_entry* space_of(const distribution& d);

}  // namespace kloracle
