// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "oracle/evaluation.hpp"
#include "oracle/oracle.hpp"
#include "oracle/side.hpp"

namespace kloracle {

/// A problem without a finite value, and why. `argument` is set when the input is at fault.
struct no_value {
  status state = status::undefined;
  std::string argument;
  std::string reason;
};

/// A problem, checked: something to evaluate, or the reason why there is no finite value.
using prepared = std::variant<no_value, std::unique_ptr<evaluation>>;

/// The arguments of a quantity; q is absent from a quantity of one distribution.
struct sides {
  side p;
  std::optional<side> q;

  bool rational() const { return p.is_rational() && (!q || q->is_rational()); }
};

struct generator;  // generators.cpp
const generator* find_generator_row(std::string_view name);

/// The options of a quantity, read and checked against its row.
struct settings {
  Q order = 0;
  bool order_given = false;
  bool order_is_infinite = false;
  Q weight = Q(1, 2);
  int doubles = 0;  // the convention's power of two
  const generator* f = nullptr;
  std::vector<Q> support = {};
  std::vector<Q> kernel = {};
};

/// The options of a problem, read. Throws fault (fault.hpp) for one that is missing, not taken, or
/// out of its domain.
settings settings_of(const problem& what);

/// A problem as a quantity receives it: inputs and options are well formed, and the semantics is
/// one that the quantity accepts.
struct posed {
  sides given;
  settings with;
  bool generalised = false;
  unit in = unit::nats;
  std::vector<std::size_t> shape = {};  // of a table
};

/// A quantity: its entry in the vocabulary and how it is made ready. Everything that is known of a
/// quantity is in its row.
struct quantity_row {
  quantity_entry entry;
  prepared (*prepare)(posed);
};

/// The rows of each file that defines quantities.
std::span<const quantity_row> f_divergence_rows();
std::span<const quantity_row> generator_rows();
std::span<const quantity_row> power_rows();
std::span<const quantity_row> chernoff_rows();
std::span<const quantity_row> entropy_rows();
std::span<const quantity_row> table_rows();
std::span<const quantity_row> geometry_rows();
std::span<const quantity_row> estimator_rows();

/// The row of a quantity.
const quantity_row& row(quantity id);

/// The row of a type that has an `entry` and a `prepare`.
template <class Definition>
constexpr quantity_row row_of() {
  return {Definition::entry, Definition::prepare};
}

/// Semantics that quantities accept, by what they need.
namespace accepting {
inline constexpr semantics divergences[] = {
    semantics::normalised, semantics::measure,  semantics::generalised,
    semantics::counts,     semantics::smoothed, semantics::clipped,
    semantics::logits,     semantics::log_prob, semantics::prob_vs_logprob};
inline constexpr semantics pairs[] = {
    semantics::normalised, semantics::measure, semantics::counts,   semantics::smoothed,
    semantics::clipped,    semantics::logits,  semantics::log_prob, semantics::prob_vs_logprob};
inline constexpr semantics singles[] = {
    semantics::normalised, semantics::measure, semantics::counts,  semantics::smoothed,
    semantics::clipped,    semantics::logits,  semantics::log_prob};
inline constexpr semantics distributions[] = {semantics::normalised, semantics::counts,
                                              semantics::smoothed, semantics::logits};
inline constexpr semantics samples[] = {semantics::log_prob};
}  // namespace accepting

}  // namespace kloracle
