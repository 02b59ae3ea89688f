// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/law_shrink.hpp"

#include <algorithm>

namespace kloracle {
namespace {

void without_runs(std::span<const std::uint64_t> made, std::vector<decisions>& to) {
  for (std::size_t run = made.size(); run > 0; run /= 2) {
    for (std::size_t at = 0; at + run <= made.size(); at += run) {
      decisions d(made.begin(), made.end());
      const auto from = d.begin() + static_cast<std::ptrdiff_t>(at);
      d.erase(from, from + static_cast<std::ptrdiff_t>(run));
      to.push_back(std::move(d));
    }
  }
}

// One of the first decisions, a length as a rule, less by one, and one or two later ones left out.
void with_fewer(std::span<const std::uint64_t> made, std::vector<decisions>& to) {
  constexpr std::size_t lengths_are_among = 6;
  for (std::size_t i = 0; i < std::min(lengths_are_among, made.size()); ++i) {
    if (made[i] == 0) continue;
    for (std::size_t at = i + 1; at < made.size(); ++at) {
      for (std::size_t gone = 1; gone <= std::min<std::size_t>(2, made.size() - at); ++gone) {
        decisions d(made.begin(), made.end());
        --d[i];
        const auto from = d.begin() + static_cast<std::ptrdiff_t>(at);
        d.erase(from, from + static_cast<std::ptrdiff_t>(gone));
        to.push_back(std::move(d));
      }
    }
  }
}

void with_zeros(std::span<const std::uint64_t> made, std::vector<decisions>& to) {
  for (std::size_t run = made.size(); run > 0; run /= 2) {
    for (std::size_t at = 0; at + run <= made.size(); at += run) {
      decisions d(made.begin(), made.end());
      const auto from = d.begin() + static_cast<std::ptrdiff_t>(at);
      const auto until = from + static_cast<std::ptrdiff_t>(run);
      if (std::all_of(from, until, [](std::uint64_t x) { return x == 0; })) continue;
      std::fill(from, until, 0);
      to.push_back(std::move(d));
    }
  }
}

void with_smaller(std::span<const std::uint64_t> made, std::vector<decisions>& to) {
  for (std::size_t i = 0; i < made.size(); ++i) {
    for (std::uint64_t less : {made[i] / 2, made[i] - made[i] / 4, made[i] - 1}) {
      if (made[i] == 0 || less >= made[i]) continue;
      decisions d(made.begin(), made.end());
      d[i] = less;
      to.push_back(std::move(d));
    }
  }
}

}  // namespace

std::vector<decisions> simpler(std::span<const std::uint64_t> made) {
  std::vector<decisions> all;
  without_runs(made, all);
  with_zeros(made, all);
  with_fewer(made, all);
  with_smaller(made, all);
  return all;
}

decisions shrink(decisions made, int budget,
                 const std::function<std::size_t(std::span<const decisions>)>& still_fails) {
  constexpr std::size_t at_once = 16;
  std::size_t from = 0;  // the candidates before it were tried on this sequence
  std::vector<decisions> candidates = simpler(made);
  while (budget > 0 && from < candidates.size()) {
    const std::size_t count =
        std::min({at_once, candidates.size() - from, static_cast<std::size_t>(budget)});
    const std::span<const decisions> some(candidates.data() + from, count);
    budget -= static_cast<int>(count);
    const std::size_t found = still_fails(some);
    from += count;
    if (found == count) continue;
    made = some[found];
    candidates = simpler(made);
    from = 0;
  }
  return made;
}

}  // namespace kloracle
