// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/law_judge.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "oracle/mpfr_env.hpp"
#include "oracle/rounding.hpp"
#include "properties/cases.hpp"
#include "properties/laws/output_box.hpp"

namespace kloracle {
namespace {

using state = law_verdict::state;
constexpr long first_bits = 128;
constexpr long most_bits = 2048;
constexpr double infinity = std::numeric_limits<double>::infinity();

// The number of the format nearest to an endpoint.
double nearest(const format& in, mpfr_srcptr x) {
  return to_double(round_to(in, direction::nearest_even, x));
}

// Judges one instance: the true values first, then the outputs.
class law_case {
 public:
  law_case(const law_binding& bound, const law_scope& where, const law_instance& instance,
           std::span<const response> outputs)
      : bound_(bound), law_(*bound.what), where_(where), instance_(instance), outputs_(outputs) {}

  law_verdict run() {
    if (!values_came()) return result_;
    if (!certify_terms()) return result_;
    prove();
    if (result_.what != state::holds) return result_;
    if (any_nan()) {
      violated(infinity, "NaN where a number is due");
    } else {
      hold_outputs();
    }
    if (result_.what == state::violated) weigh();
    return result_;
  }

 private:
  // The subject's function for a term; nullptr where a certified value is used.
  const offered_function* asked(std::size_t i) const {
    if (law_.type == law_type::bound && i > 0) return nullptr;
    return bound_.asked(instance_.terms[i].of);
  }
  double output(std::size_t i) const { return outputs_[i].value; }
  std::size_t size() const { return instance_.terms.size(); }

  void settle(state s, std::string reason) {
    result_.what = s;
    result_.reason = std::move(reason);
  }
  void violated(double severity, std::string reason = {}) {
    settle(state::violated, std::move(reason));
    result_.severity = severity;
  }

  bool values_came() {
    for (std::size_t i = 0; i < size(); ++i) {
      if (asked(i) == nullptr || outputs_[i].what == response::kind::value) continue;
      const bool skipped = outputs_[i].what == response::kind::skipped;
      settle(skipped ? state::not_applicable : state::lost, outputs_[i].message);
      return false;
    }
    return true;
  }

  bool certify_terms(long bits = 0) {
    truth_.clear();
    for (const law_instance::term& t : instance_.terms) {
      truth_.push_back(certify(bound_.function(t.of), where_.in, t.input, bits));
      if (truth_.back().state == status::undefined) {
        settle(state::not_applicable, "the value is undefined there");
        return false;
      }
    }
    return true;
  }

  bool infinite(std::size_t i) const { return truth_[i].state == status::plus_infinity; }
  bool any_infinite() const {
    return std::any_of(truth_.begin(), truth_.end(),
                       [](const certified_value& t) { return t.state == status::plus_infinity; });
  }
  bool any_nan() const {
    for (std::size_t i = 0; i < size(); ++i) {
      if (asked(i) != nullptr && std::isnan(output(i))) return true;
    }
    return false;
  }

  interval in_nats(std::size_t i, const interval& value) const {
    const offered_function& f = bound_.function(instance_.terms[i].of);
    if (f.in == unit::nats && f.convention.empty()) return value;
    return value * nats_per_value(f, value.bits());
  }

  // The true values in nats; infinite ones only where the law can bear them.
  std::vector<interval> true_values() const {
    std::vector<interval> values;
    for (std::size_t i = 0; i < size(); ++i) {
      values.push_back(truth_[i].bounds ? in_nats(i, *truth_[i].bounds)
                                        : interval::entire(first_bits));
    }
    return values;
  }

  [[noreturn]] void refuted() const {
    throw std::logic_error("law " + std::string(law_.id) +
                           ": its relation is refuted at inputs of its own (" + bound_.f->name +
                           ", " + std::string(where_.in.name) + ")");
  }

  // --- the relation of the true values ---

  void prove() {
    switch (law_.type) {
      case law_type::order:
        return prove_order();
      case law_type::equality:
        return prove_equality();
      case law_type::bound:
        return prove_bound();
      case law_type::arithmetic:
      case law_type::witness:
        return prove_residual();
    }
  }

