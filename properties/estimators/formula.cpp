// SPDX-License-Identifier: Apache-2.0
#include "properties/estimators/formula.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "oracle/oracle.hpp"

namespace kloracle {
namespace {

bool within(std::span<const double> inner, std::span<const double> outer) {
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] > 0 && outer[i] == 0) return false;
  }
  return true;
}

void require_distribution(const finite_pair& pair, std::span<const double> side, const char* name) {
  const std::string of = "pair '" + pair.name + "': " + name;
  Q total = 0;
  for (std::size_t i = 0; i < side.size(); ++i) {
    if (!(side[i] >= 0) || std::isinf(side[i])) {
      throw input_error(of + "[" + std::to_string(i) + "] is no probability");
    }
    total += Q(side[i]);
  }
  if (total != 1) throw input_error(of + " sums to " + total.str() + ", expected exactly 1");
}

// Why the means are D(P||Q), with r = q/p:
// k1          E_P[-ln r] is D by definition.
// k3          E_P[r - 1] = Q(p > 0) - 1, which is 0 iff Q has no mass outside P.
// importance  E_Q[-(ln r)/r] sums p ln(p/q) over q > 0, all of it iff P has none outside Q.
// k2          E_P[(ln r)^2]/2 is another number, unless P = Q.
constexpr std::array formula_table{
    estimator_formula{.name = "k1",
                      .text = "mean of ln(p/q), drawn from P",
                      .term = [](const interval& x) { return -x; },
                      .slope = [](const interval& x) { return interval(-1L, x.bits()); },
                      .hypothesis = [](const finite_pair&) { return true; },
                      .hypothesis_text = "always"},
    estimator_formula{.name = "k2",
                      .text = "mean of (ln(p/q))^2/2, drawn from P",
                      .term = [](const interval& x) { return ldexp(sqr(x), -1); },
                      .slope = [](const interval& x) { return x; },
                      .biased = true,
                      .hypothesis = [](const finite_pair&) { return true; },
                      .hypothesis_text = "P = Q"},
    estimator_formula{.name = "k3",
                      .text = "mean of r - 1 - ln r, r = q/p, drawn from P",
                      .term = [](const interval& x) { return expm1(x) - x; },
                      .slope = [](const interval& x) { return expm1(x); },
                      .hypothesis = [](const finite_pair& pair) { return pair.q_within_p(); },
                      .hypothesis_text = "Q has no mass where P has none"},
    estimator_formula{.name = "importance",
                      .text = "mean of w ln w, w = p/q, drawn from Q",
                      .drawn_from_q = true,
                      .term = [](const interval& x) { return -x * exp(-x); },
                      .slope = [](const interval& x) { return (x - Q(1)) * exp(-x); },
                      .hypothesis = [](const finite_pair& pair) { return pair.p_within_q(); },
                      .hypothesis_text = "P has no mass where Q has none"},
};

interval log_of(double x, long bits) {
  return log(interval(Q(x), bits));
}

}  // namespace

bool finite_pair::p_within_q() const {
  return within(p, q);
}

bool finite_pair::q_within_p() const {
  return within(q, p);
}

void require_distributions(const finite_pair& pair) {
  if (pair.p.size() != pair.q.size() || pair.p.empty()) {
    throw input_error("pair '" + pair.name + "': p has " + std::to_string(pair.p.size()) +
                      " outcomes and q has " + std::to_string(pair.q.size()) +
                      ", expected as many, and one at least");
  }
  require_distribution(pair, pair.p, "p");
  require_distribution(pair, pair.q, "q");
}

std::span<const finite_pair> example_pairs() {
  static const std::vector<finite_pair> pairs{
      {"skewed", {0x3p-2, 0x3p-4, 0x1p-4}, {0x1p-2, 0x1p-2, 0x1p-1}},
      {"coin", {0x1p-1, 0x1p-1}, {0x3p-2, 0x1p-2}},
      {"near", {0x1p-1, 0x1p-2, 0x1p-2}, {0x1.00001p-1, 0x1.ffffcp-3, 0x1p-2}},
      {"equal", {0x1p-1, 0x3p-3, 0x1p-3}, {0x1p-1, 0x3p-3, 0x1p-3}},
      {"rare", {0x1.ff8p-1, 0x1p-10}, {0x1p-2, 0x3p-2}},
      {"q wider than p", {0x1p-1, 0x1p-1, 0}, {0x1p-1, 0x1p-2, 0x1p-2}},
      {"p wider than q", {0x1p-1, 0x1p-2, 0x1p-2}, {0x3p-2, 0x1p-2, 0}},
  };
  return pairs;
}

