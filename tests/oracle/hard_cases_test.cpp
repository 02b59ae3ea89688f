// SPDX-License-Identifier: Apache-2.0
//
// Values a hair's breadth from a breakpoint of rounding: on it, and 2^-k to either side of it.
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "oracle/mpfr_env.hpp"
#include "tests/oracle/spelled_problems.hpp"

namespace kloracle {
namespace {

using enum quantity;
using enum semantics;

constexpr std::array distances{60L, 200L, 1074L, 5000L, 20000L};

enum class side { below, on, above };

struct breakpoint {
  const char* below;  // the binary64 numbers around it, or it and its neighbours
  const char* on;     // empty for a midpoint
  const char* above;
  const char* even;  // of a midpoint: nearest_even, nearest_away
  const char* away;
};

constexpr breakpoint three{"0x1.7ffffffffffffp+1", "0x1.8p+1", "0x1.8000000000001p+1", "", ""};
constexpr breakpoint midpoint{"0x1p+0", "", "0x1.0000000000001p+0", "0x1p+0",
                              "0x1.0000000000001p+0"};

// What the direction makes of a positive value next to the breakpoint, or on it.
std::string rounded_at(const breakpoint& b, side where, direction d) {
  const bool is_midpoint = *b.on == '\0';
  if (where == side::on && !is_midpoint) return b.on;
  const bool down = d == direction::downward || d == direction::toward_zero;
  const bool up = d == direction::upward;
  if (is_midpoint) {
    if (down) return b.below;
    if (up) return b.above;
    if (where == side::on) return d == direction::nearest_even ? b.even : b.away;
    return where == side::below ? b.below : b.above;
  }
  if (where == side::below) return down ? b.below : b.on;
  return up ? b.above : b.on;
}

void expect_around(const problem& p, const breakpoint& b, side where, long k) {
  for (const direction& d : directions()) {
    target t;
    t.rounding = d;
    t.condition = false;
    const answer a = evaluate(p, t);
    const std::string trace = std::string(name(d)) + " 2^-" + std::to_string(k);
    EXPECT_EQ(a.hex, rounded_at(b, where, d)) << trace << ' ' << a.reason;
    const bool representable = where == side::on && *b.on != '\0';
    EXPECT_EQ(a.inexact, !representable) << trace;
    EXPECT_TRUE(!representable || a.state == status::exact) << trace;
    EXPECT_TRUE(where == side::on || a.state == status::rounded) << trace;
  }
}

problem measure_in_bits(const Q& p, const Q& q) {
  problem result{kl, categorical({as_number(p)}), categorical({as_number(q)})};
  result.how = measure;
  result.in = unit::bits;
  return result;
}

// log2(8 (1 + 2^-k)) and log2(8 (1 - 2^-k)).
TEST(HardCases, NextToARepresentableNumberInBits) {
  expect_around(measure_in_bits(1, Q(1, 8)), three, side::on, 0);
  for (const long k : distances) {
    const Q more = 1 + power_of_two(-k);
    const Q less = 1 - power_of_two(-k);
    expect_around(measure_in_bits(1, Q(1, 8) / more), three, side::above, k);
    expect_around(measure_in_bits(1, Q(1, 8) / less), three, side::below, k);
  }
}

// p log2 2 with p = 1 + 2^-53, halfway between two doubles.
TEST(HardCases, NextToAMidpointInBits) {
  const Q p = 1 + power_of_two(-53);
  expect_around(measure_in_bits(p, p / 2), midpoint, side::on, 0);
  for (const long k : distances) {
    expect_around(measure_in_bits(p, p / 2 * (1 - power_of_two(-k))), midpoint, side::above, k);
    expect_around(measure_in_bits(p, p / 2 * (1 + power_of_two(-k))), midpoint, side::below, k);
  }
}

// The generalised divergence of p = (0, e), q = (m, e (1 + e)) is m + (a little more than 0).
TEST(HardCases, NextToAMidpointInNats) {
  const Q m = 1 + power_of_two(-53);
  const auto stated = [&](const Q& p, const Q& q) {
    problem result{kl, categorical({number(0), as_number(p)}),
                   categorical({as_number(m), as_number(q)})};
    result.how = generalised;
    return result;
  };
  expect_around(stated(0, 0), midpoint, side::on, 0);
  for (const long k : distances) {
    const Q e = power_of_two(-k);
    expect_around(stated(e, e * (1 + e)), midpoint, side::above, k);
  }
}

// Generalised, p = (1, 0) and q = (1/8, 7/8 +- 2^-k): log2 8 and a rational over ln 2.
TEST(HardCases, NextToARepresentableNumberWithAConstantInBits) {
  const auto stated = [](const Q& excess) {
    problem result{kl, categorical({1, 0}),
                   categorical({as_number(Q(1, 8)), as_number(Q(7, 8) + excess)})};
    result.how = generalised;
    result.in = unit::bits;
    return result;
  };
  expect_around(stated(0), three, side::on, 0);
  for (const long k : distances) {
    expect_around(stated(power_of_two(-k)), three, side::above, k);
    expect_around(stated(-power_of_two(-k)), three, side::below, k);
  }
}

// c / ln 2 with a rational c next to 3 ln 2: irrational, however near to 3.
TEST(HardCases, ARationalNumberOfNatsNextToARepresentableNumberOfBits) {
  const mpfr_env env;
  for (const long k : {60L, 200L, 1074L}) {
    const interval three_bits = const_ln2(k + 3) * Q(3);
    for (const side where : {side::below, side::above}) {
      const Q c = rational_of(where == side::below ? three_bits.lo() : three_bits.hi());
      problem stated{kl,
                     categorical({number(0)}, space::log_probs),
                     categorical({as_number(-c)}, space::log_probs),
                     log_prob,
                     {},
                     unit::bits};
      expect_around(stated, three, where, k);
      stated.p = categorical({number(1)});
      stated.how = prob_vs_logprob;
      expect_around(stated, three, where, k);
      stated = {kl,        categorical({number(0)}), categorical({as_number(c)}), generalised, {},
                unit::bits};
      expect_around(stated, three, where, k);
    }
  }
}

// sum p (ln p - lq) with p = (1, e), lq = (-3, l): 3 + e (ln e - l).
TEST(HardCases, NextToARepresentableNumberOfMixedInputs) {
  const auto stated = [&](const Q& e, long log_q) {
    problem result{kl, categorical({number(1), as_number(e)}),
                   categorical({number(-3), number(log_q)}, space::log_probs)};
    return result;
  };
  expect_around(stated(0, 0), three, side::on, 0);
  for (const long k : distances) {
    expect_around(stated(power_of_two(-k), 0), three, side::below, k);
    expect_around(stated(power_of_two(-k), -k), three, side::above, k);
  }
}

// 3 + e^-k and 3 - e^-k: far below every format's last bit, within the default precision cap.
TEST(HardCases, NextToARepresentableNumberOfLogProbabilities) {
  for (const long k : {50L, 1000L, 5000L}) {
    const number tiny(-k);
    problem stated{kl, categorical({number(0), tiny}, space::log_probs),
                   categorical({number(-3), number(-k - 1)}, space::log_probs)};
    stated.how = log_prob;
    expect_around(stated, three, side::above, k);
    stated.q = categorical({number(-3), number(-k + 1)}, space::log_probs);
    expect_around(stated, three, side::below, k);
  }
}

// p = (1 + 2^-k, 1) against (1, 1), normalised.
TEST(HardCases, AlmostEqualDistributionsAreNotEqual) {
  for (const long k : distances) {
    const Q e = power_of_two(-k);
    const answer a =
        evaluate({kl, categorical({as_number(1 + e), number(1)}), categorical({1, 1})});
    EXPECT_EQ(a.state, status::rounded) << k;
    EXPECT_EQ(a.inexact, true) << k;
    EXPECT_FALSE(a.bounds->bounds().contains_zero()) << k;
    EXPECT_TRUE(a.decimal.find_first_of("123456789") != std::string::npos) << k;
  }
}

// An attention mask of -1e9 leaves a value near 2^-1442695041. It is far below every format, and
// its digits are as certain as anyone's: no precision need go into telling 1 + tiny from 1.
TEST(MaskedLogits, OfAMinusBillionAreSettledAtOnce) {
  const mpfr_env env;
  for (const spelled& s :
       {spelled{kl, logits, "5 -1e9", "3 -1e9"}, spelled{kl, logits, "0 -1e9", "0 -2e9"},
        spelled{cross_entropy, logits, "0 -1e9", "3 -1e9"}, spelled{entropy, logits, "0 -1e9"},
        spelled{entropy, logits, "0 -1e18"}}) {
    const answer a = answered(s);
    EXPECT_EQ(a.state, status::rounded) << text_of(s);
    EXPECT_EQ(a.hex, "0x0p+0") << text_of(s);
    EXPECT_EQ(a.decimal.find("e-4342944"), a.decimal.find('e')) << a.decimal;
    EXPECT_LT(a.bits, 200) << text_of(s);
    EXPECT_EQ(answered(s, {.rounding = direction::upward}).hex, "0x0.0000000000001p-1022");
  }
}

}  // namespace
}  // namespace kloracle
