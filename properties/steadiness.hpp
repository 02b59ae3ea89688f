// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "properties/subject.hpp"

namespace kloracle {

// Whether an implementation gives the same answer to the same question.

/// Whether two responses are the same answer: of one kind and, where they are values, bit for bit
/// the same numbers; any NaN is NaN. What was raised may be worded otherwise each time.
bool same_answer(const response& a, const response& b);

/// The cases to ask again of those that were answered: one in a hundred, and at least one where any
/// was answered, drawn and put in order by a fixed seed. Not asked again are those that crashed,
/// timed out, were malformed or never asked.
std::vector<std::size_t> cases_to_repeat(std::span<const response> responses);

/// The cases, by index, whose answers differ when some of them are asked again;
/// in order.
///
/// Statement     asks the subject for cases_to_repeat(), in one evaluate(), and
/// compares Domain        responses[i] is what the subject answered to
/// samples[i] Guarantee     each case named did change; one that changes rarely
/// may be missed
std::vector<std::size_t> unsteady(subject& who, const offered_function& f, const format& in,
                                  std::span<const sample> samples,
                                  std::span<const response> responses);

}  // namespace kloracle
