// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "properties/subject.hpp"

namespace kloracle {

/// The program that calls the library on one case: an adapter's snippet, filled in.
///
/// Statement     {p} and {q} become the numbers as the shortest decimals that are read as these
///               binary64 values, "[0.5, 0.25]"; {p:hex} and {q:hex} as C99 hex floats,
///               "[0x1p-1, 0x1p-2]"; infinities and NaN are inf, -inf and nan. {dtype} becomes
///               float64, float32, float16 or bfloat16, {format} the format's name here
/// Guarantee     nothing else is replaced: a brace is a brace
std::string filled_snippet(const std::string& snippet, const sample& input, const format& in);

/// The number as {p} writes it: with a point or an exponent, so that no language takes it for an
/// integer.
std::string decimal_literal(double x);

/// What other software calls the format: "float64".
std::string dtype_of(const format& in);

}  // namespace kloracle
