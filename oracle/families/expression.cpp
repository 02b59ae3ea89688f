// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/expression.hpp"

namespace kloracle {
namespace {

template <class T, class Make>
both_arguments<T> made(const family_problem& x, Make make) {
  both_arguments<T> both{arguments<T>(x.p, make), std::nullopt};
  if (x.q) both.q.emplace(*x.q, make);
  return both;
}

}  // namespace

both_arguments<interval> enclosed(const family_problem& x, mpfr_prec_t bits) {
  return made<interval>(x, [bits](const Q& value) { return interval(value, bits); });
}

both_arguments<closed_form> written_out(const family_problem& x) {
  return made<closed_form>(x, [](const Q& value) { return closed_form(value); });
}

both_arguments<taped> on_tape(const family_problem& x, tape& on, mpfr_prec_t bits) {
  return made<taped>(x, [&on, bits](const Q& value) { return on.variable(interval(value, bits)); });
}

std::optional<int> sign_of(const expression& e, const family_problem& x) {
  const closed_form written = e.in(written_out(x));
  if (const auto decided = sign(written)) return decided;
  constexpr mpfr_prec_t bits_limit = 1L << 13;
  for (mpfr_prec_t bits = 64; bits <= bits_limit; bits *= 4) {
    const interval value = e.in(enclosed(x, bits));
    if (certainly_positive(value)) return 1;
    if (certainly_negative(value)) return -1;
  }
  return std::nullopt;
}

}  // namespace kloracle
