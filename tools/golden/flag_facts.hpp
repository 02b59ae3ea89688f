// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "oracle/exact.hpp"
#include "tools/golden/flags.hpp"

namespace kloracle {

/// One side of a categorical problem, as numbers that predicates compare exactly.
struct flag_side {
  const std::vector<number>* given = nullptr;  // as in the problem; null: there is no such side
  bool logarithms = false;                     // logits or log-probabilities
  std::vector<Q> value;  // of weights, what the semantics makes of them; 0 for a logarithm of -inf
  std::vector<long> lead;  // floor(log2 value), of positive values; else 0

  std::size_t size() const { return value.size(); }
  bool weights() const { return given != nullptr && !logarithms; }
  /// Whether the outcome has any weight.
  bool has(std::size_t i) const { return logarithms ? (*given)[i].is_finite() : value[i] > 0; }
};

/// What the predicates of flags ask of a case, computed once.
struct flag_facts {
  flag_facts(const problem& of, const certified_value& with);

  const problem& asked;
  const certified_value& value;
  std::vector<const format*> fits;  // those that hold every number of p and q; if none, binary64
  std::optional<semantics> how;     // of categorical problems
  flag_side p;                      // of categorical problems
  flag_side q;

  bool categorical() const { return how.has_value(); }
  /// Weights are divided by their sum, exponentials by theirs.
  bool normalises() const;
  /// P and Q are both categorical and both weights, or both logarithms.
  bool weight_pair() const { return p.weights() && q.weights(); }
  bool logarithm_pair() const { return p.logarithms && q.logarithms; }
  /// Whether it holds in a format of `fits`.
  template <class Predicate>
  bool in_some_format(const Predicate& holds) const {
    for (const format* f : fits) {
      if (holds(*f)) return true;
    }
    return false;
  }
};

/// Calls use(distribution, parameter) for every parameter of a family in the problem.
template <class Use>
void for_each_parameter(const problem& x, const Use& use) {
  if (x.p.family == "categorical") return;
  for (const parameter& p : x.p.parameters) use(x.p, p);
  if (!x.q) return;
  for (const parameter& p : x.q->parameters) use(*x.q, p);
}

/// Whether some parameter of a family is so.
template <class Predicate>
bool any_parameter(const problem& x, const Predicate& holds) {
  bool found = false;
  for_each_parameter(
      x, [&](const distribution& d, const parameter& p) { found = found || holds(d, p); });
  return found;
}

/// floor(log2 x) of a positive x.
long floor_log2(const Q& x);

/// A little more than ln 2.
inline const Q ln2_above("693147180559946/1000000000000000");

/// Whether e^x is certainly beyond the format's largest number, or certainly rounds to 0.
bool exp_overflows(const format& f, const Q& x);
bool exp_underflows(const format& f, const Q& x);

/// A flag, and its predicate of the facts.
struct flag_row {
  flag_entry entry;
  bool (*holds)(const flag_facts&);
};

/// Flags describe problems that have an answer: bad input has policies instead.
inline bool has_flags(const certified_value& v) {
  return v.what == outcome_kind::value || v.what == outcome_kind::plus_infinity;
}

template <bool (*Holds)(const flag_facts&)>
constexpr flag_row flag(std::string_view name, std::string_view bug_class, std::string_view effect,
                        std::span<const std::string_view> links = {}) {
  return {{name, bug_class, effect, links,
           [](const problem& asked, const certified_value& value) {
             return has_flags(value) && Holds(flag_facts(asked, value));
           }},
          Holds};
}

/// The flags of each file, in the order of fixture_flags().
std::span<const flag_row> weight_flags();     // flags_weights.cpp: categorical weights
std::span<const flag_row> logarithm_flags();  // flags_logarithms.cpp: logits, log-probabilities
std::span<const flag_row> pair_flags();       // flags_pairs.cpp: P against Q, options
std::span<const flag_row> parameter_flags();  // flags_parameters.cpp: families
std::span<const flag_row> value_flags();      // flags_values.cpp: the value

}  // namespace kloracle
