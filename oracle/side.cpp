// SPDX-License-Identifier: Apache-2.0
#include "oracle/side.hpp"

#include <algorithm>

namespace kloracle {
namespace {

constexpr std::size_t remembered_outcomes = 4096;  // their logarithms are kept for the slopes

long bits_of(const Q& x) {
  return std::max(bit_length(numerator(x)), bit_length(denominator(x)));
}

side with_factors(input_kind kind, std::vector<Q> factor, std::vector<Q> input) {
  side s;
  s.kind = kind;
  s.fixed.assign(factor.size(), false);
  s.factor = std::move(factor);
  s.input = std::move(input);
  return s;
}

side of_logarithms(input_kind kind, const std::vector<std::optional<Q>>& x) {
  std::vector<Q> factor;
  std::vector<Q> input;
  for (const auto& v : x) {
    factor.emplace_back(v ? 1 : 0);
    input.push_back(v ? Q(abs(*v)) : Q(0));
  }
  side s = with_factors(kind, std::move(factor), std::move(input));
  for (const auto& v : x) s.exponent.push_back(v.value_or(0));
  return s;
}

// ln(a/b), a and b > 0: of near numbers through their exact difference.
interval log_quotient(const Q& a, const Q& b, mpfr_prec_t bits) {
  if (a == b) return interval(0L, bits);
  const interval quotient = interval(a, bits) / interval(b, bits);
  if (certainly_lt(quotient, interval(Q(1, 2), bits)) ||
      certainly_lt(interval(2L, bits), quotient)) {
    return log(quotient);
  }
  return log1p(interval(Q(a - b), bits) / interval(b, bits));
}

}  // namespace

bool side::uniform_softmax() const {
  if (kind != input_kind::softmax) return false;
  for (std::size_t i = 0; i < size(); ++i) {
    if (has(i) && exponent[i] != 0) return false;
  }
  return true;
}

std::size_t side::support_size() const {
  return static_cast<std::size_t>(
      std::count_if(factor.begin(), factor.end(), [](const Q& f) { return f != 0; }));
}

closed_form side::exact_weight(std::size_t i) const {
  if (!has(i)) return Q(0);
  if (is_rational()) return factor[i];
  if (kind == input_kind::exponentials) return closed_form::exponential(exponent[i]);
  if (uniform_softmax()) return Q(Z(1), Z(static_cast<unsigned long>(support_size())));
  return closed_form::open();
}

closed_form side::exact_mass() const {
  if (is_distribution()) return Q(1);
  if (is_rational()) return sum(factor);
  closed_form mass;
  for (std::size_t i = 0; i < size(); ++i) mass += exact_weight(i);
  return mass;
}

// e^x spans |x| log2(e) bits, log2(e) < 3/2; limited to 2^14, past which a cap would be no cap. A
// divergence may be as small as the square of a step between inputs, times such a weight.
long side::longest_input_bits() const {
  constexpr long most = 1L << 14;
  long longest = 0;
  for (const Q& x : is_rational() ? factor : exponent) longest = std::max(longest, bits_of(x));
  if (is_rational()) return longest;
  for (const Q& x : input) longest = std::max(longest, bits_of(x));
  long span = 0;
  for (const Q& x : exponent)
    span = std::max(span, abs(x) > most ? most : Q(abs(x)).convert_to<long>() * 3 / 2);
  return 2 * longest + span;
}

gradient_block side::pull_back(const std::vector<interval>& slope,
                               const std::vector<interval>& weight) const {
  interval mean(0L, 64);
  for (std::size_t i = 0; i < size() && is_distribution(); ++i) {
    if (has(i)) mean = mean + (is_logarithmic() ? slope[i] : slope[i] * weight[i]);
  }
  gradient_block block;
  for (std::size_t i = 0; i < size(); ++i) {
    if (input[i] == 0) continue;  // 0 moves relatively to 0
    switch (kind) {
      case input_kind::weights:
        block.add(input[i], slope[i], !at_end.empty() && at_end[i]);
        break;
      case input_kind::distribution:
        block.add(Q(input[i] / total), slope[i] - mean);
        break;
      case input_kind::exponentials:
        if (has(i)) block.add(input[i], slope[i]);
        break;
      case input_kind::softmax:
        if (has(i)) block.add(input[i], slope[i] - weight[i] * mean);
    }
  }
  return block;
}

bool same_weights(const side& p, const side& q) {
  return p.kind == q.kind && p.factor == q.factor && p.exponent == q.exponent;
}

bool same_normaliser(const side& p, const side& q) {
  if (p.kind != input_kind::softmax || q.kind != input_kind::softmax) return false;
  const auto sorted = [](const side& x) {
    std::vector<Q> e;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (x.has(i)) e.push_back(x.exponent[i]);
    }
    std::sort(e.begin(), e.end());
    return e;
  };
  return sorted(p) == sorted(q);
}

side weights_side(std::vector<Q> value, std::vector<Q> input, std::vector<bool> fixed,
                  std::vector<bool> at_end) {
  side s = with_factors(input_kind::weights, std::move(value), std::move(input));
  s.fixed = std::move(fixed);
  s.at_end = std::move(at_end);
  return s;
}

side distribution_side(std::vector<Q> value, std::vector<Q> input) {
  side s = with_factors(input_kind::distribution, std::move(value), std::move(input));
  s.total = sum(s.factor);
  if (s.total != 1) {
    for (Q& x : s.factor) x /= s.total;
  }
  return s;
}

