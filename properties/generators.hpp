// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "properties/cases.hpp"

// The draw functions behind case_groups(). Each returns a pair of vectors of the format's own
// values; what a generator promises of its sums holds exactly.
namespace kloracle::generators {

/// The double nearest to x in the format's precision and range, kept finite.
double into(const format& f, double x);

/// The k-th neighbour of x in the format, upward for k > 0; stays finite, never crosses 0.
double neighbour(const format& f, double x, std::int64_t k);

sample ordinary(random_source& r, const format& f, std::size_t max_n);
sample dyadic_simplex(random_source& r, const format& f, std::size_t max_n);
sample near_equal_simplex(random_source& r, const format& f, std::size_t max_n);
sample near_equal_ulps(random_source& r, const format& f, std::size_t max_n);
sample wide_range(random_source& r, const format& f, std::size_t max_n);
sample zeros(random_source& r, const format& f, std::size_t max_n);
sample unsupported(random_source& r, const format& f, std::size_t max_n);
sample subnormals(random_source& r, const format& f, std::size_t max_n);
sample unnormalised(random_source& r, const format& f, std::size_t max_n);
sample one_hot(random_source& r, const format& f, std::size_t max_n);
sample equal(random_source& r, const format& f, std::size_t max_n);
sample long_vectors(random_source& r, const format& f, std::size_t max_n);

sample ordinary_logits(random_source& r, const format& f, std::size_t max_n);
sample near_equal_logits(random_source& r, const format& f, std::size_t max_n);
sample huge_logits(random_source& r, const format& f, std::size_t max_n);
sample masked_logits(random_source& r, const format& f, std::size_t max_n);
sample long_logits(random_source& r, const format& f, std::size_t max_n);

}  // namespace kloracle::generators
