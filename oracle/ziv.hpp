// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oracle/evaluation.hpp"
#include "oracle/oracle.hpp"

namespace kloracle {

/// The correctly rounded value of `e`: enclosures at growing precision until both ends round alike.
///
/// Guarantee     terminates. If the value is irrational the loop ends because enclosures converge
///               and every breakpoint of rounding is rational; if it is rational, decide() says so;
///               if that is unknown, the precision cap ends the loop with `undecided`
/// Source        Ziv 1991, "Fast evaluation of elementary mathematical functions with correctly
///               rounded last bit", and oracle/README.md for the decisions
answer settle(const evaluation& e, const target& wanted);

/// The precision cap of settle() in bits when the target does not set one: four times the exponent
/// span of the inputs plus 4096, less with many outcomes (n bits^1.5 <= 2^30), but never below
/// 4096.
long default_precision_cap(const evaluation& e, const target& wanted);

}  // namespace kloracle
