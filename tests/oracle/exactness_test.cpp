// SPDX-License-Identifier: Apache-2.0
//
// Values that are rational: found, in every direction and format, and never claimed elsewhere.
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cmath>
#include <random>

#include "oracle/mpfr_env.hpp"
#include "tests/oracle/spelled_problems.hpp"

namespace kloracle {
namespace {

using enum quantity;
using enum semantics;

struct exact_row {
  const char* fact;
  spelled problem;
  const char* rational;
};

void PrintTo(const exact_row& row, std::ostream* out) {
  *out << text_of(row.problem);
}

class ExactlyRational : public ::testing::TestWithParam<exact_row> {};

const exact_row exact_rows[] = {
    {"OneHotAgainstAPowerOfTwoInBits", {kl, normalised, "1 0", "1/8 7/8", unit::bits}, "3"},
    {"PowersOfTwoInBits", {kl, measure, "1/2 1/4", "1/16 1/4", unit::bits}, "3/2"},
    {"ANegativeMeasure", {kl, measure, "1/4", "8", unit::bits}, "-5/4"},
    {"PowersOfTenInHartleys", {kl, measure, "1/2 3", "1/200 30", unit::hartleys}, "-2"},
    {"ProductsThatCancelInNats", {kl, measure, "1 1", "2 1/2"}, "0"},
    {"ThreeLogarithmsThatCancel", {kl, measure, "2 1 1", "1/6 1/18 2592"}, "0"},
    {"GeneralisedWhereTheLogarithmsCancel", {kl, generalised, "1 1", "2 1/2"}, "1/2"},
    {"GeneralisedOfNothingAgainstSomething", {kl, generalised, "0 0", "1/3 1/7"}, "10/21"},
    {"EqualWeights", {kl, measure, "0.1 0.7", "0.1 0.7"}, "0"},
    {"ProportionalWeights", {kl, normalised, "1/10 7/10", "3/70 3/10"}, "0"},
    {"ProportionalCounts", {kl, counts, "3 21", "1 7"}, "0"},
    {"SmoothedAlike", {kl, smoothed, "1 3", "1 3", unit::nats, "1/3"}, "0"},
    {"SmoothedIntoPowersOfTwo", {kl, smoothed, "1 0 0", "0 1 0", unit::bits, "1"}, "1/4"},
    {"ClippedTogether", {kl, clipped, "1/3 5", "1/5 7", unit::nats, "1/2"}, "0"},
    {"UniformEntropyInBits", {entropy, normalised, "3 3 3 3 3 3 3 3", {}, unit::bits}, "3"},
    {"UniformEntropyInHartleys", {entropy, counts, "1 1 1 1 1 1 1 1 1 1", {}, unit::hartleys}, "1"},
    {"DyadicEntropyInBits", {entropy, normalised, "4 2 1 1", {}, unit::bits}, "7/4"},
    {"EntropyOfOneOutcome", {entropy, normalised, "5"}, "0"},
    {"EntropyOfOneWeightInBits", {entropy, measure, "8", {}, unit::bits}, "-24"},
    {"CrossEntropyOfThirds",
     {cross_entropy, normalised, "1 1 1", "1/2 1/4 1/4", unit::bits},
     "5/3"},
    {"DisjointJensenShannonInBits",
     {jensen_shannon, normalised, "1 2 0", "0 0 7", unit::bits},
     "1"},
    {"DisjointDistanceInBits", {jensen_shannon_distance, counts, "1 0", "0 1", unit::bits}, "1"},
    {"DisjointMeasuresInBits", {jensen_shannon, measure, "3 0", "0 5", unit::bits}, "4"},
    {"DistanceOfDisjointMeasuresInBits",
     {jensen_shannon_distance, measure, "3 0", "0 5", unit::bits},
     "2"},
    {"DistanceOfAQuarterInBits",
     {jensen_shannon_distance, measure, "1/18 0", "0 1/6", unit::bits},
     "1/3"},
    {"EqualJensenShannon", {jensen_shannon, normalised, "1 2", "2 4"}, "0"},
    {"EqualMeasuresJensenShannon", {jensen_shannon, measure, "0.3 0.1", "0.3 0.1"}, "0"},
    {"EqualDistance", {jensen_shannon_distance, normalised, "1 2", "2 4"}, "0"},
    {"EqualSmoothedJensenShannon",
     {jensen_shannon, smoothed, "1 2", "1 2", unit::nats, "1/7"},
     "0"},
    {"EqualClippedJensenShannon", {jensen_shannon, clipped, "1 2", "1 3", unit::nats, "1/7"}, "0"},
    {"LogitsThatDifferByAConstant", {kl, logits, "1/3 2 -5", "-2/3 1 -6"}, "0"},
    {"MaskedLogitsThatDifferByAConstant", {kl, logits, "1/3 -inf", "-2/3 -inf"}, "0"},
    {"UniformMasksInBits", {kl, logits, "2 2 -inf -inf", "1/3 1/3 1/3 1/3", unit::bits}, "1"},
    {"UniformLogitsEntropyInBits", {entropy, logits, "7 7 -inf 7 7", {}, unit::bits}, "2"},
    {"OneUnmaskedLogit", {entropy, logits, "-inf 3"}, "0"},
    {"EqualLogProbabilities", {kl, log_prob, "-1 -2", "-1 -2"}, "0"},
    {"LogProbabilitiesThatCancel", {kl, log_prob, "-1 -1", "-3 1"}, "0"},
    {"CertainLogProbability", {kl, log_prob, "0 -1 -1", "3/7 -3 1"}, "-3/7"},
    {"CertainLogProbabilityCrossEntropy", {cross_entropy, log_prob, "0 -inf", "-1/3 5"}, "1/3"},
    {"EntropyOfCertainLogProbability", {entropy, log_prob, "0 -inf 0"}, "0"},
    {"MixedCrossEntropy", {cross_entropy, prob_vs_logprob, "1/3 2", "-1 -5/7"}, "37/21"},
    {"MixedOneHot", {kl, prob_vs_logprob, "1 0", "-1/3 -9"}, "1/3"},
    {"MixedLogarithmsThatCancel", {kl, prob_vs_logprob, "2 1/4 1/4 1/4 1/4", "1 0 0 0 -4"}, "-1"},
    {"MixedLogProbabilitiesThatCancelInBits",
     {kl, prob_vs_logprob, "1/4 1/2", "2 -1", unit::bits},
     "-1"},
};

bool holds(const format& f, const Q& x) {
  if (x == 0) return true;
  const Z n = abs(numerator(x));
  const Z d = denominator(x);
  if ((d & (d - 1)) != 0) return false;
  const long e = static_cast<long>(msb(n)) - static_cast<long>(msb(d));
  const long last = static_cast<long>(lsb(n)) - static_cast<long>(msb(d));
  return e <= f.emax && last >= std::max<long>(e, f.emin) - f.precision + 1;
}

// One unit in the last place of f at x != 0.
Q ulp(const format& f, const Q& x) {
  const Z n = abs(numerator(x));
  const Z d = denominator(x);
  long e = static_cast<long>(msb(n)) - static_cast<long>(msb(d));
  if (abs(x) < power_of_two(e)) --e;
  return power_of_two(std::max<long>(e, f.emin) - f.precision + 1);
}

// v is the neighbour of x in f that the direction names; x is well inside the format's range.
void expect_rounded(const format& f, direction d, const Q& x, const Q& v,
                    const std::string& trace) {
  ASSERT_TRUE(holds(f, v)) << trace;
  const bool downward = d == direction::downward || (d == direction::toward_zero && x > 0);
  const bool upward = d == direction::upward || (d == direction::toward_zero && x < 0);
  EXPECT_TRUE(!downward || v <= x) << trace;
  EXPECT_TRUE(!upward || v >= x) << trace;
  const Q distance = abs(Q(v - x));
  if (downward || upward) {
    EXPECT_LT(distance, ulp(f, x)) << trace;
  } else {
    EXPECT_LE(2 * distance, ulp(f, x)) << trace;
  }
}

void expect_found(const exact_row& row, const format& f, direction d) {
  target t;
  t.to = &f;
  t.rounding = d;
  const answer a = answered(row.problem, t);
  const Q x = rational_from(row.rational);
  const std::string trace =
      text_of(row.problem) + ' ' + std::string(f.name) + ' ' + std::string(name(d));
  ASSERT_TRUE(a.state == status::exact || (a.state == status::rounded && !holds(f, x))) << trace;
  EXPECT_EQ(a.inexact, !holds(f, x)) << trace;
  EXPECT_TRUE(a.state != status::exact || rational_from(a.rational) == x) << trace;
  EXPECT_TRUE(a.bounds->bounds().contains(x)) << trace;
  const Q v = rational_from(a.hex);
  if (holds(f, x)) {
    EXPECT_EQ(v, x) << trace;
  } else {
    expect_rounded(f, d, x, v, trace);
  }
  EXPECT_TRUE(x != 0 || a.hex == "0x0p+0") << trace;
}

TEST_P(ExactlyRational, InEveryFormatAndDirection) {
  for (const format* f : formats()) {
    for (const direction& d : directions()) expect_found(GetParam(), *f, d);
  }
}

std::string fact_of(const ::testing::TestParamInfo<exact_row>& row) {
  return row.param.fact;
}

INSTANTIATE_TEST_SUITE_P(Oracle, ExactlyRational, ::testing::ValuesIn(exact_rows), fact_of);

TEST(Inexact, IsTrueOfIrrationalValuesInEveryDirection) {
  for (const direction& d : directions()) {
    target t;
    t.rounding = d;
    const answer a = answered({kl, normalised, "7 3", "5 5"}, t);
    EXPECT_EQ(a.state, status::rounded);
    EXPECT_EQ(a.inexact, true);
    EXPECT_EQ(a.rational, "");
  }
}

// sum p log2 q = 2 whatever the softmax p is, but no theorem in use says so of every logit vector:
// "unknown" and "exact" are right, "inexact" is not.
TEST(Inexact, IsNeverClaimedOfAValueThatTheFormatHolds) {
  for (const direction& d : directions()) {
    target t;
    t.rounding = d;
    const answer a = answered({cross_entropy, logits, "5 1 2 3", "7 7 7 7", unit::bits}, t);
    EXPECT_NE(a.inexact, true) << name(d);
    EXPECT_TRUE(a.hex.empty() || a.hex == "0x1p+1") << a.hex;
    EXPECT_TRUE(a.bounds->bounds().contains(2));
    EXPECT_EQ(a.hex.empty(), a.state == status::undecided);
  }
}

// 3 + 2e300 exp(-1e300): no exponent range holds the second term.
TEST(Undecided, IsTheHonestAnswerBelowEveryExponent) {
  const spelled beyond{kl, log_prob, "0 -1e300", "-3 -3e300"};
  for (const direction& d : directions()) {
    target t;
    t.rounding = d;
    const answer a = answered(beyond, t);
    EXPECT_NE(a.state, status::exact) << name(d);
    EXPECT_NE(a.inexact, false) << name(d);
    EXPECT_TRUE(a.bounds->bounds().contains(3)) << name(d);
    if (a.state == status::undecided) {
      EXPECT_EQ(a.hex, "");
      EXPECT_NE(a.reason, "");
      EXPECT_TRUE(std::isnan(a.value));
      continue;
    }
    EXPECT_EQ(a.hex, d == direction::upward ? "0x1.8000000000001p+1" : "0x1.8p+1") << name(d);
  }
  EXPECT_EQ(answered(beyond).state, status::rounded);
}

TEST(Undecided, IsNeverAWrongSign) {
  const answer a = answered({kl, log_prob, "0 -1e300", "0 -3e300"});
  EXPECT_NE(a.rational, "0");
  EXPECT_NE(a.inexact, false);
  const answer negative = answered({kl, log_prob, "0 -1e300", "0 -1"});
  EXPECT_NE(negative.rational, "0");
  EXPECT_TRUE(negative.hex.empty() || negative.hex == "-0x0p+0") << negative.hex;
}

TEST(Overflow, IsAFiniteValueThatTheFormatDoesNotHold) {
  const spelled large{kl, measure, "1e300", "1e-300"};
  target t;
  t.to = &binary32;
  answer a = answered(large, t);
  EXPECT_EQ(a.state, status::rounded);
  EXPECT_EQ(a.hex, "inf");
  EXPECT_TRUE(std::isinf(a.value));
  EXPECT_EQ(a.inexact, true);
  EXPECT_TRUE(a.bounds->bounds().bounded());
  EXPECT_TRUE(number::parse(a.decimal, nullptr).is_finite());
  t.rounding = direction::toward_zero;
  a = answered(large, t);
  EXPECT_EQ(a.hex, "0x1.fffffep+127");
  EXPECT_EQ(answered(large).hex.find("inf"), std::string::npos);
}

TEST(Overflow, OfARationalValueIsInexact) {
  target t;
  t.to = &binary16;
  const answer a = answered({kl, measure, "0x1p+20", "0x1p+10", unit::bits}, t);
  EXPECT_EQ(a.hex, "inf");
  EXPECT_EQ(a.inexact, true);
  EXPECT_EQ(rational_from(a.decimal), Q(10 << 20));
  EXPECT_TRUE(a.bounds->bounds().contains(Q(10 << 20)));
}

TEST(Underflow, KeepsTheSignAndTheDirection) {
  const spelled tiny{kl, measure, "0x1p-1074", "0x1p-1073"};  // -ln 2 times the smallest subnormal
  target t;
  EXPECT_EQ(rational_from(answered(tiny, t).hex), -power_of_two(-1074));
  t.rounding = direction::toward_zero;
  const answer a = answered(tiny, t);
  EXPECT_EQ(a.hex, "-0x0p+0");
  EXPECT_TRUE(std::signbit(a.value));
  EXPECT_EQ(a.inexact, true);
  t.rounding = direction::upward;
  EXPECT_EQ(answered(tiny, t).hex, "-0x0p+0");
}

// --- many outcomes -----------------------------------------------------------------------------

constexpr std::size_t many = 100000;

std::vector<number> many_weights(std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  std::vector<number> result;
  for (std::size_t i = 0; i < many; ++i) {
    result.emplace_back(std::ldexp(static_cast<double>(engine() >> 11), -53));
  }
  return result;
}

void expect_quick(const problem& p, const target& t = {}) {
  const auto start = std::chrono::steady_clock::now();
  const answer a = evaluate(p, t);
  EXPECT_TRUE(a.state == status::rounded || a.state == status::exact) << a.reason;
  // A quadratic algorithm needs hours here; slow machines and sanitizers do not.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::minutes(3));
}

TEST(ManyOutcomes, AreAnsweredInEverySemanticsOfWeights) {
  for (const semantics how : {normalised, measure, generalised}) {
    problem p{kl, categorical(many_weights(1)), categorical(many_weights(2))};
    p.how = how;
    expect_quick(p);
  }
}

TEST(ManyOutcomes, AreAnsweredForEveryQuantity) {
  expect_quick({entropy, categorical(many_weights(1))});
  expect_quick({cross_entropy, categorical(many_weights(1)), categorical(many_weights(2))});
  expect_quick({jensen_shannon, categorical(many_weights(1)), categorical(many_weights(2))});
  expect_quick({kl, categorical(many_weights(1), space::logits),
                categorical(many_weights(2), space::logits)});
}

TEST(ManyOutcomes, EqualDistributionsAreExactlyZero) {
  const answer a = evaluate({kl, categorical(many_weights(1)), categorical(many_weights(1))});
  EXPECT_EQ(a.rational, "0");
}

TEST(ManyOutcomes, AnExactValueIsDecided) {
  const std::vector<number> p(std::size_t{1} << 16, number(3));
  std::vector<number> q = p;
  q.resize(std::size_t{1} << 18, number(3));
  std::vector<number> padded = p;
  padded.resize(q.size(), number(0));
  problem stated{kl, categorical(padded), categorical(q)};
  stated.in = unit::bits;
  EXPECT_EQ(evaluate(stated).rational, "2");
}

// More digits than a number's text may have when it is read.
TEST(ExactAnswers, ArePrintedToAnyNumberOfDigits) {
  const answer a =
      answered({entropy, measure, "1/2 1/4 1/4", std::nullopt, unit::bits}, {.digits = 70000});
  EXPECT_EQ(a.state, status::exact);
  EXPECT_EQ(a.decimal, "1.5");
}

}  // namespace
}  // namespace kloracle
