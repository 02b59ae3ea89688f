// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "properties/cases.hpp"

// The draw functions behind case_groups(). Each returns a pair of vectors of the format's own
// values, of an allowed length; what a generator promises of its sums holds exactly.
namespace kloracle::draws {

/// The format's largest finite number, and its smallest positive one.
double largest(const format& f);
double smallest(const format& f);

/// exp(x) and log(x), correctly rounded: a seed means the same inputs whatever the C library.
double exp(double x);
double log(double x);

/// The double nearest to x in the format's precision and range, kept finite.
double into(const format& f, double x);

/// The k-th neighbour of x in the format, upward for k > 0; stays finite, never crosses 0.
double neighbour(const format& f, double x, std::int64_t k);

/// The most outcomes on which the groups on a grid can be drawn.
std::size_t grid_outcomes(const format& f);

sample ordinary(random_source& r, const format& f, lengths allowed);
sample dyadic_simplex(random_source& r, const format& f, lengths allowed);
sample near_equal_simplex(random_source& r, const format& f, lengths allowed);
sample near_equal_ulps(random_source& r, const format& f, lengths allowed);
sample wide_range(random_source& r, const format& f, lengths allowed);
sample zeros(random_source& r, const format& f, lengths allowed);
sample unsupported(random_source& r, const format& f, lengths allowed);
sample subnormals(random_source& r, const format& f, lengths allowed);
sample tiny_values(random_source& r, const format& f, lengths allowed);
sample unnormalised(random_source& r, const format& f, lengths allowed);
sample one_hot(random_source& r, const format& f, lengths allowed);
sample equal(random_source& r, const format& f, lengths allowed);
sample long_vectors(random_source& r, const format& f, lengths allowed);

sample ordinary_logits(random_source& r, const format& f, lengths allowed);
sample near_equal_logits(random_source& r, const format& f, lengths allowed);
sample huge_logits(random_source& r, const format& f, lengths allowed);
sample masked_logits(random_source& r, const format& f, lengths allowed);
sample long_logits(random_source& r, const format& f, lengths allowed);

}  // namespace kloracle::draws
