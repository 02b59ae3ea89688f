// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oracle/format.hpp"
#include "oracle/interval.hpp"
#include "properties/subject.hpp"

namespace kloracle {

/// The real numbers that round to nearest to an output.
///
/// Statement     [the midpoint with the number below, the midpoint with the number above], both
///               included although a tie belongs to one of them only; of an infinity, all past the
///               largest finite number and half an ulp
/// Domain        values of the format, infinities included; not NaN
/// Guarantee     exact at 64 bits or more
interval output_box(const format& in, double output, long bits);

/// The output itself.
interval output_point(double output, long bits);

/// The function's value, times this, is in nats and in the quantity's first convention.
interval nats_per_value(const offered_function& f, long bits);

/// One ulp of an output, as a double: 2^(max(floor(log2 |y|), emin) - precision + 1).
double ulp(const format& in, double output);

}  // namespace kloracle
