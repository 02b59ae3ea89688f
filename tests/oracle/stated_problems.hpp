// SPDX-License-Identifier: Apache-2.0
//
// Problems with options, stated in a line, and what is right of their answers.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/oracle/spelled_problems.hpp"

namespace kloracle {

inline problem stated(quantity what, const std::string& p, const std::string& q,
                      unit in = unit::nats, semantics how = semantics::normalised) {
  return posed({what, how, p, q, in});
}

inline problem alone(quantity what, const std::string& p, unit in = unit::nats) {
  return posed({what, semantics::normalised, p, std::nullopt, in});
}

inline problem of_order(const char* order, problem x) {
  x.order = number::parse(order, nullptr);
  return x;
}

inline problem by(std::string_view generator, problem x) {
  x.generator = generator;
  return x;
}

inline problem by_convention(std::string_view convention, problem x) {
  x.convention = convention;
  return x;
}

inline problem weighted(const char* weight, problem x) {
  x.weight = number::parse(weight, nullptr);
  return x;
}

inline std::string said(const problem& x) {
  std::string text(entry(x.what).name);
  if (!x.generator.empty()) text += ' ' + x.generator;
  if (x.order) text += " order " + x.order->text();
  for (const number& value : x.p.parameters[0].values) text += ' ' + value.text();
  if (x.q) text += " against";
  if (!x.q) return text;
  for (const number& value : x.q->parameters[0].values) text += ' ' + value.text();
  return text;
}

/// The answer is that rational: `exact`, and it says so, where binary64 holds it; elsewhere nothing
/// need ask whether the value is rational, and 200 bits of it are right.
inline void expect_exactly(const std::string& rational, const problem& x) {
  const Q right = rational_from(rational);
  const Z denominator_of_right = denominator(right);
  const bool held = (denominator_of_right & (denominator_of_right - 1)) == 0;
  const answer a = evaluate(x, {.enclosure_bits = held ? 0 : 200});
  ASSERT_TRUE(a.state == status::exact || (a.state == status::rounded && !held))
      << said(x) << ": " << name(a.state) << ' ' << a.reason << ' ' << a.hex;
  EXPECT_EQ(a.inexact, !held) << said(x);
  EXPECT_TRUE(a.state != status::exact || rational_from(a.rational) == right) << said(x);
  EXPECT_TRUE(a.bounds->bounds().contains(right)) << said(x);
}

/// A rational, "inf", or "undefined": of values that do not exist, not of bad input.
inline void expect_value(const std::string& right, const problem& x) {
  const answer a = evaluate(x);
  if (right == "inf") {
    EXPECT_EQ(name(a.state), "plus_infinity") << said(x) << ' ' << a.hex << a.reason;
  } else if (right == "undefined") {
    EXPECT_EQ(a.state, status::undefined) << said(x) << ' ' << a.hex;
    EXPECT_FALSE(a.bad_input()) << said(x) << ' ' << a.argument << a.reason;
  } else {
    expect_exactly(right, x);
  }
}

/// One number: both correctly rounded to 40 digits, and `doubles` says that y is 2^doubles x.
inline void expect_same(const problem& x, const problem& y, long doubles = 0) {
  const answer a = evaluate(x, {.to = &binary128});
  const answer b = evaluate(y, {.to = &binary128});
  ASSERT_EQ(a.hex.empty(), b.hex.empty()) << said(x) << " and " << said(y) << b.reason << a.reason;
  if (a.hex.empty()) {
    EXPECT_EQ(a.state, b.state) << said(x) << " and " << said(y);
    return;
  }
  EXPECT_EQ(rational_from(a.hex) * power_of_two(doubles), rational_from(b.hex))
      << said(x) << " and " << said(y);
}

inline interval narrow(const problem& x) {
  target t;
  t.condition = false;
  t.enclosure_bits = 200;
  return evaluate(x, t).bounds.value().bounds();
}

/// Every quantity of two vectors that is 0 where they are equal; supports and kernels of n points.
inline std::vector<problem> divergences(const std::string& p, const std::string& q) {
  using enum quantity;
  std::vector<problem> result;
  for (const quantity what :
       {kl, reverse_kl, jeffreys, jensen_shannon, jensen_shannon_distance, total_variation,
        squared_hellinger, hellinger, chi_squared, neyman_chi_squared, triangular_discrimination,
        bhattacharyya_distance, chernoff_information, max_log_ratio}) {
    result.push_back(stated(what, p, q));
  }
  for (const char* order : {"1/3", "1/2", "2", "inf", "1", "0"}) {
    for (const quantity what : {renyi, tsallis, alpha}) {
      result.push_back(of_order(order, stated(what, p, q)));
    }
  }
  result.push_back(of_order("1/3", stated(chernoff, p, q)));
  for (const generator_entry& f : generators()) {
    result.push_back(by(f.name, stated(f_divergence, p, q)));
    if (f.takes_order) result.back().order = number::parse("1/2", nullptr);
  }
  const std::size_t n = numbers(p).size();
  result.push_back(stated(wasserstein_1, p, q));
  for (std::size_t i = 0; i < n; ++i) result.back().support.emplace_back(static_cast<long>(i * i));
  result.push_back(stated(squared_mmd, p, q));
  for (std::size_t i = 0; i < n * n; ++i) {
    result.back().kernel.emplace_back(i % (n + 1) == 0 ? 2 : 1);
  }
  return result;
}

}  // namespace kloracle
