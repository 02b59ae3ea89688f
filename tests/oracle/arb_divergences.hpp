// SPDX-License-Identifier: Apache-2.0
//
// Sums over one or two vectors once more, in Arb, from other formulas than the specification's
// where there are any, and what it takes for the oracle to agree with a second answer.
#pragma once

#include <arb.h>
#include <gtest/gtest.h>

#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "oracle/mpfr_env.hpp"
#include "tests/oracle/arb_formulas.hpp"
#include "tests/oracle/option_problems.hpp"

namespace kloracle::second_opinion {

// --- sides -----------------------------------------------------------------------------------

struct outcome {
  bool zero;
  ball weight;
  ball logarithm;  // of no meaning where the weight is 0
};
using outcomes = std::vector<outcome>;

struct two_sides {
  outcomes p;
  outcomes q;
};

inline outcomes of_rationals(const weights& x, slong bits) {
  outcomes result;
  for (const Q& w : x) {
    result.push_back({w == 0, ball(w, bits), log(ball(w == 0 ? Q(1) : w, bits))});
  }
  return result;
}

inline outcomes of_logarithms(const reals& l, bool softmax, slong bits) {
  if (l.empty()) return {};
  const log_distribution d = softmax ? softmax_of(l, bits) : as_given(l, bits);
  outcomes result;
  for (std::size_t i = 0; i < l.size(); ++i) {
    result.push_back({!l[i], d.probability[i], d.logarithm[i]});
  }
  return result;
}

/// Whether all the inputs are weights or counts.
inline bool is_rational(const statement& s) {
  return !is_log_space(s) && s.how != semantics::prob_vs_logprob;
}

/// Both sides after the semantics' transform; whether a weight is 0 is exact.
inline two_sides measured(const statement& s, slong bits) {
  if (s.how == semantics::prob_vs_logprob) {
    return {of_rationals(plain(s.p), bits), of_logarithms(s.q, false, bits)};
  }
  if (is_log_space(s)) {
    const bool softmax = s.how != semantics::log_prob;
    return {of_logarithms(s.p, softmax, bits), of_logarithms(s.q, softmax, bits)};
  }
  const pair_of_weights w = transformed(s);
  return {of_rationals(w.p, bits), of_rationals(w.q, bits)};
}

/// sum f(x) over the outcomes of positive weight.
template <class Term>
ball sum_over(const outcomes& x, slong bits, Term f) {
  ball sum(Q(0), bits);
  for (const outcome& o : x) {
    if (!o.zero) sum = sum + f(o);
  }
  return sum;
}

/// sum f(p, q) over the outcomes where both weights are positive.
template <class Term>
ball sum_over(const two_sides& x, slong bits, Term f) {
  ball sum(Q(0), bits);
  for (std::size_t i = 0; i < x.p.size(); ++i) {
    if (!x.p[i].zero && !x.q[i].zero) sum = sum + f(x.p[i], x.q[i]);
  }
  return sum;
}

inline ball total(const outcomes& x, slong bits) {
  return sum_over(x, bits, [](const outcome& o) { return o.weight; });
}

inline ball entropy_of(const outcomes& x, slong bits) {
  return ball(Q(0), bits) -
         sum_over(x, bits, [](const outcome& o) { return o.weight * o.logarithm; });
}

/// H(p, q) less H(p): the logarithms apart.
inline ball kl_of(const two_sides& x, slong bits) {
  const ball across =
      sum_over(x, bits, [](const outcome& p, const outcome& q) { return p.weight * q.logarithm; });
  return ball(Q(0), bits) - entropy_of(x.p, bits) - across;
}

inline ball power(const ball& x, const ball& y) {
  return lifted(x, y, arb_pow);
}

/// sum q (p/q)^a.
inline ball power_sum(const two_sides& x, const ball& a) {
  return sum_over(x, a.bits(), [&](const outcome& p, const outcome& q) {
    return q.weight * power(p.weight / q.weight, a);
  });
}

inline ball power_sum(const outcomes& x, const ball& a) {
  return sum_over(x, a.bits(), [&](const outcome& o) { return power(o.weight, a); });
}

/// w p + (1 - w) q.
inline outcomes middle_of(const two_sides& x, const Q& w, slong bits) {
  outcomes middle;
  for (std::size_t i = 0; i < x.p.size(); ++i) {
    const bool zero = x.p[i].zero && x.q[i].zero;
    const ball weight = ball(w, bits) * x.p[i].weight + ball(Q(1 - w), bits) * x.q[i].weight;
    middle.push_back({zero, weight, zero ? weight : log(weight)});
  }
  return middle;
}

/// H(w p + (1 - w) q) - w H(p) - (1 - w) H(q).
inline ball jensen_shannon_of(const two_sides& x, const Q& w, slong bits) {
  if (w == 0 || w == 1) return {Q(0), bits};
  return entropy_of(middle_of(x, w, bits), bits) - ball(w, bits) * entropy_of(x.p, bits) -
         ball(Q(1 - w), bits) * entropy_of(x.q, bits);
}

/// sum p^2/q - 2 P + Q, over outcomes where q > 0.
inline ball chi_squared_of(const two_sides& x, slong bits) {
  const ball squares = sum_over(
      x, bits, [](const outcome& p, const outcome& q) { return p.weight * p.weight / q.weight; });
  const ball p = total(x.p, bits);
  return squares - p - p + total(x.q, bits);
}

/// max(x) is smooth where |x - y| is not: (1/2) sum |p - q| = sum max(p, q) - (P + Q)/2.
inline ball total_variation_of(const two_sides& x, slong bits) {
  ball sum(Q(0), bits);
  for (std::size_t i = 0; i < x.p.size(); ++i) {
    sum = sum + lifted(x.p[i].weight, x.q[i].weight, arb_max);
  }
  return sum - (total(x.p, bits) + total(x.q, bits)) * ball(Q(1) / 2, bits);
}

/// (P + Q)/2 less the Bhattacharyya coefficient.
inline ball squared_hellinger_of(const two_sides& x, slong bits) {
  const ball half(Q(1) / 2, bits);
  return (total(x.p, bits) + total(x.q, bits)) * half - power_sum(x, half);
}

/// P + Q - 4 sum p q/(p + q).
inline ball triangular_discrimination_of(const two_sides& x, slong bits) {
  const ball means = sum_over(x, bits, [](const outcome& p, const outcome& q) {
    return p.weight * q.weight / (p.weight + q.weight);
  });
  return total(x.p, bits) + total(x.q, bits) - ball(Q(4), bits) * means;
}

/// The largest of ln p - ln q.
inline ball max_log_ratio_of(const two_sides& x, slong bits) {
  std::optional<ball> largest;
  for (std::size_t i = 0; i < x.p.size(); ++i) {
    if (x.p[i].zero) continue;
    const ball ratio = x.p[i].logarithm - x.q[i].logarithm;
    largest = largest ? lifted(*largest, ratio, arb_max) : ratio;
  }
  return largest.value_or(ball(Q(0), bits));
}

inline two_sides swapped(const two_sides& x) {
  return {x.q, x.p};
}

/// (sum p^a q^(1-a) - Q)/(a - 1), or over a (a - 1), at finite a; its limits at 0 and 1.
inline ball tsallis_of(const two_sides& x, const Q& a, bool over_a, slong bits) {
  if (a == 1) return kl_of(x, bits);
  if (a == 0 && over_a) return kl_of(swapped(x), bits);
  const ball difference = power_sum(x, ball(a, bits)) - total(x.q, bits);
  return difference / ball(Q((a - 1) * (over_a ? a : Q(1))), bits);
}

inline ball renyi_of(const two_sides& x, const Q& a, slong bits) {
  if (a == 1) return kl_of(x, bits);
  return log(power_sum(x, ball(a, bits))) / ball(Q(a - 1), bits);
}

// --- entropies -------------------------------------------------------------------------------

inline ball renyi_entropy_of(const outcomes& x, const std::optional<Q>& a, slong bits) {
  if (a == 1) return entropy_of(x, bits);
  if (a) return log(power_sum(x, ball(*a, bits))) / ball(Q(1 - *a), bits);
  outcomes ones = x;
  for (outcome& o : ones) o = {false, ball(Q(1), bits), ball(Q(0), bits)};
  return ball(Q(0), bits) - max_log_ratio_of({x, ones}, bits);
}

inline ball tsallis_entropy_of(const outcomes& x, const std::optional<Q>& a, slong bits) {
  if (a == 1) return entropy_of(x, bits);
  if (!a) return {Q(0), bits};
  return (power_sum(x, ball(*a, bits)) - ball(Q(1), bits)) / ball(Q(1 - *a), bits);
}

/// The product of q^-p.
inline ball perplexity_of(const two_sides& x, slong bits) {
  ball product(Q(1), bits);
  for (std::size_t i = 0; i < x.p.size(); ++i) {
    if (x.p[i].zero) continue;
    product = product * power(ball(Q(1), bits) / x.q[i].weight, x.p[i].weight);
  }
  return product;
}

// --- agreement -------------------------------------------------------------------------------

/// What the oracle should say: that there is no number, a rational number, or one that Arb gives.
struct second_answer {
  std::optional<status> no_number;
  std::optional<Q> rational;
  std::function<ball(slong)> value;  // at a precision
};

/// What became of the problems of one quantity under one semantics.
struct tally {
  long problems = 0;
  long no_number = 0;
  long exact = 0;
  long undecided = 0;
  long rounded_by_both = 0;
};

/// The hex the oracle gave, an infinity as rounded() writes it.
inline Q value_of(const std::string& hex, const format& f) {
  const number x = number::parse(hex, nullptr);
  return x.is_finite() ? exact(x) : Q(x.sign() * power_of_two(f.emax + 1));
}

/// The rounding of every member of the ball, if it is one.
inline std::optional<Q> rounded(const ball& x, const target& t) {
  if (!arb_is_finite(x.p())) return {};
  const Q lower = rounded(ball_end(x, ball_end::lower), *t.to, t.rounding);
  const Q upper = rounded(ball_end(x, ball_end::upper), *t.to, t.rounding);
  return lower == upper ? std::optional(lower) : std::nullopt;
}

inline std::optional<Q> to_digits(const ball& x, const target& t) {
  if (!arb_is_finite(x.p()) || arb_is_exact(x.p())) return {};
  const auto lower = to_digits(ball_end(x, ball_end::lower), t.digits, t.rounding);
  return lower == to_digits(ball_end(x, ball_end::upper), t.digits, t.rounding) ? lower
                                                                                : std::nullopt;
}

/// The first ball that decides the rounding and the digits, or the last below the cap.
template <class Value>
ball decided(const Value& value, const target& t, slong cap) {
  for (slong bits = 128;; bits *= 2) {
    ball x = value(bits);
    if (bits * 2 > cap || (rounded(x, t) && (bits > 1024 || to_digits(x, t)))) return x;
  }
}

/// A rational number rounded: what is not dyadic lies between breakpoints.
inline Q rounded(const Q& x, const target& t) {
  for (slong bits = 256;; bits *= 2) {
    if (const auto y = rounded(ball(x, bits), t)) return *y;
  }
}

/// Whether the hex differs from the value: an infinity always does.
inline bool is_inexact(const Q& hex, const Q& value, const target& t) {
  return hex != value || abs(hex) >= power_of_two(t.to->emax + 1);
}

inline void expect_rational(const answer& a, const Q& value, const target& t) {
  EXPECT_TRUE(a.bounds->bounds().contains(value)) << "the value is " << as_number(value).text();
  if (a.state == status::undecided) return;
  const Q hex = rounded(value, t);
  EXPECT_EQ(value_of(a.hex, *t.to), hex) << a.hex;
  EXPECT_EQ(a.inexact, is_inexact(hex, value, t)) << a.hex;
  EXPECT_TRUE(a.state != status::exact || exact(number::parse(a.rational, nullptr)) == value)
      << a.rational;
}

inline void expect_rounded(const answer& a, const ball& x, const target& t, tally& count) {
  if (const auto value = rounded(x, t)) {
    EXPECT_EQ(value_of(a.hex, *t.to), *value) << a.hex;
    ++count.rounded_by_both;
  }
  const auto digits = to_digits(x, t);
  if (digits && !a.decimal.empty()) {
    EXPECT_EQ(exact(number::parse(a.decimal, nullptr)), *digits) << a.decimal;
  }
  const auto claims = [&](const Q& claimed) {
    EXPECT_TRUE(arb_overlaps(ball(claimed, x.bits()).p(), x.p())) << as_number(claimed).text();
  };
  if (a.inexact == false) claims(value_of(a.hex, *t.to));
  if (a.state != status::exact) return;
  const Q claimed = exact(number::parse(a.rational, nullptr));
  claims(claimed);
  EXPECT_EQ(value_of(a.hex, *t.to), rounded(claimed, t)) << a.rational << ' ' << a.hex;
  EXPECT_EQ(a.inexact, is_inexact(value_of(a.hex, *t.to), claimed, t)) << a.rational;
}

/// Everything that the answer claims, held against the second answer.
inline void expect_agreement(const answer& a, const second_answer& b, const target& t,
                             tally& count) {
  const mpfr_env wide;  // for the bounds
  ++count.problems;
  count.no_number += b.no_number.has_value();
  count.exact += a.state == status::exact;
  count.undecided += a.state == status::undecided;
  EXPECT_TRUE(!b.no_number || a.state == *b.no_number) << name(a.state) << ' ' << a.reason;
  if (b.no_number) return;
  ASSERT_TRUE(a.bounds.has_value()) << name(a.state) << ' ' << a.argument << ' ' << a.reason;
  if (b.rational) expect_rational(a, *b.rational, t);
  const bool open = a.state == status::undecided;
  const interval& bounds = a.bounds->bounds();
  const bool in_range = bounds.bounded() && !bounds.contains_zero();  // of exponents
  const bool as_asked = t.enclosure_bits == 0 || narrower_than(bounds, t.enclosure_bits);
  EXPECT_TRUE(open || !in_range || as_asked) << t.enclosure_bits;
  const bool cannot_decide = open || b.rational || a.state == status::exact;
  const ball x = decided(b.value, t, cannot_decide ? 512 : 8192);
  EXPECT_TRUE(!arb_is_finite(x.p()) || overlap(x, bounds)) << a.bounds->lower_hex();
  if (!open) expect_rounded(a, x, t, count);
}

// --- the sweep -------------------------------------------------------------------------------

/// Prints every tally when all tests of the program are done.
class tally_table : public ::testing::Environment {
 public:
  static auto& rows() {
    static std::map<std::pair<quantity, semantics>, tally> all;
    return all;
  }
  void TearDown() override {
    for (const auto& [key, t] : rows()) {
      std::cout << entry(key.first).name << ' ' << entry(key.second).name << ": " << t.problems
                << " problems, " << t.no_number << " without a number, " << t.exact << " exact, "
                << t.undecided << " undecided, both round " << t.rounded_by_both << '\n';
    }
  }
};

/// How many complaints the running test has made.
inline int complaints() {
  return ::testing::UnitTest::GetInstance()->current_test_info()->result()->total_part_count();
}

inline std::string described(const target& t, const answer& a) {
  return "\n  " + std::string(t.to->name) + ' ' + std::string(name(t.rounding)) + ' ' +
         std::to_string(t.digits) + " digits: " + std::string(name(a.state)) + ' ' + a.hex + ' ' +
         a.decimal + ' ' + a.rational + a.argument + ' ' + a.reason;
}

/// Whether `undecided` would be a fault: not at huge orders, which bring values as near to
/// breakpoints as one likes, nor for a maximum over all orders, which is no closed form.
inline bool must_decide(const drawn_with_options& d) {
  const Q order = d.with.order ? d.with.order->meant.value_or(0) : Q(0);
  return is_rational(d.meant) && abs(order) <= 100 &&
         d.asked.what != quantity::chernoff_information;
}

/// The quantity under each semantics that it accepts, held against second_answer_to(drawn).
template <class Second>
void sweep(quantity what, long problems, Second second_answer_to) {
  for (const semantics how : entry(what).accepted) {
    option_source source(static_cast<std::uint64_t>(what) * 100 + static_cast<std::uint64_t>(how));
    tally& count = tally_table::rows()[{what, how}];
    const long enough = problems / static_cast<long>(entry(what).accepted.size());
    for (long faults = 0; count.problems < enough && faults < 2;) {
      const drawn_with_options d = source.problem_of(what, how);
      const target t = random_target(source);
      const int before = complaints();
      answer a;
      EXPECT_NO_THROW(a = evaluate(d.asked, t));
      expect_agreement(a, second_answer_to(d), t, count);
      EXPECT_FALSE(must_decide(d) && a.state == status::undecided) << a.reason;
      if (complaints() == before) continue;
      ++faults;
      ADD_FAILURE() << described(d) << described(t, a);
    }
  }
}

}  // namespace kloracle::second_opinion