  void prove_order() {
    result_.decided = true;
    for (std::size_t i = 0; i + 1 < size(); ++i) {
      if (infinite(i)) continue;
      if (infinite(i + 1)) refuted();
      const interval a = in_nats(i, *truth_[i].bounds);
      const interval b = in_nats(i + 1, *truth_[i + 1].bounds);
      if (certainly_lt(a, b)) refuted();
      result_.decided = result_.decided && certainly_le(b, a);
    }
  }

  void prove_equality() {
    for (std::size_t i = 1; i < size(); ++i) {
      if (infinite(i) != infinite(0)) refuted();
      if (!infinite(0) && !overlap(in_nats(i, *truth_[i].bounds), in_nats(0, *truth_[0].bounds)))
        refuted();
    }
  }

  void prove_bound() {
    const std::vector<interval> values = true_values();
    const interval other = law_.bound(instance_, values, where_, first_bits);
    if (infinite(0)) {
      if (law_.sense == law_sense::at_most && other.bounded()) refuted();
      result_.decided = true;
      return;
    }
    const bool least = law_.sense == law_sense::at_least;
    const interval& low = least ? other : values[0];
    const interval& high = least ? values[0] : other;
    if (certainly_lt(high, low)) refuted();
    result_.decided = certainly_le(low, high);
  }

  void prove_residual() {
    if (any_infinite()) return settle(state::not_applicable, "a value is infinite there");
    const interval r = law_.residual(instance_, true_values(), where_);
    const bool wrong = fails(r);
    if (law_.type == law_type::witness) {
      if (!wrong) refuted();
      result_.decided = true;
      return;
    }
    if (wrong) refuted();
    result_.decided = law_.sense != law_sense::zero && satisfied(r);
  }

  // Whether no number (every number) of the residual is on its side of zero.
  bool fails(const interval& r) const {
    if (law_.sense == law_sense::zero) return !r.contains_zero();
    return law_.sense == law_sense::at_least ? certainly_negative(r) : certainly_positive(r);
  }
  bool satisfied(const interval& r) const {
    if (law_.sense == law_sense::zero) return r.contains_zero();
    return law_.sense == law_sense::at_least ? mpfr_sgn(r.lo()) >= 0 : mpfr_sgn(r.hi()) <= 0;
  }

  // --- the same of the outputs ---

  void hold_outputs() {
    switch (law_.type) {
      case law_type::order:
        return hold_order();
      case law_type::equality:
        return hold_equality();
      case law_type::bound:
        return hold_bound();
      case law_type::arithmetic:
        return hold_residual();
      case law_type::witness:
        return hold_witness();
    }
  }

  double apart(double a, double b) const {
    if (std::isinf(a) || std::isinf(b)) return infinity;
    const double unit = ulp(where_.in, std::max(std::abs(a), std::abs(b)));
    return std::abs(a / unit - b / unit);
  }

  // The output of a term, or its correctly rounded value where the subject has no such function.
  std::optional<double> value_of(std::size_t i) const {
    if (asked(i) != nullptr) return output(i);
    if (truth_[i].state == status::undecided) return std::nullopt;
    return truth_[i].rounded;
  }

  // A >= B rounds to A' >= B' in one format: rounding is monotone.
  void hold_order() {
    for (std::size_t i = 0; i + 1 < size(); ++i) {
      const auto a = value_of(i);
      const auto b = value_of(i + 1);
      if (!a || !b) return settle(state::undecided, "the oracle could not round a value");
      if (*a < *b && apart(*a, *b) > result_.severity) violated(apart(*a, *b));
    }
  }

  void hold_equality() {
    for (std::size_t i = 1; i < size(); ++i) {
      if (output(i) != output(0) && apart(output(i), output(0)) >= result_.severity)
        violated(apart(output(i), output(0)));
    }
  }

