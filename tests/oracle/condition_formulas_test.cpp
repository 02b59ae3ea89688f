// SPDX-License-Identifier: Apache-2.0
//
// Condition numbers against the closed forms of the design documents and their published digits.
#include <gtest/gtest.h>

#include "oracle/mpfr_env.hpp"
#include "tests/oracle/differences.hpp"
#include "tests/oracle/random_problems.hpp"

namespace kloracle::second_opinion {
namespace {

using enum quantity;
using enum semantics;

constexpr mpfr_prec_t bits = 400;

struct weights_pair {
  std::vector<Q> p;
  std::vector<Q> q;
  Q p_sum = 0;
  Q q_sum = 0;
};

weights_pair drawn_pair(problem_source& source) {
  const sides s = source.one_in(2) ? source.near_equal() : source.ordinary();
  weights_pair w;
  for (std::size_t i = 0; i < s.p.size(); ++i) {
    if (*s.p[i].meant == 0) continue;
    w.p.push_back(*s.p[i].meant);
    w.q.push_back(*s.q[i].meant);
    w.p_sum += w.p.back();
    w.q_sum += w.q.back();
  }
  return w;
}

answer kl_under(semantics how, const weights_pair& w) {
  problem stated{kl, categorical(as_numbers(w.p, 0, w.p.size())),
                 categorical(as_numbers(w.q, 0, w.q.size()))};
  stated.how = how;
  return evaluate(stated);
}

interval log_ratio(const weights_pair& w, std::size_t i) {
  return log(interval(Q(w.p[i] / w.q[i]), bits));
}

void expect_kappa(const answer& a, const interval& absolute) {
  if (a.rational == "0") return;
  const interval value = abs(a.bounds->bounds());
  EXPECT_TRUE(overlap(find_model(a, "componentwise")->relative.bounds(), absolute / value));
}

template <class Formula>
void expect_formula(std::uint64_t seed, semantics how, Formula absolute) {
  const mpfr_env env;
  problem_source source(seed);
  for (int k = 0; k < 200; ++k) {
    const weights_pair w = drawn_pair(source);
    if (w.p.empty()) continue;
    const answer a = kl_under(how, w);
    expect_kappa(a, absolute(w, a.bounds->bounds()));
  }
}

// sum p (|ln(p/q) + 1| + 1)
TEST(ClosedForms, OfTheMeasure) {
  expect_formula(71, measure, [](const weights_pair& w, const interval&) {
    interval sum(0L, bits);
    for (std::size_t i = 0; i < w.p.size(); ++i) {
      sum = sum + (abs(log_ratio(w, i) + Q(1)) + Q(1)) * w.p[i];
    }
    return sum;
  });
}

// sum p |ln(p/q)| + |q - p|
TEST(ClosedForms, OfTheGeneralisedDivergence) {
  expect_formula(72, generalised, [](const weights_pair& w, const interval&) {
    interval sum(0L, bits);
    for (std::size_t i = 0; i < w.p.size(); ++i) {
      sum = sum + abs(log_ratio(w, i)) * w.p[i] + Q(abs(Q(w.q[i] - w.p[i])));
    }
    return sum;
  });
}

// E_p |ln(p^/q^) - D| + 2 TV
TEST(ClosedForms, OfTheNormalisedDivergence) {
  expect_formula(73, normalised, [](const weights_pair& w, const interval& d) {
    const interval mass = log(interval(Q(w.q_sum / w.p_sum), bits));
    interval sum(0L, bits);
    for (std::size_t i = 0; i < w.p.size(); ++i) {
      const Q p = w.p[i] / w.p_sum;
      const Q q = w.q[i] / w.q_sum;
      sum = sum + abs(log_ratio(w, i) + mass - d) * p + Q(abs(Q(p - q)));
    }
    return sum;
  });
}

// harness.md 0.4: kappa_free = 2.7e11 and kappa_tan = 5.33e5, to the digits printed there.
TEST(PublishedDigits, OfTheDesignsExample) {
  for (const char* q : {"0.100001 0.199999 0.7", "0.099999 0.200001 0.7"}) {
    const answer a = answered({kl, measure, "0.1 0.2 0.7", q});
    const span_of_q free = span(find_model(a, "componentwise")->relative.bounds());
    const span_of_q tangent = span(find_model(a, "simplex_tangent")->relative.bounds());
    EXPECT_GT(free.lower, rational_from("2.65e11"));
    EXPECT_LT(free.upper, rational_from("2.75e11"));
    EXPECT_GT(tangent.lower, rational_from("5.325e5"));
    EXPECT_LT(tangent.upper, rational_from("5.335e5"));
  }
}

}  // namespace
}  // namespace kloracle::second_opinion
