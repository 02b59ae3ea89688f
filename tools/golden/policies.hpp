// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "tools/golden/fixture.hpp"

namespace kloracle {

/// What a profile expects of code whose input poses no problem.
enum class expectation { error, nan, error_or_nan, unspecified };
/// "error", "nan", "error_or_nan", "unspecified".
std::string_view name(expectation e);

/// A way of treating bad input: "strict", "scipy", "torch".
struct profile_entry {
  std::string_view name;
  std::string_view meaning;
};
std::span<const profile_entry> profiles();

/// A kind of bad input, and what each profile expects there, in the order of profiles().
struct policy_entry {
  std::string_view name;  // "negative_weight"
  std::string_view meaning;
  std::span<const expectation> expects;
};
std::span<const policy_entry> policies();

/// Sound problems spoilt in one way each, so that every policy that can concern them does; `from`
/// is the policy's name. Deterministic.
///
/// Guarantee     evaluate() calls each of them bad input or undefined
std::vector<fixture_input> spoilt(const problem& sound);

/// The policy that a case of outcome `domain` or `undefined` is about; empty if none is.
std::string_view policy_of(const fixture_input& input, const certified_value& value);

}  // namespace kloracle