  // Against the real numbers that round to the output: at a tie they reach the bound from either
  // side.
  void hold_bound() {
    const double y = output(0);
    const bool least = law_.sense == law_sense::at_least;
    // Rounding is monotone: what the rounded value allows, the rounded bound does.
    const certified_value& value = truth_[0];
    if (value.state != status::undecided && (least ? y >= value.rounded : y <= value.rounded))
      return;
    for (long bits = first_bits; bits <= most_bits; bits *= 2) {
      if (bits > first_bits) certify_terms(bits);
      const interval other =
          law_.bound(instance_, true_values(), where_, bits) / nats_per_value(*bound_.f, bits);
      if (mpfr_inf_p(least ? other.lo() : other.hi())) return;  // a bound that bounds nothing
      const interval box = output_box(where_.in, y, bits);
      if (least ? certainly_lt(box, other) : certainly_lt(other, box))
        return violated(apart(y, nearest(where_.in, least ? other.lo() : other.hi())));
      if (least ? mpfr_cmp(box.hi(), other.hi()) >= 0 : mpfr_cmp(box.lo(), other.lo()) <= 0) return;
      // The bound may be on either side of the middle between two numbers: ask for more of it.
    }
    settle(state::undecided, "the bound is too close to the middle between two numbers");
  }

  std::vector<interval> boxes() const {
    std::vector<interval> values;
    for (std::size_t i = 0; i < size(); ++i)
      values.push_back(in_nats(i, output_box(where_.in, output(i), first_bits)));
    return values;
  }
  std::vector<interval> points() const {
    std::vector<interval> values;
    for (std::size_t i = 0; i < size(); ++i)
      values.push_back(in_nats(i, output_point(output(i), first_bits)));
    return values;
  }

  double size_of_residual() const {
    double largest = 0;
    for (std::size_t i = 0; i < size(); ++i) {
      if (std::isinf(output(i))) return infinity;
      largest = std::max(largest, std::abs(output(i)));
    }
    const interval r =
        abs(law_.residual(instance_, points(), where_)) / nats_per_value(*bound_.f, first_bits);
    return mpfr_get_d(r.hi(), MPFR_RNDU) / ulp(where_.in, largest);
  }

  void hold_residual() {
    if (fails(law_.residual(instance_, boxes(), where_))) violated(size_of_residual());
  }

  // Only where correct rounding keeps the failure can an output that satisfies it be blamed.
  void hold_witness() {
    std::vector<interval> right;
    for (std::size_t i = 0; i < size(); ++i) {
      if (truth_[i].state == status::undecided)
        return settle(state::undecided, "the oracle could not round a value");
      if (std::isinf(truth_[i].rounded))
        return settle(state::not_applicable, "a value of the witness overflows the format");
      right.push_back(in_nats(i, output_box(where_.in, truth_[i].rounded, first_bits)));
    }
    if (!fails(law_.residual(instance_, right, where_)))
      return settle(state::not_applicable, "the format is too coarse for the witness");
    for (std::size_t i = 0; i < size(); ++i) {
      if (std::isinf(output(i))) return violated(infinity);
    }
    if (!fails(law_.residual(instance_, points(), where_))) violated(infinity);
  }

  // SOFT if every output is within attainable error.
  void weigh() {
    bool open = false;
    for (std::size_t i = 0; i < size(); ++i) {
      if (asked(i) == nullptr) continue;
      reference truth(problem_of(*asked(i), instance_.input(i)), where_.in);
      const verdict v = judge(truth, output(i));
      if (v.what == verdict::state::undecided) open = true;
      if (v.what == verdict::state::decided && v.is > grade::tangent) {
        result_.hard = true;
        return;
      }
    }
    if (open) settle(state::undecided, "violated, and the error of an output is undecided");
  }

  const law_binding& bound_;
  const law& law_;
  const law_scope& where_;
  const law_instance& instance_;
  std::span<const response> outputs_;
  std::vector<certified_value> truth_;
  law_verdict result_;
};

}  // namespace

law_verdict judge(const law_binding& bound, const format& in, std::size_t max_n,
                  const law_instance& instance, std::span<const response> outputs) {
  const mpfr_env env;
  return law_case(bound, {*bound.f, in, max_n}, instance, outputs).run();
}

}  // namespace kloracle
