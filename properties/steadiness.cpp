// SPDX-License-Identifier: Apache-2.0
#include "properties/steadiness.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>

#include "properties/random.hpp"

namespace kloracle {
namespace {

constexpr std::uint64_t seed = 20261120;
constexpr std::size_t one_in = 100;

bool was_answered(const response& r) {
  using enum response::kind;
  return r.what == value || r.what == thrown || r.what == skipped;
}

bool same_number(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (a != a && b != b);
}

}  // namespace

bool same_answer(const response& a, const response& b) {
  if (a.what != b.what || a.claimed_error.has_value() != b.claimed_error.has_value()) return false;
  if (a.what != response::kind::value) return true;
  return same_number(a.value, b.value) &&
         (!a.claimed_error || same_number(*a.claimed_error, *b.claimed_error));
}

std::vector<std::size_t> cases_to_repeat(std::span<const response> responses) {
  std::vector<std::size_t> drawn;
  for (std::size_t i = 0; i < responses.size(); ++i) {
    if (was_answered(responses[i])) drawn.push_back(i);
  }
  const std::size_t count = (drawn.size() + one_in - 1) / one_in;
  random_source random(seed);
  for (std::size_t i = 0; i < count; ++i) {
    const auto last = static_cast<std::int64_t>(drawn.size()) - 1;
    std::swap(drawn[i],
              drawn[static_cast<std::size_t>(random.between(static_cast<std::int64_t>(i), last))]);
  }
  drawn.resize(count);
  return drawn;
}

std::vector<std::size_t> unsteady(subject& who, const offered_function& f, const format& in,
                                  std::span<const sample> samples,
                                  std::span<const response> responses) {
  const std::vector<std::size_t> repeated = cases_to_repeat(responses);
  if (repeated.empty()) return {};
  std::vector<sample> again;
  for (const std::size_t i : repeated) again.push_back(samples[i]);
  const std::vector<response> answers = who.evaluate(f, in, again);
  std::vector<std::size_t> changed;
  for (std::size_t k = 0; k < repeated.size(); ++k) {
    if (!same_answer(responses[repeated[k]], answers[k])) changed.push_back(repeated[k]);
  }
  std::ranges::sort(changed);
  return changed;
}

}  // namespace kloracle
