// SPDX-License-Identifier: Apache-2.0
//
// Laws on finitely many outcomes with rational probabilities, for checks whose witnesses come out
// of exact arithmetic.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oracle/closed_form.hpp"
#include "oracle/exact.hpp"
#include "oracle/oracle.hpp"

namespace kloracle::proofs {

/// The probabilities.
using exact_law = std::vector<Q>;

/// The rationals that `text` writes, with spaces between.
exact_law rationals(std::string_view text);

/// "(1/6, 0.1, 11/15)".
std::string shown(std::span<const Q> law);

/// The law divided by its sum.
exact_law normalised(exact_law weights);

/// (1 - t) p + t q.
exact_law mixed(std::span<const Q> p, std::span<const Q> q, const Q& t);

/// ln x of a positive rational, symbolically.
closed_form log_of(const Q& x);

/// KL(p, q) in nats, symbolically: sum p ln(p/q) over p > 0.
/// Errors: std::logic_error where it is infinite.
closed_form kl_form(std::span<const Q> p, std::span<const Q> q);

/// The question to the oracle about these laws.
problem asked(quantity what, std::span<const Q> p, std::span<const Q> q = {});

}  // namespace kloracle::proofs
