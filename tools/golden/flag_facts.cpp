// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/flag_facts.hpp"

#include <algorithm>

#include "tools/golden/semantics_of.hpp"

namespace kloracle {
namespace {

// What the semantics makes of a weight before any sum is formed.
Q transformed(const Q& x, semantics how, const problem& asked, bool of_p) {
  if (how == semantics::smoothed) return x + exact(*asked.semantics_parameter);
  if (how == semantics::clipped) {
    return std::clamp(x, exact(*asked.semantics_parameter), Q(1));
  }
  if (how == semantics::opencv && x <= power_of_two(-52)) {
    return of_p ? Q(0) : exact(number(1e-10));
  }
  return x;
}

flag_side side_of(const distribution& d, semantics how, const problem& asked, bool of_p) {
  flag_side side;
  side.given = &d.parameters.front().values;
  const space in = *stated_space(d);
  side.logarithms = in == space::logits || in == space::log_probs;
  for (const number& x : *side.given) {
    Q value = x.is_finite() ? exact(x) : Q(0);
    if (!side.logarithms) value = transformed(value, how, asked, of_p);
    side.lead.push_back(value > 0 ? floor_log2(value) : 0);
    side.value.push_back(std::move(value));
  }
  return side;
}

// Powers of two from the first to the last digit of a dyadic number; nullopt of any other.
struct digit_range {
  long first;
  long last;
};

std::optional<digit_range> digits_of(const Q& x) {
  const Z above = abs(numerator(x));
  const Z below = denominator(x);
  const auto zeros = [](const Z& z) { return static_cast<long>(lsb(z)); };
  if (zeros(below) + 1 != bit_length(below)) return std::nullopt;
  const long exponent = -zeros(below);
  return digit_range{bit_length(above) - 1 + exponent, zeros(above) + exponent};
}

bool is_within(const format& f, const digit_range& d) {
  return d.first <= f.emax && d.last >= std::max(d.first, long{f.emin}) - f.precision + 1;
}

std::vector<const format*> formats_of(const problem& asked) {
  std::vector<const format*> left(formats().begin(), formats().end());
  const auto check = [&](const distribution& d) {
    for (const parameter& p : d.parameters) {
      for (const number& x : p.values) {
        if (!x.is_finite() || x.sign() == 0) continue;
        const auto digits = digits_of(exact(x));
        std::erase_if(left, [&](const format* f) { return !digits || !is_within(*f, *digits); });
      }
    }
  };
  check(asked.p);
  if (asked.q) check(*asked.q);
  if (left.empty()) left.push_back(&binary64);
  return left;
}

}  // namespace

flag_facts::flag_facts(const problem& of, const certified_value& with)
    : asked(of), value(with), fits(formats_of(of)), how(semantics_of(of)) {
  if (!how) return;
  p = side_of(asked.p, *how, asked, true);
  if (asked.q) q = side_of(*asked.q, *how, asked, false);
}

bool flag_facts::normalises() const {
  return how == semantics::normalised || how == semantics::counts || how == semantics::smoothed ||
         how == semantics::logits;
}

long floor_log2(const Q& x) {
  const long guess = bit_length(numerator(x)) - bit_length(denominator(x));
  return x < power_of_two(guess) ? guess - 1 : guess;
}

bool exp_overflows(const format& f, const Q& x) {
  return x >= Q(f.emax + 1) * ln2_above;
}

// Half of the smallest positive number and less are rounded to 0.
bool exp_underflows(const format& f, const Q& x) {
  return x <= Q(f.emin - f.precision) * ln2_above;
}

}  // namespace kloracle
