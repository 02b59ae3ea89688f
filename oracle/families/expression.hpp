// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oracle/families/family.hpp"

namespace kloracle {

/// The parameters of P, and of Q where there is one, in one guise.
template <class T>
struct both_arguments {
  arguments<T> p;
  std::optional<arguments<T>> q;
};

/// A real number made of the parameters of P and Q, in the three guises. It is made from a function
/// that takes both_arguments<T> for each guise T.
class expression {
 public:
  template <class F>
  explicit expression(F f) : enclose_(f), trace_(f), write_out_(f) {}

  interval in(const both_arguments<interval>& x) const { return enclose_(x); }
  taped in(const both_arguments<taped>& x) const { return trace_(x); }
  closed_form in(const both_arguments<closed_form>& x) const { return write_out_(x); }

 private:
  std::function<interval(const both_arguments<interval>&)> enclose_;
  std::function<taped(const both_arguments<taped>&)> trace_;
  std::function<closed_form(const both_arguments<closed_form>&)> write_out_;
};

/// The guise of the numbers in `x`.
template <class T>
T guise_of(const both_arguments<T>& x);
template <class Both>
using guise = decltype(guise_of(std::declval<const Both&>()));

/// The parameters of a problem as enclosures, or written out.
both_arguments<interval> enclosed(const family_problem& x, mpfr_prec_t bits);
both_arguments<closed_form> written_out(const family_problem& x);
/// The same on a tape: one variable for each number, those of P first.
both_arguments<taped> on_tape(const family_problem& x, tape& on, mpfr_prec_t bits);

/// The sign of each of several numbers of one or both sides, decided by algebra or by enclosures of
/// up to 2^13 bits; nullopt where neither tells.
std::optional<int> sign_of(const expression& e, const family_problem& x);

}  // namespace kloracle