side exponentials_side(std::vector<std::optional<Q>> x) {
  return of_logarithms(input_kind::exponentials, x);
}

side softmax_side(std::vector<std::optional<Q>> x) {
  side s = of_logarithms(input_kind::softmax, x);
  std::optional<Q> top;
  for (const auto& v : x) {
    if (v && (!top || *v > *top)) top = v;
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i]) s.exponent[i] -= *top;
  }
  return s;
}

// An outcome whose exponent is 0 on both sides, else on the first: ln(1 + rest) keeps what
// ln(sum) would round away.
static std::size_t shared_top(const side& p, const side* q) {
  std::size_t top = p.size();
  for (std::size_t i = 0; i < p.exponent.size(); ++i) {
    if (!p.has(i) || p.exponent[i] != 0) continue;
    if (q != nullptr && !q->exponent.empty() && q->has(i) && q->exponent[i] == 0) return i;
    top = std::min(top, i);
  }
  return top;
}

enclosed_sides::normaliser enclosed_sides::prepare(const side& s, std::size_t top,
                                                   mpfr_prec_t bits) {
  normaliser n{{}, interval(0L, bits), interval(0L, bits)};
  if (s.is_rational()) return n;
  n.weight.reserve(s.size());
  for (std::size_t i = 0; i < s.size(); ++i) {
    n.weight.push_back(s.has(i) ? exp(interval(s.exponent[i], bits)) : interval(0L, bits));
    if (i != top) n.rest = n.rest + n.weight[i];
  }
  if (s.kind != input_kind::softmax) return n;
  // Its own top outcome gives the logarithm of the sum, and the weights are divided by the sum.
  const std::size_t own = shared_top(s, nullptr);
  interval rest = n.rest;
  if (own != top) {
    rest = interval(0L, bits);
    for (std::size_t i = 0; i < s.size(); ++i) {
      if (i != own) rest = rest + n.weight[i];
    }
  }
  n.log_sum = log1p(rest);
  const interval total = rest + Q(1);
  for (interval& w : n.weight) w = w / total;
  return n;
}

enclosed_sides::enclosed_sides(const side& p, const side* q, mpfr_prec_t bits)
    : p_(p),
      q_(q),
      bits_(bits),
      top_(shared_top(p, q)),
      of_p_(prepare(p, top_, bits)),
      of_q_(q == nullptr ? normaliser{{}, interval(0L, bits), interval(0L, bits)}
                         : prepare(*q, top_, bits)),
      log_sums_(log_of_sums()),
      log_ratios_(q != nullptr && p.size() <= remembered_outcomes ? p.size() : 0) {}

// Of one quotient where both are softmaxes, so that near-equal ones lose no more than the
// subtraction must.
interval enclosed_sides::log_of_sums() const {
  const bool perhaps_same = q_ != nullptr && overlap(of_p_.log_sum, of_q_.log_sum);
  if (perhaps_same && same_normaliser(p_, *q_)) return interval(0L, bits_);
  const bool both = q_ != nullptr && p_.kind == input_kind::softmax &&
                    q_->kind == input_kind::softmax && q_->has(top_) && q_->exponent[top_] == 0;
  if (both) return log1p((of_p_.rest - of_q_.rest) / (of_q_.rest + Q(1)));
  return of_p_.log_sum - of_q_.log_sum;
}

interval enclosed_sides::weight(const side& s, const normaliser& n, std::size_t i) const {
  return s.is_rational() ? interval(s.factor[i], bits_) : n.weight[i];
}

std::vector<interval> enclosed_sides::all_p() const {
  std::vector<interval> all;
  for (std::size_t i = 0; i < p_.size(); ++i) all.push_back(p(i));
  return all;
}

std::vector<interval> enclosed_sides::all_q() const {
  std::vector<interval> all;
  for (std::size_t i = 0; q_ != nullptr && i < q_->size(); ++i) all.push_back(q(i));
  return all;
}

interval enclosed_sides::log_weight(const side& s, const normaliser& n, std::size_t i) const {
  if (s.is_rational()) return log_quotient(s.factor[i], 1, bits_);
  return interval(s.exponent[i], bits_) - n.log_sum;
}

interval enclosed_sides::log_ratio(std::size_t i) const {
  if (log_ratios_.empty()) return computed_log_ratio(i);
  if (!log_ratios_[i]) log_ratios_[i] = computed_log_ratio(i);
  return *log_ratios_[i];
}

interval enclosed_sides::computed_log_ratio(std::size_t i) const {
  interval l = log_quotient(p_.factor[i], q_->factor[i], bits_);
  const Q x = p_.exponent_of(i) - q_->exponent_of(i);
  if (x != 0) l = l + interval(x, bits_);
  return p_.kind == input_kind::softmax ? l - log_sums_ : l;
}

interval enclosed_sides::difference(std::size_t i) const {
  if (p_.is_rational() && q_->is_rational()) {
    return interval(Q(p_.factor[i] - q_->factor[i]), bits_);
  }
  if (!p_.has(i)) return -q(i);
  if (!q_->has(i)) return p(i);
  const interval l = log_ratio(i);
  const interval from_q = q(i) * expm1(l);  // p - q = q (e^l - 1) = -p (e^-l - 1)
  return mpfr_sgn(l.hi()) <= 0 ? from_q : -(p(i) * expm1(-l));
}

}  // namespace kloracle
