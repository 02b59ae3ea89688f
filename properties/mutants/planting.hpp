// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "properties/cases.hpp"
#include "properties/mutants/mutants.hpp"

// What the rows of the mutant table are made of. Most defects are planted in the oracle itself: the
// correctly rounded answer to a problem that is slightly another one, so that nothing but the
// defect can be seen.
namespace kloracle::mutants {

/// What a defect may remember from one call to the next.
struct memory {
  std::uint64_t calls = 0;  // before this one
  std::optional<double> first;
  double previous = 0;
};

/// One call of an offered function.
struct call {
  const offered_function& f;
  const format& in;
  const sample& given;
  memory& past;

  std::size_t size() const { return given.p.size(); }
};

/// The answer to a problem, rounded to nearest in the format: infinity where it is, NaN where there
/// is none. Throws std::runtime_error where the oracle cannot tell.
double rounded(const problem& what, const format& in, direction towards = direction::nearest_even);

/// What the sound code returns: the answer to the call's own problem.
double sound(const call& c);

/// The number in the format's precision.
double in_format(const format& in, double x);

/// The same of a formula's result, for defects in the formula: `sound(c) + ...`.
inline double in_format(const call& c, double x) {
  return in_format(c.in, x);
}

/// The format's number next to a finite x, upward or downward.
double next(const format& in, double x, bool upward);

/// The smallest normal and the largest finite number of the format.
double least_normal(const format& in);
double largest(const format& in);

/// The sound code asked another problem.
template <class Change>
double posed_as(const call& c, Change change) {
  problem what = problem_of(c.f, c.given);
  change(what);
  return rounded(what, c.in);
}

/// The sound code given other numbers.
template <class Change>
double given_as(const call& c, Change change) {
  sample s = c.given;
  change(s);
  return rounded(problem_of(c.f, s), c.in);
}

/// The sound code with every number of P and of Q replaced, outcome by outcome.
template <class Change>
double entries_as(const call& c, Change change) {
  return given_as(c, [&](sample& s) {
    for (std::size_t i = 0; i < s.p.size(); ++i) change(s.p[i], s.q[i]);
  });
}

/// The sound code without some outcomes.
template <class Dropped>
double without(const call& c, Dropped dropped) {
  return given_as(c, [&](sample& s) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < c.given.p.size(); ++i) {
      if (dropped(i)) continue;
      s.p[kept] = c.given.p[i];
      s.q[kept++] = c.given.q[i];
    }
    s.p.resize(kept);
    s.q.resize(kept);
  });
}

/// Asks another quantity of the same distributions, without the options that it does not take.
void ask(problem& x, quantity what);

/// The same numbers, another quantity of them.
template <quantity what>
double instead(const call& c) {
  return posed_as(c, [](problem& x) { ask(x, what); });
}

/// The same numbers under another semantics.
template <semantics how>
double under(const call& c) {
  return posed_as(c, [](problem& x) { x.how = how; });
}

/// The answer in another unit.
template <unit in>
double measured_in(const call& c) {
  return posed_as(c, [](problem& x) { x.in = in; });
}

/// P and Q exchanged; the families' parameters are those of the other side.
double exchanged(const call& c);

template <int numerator, int denominator = 1>
double times(const call& c) {
  return in_format(c, sound(c) * numerator / denominator);
}

/// Float code, run in the call's format: `kernel(p, q)` of spans of T returns T.
template <class Kernel>
double run_in_format(const call& c, Kernel kernel) {
  if (c.in.name == binary32.name) {
    const std::vector<float> p(c.given.p.begin(), c.given.p.end());  // exact: values of binary32
    const std::vector<float> q(c.given.q.begin(), c.given.q.end());
    return kernel(std::span<const float>(p), std::span<const float>(q));
  }
  return kernel(std::span<const double>(c.given.p), std::span<const double>(c.given.q));
}

/// The table, file by file.
std::span<const mutant_entry> number_mutants();      // kl: what is done to the numbers
std::span<const mutant_entry> answer_mutants();      // kl: what is done to the answer
std::span<const mutant_entry> kernel_mutants();      // kl: in the float code
std::span<const mutant_entry> divergence_mutants();  // other divergences
std::span<const mutant_entry> entropy_mutants();     // entropies, tables, geometry, estimators
std::span<const mutant_entry> family_mutants();      // families

}  // namespace kloracle::mutants
