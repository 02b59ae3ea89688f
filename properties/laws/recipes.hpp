// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "oracle/interval.hpp"
#include "properties/laws/law.hpp"

// Inputs on which a law's hypothesis holds exactly (oracle.md 8.1, R1 to R9), drawn from choices.
namespace kloracle::recipe {

/// Numerators of a dyadic simplex: integers of sum 2^k.
using units = std::vector<std::int64_t>;

/// P and Q on one dyadic simplex.
struct unit_pair {
  int k = 0;
  units p;
  units q;
};

/// What a pair may look like.
struct pair_limits {
  int bits = 0;  // the largest k; 0: the precision of the format
  std::size_t least_n = 2;
  std::size_t most_n = 0;  // 0: the scope's
  std::int64_t least = 1;  // of every numerator: 1 keeps full support, 0 lets outcomes vanish
};

/// Numerators of sum 2^k, each at least `least`, of several shapes: even cuts, sizes spread over
/// powers of two, nearly uniform. n <= 2^k unless least is 0.
units simplex(choices& c, std::size_t n, int k, std::int64_t least = 1);

/// Moves up to three times some units from one outcome to another; each stays at least `least`.
void move_units(choices& c, units& x, std::int64_t least = 1);

/// A pair of one length and one k: unrelated, or Q one to three moves from P (which may end equal).
unit_pair simplex_pair(choices& c, const law_scope& where, const pair_limits& limits = {});

/// The length of a simplex, and its k within limits: 2^k >= n, small ones first.
std::size_t length(choices& c, const law_scope& where, const pair_limits& limits);
int grid_bits(choices& c, const law_scope& where, const pair_limits& limits, std::size_t n);

/// Writes x as the space of the function has it: c_i 2^-k of probs, c_i of counts.
void give(const units& x, int k, space in, std::vector<double>& to);

/// Both sides of a term's input; q only where the function takes it.
void give(const unit_pair& x, const law_scope& where, sample& to);

/// Whether the function takes logits, of outcomes without names.
bool on_logits(const offered_function& f);

/// Logits on a grid of the format, so that adding a power of two to all of them is exact: P, and Q
/// unrelated or a few steps from P.
void logits_pair(choices& c, const law_scope& where, sample& to);

/// A pair for any function that is on_simplex (some outcomes may vanish) or on_logits.
void any_pair(choices& c, const law_scope& where, sample& to);

/// Whether, on an exact simplex, the function poses the plain problem of its quantity: probs under
/// normalised, measure or generalised semantics, or counts that are normalised. Not of families.
bool on_simplex(const offered_function& f);

/// The same, and of that quantity.
bool on_simplex(const offered_function& f, quantity what);

/// Bounds of laws: 0; and the value itself, or the format's smallest number if that is less, below
/// which only 0 is left.
interval zero(const law_instance&, std::span<const interval>, const law_scope&, long bits);
interval least_positive(const law_instance&, std::span<const interval> truth,
                        const law_scope& where, long bits);

/// The total variation of P and Q of an input on the simplex; probabilities of counts.
interval total_variation(const law_scope& where, const sample& s, long bits);

/// The entries of a vector as exact probabilities: divided by the sum for counts.
std::vector<interval> probabilities(space in, const std::vector<double>& x, long bits);

}  // namespace kloracle::recipe
