// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "properties/laws/law.hpp"
#include "properties/laws/law_run.hpp"

namespace kloracle {

/// A law and the functions of a subject whose values it relates.
struct law_binding {
  const law* what = nullptr;
  const offered_function* f = nullptr;
  std::vector<offered_function> others;          // of the law
  std::vector<const offered_function*> offered;  // the subject's own like these, or nullptr

  const offered_function& function(std::size_t of) const { return of == 0 ? *f : others[of - 1]; }
  /// The subject's function for that index; nullptr where only a certified value can be had.
  const offered_function* asked(std::size_t of) const { return of == 0 ? f : offered[of - 1]; }
};

/// The law bound to a function of a subject that offers `functions`; nullopt where the law does not
/// speak of it, or needs a function that is not offered.
std::optional<law_binding> bind_law(const law& what, const offered_function& f, const format& in,
                                    std::span<const offered_function> functions);

/// The certified value of one term.
struct certified_value {
  status state = status::undefined;
  std::optional<interval> bounds;  // in the function's own unit
  double rounded = 0;              // correctly, where the state is exact, rounded or plus_infinity
  std::string decimal;             // to that many digits
};
certified_value certify(const offered_function& f, const format& in, const sample& input,
                        long bits = 0, int digits = 1);

/// The verdict on the outputs of one instance of a law; `outputs` has one per term.
///
/// Statement     law_verdict, with the relation of the true values proved first
/// Errors        std::logic_error where the oracle refutes the relation: a fault of the law
law_verdict judge(const law_binding& bound, const format& in, std::size_t max_n,
                  const law_instance& instance, std::span<const response> outputs);

}  // namespace kloracle
