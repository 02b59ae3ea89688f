// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "oracle/oracle.hpp"

namespace kloracle {

// What the flags of the command line state. Every fault is an input_error of one line that names
// the flag, or the number in it: --p[1].

/// What a flag says of a distribution: its family by name, empty if the flag leaves it open, and
/// the rest. "gamma:shape=2,rate=1" is both; @FILE is what the file holds.
struct flag_side {
  std::string flag;
  std::string family;
  std::string text;
};
flag_side read_side(const std::string& flag, const std::string& given);

/// Whether the text begins like the parameters of a family, and the names in it.
bool names_parameters(const flag_side& side);
std::vector<std::string> parameter_names(const flag_side& side);

/// The categorical distribution of numbers in the space: "0.7,0.3", a table as "0.1,0.2;0.3,0.4" or
/// nested arrays "[[0.1,0.2],[0.3,0.4]]". White space separates numbers too.
distribution flag_categorical(const flag_side& side, space in, const format* input);

/// The distribution of a family by its parameters: "mu=0,sigma=1", vectors and matrices as nested
/// arrays: "mean=[0,0],covariance=[[1,0],[0,1]]", or what a file holds: "covariance=@FILE".
distribution flag_of_family(const flag_side& side, const family_entry& family, const format* input);

/// The texts of the numbers that a flag gives in any of these ways, rows one after the other.
std::vector<std::string> flag_number_texts(const std::string& flag, const std::string& given);

/// Gives the problem the option that a flag writes.
void read_flag_option(problem& what, const option_entry& o, const std::string& given,
                      const format* input);

}  // namespace kloracle
