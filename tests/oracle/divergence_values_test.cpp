// SPDX-License-Identifier: Apache-2.0
//
// Values that are rational: found as the rational, of every kind of quantity, and not elsewhere.
#include <gtest/gtest.h>

#include "tests/oracle/stated_problems.hpp"

namespace kloracle {
namespace {

using enum quantity;
using enum semantics;
using shape = std::vector<std::size_t>;

problem table(quantity what, const std::string& cells, const shape& axes, unit in = unit::nats,
              space of = space::probs) {
  problem result{what, joint(numbers(cells), axes, of)};
  result.in = in;
  return result;
}

problem on(const std::string& support, problem x) {
  x.support = numbers(support);
  return x;
}

problem under(const std::string& kernel, problem x) {
  x.kernel = numbers(kernel);
  return x;
}

void expect_irrational(const problem& x) {
  const answer a = evaluate(x);
  EXPECT_EQ(a.state, status::rounded) << said(x) << a.reason;
  EXPECT_EQ(a.inexact, true) << said(x);
  EXPECT_EQ(a.rational, "") << said(x);
}

// --- vectors -----------------------------------------------------------------------------------

TEST(RationalDivergences, OfDyadicVectorsAreExact) {
  const std::string p = "1/2 1/4 1/4";
  const std::string q = "1/4 1/4 1/2";
  expect_exactly("1/4", stated(total_variation, p, q));
  expect_exactly("3/8", stated(chi_squared, p, q));
  expect_exactly("3/8", stated(neyman_chi_squared, p, q));
  expect_exactly("1/6", stated(triangular_discrimination, p, q));
}

TEST(RationalDivergences, OfWholeOrderAreExact) {
  // sum p^3/q^2: 1/8 (16 + 16/9) = 20/9
  expect_exactly("11/18", of_order("3", stated(tsallis, "1/2 1/2", "1/4 3/4")));
  expect_exactly("11/54", of_order("3", stated(alpha, "1/2 1/2", "1/4 3/4")));
  // sum q^3/p^2: 4 (1/64 + 27/64) = 7/4
  expect_exactly("-1/4", of_order("-2", stated(tsallis, "1/2 1/2", "1/4 3/4")));
  expect_exactly("1/8", of_order("-2", stated(alpha, "1/2 1/2", "1/4 3/4")));
}

TEST(RationalDivergences, OfHalfOrderAreExactWhereTheRootsAre) {
  const std::string p = "9/25 16/25";
  const std::string q = "16/25 9/25";
  expect_exactly("24/25", stated(bhattacharyya_coefficient, p, q));
  expect_exactly("1/25", stated(squared_hellinger, p, q));
  expect_exactly("2/25", by_convention("sum", stated(squared_hellinger, p, q)));
  expect_exactly("1/5", stated(hellinger, p, q));
  expect_irrational(by_convention("sum", stated(hellinger, p, q)));
  expect_exactly("2/25", of_order("1/2", stated(tsallis, p, q)));
  expect_exactly("4/25", of_order("1/2", stated(alpha, p, q)));
  expect_exactly("2/5", stated(squared_hellinger, "1 0", "9/25 16/25"));
  expect_irrational(stated(squared_hellinger, "1/2 1/2", "1/4 3/4"));
}

TEST(RationalDivergences, AreFoundWhereTheRadicalsMeet) {
  expect_exactly("3", stated(bhattacharyya_coefficient, "1 2", "1 2", unit::nats, measure));
  expect_exactly("2", stated(bhattacharyya_coefficient, "1/2 1/3", "2 3", unit::nats, measure));
  expect_irrational(stated(bhattacharyya_coefficient, "1 1", "2 8", unit::nats, measure));
  expect_exactly("3/2", stated(squared_hellinger, "1 8", "4 2", unit::nats, measure));
}

TEST(RationalDivergences, OfMeasuresAreExact) {
  const auto measured = [](quantity what) {
    return stated(what, "3 1/2", "1 1/4", unit::nats, measure);
  };
  expect_exactly("9/8", measured(total_variation));
  expect_exactly("17/4", measured(chi_squared));
  expect_exactly("35/24", measured(neyman_chi_squared));
  expect_exactly("13/12", measured(triangular_discrimination));
  expect_exactly("35/4", of_order("2", measured(tsallis)));
}

TEST(PowersOfTwo, AreWholeBitsAtEveryOrder) {
  for (const char* order : {"-1", "1/3", "1/2", "1", "7/5", "3", "inf"}) {
    expect_exactly("3", of_order(order, stated(renyi, "1", "1/8", unit::bits, measure)));
  }
  expect_exactly("3/10", of_order("7/10", stated(chernoff, "1", "1/2", unit::bits, measure)));
  expect_exactly("3", stated(max_log_ratio, "1/2 1/2", "1/16 15/16", unit::bits));
  expect_exactly("1", stated(reverse_kl, "1/2 1/2", "1 0", unit::bits));
}

TEST(PowersOfTwo, OfTheDyadicPairAreExactInBits) {
  // 1/2 log 2 - 1/4 log 2 = 1/4 each way
  const std::string p = "1/2 1/4 1/4";
  const std::string q = "1/4 1/4 1/2";
  expect_exactly("1/4", stated(kl, p, q, unit::bits));
  expect_exactly("1/2", stated(jeffreys, p, q, unit::bits));
  expect_exactly("1/4", by_convention("mean", stated(jeffreys, p, q, unit::bits)));
  expect_exactly("1/2", by("jeffreys", stated(f_divergence, p, q, unit::bits)));
  expect_irrational(stated(kl, p, q));
}

// --- entropies -----------------------------------------------------------------------------------

std::string ones(std::size_t n) {
  std::string text = "1";
  for (std::size_t i = 1; i < n; ++i) text += " 1";
  return text;
}

TEST(UniformDistributions, HavePerplexityN) {
  for (const std::size_t n : {1, 2, 3, 7, 10, 100}) {
    expect_exactly(std::to_string(n), alone(perplexity, ones(n)));
    expect_exactly(std::to_string(n), stated(perplexity, ones(n), ones(n)));
  }
  expect_exactly("8", stated(perplexity, "1 0", "1/8 7/8"));
  expect_irrational(alone(perplexity, "1/2 1/4 1/4"));
}

TEST(UniformDistributions, HaveKBitsAtEveryOrder) {
  for (const char* order : {"-1", "0", "1/2", "1", "7/3", "2", "inf"}) {
    for (const std::size_t k : {0, 1, 3, 6}) {
      expect_exactly(std::to_string(k),
                     of_order(order, alone(renyi_entropy, ones(std::size_t{1} << k), unit::bits)));
    }
    expect_exactly("1", of_order(order, alone(renyi_entropy, ones(10), unit::hartleys)));
  }
}

TEST(TsallisEntropy, OfFourIsRationalAtWholeAndHalfOrders) {
  const auto at = [](const char* order) {
    return of_order(order, alone(tsallis_entropy, ones(4)));
  };
  expect_exactly("3/4", at("2"));
  expect_exactly("3", at("0"));
  expect_exactly("2", at("1/2"));
  expect_exactly("15/2", at("-1"));
  expect_exactly("0", at("inf"));
  expect_irrational(at("1"));
  expect_irrational(at("1/3"));
}

TEST(TsallisEntropy, OfAMeasureAboveOneHasNoLimit) {
  problem x{tsallis_entropy, categorical(numbers("2 1/2"))};
  x.how = measure;
  expect_value("undefined", of_order("inf", x));
  expect_exactly("-13/4", of_order("2", x));
}

// --- tables --------------------------------------------------------------------------------------

TEST(Tables, OfPowersOfTwoAreExactInBits) {
  const auto all = [](quantity what) { return table(what, "1 1 1 1", {2, 2}, unit::bits); };
  expect_exactly("2", all(joint_entropy));
  expect_exactly("1", all(conditional_entropy));
  expect_exactly("0", all(mutual_information));
  expect_exactly("0", all(total_correlation));
}

TEST(ConditionalEntropy, IsOfTheLastAxisGivenTheOthers) {
  expect_exactly("1/2", table(conditional_entropy, "1/2 0 1/4 1/4", {2, 2}, unit::bits));
  expect_irrational(table(conditional_entropy, "1/2 1/4 0 1/4", {2, 2}, unit::bits));
  expect_exactly("0", table(conditional_entropy, "1 0 0 2 3 0", {3, 2}));
  expect_exactly("0", table(conditional_entropy, "1 2 3", {3, 1}));
  expect_same(alone(entropy, "1 2 3"), table(conditional_entropy, "1 2 3", {1, 3}));
  expect_exactly("1", table(conditional_entropy, "1 1 1 1 1 1 1 1", {2, 2, 2}, unit::bits));
}

TEST(IndependentTables, HaveNoMutualInformation) {
  expect_exactly("0", table(mutual_information, "1/3 2/3 4/3 1/7 2/7 4/7", {2, 3}));
  expect_exactly("0", table(mutual_information, "0.1 0.2 0.3 0.6", {2, 2}));
  expect_exactly("0", table(mutual_information, "3 6 0 5 10 0", {2, 3}, unit::nats, space::counts));
  expect_exactly("0", table(total_correlation, "3 6 9 18 5 10 15 30", {2, 2, 2}));
  expect_exactly("0", table(conditional_mutual_information, "1 3 2 3 4 9 8 9", {2, 2, 2}));
  expect_exactly("0", table(mutual_information, "1 2 3", {1, 3}));
}

TEST(IndependentTables, OfLogitsAreSumsOfRowsAndColumns) {
  const std::string sums = "1/3 1/2 -7 4/3 3/2 -6";
  expect_exactly("0", table(mutual_information, sums, {2, 3}, unit::nats, space::logits));
  expect_exactly("0", table(total_correlation, sums, {2, 3}, unit::nats, space::logits));
  const std::string masked = "1/3 -inf -7 4/3 -inf -6";
  expect_exactly("0", table(mutual_information, masked, {2, 3}, unit::nats, space::logits));
  EXPECT_NE(evaluate(table(mutual_information, "0 0 0 1", {2, 2}, unit::nats, space::logits)).hex,
            "0x0p+0");
}

TEST(DiagonalTables, HaveKBitsOfMutualInformation) {
  for (const std::size_t k : {0, 1, 2, 4}) {
    const std::size_t n = std::size_t{1} << k;
    std::string weights;
    std::string logits;
    for (std::size_t i = 0; i < n * n; ++i) {
      weights += i % (n + 1) == 0 ? "3 " : "0 ";
      logits += i % (n + 1) == 0 ? "1/7 " : "-inf ";
    }
    const std::string bits = std::to_string(k);
    expect_exactly(bits, table(mutual_information, weights, {n, n}, unit::bits));
    expect_exactly(bits, table(total_correlation, weights, {n, n}, unit::bits));
    expect_exactly(bits, table(joint_entropy, weights, {n, n}, unit::bits));
    expect_exactly("0", table(conditional_entropy, weights, {n, n}, unit::bits));
    expect_exactly(bits, table(mutual_information, logits, {n, n}, unit::bits, space::logits));
  }
}

// X, Y uniform and Z their exclusive or: any two independent, the three not.
TEST(ExclusiveOr, IsOneBitThatNoPairShows) {
  const std::string cells = "1 0 0 1 0 1 1 0";
  expect_exactly("1", table(conditional_mutual_information, cells, {2, 2, 2}, unit::bits));
  expect_exactly("1", table(total_correlation, cells, {2, 2, 2}, unit::bits));
  expect_exactly("2", table(joint_entropy, cells, {2, 2, 2}, unit::bits));
  expect_exactly("0", table(conditional_entropy, cells, {2, 2, 2}, unit::bits));
}

TEST(Copies, OfOneBitHaveOneBitOfCorrelationEach) {
  expect_exactly("1", table(total_correlation, "1 0 0 1", {2, 2}, unit::bits));
  expect_exactly("2", table(total_correlation, "1 0 0 0 0 0 0 1", {2, 2, 2}, unit::bits));
  expect_exactly(
      "3", table(total_correlation, "1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1", {2, 2, 2, 2}, unit::bits));
  expect_exactly("0", table(conditional_mutual_information, "1 0 0 0 0 0 0 1", {2, 2, 2}));
}

TEST(TablesOfTwoAxes, HaveOneNameForMutualInformationAndTotalCorrelation) {
  const std::string cells = "1 2 3 5 0 7";
  expect_same(table(mutual_information, cells, {2, 3}), table(total_correlation, cells, {2, 3}));
  expect_same(table(mutual_information, cells, {2, 3}),
              table(conditional_mutual_information, cells, {2, 3, 1}));
  expect_same(table(mutual_information, cells, {2, 3}),
              table(mutual_information, "1 5 2 0 3 7", {3, 2}));
}

// --- distances with a geometry, samples
// ------------------------------------------------------------

TEST(Wasserstein, OfPointMassesIsTheirDistance) {
  expect_exactly("22/7", on("1/7 23/7", stated(wasserstein_1, "1 0", "0 1")));
  expect_exactly("22/7", on("23/7 1/7", stated(wasserstein_1, "1 0", "0 1")));
  expect_exactly("1/2", on("0x1p-1 1 -3", stated(wasserstein_1, "1 0 0", "0 1 0")));
  expect_exactly("0", on("5 5", stated(wasserstein_1, "1 0", "0 1")));
}

TEST(Wasserstein, OfAShiftIsTheShift) {
  expect_exactly("3", on("0 1 2 3 4 5", stated(wasserstein_1, "1 2 4 0 0 0", "0 0 0 1 2 4")));
  expect_exactly("3", on("4 0 5 1 3 2", stated(wasserstein_1, "0 1 0 2 0 4", "2 0 4 0 1 0")));
  expect_exactly("1/2", on("0 1", stated(wasserstein_1, "1 1", "1 0")));
  expect_exactly("1/3", on("1/3 0 2/3 1/3", stated(wasserstein_1, "1 0 0 1", "0 1 1 0")));
}

TEST(SquaredMmd, OfTheIdentityIsTheSquaredDistance) {
  expect_exactly("1/8", under("1 0 0 1", stated(squared_mmd, "3/4 1/4", "1/2 1/2")));
  expect_exactly("0", under("1 1 1 1", stated(squared_mmd, "3/4 1/4", "1/2 1/2")));
  expect_exactly("-1/8", under("-1 0 0 -1", stated(squared_mmd, "3/4 1/4", "1/2 1/2")));
  expect_exactly("1/16", under("1 1/2 1/2 1", stated(squared_mmd, "3/4 1/4", "1/2 1/2")));
  expect_exactly("4", under("1", stated(squared_mmd, "3", "1", unit::nats, measure)));
}

TEST(SampledEstimators, AreExactWhereTheyArePolynomials) {
  const auto of = [](quantity what) {
    return stated(what, "-1 -2", "-3/2 -2", unit::nats, log_prob);
  };
  expect_exactly("1/4", of(k1));
  expect_exactly("1/16", of(k2));
  expect_irrational(of(k3));
  expect_exactly("0", stated(k3, "-1 -2", "-1 -2", unit::bits, log_prob));
  expect_exactly("-1", stated(k1, "-3 -2", "-2 -1", unit::nats, log_prob));
  expect_irrational(stated(k1, "-3 -2", "-2 -1", unit::bits, log_prob));
}

}  // namespace
}  // namespace kloracle
