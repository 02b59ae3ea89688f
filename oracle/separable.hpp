// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "oracle/outcome.hpp"
#include "oracle/posed.hpp"

namespace kloracle {

/// A term over one outcome, in the three guises of outcome.hpp.
///
/// without_p, without_q: the term's value per unit of the other weight where P, or Q, gives the
/// outcome none; nullopt if it is +infinity. For sum q f(p/q) these are f(0) and lim f(t)/t.
struct summand {
  interval (*enclose)(const outcome<interval>&, const settings&) = nullptr;
  dual (*differentiate)(const outcome<dual>&, const settings&) = nullptr;
  closed_form (*write_out)(const outcome<closed_form>&, const settings&) = nullptr;
  std::optional<log_form> (*without_p)(const settings&) = nullptr;
  std::optional<log_form> (*without_q)(const settings&) = nullptr;
};

/// The summand of a type with a template `at` and the two limits.
template <class Term>
constexpr summand summand_of() {
  return {&Term::template at<interval>, &Term::template at<dual>, &Term::template at<closed_form>,
          Term::without_p, Term::without_q};
}

/// What is made of the sum.
enum class outer { itself, square_root, logarithm, exponential };

/// What a theorem says of the value where P = Q: there, and only there, it is `value`.
struct at_equality {
  Q value = 0;
  bool of_measures = false;  // not of distributions alone
  bool nonnegative = true;   // elsewhere it is above
  bool smooth = true;        // with slope 0 there
  Q curvature = 0;           // of the sum's generator at 1, where a root is taken
};

/// value = outer(factor * (offset + sum of terms - linear * (p - q))), a logarithm or a linear
/// amount of information measured in the unit; the logarithm is factor * ln(offset + sum).
struct separable {
  summand term;
  settings with;
  outer how = outer::itself;
  Q factor = 1;
  Q offset = 0;
  Q linear = 0;
  // ln of the term, and no term where one weight is missing: for a logarithm of the sum.
  interval (*log_term)(const outcome<interval>&, const settings&) = nullptr;
  std::optional<summand> excess = std::nullopt;  // of distributions: its sum is that of term - 1
  std::optional<at_equality> equality = std::nullopt;
  bool rational = false;     // the sum of rationals is rational, and is formed
  bool linear_in_p = false;  // the term is p times a function of q
  bool positive = false;     // a theorem says that the value is above 0
};

/// The evaluation of a separable quantity, or why it has no finite value.
prepared prepare_separable(separable what, sides given, unit in);

/// A value known from the start, which no movement of the inputs changes to first order; or, if it
/// jumps, one that the smallest movement changes beyond all bounds.
prepared prepare_constant(Q value, const sides& given, bool jumps = false);

}  // namespace kloracle
