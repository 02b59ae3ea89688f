// SPDX-License-Identifier: Apache-2.0
//
// What the checks of the errata are made of: exact inputs, certified values, and the few ways in
// which a statement about them is proved. No tolerance and no comparison of doubles anywhere.
#pragma once

#include <concepts>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "oracle/closed_form.hpp"
#include "oracle/exact.hpp"
#include "oracle/interval.hpp"
#include "oracle/mpfr_env.hpp"
#include "oracle/oracle.hpp"
#include "properties/errata/erratum.hpp"

namespace kloracle::proofs {

/// What the enclosures of these checks are computed with: far past any digit that is shown.
constexpr mpfr_prec_t proof_bits = 300;

/// The number that `text` writes, exactly: "0.92", "-1/3", "2.5e-6".
Q exactly(std::string_view text);

/// The same of several, with spaces between.
std::vector<number> numbers(std::string_view text);

/// An enclosure of one rational, at proof_bits.
interval enclosed(const Q& x);
interval enclosed(std::string_view text);

/// The exact value of an end of an interval: not of an infinite one.
Q exact_end(mpfr_srcptr x);

/// A question about categorical distributions, their numbers written as text in the spaces that the
/// semantics names. No q: an empty text. Options are set on what is returned.
problem asked(quantity what, std::string_view p, std::string_view q = {},
              semantics how = semantics::normalised);

/// A distribution of a family: {"normal", {{"mu", "1.2"}, {"variance", "0.4"}}}.
distribution of_family(std::string_view family,
                       std::initializer_list<std::pair<std::string_view, std::string_view>> of);

/// The oracle's enclosure of a finite value, of proof_bits relative bits.
/// Errors: std::logic_error if the oracle knows no such value.
interval oracle_value(const problem& what);
interval oracle_value(quantity what, std::string_view p, std::string_view q = {},
                      semantics how = semantics::normalised);

/// The value, which the oracle proves rational. Errors: std::logic_error if it does not.
Q oracle_rational(const problem& what);

/// Proved: the value is plus infinity.
bool is_infinite(const problem& what);

/// Proved: every member of x (no member of x) rounds to `text` at the decimals that text shows. A
/// member halfway between two such decimals proves neither.
/// Errors: std::invalid_argument if text is not a plain decimal.
bool rounds_to(const interval& x, std::string_view text);
bool never_rounds_to(const interval& x, std::string_view text);

/// The form is exactly 0: decided by algebra, not by an enclosure.
bool certainly_zero(const closed_form& x);

/// Digits of which every member of x begins with the same, "0.148701732059..."; without the dots
/// if x is exactly that; "[lower, upper]" if no three digits are certain.
std::string shown(const interval& x, int digits = 12);

/// A rational, exactly: "-0.08", "35/46".
std::string shown(const Q& x);

/// What a step compares: something enclosed, or a rational (also as text, "0.32"), exactly.
class value {
 public:
  value(interval x) : bounds_(std::move(x)) {}       // NOLINT: steps are to read as formulas
  value(const char* text) : value(exactly(text)) {}  // NOLINT
  template <std::convertible_to<Q> T>
  value(const T& x) : exact_(x), bounds_(*exact_, proof_bits) {}  // NOLINT

  const interval& bounds() const { return bounds_; }
  const std::optional<Q>& exact() const { return exact_; }

 private:
  std::optional<Q> exact_;
  interval bounds_;
};

std::string shown(const value& x);

/// Proved: x is below y; they differ.
bool certainly_less(const value& x, const value& y);
bool certainly_differ(const value& x, const value& y);

/// The steps of one check, in order. While it lives, intervals may be computed.
class proof {
 public:
  /// Any step: `proved` tells whether `text` holds.
  void step(bool proved, std::string text);

  /// "NAME = 0.148701732059..., which rounds to 0.149, not to 0.150".
  void rounds(std::string_view name, const interval& x, std::string_view to,
              std::string_view not_to = {});

  /// "X = 0.1154... < Y = 0.32", and with an empty name the number alone.
  void less(std::string_view name_x, const value& x, std::string_view name_y, const value& y);

  /// "X = 0.3068... differs from Y = 0.1931...".
  void differ(std::string_view name_x, const value& x, std::string_view name_y, const value& y);

  /// "X = Y = 2/3", two exact rationals.
  void equal(std::string_view name_x, const Q& x, std::string_view name_y, const Q& y);

  /// "X - Y = 0 exactly, both 0.5331...", two closed forms.
  void equal(std::string_view name_x, const closed_form& x, std::string_view name_y,
             const closed_form& y);

  /// "NAME = +infinity".
  void infinite(std::string_view name, const problem& what);

  std::vector<proved_fact> facts() && { return std::move(facts_); }

 private:
  mpfr_env env_;
  std::vector<proved_fact> facts_;
};

}  // namespace kloracle::proofs
