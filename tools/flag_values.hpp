// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "oracle/oracle.hpp"

namespace kloracle {

// What the flags of the command line state. Every fault is an input_error of one line that names
// the flag, or the number in it: --p[1].

/// The categorical distribution that a flag writes, of numbers in the space: "0.7,0.3", a table as
/// "0.1,0.2;0.3,0.4" or nested arrays "[[0.1,0.2],[0.3,0.4]]", or @FILE with any of these. In a
/// file white space separates numbers too.
distribution flag_distribution(const std::string& flag, const std::string& given, space in,
                               const format* input);

/// Gives the problem the option that a flag writes.
void read_flag_option(problem& what, const option_entry& o, const std::string& given,
                      const format* input);

}  // namespace kloracle
