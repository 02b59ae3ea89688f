// SPDX-License-Identifier: Apache-2.0
#include "oracle/extreme.hpp"

#include <algorithm>

#include "oracle/outcome.hpp"

namespace kloracle {
namespace {

constexpr mpfr_prec_t comparison_bits = 1L << 14;
constexpr std::size_t ties_looked_at = 64;

// ln(p/q), or ln p where there is no q: larger at j than at i? By exact numbers if both are of one
// kind, and of distinct kinds by enclosures.
class logarithms {
 public:
  explicit logarithms(const sides& s) : s_(s) {}

  bool exact() const { return !s_.q || s_.p.is_rational() == s_.q->is_rational(); }
  // Of weights the ratio itself, of exponentials the difference of exponents.
  Q key(std::size_t i) const {
    if (s_.p.is_rational()) return s_.q ? Q(s_.p.factor[i] / s_.q->factor[i]) : s_.p.factor[i];
    return s_.q ? Q(s_.p.exponent[i] - s_.q->exponent[i]) : s_.p.exponent[i];
  }
  interval enclose(std::size_t i, const enclosed_sides& at) const {
    return s_.q ? at.log_ratio(i) : at.log_p(i);
  }
  closed_form exact(std::size_t i) const {
    if (s_.q && same_normaliser(s_.p, *s_.q)) return closed_form(key(i));
    const closed_form p = s_.p.exact_weight(i);
    return s_.q ? log(p / s_.q->exact_weight(i)) : log(p);
  }

 private:
  const sides& s_;
};

// sign * (the largest logarithm).
class extreme_evaluation : public evaluation {
 public:
  extreme_evaluation(sides given, int sign, unit in)
      : given_(std::move(given)), sign_(sign), in_(in) {
    const logarithms l(given_);
    std::vector<Q> keys(size());
    std::optional<Q> top;
    for (std::size_t i = 0; i < size(); ++i) {
      if (!given_.p.has(i)) continue;
      candidates_.push_back(i);
      if (!l.exact()) continue;
      keys[i] = l.key(i);
      if (!top || keys[i] > *top) top = keys[i];
    }
    if (top) std::erase_if(candidates_, [&](std::size_t i) { return keys[i] != *top; });
    if (!l.exact()) leave_the_largest();
    if (given_.q && given_.p.is_distribution() && given_.p.kind == given_.q->kind) {
      equal_ = same_weights(given_.p, *given_.q);
    }
  }

  // Of distributions some ratio is at least 1 (both sum to 1), and no weight is above 1.
  interval enclose(mpfr_prec_t bits) const override {
    const enclosed_sides at(given_.p, q(), bits);
    const logarithms l(given_);
    interval largest = l.enclose(candidates_[0], at);
    for (std::size_t k = 1; k < candidates_.size() && !l.exact(); ++k) {
      largest = max(largest, l.enclose(candidates_[k], at));
    }
    const interval value = in_unit(sign_ < 0 ? -largest : largest, in_);
    return given_.p.is_distribution() && (!given_.q || given_.q->is_distribution())
               ? clamp_nonnegative(value)
               : value;
  }
  std::optional<Q> known() const override {
    return equal_ == true ? std::optional<Q>(0) : std::nullopt;
  }
  bool nonzero() const override { return equal_ == false; }
  decision decide() const override {
    const logarithms l(given_);
    if (!l.exact() && !all_tied()) return {};
    return kloracle::decide(l.exact(candidates_[0]) * Q(sign_), in_);
  }

  // The largest of the directional derivatives of those that attain the maximum.
  sensitivity sensitivities(const interval&, mpfr_prec_t bits) const override {
    const interval zero(0L, bits);
    const bool rational = given_.rational();
    if (candidates_.size() > ties_looked_at) {
      const interval most = in_unit(hull(zero, interval(most_moved(), bits)), in_);
      return {most, rational ? std::optional<interval>(most) : std::nullopt};
    }
    const enclosed_sides at(given_.p, q(), bits);
    const std::vector<interval> all_p = at.all_p();
    const std::vector<interval> all_q = at.all_q();
    sensitivity s{zero, std::nullopt};
    if (rational) s.tangent = zero;
    for (const std::size_t k : candidates_) {
      std::vector<interval> by_p(size(), zero);
      std::vector<interval> by_q(size(), zero);
      if (given_.p.moves(k)) by_p[k] = outcome<dual>(at, k).log_p().by_p;
      if (given_.q && given_.q->moves(k)) by_q[k] = -outcome<dual>(at, k).log_q().by_q;
      const gradient_block p = given_.p.pull_back(by_p, all_p);
      const gradient_block q = given_.q ? given_.q->pull_back(by_q, all_q) : gradient_block();
      s.componentwise =
          max(s.componentwise, in_unit(componentwise(p, bits) + componentwise(q, bits), in_));
      if (rational) {
        s.tangent = max(*s.tangent, in_unit(tangent(p, bits) + tangent(q, bits), in_));
      }
    }
    return s;
  }

