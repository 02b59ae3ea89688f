// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "properties/subject.hpp"

namespace kloracle {

template <class T>
using kernel = T (*)(std::span<const T>, std::span<const T>);

/// One function of builtin:closed_forms, in float and in double.
struct closed_form_function {
  std::string_view name;
  quantity what;
  std::string_view p;  // as in a case's id: "normal(mu,sigma)"
  std::string_view q;  // empty for a quantity of one distribution
  kernel<float> in_float;
  kernel<double> in_double;
  std::string_view note;
};

/// Every one of them: the closed forms of textbooks, as people write them.
std::span<const closed_form_function> closed_form_functions();

/// What the row offers.
offered_function describe(const closed_form_function& f);

}  // namespace kloracle
