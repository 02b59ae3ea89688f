// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "oracle/exact.hpp"
#include "properties/laws/recipes.hpp"

// Channels, mixtures and products of dyadic simplices, exact by construction (R2, R3, R4).
namespace kloracle::recipe {

/// A channel: row i is where outcome i goes, in units of sum 2^m.
struct unit_channel {
  int m = 0;
  std::vector<units> rows;
};

/// A dyadic number l 2^-w strictly between 0 and 1.
struct unit_weight {
  int w = 1;
  std::int64_t l = 1;

  std::int64_t rest() const { return (std::int64_t{1} << w) - l; }
};

/// The numbers of a double, exactly.
Q exactly(double x);
interval exactly(double x, long bits);
/// l 2^-w.
double value(const unit_weight& x);

/// How many of the format's bits a second factor gets: few as a rule, at most `most`.
int some_bits(choices& c, int most);

/// A weight with w no larger than a third of the precision.
unit_weight weight(choices& c, const law_scope& where);

/// Numerators of the function's number of outcomes, or of any number within the limits; k is set.
/// An outcome may vanish where limits.least is 0, or where there are more of them than units.
unit_pair pair_of(choices& c, const law_scope& where, const pair_limits& limits);

/// The draw of a law about one such pair, some of whose outcomes may vanish; and of a law that
/// relates two functions there.
void draw_pair(choices& c, const law_scope& where, law_instance& to);
void draw_for_both(choices& c, const law_scope& where, law_instance& to);

/// Numerators like x and of its k: x itself, a few moves away, or unrelated.
units another(choices& c, const units& x, int k, std::int64_t least);

/// The least numerator that keeps the function's value finite: 0 now and then where it always is.
std::int64_t finite_least(choices& c, const offered_function& f);

/// A channel: 2^m units to the row, several shapes.
unit_channel channel(choices& c, std::size_t inputs, std::size_t outputs, int m);

/// A function of the outcomes, onto 0..outputs-1, as a channel with m = 0.
unit_channel merging(choices& c, std::size_t inputs, std::size_t outputs);

/// The image: units of sum 2^(k + m).
units through(const units& x, const unit_channel& t);

/// (l x + (2^w - l) y) 2^-w: units of sum 2^(k + w).
units mixture(const units& x, const units& y, const unit_weight& at);

/// x_i y_j, row by row: units of sum 2^(kx + ky).
units product(const units& x, const units& y);

/// The table p(x) t(y|x), row by row: units of sum 2^(k + m).
units table_of(const units& x, const unit_channel& t);

/// x and y one after the other, weighed l to 2^w - l: units of sum 2^(k + w).
units joined(const units& x, const units& y, const unit_weight& at);

/// x in units half as large, `doublings` times: the same distribution on a finer grid.
units finer(units x, int doublings);

/// P and Q on outcomes of their own: disjoint.
unit_pair apart(const unit_pair& x);

/// Writes P and Q to an input, in the spaces of the function or of another of its kind.
void give(const units& p, const units& q, int k, const offered_function& f, sample& to);

/// The same, exchanged for a function that is kind::is_reverse_kl: the value is then KL(P, Q).
void give_kl(const units& p, const units& q, int k, const offered_function& f, sample& to);

}  // namespace kloracle::recipe
