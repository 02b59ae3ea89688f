// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace kloracle {

/// The decisions of a draw, in the order they were made.
using decisions = std::vector<std::uint64_t>;

/// Simpler sequences of decisions to try in place of one, boldest first: shorter, with a run of
/// zeros, with a smaller length, with one smaller number. Each is strictly simpler (fewer, or the
/// same number of them and none larger), so that trying them ends.
std::vector<decisions> simpler(std::span<const std::uint64_t> made);

/// The simplest sequence found for which `still_fails` holds, trying at most `budget` of them.
/// `still_fails` is asked of several at once and answers with the first that fails, or with their
/// number.
decisions shrink(decisions made, int budget,
                 const std::function<std::size_t(std::span<const decisions>)>& still_fails);

}  // namespace kloracle
