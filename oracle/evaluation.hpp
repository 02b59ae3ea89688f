// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "oracle/exact.hpp"
#include "oracle/interval.hpp"

namespace kloracle {

/// What is proved about a number's rationality.
enum class rationality { rational, irrational, unknown };

struct decision {
  rationality verdict = rationality::unknown;
  Q value = 0;  // when rational
};

/// Sum of |x_i df/dx_i| over the inputs, the same when the sums of p and of q may not move, and the
/// same over each parameter of a family alone ("p.sigma").
struct sensitivity {
  interval componentwise;
  std::optional<interval> tangent;
  std::vector<std::pair<std::string, interval>> by_parameter = {};
};

/// A well-posed problem with a finite value: what the Ziv loop needs to know of it.
class evaluation {
 public:
  virtual ~evaluation() = default;

  /// An enclosure of the value. Its width tends to 0 as `bits` grows.
  virtual interval enclose(mpfr_prec_t bits) const = 0;

  /// The value, where a theorem gives it without arithmetic (Gibbs: 0 iff p = q).
  virtual std::optional<Q> known() const { return std::nullopt; }

  /// Whether a theorem says that the value is not 0.
  virtual bool nonzero() const { return false; }

  /// Whether the value is rational, decided exactly. Called on suspicion only.
  virtual decision decide() const { return {}; }

  /// Whether there are sensitivities at all.
  virtual bool has_sensitivities() const { return true; }

  /// Sensitivities at working precision `bits`, given an enclosure of the value.
  virtual sensitivity sensitivities(const interval& value, mpfr_prec_t bits) const = 0;

  /// Where the value is an optimum, an enclosure of what attains it.
  virtual std::optional<interval> minimiser(mpfr_prec_t bits) const {
    (void)bits;
    return std::nullopt;
  }

  /// How many outcomes, and the bits of the longest input: they set the precision cap.
  virtual std::size_t size() const = 0;
  virtual long longest_input_bits() const = 0;
};

}  // namespace kloracle
