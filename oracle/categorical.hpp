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

/// Non-negative weights on a common finite set, after the semantics' input transform.
///
/// weight_p[i] = |x_i| dp_i/dx_i for the original input x_i: 0 where the transform clipped or
/// replaced it, so that condition numbers speak of the inputs as given.
struct measures {
  std::vector<Q> p;
  std::vector<Q> q;  // empty for a quantity of one distribution
  std::vector<Q> weight_p;
  std::vector<Q> weight_q;
};

/// Which of the three closed forms over measures is meant.
enum class correction { none, normalise, generalise };

/// A quantity of non-negative weights: a linear form in logarithms of rationals
/// (discrete_measures.cpp).
prepared prepare_measures(quantity what, correction how, measures m, unit in);

/// A quantity of softmax distributions; nullopt is a masked outcome (softmax.cpp).
using masked = std::optional<Q>;
prepared prepare_softmax(quantity what, std::vector<masked> p, std::vector<masked> q, unit in);

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
