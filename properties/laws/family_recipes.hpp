// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "properties/family_roles.hpp"
#include "properties/laws/law.hpp"

// R8: parameters of families as small dyadic numbers, drawn from choices.
namespace kloracle::recipe {

/// Whether the law recipes can draw parameters for both sides of the function.
bool can_draw_parameters(const offered_function& f);

/// Dyadic parameters of one side, a distribution of its family.
void parameters(choices& c, const format& in, const family_side& side, std::vector<double>& to);

/// Both sides; where they are given alike, Q is often P moved by a few ulps, and always shares what
/// both sides of its family have to share.
void parameter_pair(choices& c, const law_scope& where, sample& to);

/// a + b in the format; nothing where it rounds.
std::optional<double> exact_sum(const format& in, double a, double b);

/// A function that compares two distributions by a number that does not depend on how outcomes are
/// named: a divergence, not a cross-entropy.
bool compares(const offered_function& f);

/// The same, and both sides are of one family and given by the same parameters.
bool compares_twins(const offered_function& f);

}  // namespace kloracle::recipe
