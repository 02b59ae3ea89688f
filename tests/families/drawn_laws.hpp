// SPDX-License-Identifier: Apache-2.0
//
// Distributions of any family by its entry in the vocabulary, with random ordinary parameters.
#pragma once

#include <algorithm>
#include <random>

#include "tests/families/laws.hpp"

namespace kloracle::second_opinion {

/// Whose divergences are integrals, with a cap on what these may cost: slow, and of fewer digits.
inline bool is_integrated(std::string_view family) {
  return family == "logistic" || family == "student_t" || family == "kumaraswamy";
}

class law_source {
 public:
  explicit law_source(std::uint64_t seed) : random_(seed) {}

  /// One alternative of each slot, at random, with ordinary values; pairs of bounds in order.
  stated_law law(const family_entry& family) {
    stated_law drawn{std::string(family.name), {}};
    for (int slot = 0; slot <= family.parameters.back().slot; ++slot) {
      const parameter_entry& chosen = alternative(family, slot);
      drawn.parameters.emplace_back(chosen.name, value(chosen));
    }
    // Below 1/2 the oracle may run into its precision cap: the tails are that heavy.
    if (family.name == "student_t") drawn.parameters[0].second = Q(1 + below(16)) / 2;
    if (drawn.has("lower")) order(drawn, family.parameters[0].in == domain::positive);
    return drawn;
  }

  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }

 private:
  const parameter_entry& alternative(const family_entry& family, int slot) {
    std::vector<const parameter_entry*> all;
    for (const parameter_entry& row : family.parameters) {
      if (row.slot == slot) all.push_back(&row);
    }
    return *all[below(static_cast<unsigned>(all.size()))];
  }

  Q value(const parameter_entry& of) {
    switch (of.in) {
      case domain::real:
        return Q(static_cast<int>(below(25)) - 12) / 4;
      case domain::positive:
      case domain::nonnegative:
        return Q(1 + below(below(2) == 0 ? 8 : 40)) / 8;
      case domain::probability:
        return Q(1 + below(15)) / 16;
      case domain::natural:
      case domain::positive_integer:
        return Q(1 + below(6));
    }
    return 1;
  }

  // Bounds that other families care about, and others: inside (0, 1), from 0, to 1, around 0.
  void order(stated_law& drawn, bool positive) {
    static const std::pair<Q, Q> bounds[] = {{Q(1, 4), Q(1)},  {Q(1, 8), Q(3, 4)}, {Q(1), Q(5, 2)},
                                             {Q(1, 16), Q(7)}, {Q(0), Q(1)},       {Q(0), Q(3)},
                                             {Q(-2), Q(1)},    {Q(-1), Q(1, 2)}};
    const auto& [lower, upper] = bounds[below(positive ? 4 : 8)];
    drawn.parameters[0].second = lower;
    drawn.parameters[1].second = upper;
  }

  std::mt19937_64 random_;
};

}  // namespace kloracle::second_opinion