std::span<const estimator_formula> estimator_formulas() {
  return formula_table;
}

const estimator_formula* find_formula(std::string_view name) {
  const auto* found = std::find_if(formula_table.begin(), formula_table.end(),
                                   [&](const estimator_formula& f) { return f.name == name; });
  return found == formula_table.end() ? nullptr : found;
}

term_law::term_law(const estimator_formula& f, const finite_pair& pair, long bits) : bits_(bits) {
  const interval zero(0L, bits);
  for (std::size_t i = 0; i < pair.size(); ++i) {
    const double drawn = f.drawn_from_q ? pair.q[i] : pair.p[i];
    if (drawn == 0) continue;
    const double other = f.drawn_from_q ? pair.p[i] : pair.q[i];
    if (other == 0) {  // q = 0: every term here is +infinity; p = 0: w ln w is 0, exactly
      outcomes_.push_back({i, Q(drawn), !f.drawn_from_q, zero, zero});
      continue;
    }
    const interval x = log(interval(Q(Q(pair.q[i]) / Q(pair.p[i])), bits));
    const interval slack =
        abs(f.slope(x)) * (abs(log_of(pair.p[i], bits)) + abs(log_of(pair.q[i], bits)));
    outcomes_.push_back({i, Q(drawn), false, f.term(x), slack});
  }
}

bool term_law::finite() const {
  return std::none_of(outcomes_.begin(), outcomes_.end(),
                      [](const outcome& o) { return o.infinite; });
}

interval term_law::mean() const {
  interval total(0L, bits_);
  for (const outcome& o : outcomes_) total = total + o.term * o.probability;
  return total;
}

interval term_law::variance() const {
  const interval centre = mean();
  interval total(0L, bits_);
  for (const outcome& o : outcomes_) total = total + sqr(o.term - centre) * o.probability;
  return total;
}

interval term_law::fourth_moment() const {
  const interval centre = mean();
  interval total(0L, bits_);
  for (const outcome& o : outcomes_) total = total + sqr(sqr(o.term - centre)) * o.probability;
  return total;
}

interval term_law::range() const {
  interval all = outcomes_.at(0).term;
  for (const outcome& o : outcomes_) all = hull(all, o.term);
  return all;
}

interval term_law::largest_deviation() const {
  const interval centre = mean();
  interval largest(0L, bits_);
  for (const outcome& o : outcomes_) largest = max(largest, abs(o.term - centre));
  return largest;
}

interval term_law::largest_slack() const {
  interval largest(0L, bits_);
  for (const outcome& o : outcomes_) largest = max(largest, o.slack);
  return largest;
}

std::optional<interval> certified_divergence(const finite_pair& pair, long bits) {
  const auto side = [](std::span<const double> x) {
    return categorical(std::vector<number>(x.begin(), x.end()));
  };
  const answer a = evaluate({.p = side(pair.p), .q = side(pair.q)},
                            {.condition = false, .enclosure_bits = bits});
  if (!a.bounds) return std::nullopt;
  return a.bounds->bounds();
}

interval unit_roundoff(long bits) {
  return ldexp(interval(1L, bits), -binary64.precision);
}

interval ulp_hull(const interval& v) {
  const interval size = abs(v);
  const auto ulp = [&](mpfr_srcptr x) {
    const long leading = mpfr_zero_p(x) ? binary64.emin : static_cast<long>(mpfr_get_exp(x)) - 1;
    const long exponent = std::max<long>(leading, binary64.emin) - binary64.precision + 1;
    return ldexp(interval(1L, v.bits()), exponent);
  };
  return hull(ulp(size.lo()), ulp(size.hi()));
}

allowance allowance_of(const interval& v, const interval& slack, std::size_t n) {
  const interval half = ldexp(ulp_hull(v), -1);
  const Q terms(static_cast<unsigned long>(n + 2));
  return {half, (half + slack * unit_roundoff(v.bits())) * terms};
}

}  // namespace kloracle
