// SPDX-License-Identifier: Apache-2.0
//
// Estimators judged by every sample. The perfect ones here are the oracle's own answers to KL
// problems of weights, which is another road to k1, k3 and importance sampling than term_law's.
#include "properties/estimators/enumeration.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "oracle/mpfr_env.hpp"
#include "oracle/oracle.hpp"

namespace kloracle {
namespace {

using result = outcome_of_statement;

const finite_pair by_twos{"by twos", {0.5, 0.25, 0.25}, {0.25, 0.25, 0.5}};
const finite_pair no_q{"no q", {0.5, 0.25, 0.25}, {0.75, 0.25, 0}};

const finite_pair& example(std::string_view name) {
  for (const finite_pair& pair : example_pairs()) {
    if (pair.name == name) return pair;
  }
  throw std::logic_error("no such pair");
}

// sum over the sample of (1/n) ln(1/r), of (1/n) ln(1/r) + r/n - 1/n, and of (w/n) ln(w/1).
double perfect(std::string_view formula, const drawn_outcomes& drawn) {
  std::vector<number> p;
  std::vector<number> q;
  const Q n(static_cast<unsigned long>(drawn.p.size()));
  for (std::size_t i = 0; i < drawn.p.size(); ++i) {
    const bool weights = formula == "importance";
    const Q top = weights ? Q(drawn.p[i]) : Q(drawn.q[i]);
    const Q ratio = top / (weights ? Q(drawn.q[i]) : Q(drawn.p[i]));
    p.push_back(as_number(Q((weights ? ratio : Q(1)) / n)));
    q.push_back(as_number(Q((weights ? Q(1) : ratio) / n)));
  }
  const answer a = evaluate({.p = categorical(p),
                             .q = categorical(q),
                             .how = formula == "k3" ? semantics::generalised : semantics::measure},
                            {.condition = false});
  return a.state == status::plus_infinity ? HUGE_VAL : a.value;
}

sample_estimator perfect_estimator(std::string_view formula) {
  return {"perfect", find_formula(formula), true,
          [formula](const drawn_outcomes& drawn) { return estimate{perfect(formula, drawn)}; }};
}

sample_estimator k1_with(std::function<double(double, const drawn_outcomes&)> change) {
  return {"changed", find_formula("k1"), true, [change](const drawn_outcomes& drawn) {
            return estimate{change(perfect("k1", drawn), drawn)};
          }};
}

result found(const std::vector<estimator_finding>& findings, std::string_view statement) {
  result r = result::not_applicable;
  bool asked = false;
  for (const estimator_finding& f : findings) {
    if (f.statement != statement) continue;
    r = std::max(r, f.what);
    asked = true;
  }
  EXPECT_TRUE(asked) << statement;
  return r;
}

TEST(Enumeration, HoldsEverythingOfAPerfectEstimator) {
  for (const char* formula : {"k1", "k3", "importance"}) {
    for (const finite_pair& pair : example_pairs()) {
      for (const std::size_t n : {1U, 2U, 4U}) {
        for (const auto& f : judge_by_enumeration(perfect_estimator(formula), pair, n)) {
          EXPECT_LE(f.what, result::holds) << formula << ": " << f.on << ": " << f.evidence;
        }
      }
    }
  }
}

TEST(Enumeration, IsSoftOnOneUlpAndNotOnMany) {
  const auto step = [](double y, const drawn_outcomes&) { return std::nextafter(y, HUGE_VAL); };
  const auto soft = judge_by_enumeration(k1_with(step), example("skewed"), 3);
  EXPECT_EQ(found(soft, "estimator.values"), result::soft);
  EXPECT_EQ(found(soft, "estimator.unbiased"), result::soft);
  const auto stride = [](double y, const drawn_outcomes&) { return y * (1 + 0x1p-40); };
  const auto off = judge_by_enumeration(k1_with(stride), example("skewed"), 3);
  EXPECT_EQ(found(off, "estimator.values"), result::violated);
  EXPECT_EQ(found(off, "estimator.unbiased"), result::violated);
  EXPECT_EQ(found(off, "estimator.variance"), result::violated);
}

// Every estimate is off by an ulp, up or down by a coin toss of its own: the mean hardly moves.
TEST(Enumeration, DoesNotBlameTheMeanForErrorsThatCancel) {
  const auto shake = [](double y, const drawn_outcomes& drawn) {
    return std::nextafter(y, drawn.p[0] < 0.5 ? -HUGE_VAL : HUGE_VAL);
  };
  const finite_pair pair{"halves", {0.5, 0.25, 0.25}, {0.25, 0.375, 0.375}};
  const auto findings = judge_by_enumeration(k1_with(shake), pair, 2);
  EXPECT_EQ(found(findings, "estimator.values"), result::soft);
  EXPECT_LE(found(findings, "estimator.unbiased"), result::soft);
}

// In units of ln 2 the terms of k1 are 1, 0, -1 with probabilities 1/2, 1/4, 1/4.
TEST(Enumeration, KnowsTheMomentsOfATerm) {
  const mpfr_env env;
  const interval ln2 = const_ln2(200);
  const term_law k1(*find_formula("k1"), by_twos, 200);
  EXPECT_TRUE((k1.mean() / ln2).contains(Q(1, 4)));
  EXPECT_TRUE((k1.variance() / sqr(ln2)).contains(Q(11, 16)));
  EXPECT_TRUE((k1.fourth_moment() / sqr(sqr(ln2))).contains(Q(81 * 2 + 1 + 625, 4 * 256)));
  EXPECT_TRUE((k1.largest_deviation() / ln2).contains(Q(5, 4)));
  EXPECT_TRUE((*certified_divergence(by_twos, 200) / ln2).contains(Q(1, 4)));
  for (const char* formula : {"k3", "importance"}) {
    const term_law other(*find_formula(formula), by_twos, 200);
    EXPECT_TRUE((other.mean() / ln2).contains(Q(1, 4))) << formula;
    EXPECT_TRUE(narrower_than(other.mean(), 150)) << formula;
  }
  const term_law k2(*find_formula("k2"), by_twos, 200);
  EXPECT_TRUE((k2.mean() / sqr(ln2)).contains(Q(3, 8)));
}

// The standard error of n = 2 terms s, t is |s - t|/2: its mean square is half the variance.
TEST(Enumeration, JudgesStandardErrorsBySamples) {
  const auto with = [](double factor) {
    return sample_estimator{"two", find_formula("k1"), true, [factor](const drawn_outcomes& drawn) {
                              const double s = std::log(drawn.p[0] / drawn.q[0]);
                              const double t = std::log(drawn.p[1] / drawn.q[1]);
                              return estimate{(s + t) / 2, std::fabs(s - t) / 2 * factor};
                            }};
  };
  const auto right = judge_by_enumeration(with(1), by_twos, 2);
  EXPECT_LE(found(right, "estimator.standard_error"), result::soft);
  for (const double factor : {std::sqrt(0.5), 1 + 0x1p-40, 1 - 0x1p-40}) {
    const auto biased = judge_by_enumeration(with(factor), by_twos, 2);
    EXPECT_EQ(found(biased, "estimator.standard_error"), result::violated) << factor;
    EXPECT_LE(found(biased, "estimator.unbiased"), result::soft) << factor;
  }
}

TEST(Enumeration, TellsAConstantFromAnEstimate) {
  const double d = 0.25 * std::log(2.0);  // D itself, rounded
  const auto findings =
      judge_by_enumeration(k1_with([d](double, const drawn_outcomes&) { return d; }), by_twos, 3);
  EXPECT_LE(found(findings, "estimator.unbiased"), result::soft);
  EXPECT_EQ(found(findings, "estimator.variance"), result::violated);
  EXPECT_EQ(found(findings, "estimator.values"), result::violated);
}

TEST(Enumeration, NeverDropsNanInfinityOrAnException) {
  const auto at_one_sample = [](double bad) {
    return k1_with([bad](double y, const drawn_outcomes& drawn) {
      return drawn.q[0] == 0.5 && drawn.q[1] == 0.5 ? bad : y;
    });
  };
  for (const double bad : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    const auto findings = judge_by_enumeration(at_one_sample(bad), by_twos, 2);
    EXPECT_EQ(found(findings, "estimator.values"), result::violated) << bad;
    EXPECT_EQ(found(findings, "estimator.unbiased"), result::violated) << bad;
    EXPECT_NE(findings.at(0).evidence.find("sample (2, 2)"), std::string::npos);
  }
  const auto thrown = judge_by_enumeration(
      k1_with([](double, const drawn_outcomes&) -> double { throw std::runtime_error("no luck"); }),
      by_twos, 2);
  EXPECT_EQ(found(thrown, "estimator.values"), result::violated);
  EXPECT_NE(thrown.at(0).evidence.find("no luck"), std::string::npos);
}

TEST(Enumeration, WantsInfinityWhereTheSampleIsImpossibleUnderQ) {
  const auto instead = [](double infinity) {
    return k1_with(
        [infinity](double y, const drawn_outcomes&) { return std::isinf(y) ? infinity : y; });
  };
  EXPECT_EQ(worst(judge_by_enumeration(instead(HUGE_VAL), no_q, 2)), result::holds);
  for (const double wrong : {-HUGE_VAL, 0.0, std::numeric_limits<double>::max(), std::nan("")}) {
    const auto findings = judge_by_enumeration(instead(wrong), no_q, 2);
    EXPECT_EQ(found(findings, "estimator.values"), result::violated) << wrong;
    EXPECT_EQ(found(findings, "estimator.unbiased"), result::violated) << wrong;
  }
}

// E_P[q/p - 1] is Q(p > 0) - 1: k3 is off by that where Q reaches further, and nobody's fault.
TEST(Enumeration, AsksForUnbiasednessOnlyWhereItIsATheorem) {
  const finite_pair& wider = example("q wider than p");
  const auto k3 = judge_by_enumeration(perfect_estimator("k3"), wider, 2);
  EXPECT_EQ(found(k3, "estimator.unbiased"), result::not_applicable);
  EXPECT_EQ(found(k3, "estimator.mean"), result::holds);
  EXPECT_EQ(found(judge_by_enumeration(perfect_estimator("k1"), wider, 2), "estimator.unbiased"),
            result::holds);
}

TEST(Enumeration, JudgesAFormulaOfItsOwnByItsMean) {
  const auto own = [](double weight) {
    return sample_estimator{
        "own", nullptr, true, [weight](const drawn_outcomes& drawn) {
          return estimate{weight * perfect("k1", drawn) + (1 - weight) * perfect("k3", drawn)};
        }};
  };
  const auto right = judge_by_enumeration(own(0.25), by_twos, 3);
  EXPECT_LE(worst(right), result::soft);
  EXPECT_EQ(right.size(), 2U);  // that it repeats itself, and that it is unbiased
  const sample_estimator scaled{"own", nullptr, true, [](const drawn_outcomes& drawn) {
                                  return estimate{perfect("k1", drawn) * (1 + 0x1p-30)};
                                }};
  EXPECT_EQ(found(judge_by_enumeration(scaled, by_twos, 3), "estimator.unbiased"),
            result::violated);
}

TEST(Enumeration, CallsEverySampleTwice) {
  int calls = 0;
  const auto count = [&calls](double y, const drawn_outcomes&) {
    ++calls;
    return y;
  };
  judge_by_enumeration(k1_with(count), by_twos, 4);
  EXPECT_EQ(calls, 2 * 81);
  calls = 0;
  judge_by_enumeration(k1_with(count), example("q wider than p"), 4);  // 2 outcomes can be drawn
  EXPECT_EQ(calls, 2 * 16);
}

std::string refused(const finite_pair& pair, std::size_t n) {
  try {
    judge_by_enumeration(perfect_estimator("k1"), pair, n);
  } catch (const input_error& e) {
    return e.what();
  }
  return "";
}

TEST(Enumeration, RefusesWhatItCannotSumExactly) {
  EXPECT_NE(refused({"short", {0.5, 0.5}, {1}}, 2).find("p has 2 outcomes and q has 1"),
            std::string::npos);
  EXPECT_NE(refused({"thirds", {0.3, 0.3, 0.3}, {0.5, 0.25, 0.25}}, 2).find("p sums to"),
            std::string::npos);
  EXPECT_NE(refused({"below", {1.5, -0.5}, {0.5, 0.5}}, 2).find("p[1]"), std::string::npos);
  EXPECT_NE(refused({"nan", {0.5, 0.5}, {std::nan(""), 0.5}}, 2).find("q[0]"), std::string::npos);
  EXPECT_NE(refused({"inf", {HUGE_VAL, 0.5}, {0.5, 0.5}}, 2).find("p[0]"), std::string::npos);
  EXPECT_NE(refused({"none", {}, {}}, 2).find("one at least"), std::string::npos);
  EXPECT_NE(refused(by_twos, 0).find("n is 0"), std::string::npos);
  EXPECT_NE(refused(by_twos, 11).find("65536"), std::string::npos);
  EXPECT_NE(refused({"one", {1}, {1}}, 5000).find("n is 5000"), std::string::npos);
  EXPECT_EQ(refused(by_twos, 3), "");
}

}  // namespace
}  // namespace kloracle
