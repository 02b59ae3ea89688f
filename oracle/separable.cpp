// SPDX-License-Identifier: Apache-2.0
#include "oracle/separable.hpp"

#include <algorithm>

namespace kloracle {
namespace {

// Rational sums of so many outcomes are formed at once, and told if they are no longer than that.
constexpr std::size_t formed_outcomes = 4096;
constexpr long told_bits = 1L << 14;

bool told(const Q& x) {
  return bit_length(numerator(x)) + bit_length(denominator(x)) < told_bits;
}

class separable_evaluation : public evaluation {
 public:
  separable_evaluation(separable what, sides given, unit in)
      : what_(std::move(what)), given_(std::move(given)), in_(in) {
    if (given_.q) decide_equality(*given_.q);
  }

  interval enclose(mpfr_prec_t bits) const override {
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

  std::optional<Q> known() const override;
  bool nonzero() const override {
    if (what_.how == outer::exponential || exceeds_one()) return true;
    return what_.equality && what_.equality->value == 0 && equal_ == false;
  }
  decision decide() const override {
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

  sensitivity sensitivities(const interval& value, mpfr_prec_t bits) const override;
  std::size_t size() const override { return given_.p.size(); }
  long longest_input_bits() const override;

 private:
  // The slopes are asked for at the precision that settled the value.
  const enclosed_sides& enclosed(mpfr_prec_t bits) const {
    if (!last_ || last_->bits() != bits)
      last_.emplace(given_.p, given_.q ? &*given_.q : nullptr, bits);
    return *last_;
  }
  bool both(std::size_t i) const { return given_.p.has(i) && (!given_.q || given_.q->has(i)); }
  bool exceeds_one() const;
  void decide_equality(const side& q);
  interval sum_of(const summand& term, const enclosed_sides& at) const;
  interval logarithm(const enclosed_sides& at) const;
  std::optional<Q> plain_sum() const;
  closed_form write_out(std::size_t i) const;
  closed_form exact_sum() const;
  std::optional<closed_form> exact_linear_sum() const;
  closed_form exact_without(const side& s, const side& other, const log_form& per_unit,
                            bool disjoint) const;
  dual slopes_at(std::size_t i, const enclosed_sides& at) const;
  interval root_bound(const enclosed_sides& at) const;
  interval outer_slope(const interval& value, const enclosed_sides& at) const;
  interval clamped(const interval& x) const {
    const bool proved = what_.equality && what_.equality->nonnegative && equal_.has_value();
    return proved ? clamp_nonnegative(x) : x;
  }

  separable what_;
  sides given_;
  unit in_;
  std::optional<bool> equal_;  // whether P = Q, where a theorem speaks of it
  mutable std::optional<enclosed_sides> last_;
};

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
  const bool formed = what_.rational && what_.how == outer::itself && given_.rational() &&
                      size() <= formed_outcomes;
  if (!formed) return std::nullopt;
  const decision d = decide();
  const bool exact = d.verdict == rationality::rational && told(d.value);
  return exact ? std::optional<Q>(d.value) : std::nullopt;
}

// The value where every term is plainly rational: p = q wherever both have weight, for instance.
// Most sums are left at their first term.
std::optional<Q> separable_evaluation::plain_sum() const {
  if (what_.how != outer::itself) return std::nullopt;
  for (std::size_t i = 0; i < size(); ++i) {
    if (both(i) && !write_out(i).rational_value()) return std::nullopt;
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

// Powers of an order stretch the span of the inputs.
long separable_evaluation::longest_input_bits() const {
  constexpr long most = 8;
  const long longest =
      std::max(given_.p.longest_input_bits(), given_.q ? given_.q->longest_input_bits() : 0L);
  const Q& a = what_.with.order;
  const Q stretch = abs(a) + 1;
  return std::max({longest * (stretch > most ? most : stretch.convert_to<long>()),
                   bit_length(numerator(a)), bit_length(denominator(a))});
}

class constant_evaluation : public evaluation {
 public:
  constant_evaluation(Q value, const sides& given)
      : value_(std::move(value)),
        size_(given.p.size()),
        bits_(given.p.longest_input_bits()),
        rational_(given.rational()) {}
  interval enclose(mpfr_prec_t bits) const override { return interval(value_, bits); }
  std::optional<Q> known() const override { return value_; }
  sensitivity sensitivities(const interval&, mpfr_prec_t bits) const override {
    const interval zero(0L, bits);
    return {zero, rational_ ? std::optional<interval>(zero) : std::nullopt};
  }
  std::size_t size() const override { return size_; }
  long longest_input_bits() const override { return bits_; }

 private:
  Q value_;
  std::size_t size_;
  long bits_;
  bool rational_;
};

// The value where the sum is +infinity.
prepared infinite(const separable& what, const std::string& why) {
  if (what.factor > 0) return no_value{status::plus_infinity, "", why};
  return no_value{status::undefined, "", "the value is -infinity: " + why};
}

std::string at_index(std::string_view zero, std::string_view positive, std::size_t i) {
  const std::string index = "[" + std::to_string(i) + "]";
  return std::string(zero) + index + " is 0 where " + std::string(positive) + index + " is not";
}

}  // namespace

prepared prepare_separable(separable what, sides given, unit in) {
  bool disjoint = true;  // no outcome has both weights
  for (std::size_t i = 0; i < given.p.size(); ++i) {
    const bool in_p = given.p.has(i);
    const bool in_q = !given.q || given.q->has(i);
    disjoint = disjoint && !(in_p && in_q);
    if (!given.q || in_p == in_q) continue;
    if (in_p && !what.term.without_q(what.with)) {
      return infinite(what,
                      at_index("q", "p", i) + ": P is not absolutely continuous with respect to Q");
    }
    if (in_q && !what.term.without_p(what.with)) {
      return infinite(what,
                      at_index("p", "q", i) + ": Q is not absolutely continuous with respect to P");
    }
  }
  if (what.how == outer::logarithm && disjoint) {
    const std::string why = given.q ? "the supports of P and Q have no outcome in common"
                                    : "no outcome has positive weight";
    if (what.factor < 0) return no_value{status::plus_infinity, "", why};
    return no_value{status::undefined, "", "the value is -infinity: " + why};
  }
  return std::make_unique<separable_evaluation>(std::move(what), std::move(given), in);
}

prepared prepare_constant(Q value, const sides& given) {
  return std::make_unique<constant_evaluation>(std::move(value), given);
}

}  // namespace kloracle
