// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oracle/format.hpp"
#include "oracle/number.hpp"
#include "oracle/vocabulary.hpp"

namespace kloracle {

class interval;  // oracle/interval.hpp

/// One named parameter of a distribution, as the problem vocabulary spells it.
struct parameter {
  std::string name;
  std::vector<number> values;
  std::vector<std::size_t> shape = {};  // of a joint table, row by row; empty for a vector
};

/// A distribution: its family ("categorical" or one of families()) and its parameters, exactly as
/// given.
struct distribution {
  std::string family;
  std::vector<parameter> parameters;
};

/// A categorical distribution from exact numbers in the given input space.
distribution categorical(std::vector<number> values, space in = space::probs);

/// A joint distribution: a table of the given shape, row by row (the last axis runs fastest).
distribution joint(std::vector<number> values, std::vector<std::size_t> shape,
                   space in = space::probs);

/// A mathematical problem. The same doubles under other semantics are another problem.
struct problem {
  quantity what = quantity::kl;
  distribution p;
  std::optional<distribution> q = std::nullopt;  // exactly when entry(what).of_two
  std::optional<semantics> how = std::nullopt;   // default_semantics() when absent
  std::optional<number> semantics_parameter =
      std::nullopt;  // eps of clipped, pseudocount of smoothed
  unit in = unit::nats;

  // The options of entry(what), by their names; each must be given where it is required and left
  // alone where it is not taken.
  std::optional<number> order = std::nullopt;   // renyi, tsallis, alpha, ...; infinity has a limit
  std::optional<number> weight = std::nullopt;  // of P in a skewed Jensen-Shannon; 1/2
  std::string convention = {};                  // one of entry(what).conventions
  std::string generator = {};                   // of f_divergence: one of generators()
  std::vector<number> support = {};             // of wasserstein_1: where the outcomes lie
  std::vector<number> kernel = {};              // of squared_mmd: n * n numbers, row by row

  // Of two families that have a mean direction, given by their dimension: between those; 1.
  std::optional<number> cosine = std::nullopt;
};

/// What to round the answer to, and how hard to try.
struct target {
  const format* to = &binary64;
  direction rounding = direction::nearest_even;
  int digits = 17;              // significant decimal digits of answer::decimal
  bool condition = true;        // compute answer::condition
  long enclosure_bits = 0;      // the enclosure's relative width is at most 2^-enclosure_bits
  long precision_cap_bits = 0;  // 0: the default (oracle/ziv.hpp)
};

/// A proven enclosure of a real number: lower <= value <= upper.
class enclosure {
 public:
  explicit enclosure(interval bounds);

  /// The endpoints, as normalised hex with a free exponent, exactly.
  std::string lower_hex() const;
  std::string upper_hex() const;

  /// The endpoints to `digits` significant digits, rounded outward: still an enclosure.
  std::string lower_decimal(int digits) const;
  std::string upper_decimal(int digits) const;

  /// An outward-rounded pair with three digits past those that the endpoints' width leaves certain.
  std::pair<std::string, std::string> decimal_pair(int max_digits = 40) const;

  /// The interval itself (oracle/interval.hpp).
  const interval& bounds() const { return *bounds_; }

 private:
  std::shared_ptr<const interval> bounds_;
};

/// How the value moves when every input x_i moves by at most a relative u: by at most
/// u * absolute, to first order; relative = absolute / |value| is the condition number.
struct perturbation {
  std::string model;   // "componentwise": inputs move independently
                       // "simplex_tangent": the sums of p and of q do not move
                       // "p.sigma": that parameter moves alone
  enclosure absolute;  // in the unit of the answer
  enclosure relative;  // unbounded above if the value may be 0
};

enum class status { exact, rounded, undecided, plus_infinity, undefined };
/// "exact", "rounded", "undecided", "plus_infinity" or "undefined".
std::string_view name(status s);

/// The answer to a problem. Nothing in it is a guess: `undecided` says so instead.
struct answer {
  status state = status::undefined;
  std::string hex;      // the correctly rounded value in target::to; empty if there is none
  double value = 0;     // the double nearest to that (itself, up to binary64); NaN if there is none
  std::string decimal;  // target::digits digits, correctly rounded; empty if not settled
  std::string rational;         // the value itself, when state is exact
  std::optional<bool> inexact;  // hex differs from the value: proved, disproved, unknown
  std::optional<enclosure> bounds;
  std::optional<enclosure> minimiser;  // chernoff_information: the order that attains it
  std::vector<perturbation> condition;
  std::optional<semantics> how;  // the semantics used, of categorical distributions
  std::string argument;          // the argument at fault ("p[1]"), when the input poses no problem
  std::string reason;            // why plus_infinity, undefined or undecided
  long bits = 0;                 // working precision that settled it

  /// The input is at fault, rather than the mathematics.
  bool bad_input() const { return !argument.empty(); }
};

/// The certified answer to a problem.
///
/// Statement     the quantity of entry(problem.what) on the exact inputs, under the semantics
/// Domain        entry(semantics).p and .q, and the options of entry(what); anything else is
///               `undefined`, with the argument and the reason
/// Shapes        vectors of equal lengths, or a table for the quantities whose entry has axes
/// Units         problem.in, for the quantities whose entry has one
/// Guarantee     exact: `rational` is the value. rounded: `hex` is the value correctly rounded and
///               the enclosure contains it. plus_infinity and undefined: mathematically so.
///               undecided: no precision within the cap told, the enclosure still holds. One of
///               these, always, in bounded time; inputs are exact, results do not depend on the
///               machine
/// Errors        never throws for what a problem holds (std::bad_alloc aside)
/// Source        oracle/README.md, with the theorem for each decision
answer evaluate(const problem& what, const target& wanted = {});

}  // namespace kloracle
