// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "oracle/oracle.hpp"

namespace kloracle {

/// What a problem has for an answer.
enum class outcome_kind {
  value,          // a real number
  plus_infinity,  // proved
  undefined,      // the mathematics gives no value to sound input: inf - inf
  domain,         // the input poses no problem: what code should do is a policy
  undecided,      // not settled within the precision cap; never written to a fixture
};
/// "value", "plus_infinity", "undefined", "domain", "undecided".
std::string_view name(outcome_kind k);

/// The answer to a problem, in texts that mathematics determines: whoever computes them, at
/// whatever precision and on whatever machine, gets the same characters.
///
/// The condition numbers alone are bounds, rounded up to three digits. A few sums and integrals are
/// too long to be pinned down so far: they have 128 bits and 30 digits, or 96 and 20, and no
/// binary128.
struct certified_value {
  outcome_kind what = outcome_kind::undecided;
  std::string rational = {};  // the value itself, where it is known to be rational
  std::string lower = {};     // the nearest numbers of 256 significant bits around the value, as
  std::string upper = {};     // normalised hex; equal if the value is one of them
  std::string decimal = {};   // 50 significant digits, to nearest
  std::vector<std::pair<const format*, std::string>> rounded = {};  // to nearest even, every format
  std::vector<std::pair<std::string, std::string>> condition = {};  // by perturbation model
  std::string argument = {};                                        // of domain: "q[1]"
  std::string reason = {};                                          // of all but value
};

inline constexpr long enclosure_precision = 256;
inline constexpr int decimal_digits = 50;

/// The certified value of a problem.
///
/// Guarantee     every text follows from a proven enclosure that leaves it no choice; where none
///               within the oracle's cap does, the outcome is `undecided`
/// Errors        never throws for what a problem holds (std::bad_alloc aside)
certified_value certify(const problem& asked, long extra_bits = 0);

}  // namespace kloracle