  std::size_t size() const override { return given_.p.size(); }
  long longest_input_bits() const override {
    return std::max(given_.p.longest_input_bits(), given_.q ? given_.q->longest_input_bits() : 0L);
  }

 private:
  const side* q() const { return given_.q ? &*given_.q : nullptr; }

  // For either side a weight's logarithm moves by u, or by u |x|, and that of the sum by as much.
  Q most_moved() const {
    Q most = 0;
    for (const side* s : {&given_.p, q()}) {
      if (s == nullptr) continue;
      const bool weights = s->is_rational() || s->input.empty();
      most += 2 * (weights ? Q(1) : *std::max_element(s->input.begin(), s->input.end()));
    }
    return most;
  }

  // Weights against exponentials: p e^-x and p' e^-x' are equal only where p = p' and x = x'
  // (Lindemann-Weierstrass), so precision tells all others apart.
  bool tied(std::size_t i, std::size_t k) const {
    return given_.p.factor[i] == given_.p.factor[k] && given_.q->factor[i] == given_.q->factor[k] &&
           given_.p.exponent_of(i) == given_.p.exponent_of(k) &&
           given_.q->exponent_of(i) == given_.q->exponent_of(k);
  }
  bool all_tied() const {
    return std::all_of(candidates_.begin(), candidates_.end(),
                       [&](std::size_t i) { return tied(i, candidates_[0]); });
  }
  void leave_the_largest() {
    const logarithms l(given_);
    for (mpfr_prec_t bits = 128; bits <= comparison_bits && !all_tied(); bits *= 4) {
      const enclosed_sides at(given_.p, q(), bits);
      interval largest = l.enclose(candidates_[0], at);
      for (const std::size_t k : candidates_) largest = max(largest, l.enclose(k, at));
      std::erase_if(candidates_,
                    [&](std::size_t k) { return certainly_lt(l.enclose(k, at), largest); });
    }
  }

  sides given_;
  int sign_;
  unit in_;
  std::vector<std::size_t> candidates_;  // those that attain it, or all
  std::optional<bool> equal_;
};

prepared prepare_extreme(sides given, int sign, unit in, const char* if_empty) {
  for (std::size_t i = 0; i < given.p.size(); ++i) {
    if (given.q && given.p.has(i) && !given.q->has(i)) {
      const std::string index = "[" + std::to_string(i) + "]";
      return no_value{status::plus_infinity, "",
                      "q" + index + " is 0 where p" + index +
                          " is not: P is not absolutely continuous with respect to Q"};
    }
  }
  if (given.p.support_size() == 0) {
    if (sign < 0) return no_value{status::plus_infinity, "", if_empty};
    return no_value{status::undefined, "", std::string("the value is -infinity: ") + if_empty};
  }
  return std::make_unique<extreme_evaluation>(std::move(given), sign, in);
}

}  // namespace

prepared prepare_largest_ratio(sides given, unit in) {
  return prepare_extreme(std::move(given), 1, in, "no outcome of p has positive weight");
}

prepared prepare_smallest_surprise(sides given, unit in) {
  return prepare_extreme(std::move(given), -1, in, "no outcome of p has positive weight");
}

// Two distributions that differ have an outcome with p > q, as both sum to 1.
std::optional<bool> exceeds_somewhere(const side& p, const side& q) {
  if (p.kind == q.kind && p.is_distribution()) return !same_weights(p, q);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (!p.has(i)) continue;
    if (!q.has(i)) return true;
    if (p.is_rational() != q.is_rational()) {
      // An exponential of a rational other than 0 is transcendental, so the two differ.
      const bool same = p.factor[i] == q.factor[i] && p.exponent_of(i) == q.exponent_of(i);
      if (!same) open.push_back(i);
    } else if (p.is_rational() ? p.factor[i] > q.factor[i] : p.exponent[i] > q.exponent[i]) {
      return true;
    }
  }
  for (mpfr_prec_t bits = 128; bits <= comparison_bits && !open.empty(); bits *= 4) {
    const enclosed_sides at(p, &q, bits);
    std::vector<std::size_t> left;
    for (const std::size_t i : open) {
      const interval l = at.log_ratio(i);
      if (certainly_positive(l)) return true;
      if (!certainly_negative(l)) left.push_back(i);
    }
    open = std::move(left);
  }
  return open.empty() ? std::optional<bool>(false) : std::nullopt;
}

}  // namespace kloracle
