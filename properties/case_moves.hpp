// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "properties/plain_numbers.hpp"
#include "properties/side_layout.hpp"
#include "properties/subject.hpp"

namespace kloracle {

/// Inputs that may be tried in place of a drawn one, to find a plainer one that shows the same.
///
/// Statement     which of them are inputs like the drawn one, admissible() tells; which pose a
///               problem, the oracle
/// Guarantee     deterministic; no input is longer than the one it stands for
class case_moves {
 public:
  case_moves(const offered_function& f, const format& in, const sample& drawn);

  /// Both sides are admitted (properties/side_layout.hpp), and there are two outcomes or more.
  bool admissible(const sample& s) const;

  plainness plainness_of(const sample& s) const;

  /// Inputs with fewer outcomes: some left out, or merged into another. None of families, nor of
  /// functions that speak of so many outcomes.
  std::vector<sample> shorter(const sample& now) const;

  /// Inputs with all numbers replaced at once: by everyday ones, by the other side's, by rounder
  /// ones, by such as sum to 1.
  std::vector<sample> rounder(const sample& now) const;

  /// Inputs with the i-th number of P, of Q or of both replaced.
  std::vector<sample> with_plain(const sample& now, std::size_t i) const;

 private:
  using numbers = std::vector<double>;
  // Each outcome's new place; `nowhere` if it is left out.
  using places = std::vector<std::size_t>;

  void add(std::vector<sample>& to, sample s, std::size_t except) const;
  numbers merged(const numbers& x, const places& to) const;
  void add_merged(std::vector<sample>& to, const sample& now, const places& at) const;
  void cut_long(std::vector<sample>& to, const sample& now) const;
  void drop_runs(std::vector<sample>& to, const sample& now) const;
  void one_and_the_rest(std::vector<sample>& to, const sample& now) const;

  const format& in_;
  bool fixed_length_;
  side_layout p_;
  side_layout q_;
};

}  // namespace kloracle
