// SPDX-License-Identifier: Apache-2.0
//
// Subjects with one planted fault each: every one has to come out as W or H, on a case where the
// code without the fault does not.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/properties/scripted_subject.hpp"

namespace kloracle {
namespace {

using entries = std::vector<double>;
using kl_code = double (*)(const entries& p, const entries& q);

using term = double (*)(double p, double q);

double sound_term(double p, double q) {
  return p > 0 ? p * (std::log(p) - std::log(q)) : 0;
}

template <term of, class Sum = double>
double sum_of(const entries& p, const entries& q) {
  Sum sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) sum = static_cast<Sum>(sum + of(p[i], q[i]));
  return sum;
}

double sound(const entries& p, const entries& q) {
  return sum_of<sound_term>(p, q);
}

entries divided(entries x) {
  double sum = 0;
  for (const double v : x) sum += v;
  for (double& v : x) v /= sum;
  return x;
}

double sound_normalised(const entries& p, const entries& q) {
  return sound(divided(p), divided(q));
}

double generalised_term(double p, double q) {
  return sound_term(p, q) - p + q;
}

double sound_generalised(const entries& p, const entries& q) {
  return sum_of<generalised_term>(p, q);
}

double swapped_arguments(const entries& p, const entries& q) {
  return sound(q, p);
}

double base_two_term(double p, double q) {
  return p > 0 ? p * (std::log2(p) - std::log2(q)) : 0;
}

double unguarded_term(double p, double q) {
  return p * (std::log(p) - std::log(q));
}

double clamped_term(double p, double q) {
  return sound_term(std::clamp(p, 1e-10, 1.0), std::clamp(q, 1e-10, 1.0));
}

double halved(const entries& p, const entries& q) {
  return sound(p, q) / 2;
}

double without_the_last(const entries& p, const entries& q) {
  return sound({p.begin(), p.end() - 1}, {q.begin(), q.end() - 1});
}

double nan_as_zero(const entries& p, const entries& q) {
  const double sum = sum_of<unguarded_term>(p, q);
  return std::isnan(sum) ? 0 : sum;
}

double first_order_term(double p, double q) {
  return p > 0 ? p * (p - q) / q : 0;
}

double finite_at_all_costs(const entries& p, const entries& q) {
  return std::min(sound(p, q), std::numeric_limits<double>::max());
}

struct planted {
  std::string_view fault;
  semantics how;
  kl_code code;
};

constexpr planted faults[] = {
    {"swapped arguments", semantics::measure, swapped_arguments},
    {"log2 for ln", semantics::measure, sum_of<base_two_term>},
    {"0 log 0 is NaN", semantics::measure, sum_of<unguarded_term>},
    {"clamped to 1e-10", semantics::measure, sum_of<clamped_term>},
    {"half of it", semantics::measure, halved},
    {"sum in float", semantics::measure, sum_of<sound_term, float>},
    {"last outcome dropped", semantics::measure, without_the_last},
    {"NaN taken for 0", semantics::measure, nan_as_zero},
    {"not normalised", semantics::normalised, sound},
    {"not generalised", semantics::generalised, sound},
    {"first-order series", semantics::measure, sum_of<first_order_term>},
    {"the largest double for infinity", semantics::measure, finite_at_all_costs},
};

kl_code sound_under(semantics how) {
  if (how == semantics::normalised) return sound_normalised;
  return how == semantics::generalised ? sound_generalised : sound;
}

check_record judged(semantics how, kl_code code) {
  scripted_subject who({offered_in(quantity::kl, how)},
                       [&](const offered_function&, const format&, const sample& s) {
                         return response::of(code(s.p, s.q));
                       });
  static reference_store references;
  return recorded_check(who, few_cases(100, 64), references);
}

// Cases on which the fault alone makes the answer W or H.
int caught(const check_record& faulty, const check_record& without_fault) {
  int count = 0;
  for (std::size_t i = 0; i < faulty.results.size(); ++i) {
    EXPECT_EQ(faulty.results[i].id, without_fault.results[i].id);
    count += faulty.results[i].judgement.is >= grade::half &&
             without_fault.results[i].judgement.is <= grade::as_data;
  }
  return count;
}

TEST(PlantedFaults, AreAllCaughtByTheValue) {
  for (const planted& f : faults) {
    const check_record faulty = judged(f.how, f.code);
    const function_summary& s = faulty.summaries.at(0);
    EXPECT_GT(caught(faulty, judged(f.how, sound_under(f.how))), 0) << f.fault;
    EXPECT_FALSE(s.reaches(grade::as_data)) << f.fault;
    EXPECT_EQ(s.graded(), s.cases()) << f.fault;
    EXPECT_GE(s.worst_grade(), grade::half) << f.fault;
    EXPECT_FALSE(s.worst_id.empty()) << f.fault;
  }
}

TEST(PlantedFaults, AreNotInTheCodeTheyWerePlantedIn) {
  EXPECT_LE(judged(semantics::measure, sound).summaries.at(0).worst_grade(), grade::as_data);
}

TEST(PlantedFaults, ShowInTheirChannels) {
  const auto summary = [](kl_code code) {
    return judged(semantics::measure, code).summaries.at(0);
  };
  EXPECT_GT(summary(sum_of<unguarded_term>).nan, 0);
  EXPECT_EQ(summary(nan_as_zero).nan, 0);
  EXPECT_GT(summary(finite_at_all_costs).infinite, 0);
  EXPECT_GT(summary(sum_of<clamped_term>).infinite, 0);
  EXPECT_GT(summary(swapped_arguments).wrong_sign, 0);
}

TEST(PlantedFaults, TheRightAnswersAreNotCaught) {
  for (const semantics how : {semantics::measure, semantics::normalised, semantics::generalised}) {
    scripted_subject who({offered_in(quantity::kl, how)}, right_answer);
    const function_summary s = recorded_check(who, few_cases(100, 64)).summaries.at(0);
    EXPECT_EQ(s.worst_grade(), grade::correctly_rounded);
  }
}

// One ulp off now and then is no fault of this kind: no false alarm either.
TEST(PlantedFaults, AnswersOffByOneUlpAreNotCaught) {
  scripted_subject who({offered_in(quantity::kl, semantics::normalised)},
                       [](const offered_function& f, const format& in, const sample& s) {
                         const response right = right_answer(f, in, s);
                         const bool special = right.value == 0 || std::isinf(right.value);
                         return special ? right : response::of(stepped(in, right.value, 1));
                       });
  const function_summary s = recorded_check(who, few_cases(100, 64)).summaries.at(0);
  EXPECT_LE(s.worst_grade(), grade::tangent);
  EXPECT_GT(s.worst_grade(), grade::correctly_rounded);
}

}  // namespace
}  // namespace kloracle
