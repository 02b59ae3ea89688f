// SPDX-License-Identifier: Apache-2.0
//
// The table of special values, row by row, and which argument is at fault.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/oracle/spelled_problems.hpp"

namespace kloracle {
namespace {

using enum quantity;
using enum semantics;

// What an answer without a value must look like.
void expect_no_value(const answer& a, status state, const std::string& trace) {
  EXPECT_EQ(a.state, state) << trace;
  EXPECT_EQ(a.hex, "") << trace;
  EXPECT_EQ(a.decimal, "") << trace;
  EXPECT_EQ(a.rational, "") << trace;
  EXPECT_TRUE(std::isnan(a.value)) << trace;
  EXPECT_FALSE(a.inexact.has_value()) << trace;
  EXPECT_FALSE(a.bounds.has_value()) << trace;
  EXPECT_TRUE(a.condition.empty()) << trace;
  EXPECT_NE(a.reason, "") << trace;
}

void expect_fault(const answer& a, const std::string& argument, const std::string& trace) {
  expect_no_value(a, status::undefined, trace);
  EXPECT_TRUE(a.bad_input()) << trace;
  EXPECT_EQ(a.argument, argument) << trace << ": " << a.reason;
}

void expect_undefined(const spelled& s) {
  expect_no_value(answered(s), status::undefined, text_of(s));
}

void expect_infinite(const spelled& s) {
  const answer a = answered(s);
  expect_no_value(a, status::plus_infinity, text_of(s));
  EXPECT_FALSE(a.bad_input()) << text_of(s);
}

void expect_exact(const spelled& s, const std::string& rational) {
  const answer a = answered(s);
  ASSERT_EQ(a.state, status::exact) << text_of(s) << ": " << a.reason;
  EXPECT_EQ(rational_from(a.rational), rational_from(rational)) << text_of(s);
  EXPECT_TRUE(a.bounds->bounds().contains(rational_from(rational))) << text_of(s);
}

void expect_finite(const spelled& s) {
  const answer a = answered(s);
  EXPECT_TRUE(a.state == status::rounded || a.state == status::exact)
      << text_of(s) << ": " << a.reason;
}

// Both spellings are the same problem.
void expect_same(const spelled& a, const spelled& b) {
  EXPECT_EQ(answered(a).hex, answered(b).hex) << text_of(a) << " and " << text_of(b);
  EXPECT_EQ(answered(a).state, answered(b).state) << text_of(a) << " and " << text_of(b);
}

TEST(SpecialValues, ZeroPMakesNoTermAndTheGeneralisedFormKeepsQ) {
  expect_exact({kl, normalised, "0 1", "3 1", unit::bits}, "2");
  expect_exact({kl, measure, "0 1", "3 1/4", unit::bits}, "2");
  expect_exact({kl, generalised, "0 1", "3 1"}, "3");
  expect_exact({kl, counts, "0 1", "3 1", unit::bits}, "2");
  expect_exact({kl, smoothed, "0 1", "3 1", unit::bits, "0"}, "2");
  expect_exact({kl, opencv, "0 1", "3 1/4", unit::bits}, "2");
  expect_exact({kl, logits, "-inf 0", "5 5", unit::bits}, "1");
  expect_exact({kl, log_prob, "-inf 0", "7 -2"}, "2");
  expect_exact({kl, prob_vs_logprob, "0 1", "7 -2"}, "2");
  expect_exact({entropy, measure, "0 1/2", {}, unit::bits}, "1/2");
  expect_exact({entropy, log_prob, "-inf 0"}, "0");
  expect_exact({entropy, logits, "-inf 3"}, "0");
  expect_exact({cross_entropy, measure, "0 1", "3 1/4", unit::bits}, "2");
  expect_exact({cross_entropy, log_prob, "-inf 0", "7 -2"}, "2");
  expect_exact({cross_entropy, prob_vs_logprob, "0 1", "7 -2"}, "2");
}

TEST(SpecialValues, PositivePOverZeroQIsPlusInfinity) {
  for (const quantity what : {kl, cross_entropy}) {
    expect_infinite({what, normalised, "1 1", "0 1"});
    expect_infinite({what, normalised, "0x1p-1074 1", "0 1"});
    expect_infinite({what, measure, "1 1", "0 1"});
    expect_infinite({what, counts, "1 1", "0 1"});
    expect_infinite({what, smoothed, "1 1", "0 1", unit::nats, "0"});
    expect_infinite({what, logits, "0 0", "-inf 0"});
    expect_infinite({what, logits, "-1e300 0", "-inf 0"});
    expect_infinite({what, log_prob, "0 0", "-inf 0"});
    expect_infinite({what, log_prob, "-1e300 0", "-inf 0"});
    expect_infinite({what, prob_vs_logprob, "1 1", "-inf 0"});
  }
  expect_infinite({kl, generalised, "1 1", "0 1"});
  expect_infinite({kl, measure, "1 1", "0 0"});
}

TEST(SpecialValues, CorrectionsThatFillInQKeepItFinite) {
  expect_exact({kl, clipped, "1/2 1", "0 1", unit::bits, "1/4"}, "1/2");
  expect_same({kl, opencv, "1 1", "0 1"}, {kl, measure, "1 1", "0x1.b7cdfd9d7bdbbp-34 1"});
  expect_finite({kl, smoothed, "1 1", "0 2", unit::nats, "0x1p-1074"});
  expect_finite({kl, clipped, "1 1", "0 1", unit::nats, "0x1p-1074"});
}

TEST(SpecialValues, OpenCvThresholdsIncludeTheirBound) {
  expect_exact({kl, opencv, "0x1p-52 1", "1 1"}, "0");
  expect_exact({kl, opencv, "0x1p-51", "1", unit::bits}, "-0x33p-51");
  expect_same({kl, opencv, "1", "0x1p-52"}, {kl, measure, "1", "0x1.b7cdfd9d7bdbbp-34"});
  expect_exact({kl, opencv, "1", "0x1p-51", unit::bits}, "51");
  expect_same({kl, opencv, "0x1.0000000000001p-52", "1"},
              {kl, measure, "0x1.0000000000001p-52", "1"});
  expect_same({kl, opencv, "1", "0x1.0000000000001p-52"},
              {kl, measure, "1", "0x1.0000000000001p-52"});
}

TEST(SpecialValues, ZeroInBothIsANullOutcome) {
  expect_exact({kl, normalised, "0 3", "0 7"}, "0");
  expect_exact({kl, measure, "0 1", "0 1/2", unit::bits}, "1");
  expect_exact({kl, generalised, "0 2", "0 2"}, "0");
  expect_exact({kl, counts, "0 3", "0 7"}, "0");
  expect_exact({kl, logits, "-inf 3", "-inf 7"}, "0");
  expect_exact({kl, log_prob, "-inf 0", "-inf -7"}, "7");
  expect_exact({kl, prob_vs_logprob, "0 1", "-inf -7"}, "7");
  expect_exact({jensen_shannon, normalised, "0 3", "0 7"}, "0");
}

TEST(SpecialValues, NegativeWeightsAreNamed) {
  for (const semantics how : {normalised, measure, generalised, opencv}) {
    expect_fault(answered({kl, how, "1 -1", "1 1"}), "p[1]", "p");
    expect_fault(answered({kl, how, "1 1", "-0x1p-1074 1"}), "q[0]", "q");
  }
  expect_fault(answered({kl, counts, "-1 1", "1 1"}), "p[0]", "counts");
  expect_fault(answered({kl, smoothed, "1 1", "1 -1", unit::nats, "5"}), "q[1]", "smoothed");
  expect_fault(answered({kl, prob_vs_logprob, "1 -1", "0 0"}), "p[1]", "prob_vs_logprob");
  expect_fault(answered({entropy, measure, "1 -1"}), "p[1]", "entropy");
  expect_fault(answered({jensen_shannon, normalised, "1 -1", "1 1"}), "p[1]", "jensen_shannon");
}

TEST(SpecialValues, ClippingLiftsNegativeWeights) {
  expect_same({kl, clipped, "-1 1/2", "1/2 -7", unit::nats, "1/8"},
              {kl, clipped, "0 1/2", "1/2 1/8", unit::nats, "1/8"});
  expect_exact({kl, clipped, "-1 1/2", "1/4 1/2", unit::bits, "1/8"}, "-1/8");
}

TEST(SpecialValues, NaNIsNamedInEverySpace) {
  for (const semantics_entry& how : all_semantics()) {
    const auto parameter = how.parameter.empty() ? std::nullopt : std::optional<std::string>("1/2");
    const std::string trace(how.name);
    expect_fault(answered({kl, how.id, "1 nan", "1 1", unit::nats, parameter}), "p[1]", trace);
    expect_fault(answered({kl, how.id, "1 1", "nan 1", unit::nats, parameter}), "q[0]", trace);
  }
  expect_fault(answered({entropy, measure, "nan"}), "p[0]", "entropy");
}

TEST(SpecialValues, InfiniteWeightsAreNamed) {
  for (const semantics how : {normalised, measure, generalised, opencv, counts}) {
    expect_fault(answered({kl, how, "inf 1", "1 1"}), "p[0]", std::string(entry(how).name));
    expect_fault(answered({kl, how, "1 1", "1 inf"}), "q[1]", std::string(entry(how).name));
    expect_fault(answered({kl, how, "-inf 1", "1 1"}), "p[0]", std::string(entry(how).name));
  }
  expect_fault(answered({kl, clipped, "inf 1", "1 1", unit::nats, "1/2"}), "p[0]", "clipped");
  expect_fault(answered({kl, smoothed, "1 inf", "1 1", unit::nats, "1"}), "p[1]", "smoothed");
  expect_fault(answered({kl, prob_vs_logprob, "1 inf", "0 0"}), "p[1]", "prob_vs_logprob");
}

TEST(SpecialValues, PlusInfiniteLogarithmsAreNamed) {
  for (const semantics how : {logits, log_prob}) {
    expect_fault(answered({kl, how, "0 inf", "0 0"}), "p[1]", std::string(entry(how).name));
    expect_fault(answered({kl, how, "0 0", "inf 0"}), "q[0]", std::string(entry(how).name));
  }
  expect_fault(answered({kl, prob_vs_logprob, "1 1", "0 inf"}), "q[1]", "prob_vs_logprob");
  expect_fault(answered({entropy, logits, "inf"}), "p[0]", "entropy");
}

TEST(SpecialValues, TheSumOfNothingIsZeroButCannotBeNormalised) {
  for (const semantics how : {measure, generalised, opencv, log_prob, prob_vs_logprob}) {
    expect_exact({kl, how, "", ""}, "0");
  }
  expect_exact({kl, clipped, "", "", unit::nats, "1/2"}, "0");
  for (const semantics how : {normalised, counts, logits}) expect_undefined({kl, how, "", ""});
  expect_undefined({kl, smoothed, "", "", unit::nats, "1"});
  for (const semantics how : {measure, log_prob}) expect_exact({entropy, how, ""}, "0");
  expect_undefined({entropy, normalised, ""});
  expect_undefined({entropy, logits, ""});
  expect_exact({cross_entropy, measure, "", ""}, "0");
  expect_exact({jensen_shannon, measure, "", ""}, "0");
  expect_exact({jensen_shannon_distance, measure, "", ""}, "0");
  expect_undefined({jensen_shannon, normalised, "", ""});
}

TEST(SpecialValues, WeightsThatSumToZeroCannotBeNormalised) {
  for (const quantity what : {kl, cross_entropy, jensen_shannon, jensen_shannon_distance}) {
    for (const semantics how : {normalised, counts}) {
      expect_undefined({what, how, "0 0", "1 1"});
      expect_undefined({what, how, "1 1", "0 -0.0"});
    }
    expect_undefined({what, smoothed, "0 0", "1 1", unit::nats, "0"});
  }
  expect_undefined({entropy, normalised, "0 0"});
  expect_exact({kl, generalised, "0 0", "1 1"}, "2");
  expect_exact({kl, measure, "0 0", "0 0"}, "0");
  expect_exact({kl, smoothed, "0 0", "0 0", unit::nats, "1"}, "0");
}

TEST(SpecialValues, AllMaskedLogitsAreUndefined) {
  expect_undefined({kl, logits, "-inf -inf", "0 0"});
  expect_undefined({kl, logits, "-inf -inf", "-inf -inf"});
  expect_undefined({entropy, logits, "-inf"});
  expect_undefined({cross_entropy, logits, "-inf -inf", "0 0"});
  expect_exact({kl, log_prob, "-inf -inf", "0 0"}, "0");
  problem p{kl, categorical(numbers("-inf -inf"), space::log_probs),
            categorical(numbers("0 0"), space::log_probs)};
  expect_no_value(evaluate(p), status::undefined, "softmax of masked log-probabilities");
}

TEST(SpecialValues, NegativeZeroIsZero) {
  expect_same({kl, normalised, "-0.0 1", "1/3 2/3"}, {kl, normalised, "0 1", "1/3 2/3"});
  expect_same({kl, normalised, "1 1", "-0.0 1"}, {kl, normalised, "1 1", "0 1"});
  expect_same({kl, logits, "-0.0 1", "1/3 2/3"}, {kl, logits, "0 1", "1/3 2/3"});
  problem p{kl, categorical({number(-0.0), number(1.0)}), categorical({number(1.0), number(1.0)})};
  p.in = unit::bits;
  EXPECT_EQ(evaluate(p).rational, "1");
  EXPECT_EQ(answered({kl, normalised, "1 1", "1 1"}).hex, "0x0p+0");
}

TEST(SpecialValues, SubnormalsCountAtTheirExactValue) {
  expect_exact({kl, measure, "0x1p-1074", "0x1p-1073", unit::bits}, "-0x1p-1074");
  expect_exact({kl, normalised, "0x1p-1074 0", "0x1p-1074 0x3p-1074", unit::bits}, "2");
  expect_exact({kl, generalised, "0x1p-1074", "0x1p-1074"}, "0");
  expect_exact({kl, generalised, "0", "0x1p-1074"}, "0x1p-1074");
  const answer a = answered({kl, measure, "0x1p-1074", "0x1p-1073", unit::bits});
  EXPECT_EQ(a.value, -0x1p-1074);
  EXPECT_EQ(a.inexact, false);
}

TEST(SpecialValues, JensenShannonIsDefinedWhateverTheSupports) {
  expect_exact({jensen_shannon, normalised, "1 0", "0 1", unit::bits}, "1");
  expect_exact({jensen_shannon, measure, "0 0", "0 1", unit::bits}, "1/2");
  expect_exact({jensen_shannon, counts, "5 0 0", "0 3 9", unit::bits}, "1");
  expect_exact({jensen_shannon_distance, normalised, "1 0", "0 1", unit::bits}, "1");
  expect_finite({jensen_shannon, normalised, "1 0", "1 1"});
}

TEST(SpecialValues, LengthsMustAgree) {
  for (const semantics_entry& how : all_semantics()) {
    const auto parameter = how.parameter.empty() ? std::nullopt : std::optional<std::string>("1/2");
    expect_fault(answered({kl, how.id, "1 1", "1", unit::nats, parameter}), "q", "shorter");
    expect_fault(answered({kl, how.id, "", "1", unit::nats, parameter}), "q", "longer");
  }
}

}  // namespace
}  // namespace kloracle
