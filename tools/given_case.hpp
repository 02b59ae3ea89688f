// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "properties/cases.hpp"
#include "tools/check_flags.hpp"

namespace kloracle {

/// The group of a case whose numbers were stated, rather than drawn.
inline constexpr std::string_view given_group = "given";

/// The numbers that a flag gives, as values of the format.
///
/// Statement     numbers as `kloracle eval` reads them: hex floats and fractions as written,
///               decimals as the nearest value of the format; rows and nested arrays one after the
///               other; @FILE is what the file holds. -0 keeps its sign
/// Errors        input_error, which names the number: --p[1]; what is no value of the format is not
///               rounded to it
std::vector<double> given_numbers(const std::string& flag, const std::string& given,
                                  const format& in);

/// Puts the one case of `p` and `q` (as `--p` and `--q` give them; `q` empty where it is not given)
/// to the function and the subject of the flags, prints what came back in full, whatever it is
/// worth, and returns what to exit with.
///
/// Errors        input_error for a function or format that is not offered, for numbers that are no
///               values of the format, and for what is no input of the problem; it names the flag
int judge_given_case(const std::string& p, const std::string& q, const check_flags& f);

}  // namespace kloracle
