// SPDX-License-Identifier: Apache-2.0
//
// What is known of a separable quantity without enclosing it: whether P = Q, and the sum of its
// terms written out.
#include "oracle/separable_evaluation.hpp"

namespace kloracle {
namespace {

// Rational sums of so many outcomes are formed at once, and told if they are no longer than that.
constexpr std::size_t formed_outcomes = 4096;
constexpr std::size_t formed_powers = 64;
constexpr long told_bits = 1L << 14;

bool told(const Q& x) {
  return bit_length(numerator(x)) + bit_length(denominator(x)) < told_bits;
}

}  // namespace

// The theorem is Jensen's: sum q f(p/q), f strictly convex at 1 with slope 0 there, is positive
// unless p = q. Of distributions the slope does not matter, as sum (p - q) = 0.
void separable_evaluation::decide_equality(const side& q) {
  if (!what_.equality || given_.p.kind != q.kind) return;
  if (given_.p.is_distribution() || what_.equality->of_measures) {
    equal_ = same_weights(given_.p, q);
  }
}

// A sum of positive terms of which one is 1, where the value is 0 for a sum of 1 only: p^a, p^a
// q^(1-a) and q are 1 if p and q are.
bool separable_evaluation::exceeds_one() const {
  const bool zero_at_one =
      what_.how == outer::logarithm || (what_.how == outer::itself && what_.offset == -1);
  if (!zero_at_one) return false;
  const auto is_one = [](const side& s, std::size_t i) {
    return s.kind != input_kind::softmax && s.factor[i] == 1 && s.exponent_of(i) == 0;
  };
  std::size_t terms = 0;
  bool one = false;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!both(i)) continue;
    ++terms;
    one = one || (is_one(given_.p, i) && (!given_.q || is_one(*given_.q, i)));
  }
  return one && terms > 1;
}

std::optional<Q> separable_evaluation::known() const {
  if (equal_ == true) return what_.equality->value;
  if (auto value = plain_sum()) return value;
  const bool formed =
      what_.rational && what_.how == outer::itself && given_.rational() && size() <= formed_powers;
  if (!formed) return std::nullopt;
  const decision d = decide();
  const bool exact = d.verdict == rationality::rational && told(d.value);
  return exact ? std::optional<Q>(d.value) : std::nullopt;
}

// The value where every term is plainly rational: p = q wherever both have weight, for instance.
// Most sums are left at their first term.
std::optional<Q> separable_evaluation::plain_sum() const {
  if (what_.how != outer::itself || size() > formed_outcomes) return std::nullopt;
  Z common = 1;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!both(i)) continue;
    const auto term = write_out(i).rational_value();
    if (!term) return std::nullopt;
    common = lcm(common, denominator(*term));
    if (bit_length(common) > told_bits) return std::nullopt;
  }
  const auto value = (exact_sum() * what_.factor).rational_value();
  const bool without_unit = in_ == unit::nats || value == Q(0);
  return without_unit && value && told(*value) ? value : std::nullopt;
}

closed_form separable_evaluation::write_out(std::size_t i) const {
  const outcome<closed_form> x(given_.p.exact_weight(i),
                               given_.q ? given_.q->exact_weight(i) : closed_form());
  closed_form term = what_.term.write_out(x, what_.with);
  if (what_.linear != 0) term += x.difference() * Q(-what_.linear);
  return term;
}

decision separable_evaluation::decide() const {
  const closed_form sum = exact_sum();
  switch (what_.how) {
    case outer::itself:
      return kloracle::decide(sum * what_.factor, in_);
    case outer::square_root:
      return decide_root(sum * what_.factor, in_);
    case outer::logarithm:
      return decide_logarithm(sum, what_.factor, in_);
    case outer::exponential:
      break;
  }
  return decide_exponential(sum * what_.factor);
}

closed_form separable_evaluation::exact_without(const side& s, const side& other,
                                                const log_form& per_unit, bool disjoint) const {
  closed_form weight;
  if (disjoint) {
    weight = s.exact_mass();
  } else {
    for (std::size_t i = 0; i < size(); ++i) {
      if (s.has(i) && !other.has(i)) weight += s.exact_weight(i);
    }
  }
  return weight * from(per_unit);
}

// A term p h(q), with Q uniform on P's support: the sum is P's mass times h, whatever P is.
std::optional<closed_form> separable_evaluation::exact_linear_sum() const {
  if (!what_.linear_in_p || !given_.q || !given_.q->uniform_softmax()) return std::nullopt;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!both(i)) continue;
    const outcome<closed_form> one(closed_form(Q(1)), given_.q->exact_weight(i));
    return given_.p.exact_mass() * what_.term.write_out(one, what_.with);
  }
  return std::nullopt;
}

closed_form separable_evaluation::exact_sum() const {
  if (auto total = exact_linear_sum()) return *total;
  closed_form total;
  std::vector<Q> rationals{what_.offset};  // summed pairwise
  bool disjoint = true;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!both(i)) continue;
    disjoint = false;
    const closed_form term = write_out(i);
    if (const auto value = term.rational_value()) {
      rationals.push_back(*value);
    } else {
      total += term;
    }
    if (total.is_open()) return total;
  }
  total += sum(rationals);
  if (!given_.q) return total;
  const side& p = given_.p;
  const side& q = *given_.q;
  for (std::size_t i = 0, p_done = 0, q_done = 0; i < size(); ++i) {
    if (q.has(i) && !p.has(i) && q_done++ == 0) {
      log_form f = *what_.term.without_p(what_.with);
      f.constant += what_.linear / f.scale;
      total += exact_without(q, p, f, disjoint);
    }
    if (p.has(i) && !q.has(i) && p_done++ == 0) {
      log_form f = *what_.term.without_q(what_.with);
      f.constant -= what_.linear / f.scale;
      total += exact_without(p, q, f, disjoint);
    }
  }
  return total;
}

}  // namespace kloracle
