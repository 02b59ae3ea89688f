// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/family_evaluation.hpp"

#include <algorithm>

#include "oracle/exact.hpp"
#include "oracle/log_form.hpp"

namespace kloracle {
namespace {

class family_evaluation : public evaluation {
 public:
  family_evaluation(family_problem x, expression value, known_facts facts, final_step last)
      : x_(std::move(x)), value_(std::move(value)), facts_(std::move(facts)), last_(last) {}

  interval enclose(mpfr_prec_t bits) const override {
    interval value = value_.in(enclosed(x_, bits));
    if (facts_.nonnegative) value = clamp_nonnegative(value);
    if (last_ == final_step::square_root) value = sqrt(value);
    return in_unit(value, x_.in);
  }

  std::optional<Q> known() const override { return facts_.value; }
  bool nonzero() const override { return facts_.nonzero; }

  decision decide() const override {
    const closed_form written = value_.in(written_out(x_));
    return last_ == final_step::square_root ? decide_root(written, x_.in)
                                            : kloracle::decide(written, x_.in);
  }

  bool has_sensitivities() const override { return facts_.slopes || facts_.value.has_value(); }

  // At P = Q a smooth divergence has its minimum 0: nothing moves it to first order. Its root has
  // no slope there.
  sensitivity sensitivities(const interval& value, mpfr_prec_t bits) const override {
    const interval zero(0L, bits);
    if (facts_.value && (last_ == final_step::square_root || facts_.kink)) {
      return sensitivity_of(x_, std::vector<interval>(size(), interval::entire(bits)),
                            interval(1L, bits));
    }
    if (facts_.value) return sensitivity_of(x_, std::vector<interval>(size(), zero), zero);
    tape steps;
    const taped result = value_.in(on_tape(x_, steps, bits));
    interval factor = in_unit(interval(1L, bits), x_.in);
    if (last_ == final_step::square_root) factor = ldexp(factor / value, -1);
    return sensitivity_of(x_, steps.slopes(result), factor);
  }

  std::size_t size() const override { return parameter_count(x_); }
  long longest_input_bits() const override { return longest_parameter_bits(x_); }

 private:
  family_problem x_;
  expression value_;
  known_facts facts_;
  final_step last_;
};

template <class F>
void for_each_parameter(const family_problem& x, F f) {
  for (const given_parameter& parameter : x.p.parameters) f(x.p, parameter);
  if (!x.q) return;
  for (const given_parameter& parameter : x.q->parameters) f(*x.q, parameter);
}

}  // namespace

prepared evaluate_expression(family_problem x, expression value, known_facts facts,
                             final_step last) {
  return std::make_unique<family_evaluation>(std::move(x), std::move(value), std::move(facts),
                                             last);
}

// Whether the smallest movement may change what is possible at all: the support's end, or a
// probability 1 that is the end of its own range.
static bool jumps(const given_distribution& d, const given_parameter& parameter, const Q& value) {
  return d.at_jump || (parameter.entry->in == domain::probability && value == 1);
}

sensitivity sensitivity_of(const family_problem& x, const std::vector<interval>& slopes,
                           const interval& factor) {
  const interval size = abs(factor);
  interval total(0L, factor.bits());
  sensitivity s{total, std::nullopt, {}};
  std::size_t i = 0;
  for_each_parameter(x, [&](const given_distribution& d, const given_parameter& parameter) {
    interval one(0L, factor.bits());
    for (const Q& value : parameter.values) {
      const interval slope = jumps(d, parameter, value) ? interval::entire(one.bits()) : slopes[i];
      if (value != 0) one = one + size * abs(slope) * Q(abs(value));
      ++i;
    }
    total = total + one;
    const bool of_problem = parameter.entry->slot == slot_of_problem;
    s.by_parameter.emplace_back(
        (of_problem ? "" : d.side + ".") + std::string(parameter.entry->name), one);
  });
  s.componentwise = total;
  return s;
}

long longest_parameter_bits(const family_problem& x) {
  long longest = 1;
  for_each_parameter(x, [&](const given_distribution&, const given_parameter& parameter) {
    for (const Q& value : parameter.values) {
      longest = std::max({longest, bit_length(numerator(value)), bit_length(denominator(value))});
    }
  });
  return longest;
}

std::size_t parameter_count(const family_problem& x) {
  std::size_t count = 0;
  for_each_parameter(x, [&](const given_distribution&, const given_parameter& parameter) {
    count += parameter.values.size();
  });
  return count;
}

}  // namespace kloracle
