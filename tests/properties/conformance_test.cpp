// SPDX-License-Identifier: Apache-2.0
#include "properties/conformance.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "oracle/oracle.hpp"
#include "properties/cases.hpp"

namespace kloracle {
namespace {

const offered_function entropy{
    .name = "entropy", .what = quantity::entropy, .how = semantics::normalised};
const offered_function kl{.name = "kl", .what = quantity::kl, .how = semantics::measure};

template <class T>
kernel_of<T> correctly_rounded(const offered_function& f, const format& in) {
  return [f, &in](std::span<const T> p, std::span<const T> q) {
    const sample s{{p.begin(), p.end()}, {q.begin(), q.end()}};
    const answer a = evaluate(problem_of(f, s), {.to = &in, .condition = false});
    return static_cast<T>(a.state == status::plus_infinity ? HUGE_VAL : a.value);
  };
}

conformance judged(const offered_function& f, kernel_of<double> code, grade required) {
  function_subject who("test");
  who.offer(f, std::move(code));
  return check_conformance(who, {.required = required, .cases = 60, .law_checks = 30, .max_n = 8});
}

TEST(Conformance, ACorrectlyRoundedFunctionConformsToAnyGrade) {
  function_subject who("test");
  who.offer(kl, correctly_rounded<double>(kl, binary64), correctly_rounded<float>(kl, binary32));
  const conformance c = check_conformance(who, {.required = grade::correctly_rounded, .cases = 60});
  EXPECT_TRUE(c.conforms) << c.report;
  EXPECT_GT(c.values, 60);
  EXPECT_GT(c.law_checks, 100);
}

TEST(Conformance, ReportsTheInputTheValueAndTheLaw) {
  const conformance c = judged(
      kl,
      [](std::span<const double> p, std::span<const double> q) {
        double sum = 0;
        for (std::size_t i = 0; i < p.size(); ++i)
          sum += p[i] > 0 ? p[i] * std::log(p[i] / q[i]) : 0;
        return sum;
      },
      grade::tangent);
  EXPECT_FALSE(c.conforms);
  for (const char* part : {"kl in binary64 is graded W", "p = {0x1", "returned", "certified",
                           "breaks the law gibbs.", "Gibbs' inequality"})
    EXPECT_NE(c.report.find(part), std::string::npos) << part << "\n" << c.report;
}

TEST(Conformance, WhatIsThrownIsReported) {
  const conformance c = judged(
      entropy,
      [](std::span<const double> p, std::span<const double>) -> double {
        throw std::runtime_error("no entropy for " + std::to_string(p.size()));
      },
      grade::half);
  EXPECT_FALSE(c.conforms);
  EXPECT_NE(c.report.find("no value: no entropy for 2"), std::string::npos) << c.report;
}

TEST(SubjectOf, FindsTheFormatsThatCodeIsWrittenFor) {
  const auto formats = [](const function_subject& s) { return s.functions()[0].formats; };
  using list = std::vector<const format*>;
  const auto either = [](auto p, auto) { return p[0]; };
  EXPECT_EQ(formats(subject_of(kl, either)), (list{&binary32, &binary64}));
  const auto of_floats = [](const float*, const float*, std::size_t) { return 0.0f; };
  EXPECT_EQ(formats(subject_of(kl, of_floats)), (list{&binary32}));
  const auto of_lists = [](const std::vector<double>&) { return 0.0; };
  EXPECT_EQ(formats(subject_of(entropy, of_lists)), (list{&binary64}));
  const auto of_numbers = [](double, double, double, double) { return 0.0; };
  EXPECT_EQ(formats(subject_of(kl, of_numbers)), (list{&binary64}));
  EXPECT_THROW(subject_of(kl, [](std::string) { return 0.0; }), input_error);
}

TEST(SubjectOf, HandsOverPThenQ) {
  function_subject s =
      subject_of({.name = "f",
                  .p_of = parameters("normal(mu,sigma)"),
                  .q_of = parameters("exponential(rate)")},
                 [](double a, double b, double c) { return 100 * a + 10 * b + c; });
  const sample one{{1, 2}, {3}};
  EXPECT_EQ(s.evaluate(s.functions()[0], binary64, {&one, 1})[0].value, 123);
  const sample few{{1}, {3}};
  EXPECT_EQ(s.evaluate(s.functions()[0], binary64, {&few, 1})[0].what, response::kind::thrown);
}

TEST(Parameters, NameTheFaultyWord) {
  EXPECT_EQ(parameters("normal(mu, sigma)").parameters[1].name, "sigma");
  for (const char* text : {"normal", "normal(mu", "nomal(mu,sigma)", "normal(mu,sd)", ""})
    EXPECT_THROW(parameters(text), input_error) << text;
}

}  // namespace
}  // namespace kloracle
