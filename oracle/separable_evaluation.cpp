// SPDX-License-Identifier: Apache-2.0
#include "oracle/separable_evaluation.hpp"

#include <algorithm>

namespace kloracle {

interval separable_evaluation::enclose(mpfr_prec_t bits) const {
  // A root halves the bits, and leaves of a sum near 0 what it has.
  const enclosed_sides& at = enclosed(what_.how == outer::square_root ? 2 * bits : bits);
  switch (what_.how) {
    case outer::itself:
      return clamped(in_unit(sum_of(what_.term, at) * what_.factor, in_));
    case outer::square_root:
      return sqrt(clamp_nonnegative(in_unit(sum_of(what_.term, at) * what_.factor, in_)));
    case outer::exponential:
      return exp(sum_of(what_.term, at) * what_.factor);
    case outer::logarithm:
      break;
  }
  return clamped(in_unit(logarithm(at) * what_.factor, in_));
}

// An outcome of one side only counts its weight times a limit; the linear part goes along.
interval separable_evaluation::sum_of(const summand& term, const enclosed_sides& at) const {
  interval total(what_.offset, at.bits());
  for (std::size_t i = 0; i < size(); ++i) {
    if (both(i)) {
      total = total + term.enclose(outcome<interval>(at, i), what_.with);
      if (what_.linear != 0) total = total - at.difference(i) * what_.linear;
    } else if (given_.q && given_.q->has(i)) {
      const log_form f = *term.without_p(what_.with);
      total = total + at.q(i) * (kloracle::enclose(f, at.bits()) + what_.linear);
    } else if (given_.q && given_.p.has(i)) {
      const log_form f = *term.without_q(what_.with);
      total = total + at.p(i) * (kloracle::enclose(f, at.bits()) - what_.linear);
    }
  }
  return total;
}

// ln(1 + excess) where the sum is near 1, so that what a distribution's sum would round away stays.
// Elsewhere ln S = t + ln(1 + sum of the others' e^(s - t)), s and t the logarithms of the terms
// and t among the largest, so that no order takes the terms out of the exponents' range.
interval separable_evaluation::logarithm(const enclosed_sides& at) const {
  if (what_.excess) {
    const interval excess = sum_of(*what_.excess, at);
    const interval half(Q(1, 2), at.bits());
    if (certainly_lt(abs(excess), half)) return log1p(excess);
  }
  if (what_.log_term == nullptr) return log(sum_of(what_.term, at));
  std::vector<interval> logs;
  for (std::size_t i = 0; i < size(); ++i) {
    if (both(i)) logs.push_back(what_.log_term(outcome<interval>(at, i), what_.with));
  }
  const auto largest = std::max_element(
      logs.begin(), logs.end(),
      [](const interval& a, const interval& b) { return mpfr_less_p(a.lo(), b.lo()) != 0; });
  interval others(0L, at.bits());
  for (auto s = logs.begin(); s != logs.end(); ++s) {
    if (s != largest) others = others + exp(*s - *largest);
  }
  return *largest + log1p(others);
}

// An entry that is 0 or fixed has slope 0: it does not move the value, though it may take up part
// of a sum. Where the other side has no weight, the slope is the limit.
dual separable_evaluation::slopes_at(std::size_t i, const enclosed_sides& at) const {
  const interval zero(0L, at.bits());
  dual d{zero, zero, zero};
  if (both(i)) {
    d = what_.term.differentiate(outcome<dual>(at, i), what_.with);
    if (what_.linear != 0) {
      const dual x = outcome<dual>(at, i).difference() * what_.linear;
      d.by_p = d.by_p - x.by_p;
      d.by_q = d.by_q - x.by_q;
    }
  } else if (given_.p.has(i)) {
    d.by_p = kloracle::enclose(*what_.term.without_q(what_.with), at.bits()) - what_.linear;
    if (at.logarithmic_p()) d.by_p = d.by_p * at.p(i);
  } else if (given_.q && given_.q->has(i)) {
    d.by_q = kloracle::enclose(*what_.term.without_p(what_.with), at.bits()) + what_.linear;
    if (at.logarithmic_q()) d.by_q = d.by_q * at.q(i);
  }
  if (!given_.p.moves(i)) d.by_p = zero;
  if (given_.q && !given_.q->moves(i)) d.by_q = zero;
  return d;
}

// d value / d sum.
interval separable_evaluation::outer_slope(const interval& value, const enclosed_sides& at) const {
  const interval factor(what_.factor, at.bits());
  switch (what_.how) {
    case outer::itself:
      return in_unit(factor, in_);
    case outer::square_root:
      return in_unit(factor, in_) / ldexp(value, 1);
    case outer::logarithm:
      return in_unit(factor / sum_of(what_.term, at), in_);
    case outer::exponential:
      break;
  }
  return factor * value;
}

// Where P = Q the sum is, to second order, (curvature/2) sum w (dln p - dln q)^2: a weight moves by
// |dln w| <= u, e^x by u |x|, and dividing by the sum takes a mean away, which makes the sum less.
// So its root is at most u sqrt((curvature/2) sum w (m_p + m_q)^2), m the most either can move.
interval separable_evaluation::root_bound(const enclosed_sides& at) const {
  interval total(0L, at.bits());
  for (std::size_t i = 0; i < size(); ++i) {
    if (!both(i)) continue;
    const Q moved = (at.logarithmic_p() ? given_.p.input[i] : Q(1)) +
                    (at.logarithmic_q() ? given_.q->input[i] : Q(1));
    total = total + at.p(i) * Q(moved * moved);
  }
  return sqrt(in_unit(total, in_) * Q(what_.equality->curvature * what_.factor / 2));
}

// Where P = Q every slope of a smooth divergence is 0, and a root of one has a bounded slope.
sensitivity separable_evaluation::sensitivities(const interval& value, mpfr_prec_t bits) const {
  const interval zero(0L, bits);
  const enclosed_sides& at = enclosed(bits);
  const bool smooth = what_.equality && what_.equality->value == 0 && what_.equality->smooth;
  const bool root_of_zero =
      what_.how == outer::square_root && value.is_point() && value.contains_zero();
  if (smooth && (equal_ == true || root_of_zero)) {
    const interval bound = what_.how == outer::square_root ? root_bound(at) : zero;
    return {bound, given_.rational() ? std::optional<interval>(bound) : std::nullopt};
  }
  std::vector<interval> by_p;
  std::vector<interval> by_q;
  for (std::size_t i = 0; i < size(); ++i) {
    dual d = slopes_at(i, at);
    by_p.push_back(std::move(d.by_p));
    by_q.push_back(std::move(d.by_q));
  }
  const interval slope = abs(outer_slope(value, at));
  gradient_block p = given_.p.pull_back(by_p, at.all_p());
  gradient_block q = given_.q ? given_.q->pull_back(by_q, at.all_q()) : gradient_block();
  sensitivity s{slope * (componentwise(p, bits) + componentwise(q, bits)), std::nullopt};
  if (given_.rational()) {
    s.tangent = slope * (tangent(p, bits) + tangent(q, bits));
  }
  return s;
}

// Powers of an order stretch the span of the inputs, up to a bound on the work.
long separable_evaluation::longest_input_bits() const {
  constexpr long most = 1L << 14;
  const long longest =
      std::max(given_.p.longest_input_bits(), given_.q ? given_.q->longest_input_bits() : 0L);
  const Q& a = what_.with.order;
  const Q stretched = (abs(a) + 1) * longest;
  return std::max({longest, stretched > most ? most : stretched.convert_to<long>(),
                   bit_length(numerator(a)), bit_length(denominator(a))});
}

}  // namespace kloracle
