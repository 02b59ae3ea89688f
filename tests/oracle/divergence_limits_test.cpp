// SPDX-License-Identifier: Apache-2.0
//
// Every quantity where it takes a limit: equal, disjoint, one-hot and padded vectors, zeros on
// either side, the ends of orders and weights.
#include <gtest/gtest.h>

#include "oracle/mpfr_env.hpp"
#include "tests/oracle/stated_problems.hpp"

namespace kloracle {
namespace {

using enum quantity;
using enum semantics;

// --- equal, permuted, padded -------------------------------------------------------------------

TEST(EqualDistributions, HaveEveryDivergenceExactlyZero) {
  for (const char* p : {"1/2 1/4 1/4", "1/3 2/3", "1", "0 1", "0 1/7 6/7 0", "0.1 0.7"}) {
    for (const problem& x : divergences(p, p)) expect_exactly("0", x);
  }
}

TEST(EqualDistributions, MayBeProportionalWeights) {
  for (const problem& x : divergences("1 2 4", "1/3 2/3 4/3")) expect_exactly("0", x);
}

std::vector<number> certain_outcome(space in, bool padded) {
  const bool logarithms = in == space::logits || in == space::log_probs;
  return numbers(std::string(logarithms ? "0" : "1") + (!padded      ? ""
                                                        : logarithms ? " -inf"
                                                                     : " 0"));
}

// p = q = (1) and (1, 0), the second one written as each semantics reads it.
TEST(EqualDistributions, HaveEveryDivergenceExactlyZeroUnderEverySemantics) {
  for (const bool padded : {false, true}) {
    for (problem x : divergences(padded ? "1 0" : "1", padded ? "1 0" : "1")) {
      for (const semantics how : entry(x.what).accepted) {
        const bool infinite_order = x.order && !x.order->is_finite();
        if ((how == clipped && padded) || (how == generalised && infinite_order)) continue;
        x.how = how;
        x.p = categorical(certain_outcome(entry(how).p, padded), entry(how).p);
        x.q = categorical(certain_outcome(entry(how).q, padded), entry(how).q);
        x.semantics_parameter.reset();
        if (!entry(how).parameter.empty()) x.semantics_parameter = 1;
        SCOPED_TRACE(entry(how).name);
        expect_exactly("0", x);
      }
    }
  }
}

TEST(EqualDistributions, HaveCoefficientOne) {
  for (const char* p : {"1/2 1/4 1/4", "1/3 2/3", "1", "0 1"}) {
    expect_exactly("1", stated(bhattacharyya_coefficient, p, p));
  }
}

TEST(EqualDistributions, HaveCrossEntropyEqualToEntropy) {
  expect_same(stated(cross_entropy, "1 2 5", "1 2 5"), alone(entropy, "1 2 5"));
  expect_same(stated(perplexity, "1 2 5", "1 2 5"), alone(perplexity, "1 2 5"));
}

TEST(OneOutcome, LeavesNothingToTell) {
  for (const problem& x : divergences("3", "5")) expect_exactly("0", x);
  expect_exactly("1", stated(bhattacharyya_coefficient, "3", "5"));
  expect_exactly("0", alone(entropy, "3"));
  expect_exactly("1", alone(perplexity, "3"));
  for (const char* order : {"-1", "0", "1/2", "1", "2", "inf"}) {
    expect_exactly("0", of_order(order, alone(renyi_entropy, "3")));
    expect_exactly("0", of_order(order, alone(tsallis_entropy, "3")));
  }
}

TEST(PermutingBothSidesAlike, ChangesNothing) {
  const auto before = divergences("1 2 5", "3 1 1/7");
  const auto after = divergences("5 1 2", "1/7 3 1");
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i].what != wasserstein_1) expect_same(before[i], after[i]);
  }
}

TEST(PermutingBothSidesAlike, WithTheSupportChangesNothing) {
  problem before = stated(wasserstein_1, "1 2 5", "3 1 1/7");
  problem after = stated(wasserstein_1, "5 1 2", "1/7 3 1");
  before.support = numbers("0 1/3 -7");
  after.support = numbers("-7 0 1/3");
  expect_same(before, after);
}

TEST(OutcomesThatNeitherSideHas, ChangeNothing) {
  const auto before = divergences("1 2 5", "3 1 1/7");
  const auto after = divergences("1 2 5 0 0", "3 1 1/7 0 0");
  for (std::size_t i = 0; i < before.size(); ++i) expect_same(before[i], after[i]);
  for (const char* order : {"0", "1/2", "1", "2", "inf"}) {
    for (const quantity what : {renyi_entropy, tsallis_entropy}) {
      expect_same(of_order(order, alone(what, "1 2 5")), of_order(order, alone(what, "0 1 0 2 5")));
    }
  }
}

// --- disjoint supports, one-hot, zeros on either side --------------------------------------------

struct limit_row {
  const char* value;  // a rational, "inf" or "undefined"
  problem asked;
};

void expect_rows(const std::vector<limit_row>& rows) {
  for (const limit_row& row : rows) expect_value(row.value, row.asked);
}

TEST(DisjointSupports, AreTheFarthestThatDistributionsCanBe) {
  const std::string p = "1 2 0";
  const std::string q = "0 0 7";
  expect_rows({{"1", stated(jensen_shannon, p, q, unit::bits)},
               {"1", stated(jensen_shannon_distance, p, q, unit::bits)},
               {"1", by("jensen_shannon", stated(f_divergence, p, q, unit::bits))},
               {"1", stated(total_variation, p, q)},
               {"1", stated(squared_hellinger, p, q)},
               {"2", by_convention("sum", stated(squared_hellinger, p, q))},
               {"1", stated(hellinger, p, q)},
               {"2", stated(triangular_discrimination, p, q)},
               {"0", stated(bhattacharyya_coefficient, p, q)},
               {"2", of_order("1/2", stated(tsallis, p, q))},
               {"4", of_order("1/2", stated(alpha, p, q))},
               {"1", of_order("0", stated(tsallis, p, q))}});
}

TEST(DisjointSupports, AreInfinitelyFarWhereADivergenceIsUnbounded) {
  const std::string p = "1 2 0";
  const std::string q = "0 0 7";
  for (const quantity what :
       {kl, reverse_kl, jeffreys, chi_squared, neyman_chi_squared, bhattacharyya_distance,
        chernoff_information, max_log_ratio, cross_entropy, perplexity}) {
    expect_value("inf", stated(what, p, q));
  }
  for (const char* order : {"0", "1/2", "1", "2", "inf"}) {
    expect_value("inf", of_order(order, stated(renyi, p, q)));
  }
  for (const char* order : {"1", "2", "inf"}) {
    expect_value("inf", of_order(order, stated(tsallis, p, q)));
    expect_value("inf", of_order(order, stated(alpha, p, q)));
  }
  for (const char* order : {"0", "1/2", "1"}) {
    expect_value("inf", of_order(order, stated(chernoff, p, q)));
  }
}

TEST(OneHot, IsThreeBitsFromAnEighthAtEveryOrder) {
  for (const char* order : {"0", "1/3", "1/2", "5/7", "1", "2", "100", "inf"}) {
    expect_exactly("3", of_order(order, stated(renyi, "1 0", "1/8 7/8", unit::bits)));
  }
  expect_exactly("3", stated(kl, "1 0", "1/8 7/8", unit::bits));
  expect_exactly("3", stated(max_log_ratio, "1 0", "1/8 7/8", unit::bits));
  expect_exactly("3", stated(chernoff_information, "1 0", "1/8 7/8", unit::bits));
  expect_exactly("2", of_order("1/3", stated(chernoff, "1 0", "1/8 7/8", unit::bits)));
}

TEST(AZeroOfP, TakesTheLimitOfItsQuantity) {
  const std::string p = "0 1";
  const std::string q = "1/2 1/2";
  const unit bits = unit::bits;
  expect_rows({{"1", stated(kl, p, q, bits)},
               {"inf", stated(reverse_kl, p, q)},
               {"inf", stated(jeffreys, p, q)},
               {"1/2", stated(total_variation, p, q)},
               {"1", stated(chi_squared, p, q)},
               {"inf", stated(neyman_chi_squared, p, q)},
               {"2/3", stated(triangular_discrimination, p, q)},
               {"1/2", of_order("0", stated(tsallis, p, q))},
               {"1", of_order("2", stated(tsallis, p, q))},
               {"undefined", of_order("-1", stated(tsallis, p, q))},
               {"undefined", of_order("-1", by("tsallis", stated(f_divergence, p, q)))},
               {"inf", of_order("inf", stated(tsallis, p, q))},
               {"inf", of_order("0", stated(alpha, p, q))},
               {"1/2", of_order("2", stated(alpha, p, q))},
               {"inf", of_order("-1", stated(alpha, p, q))},
               {"1", of_order("0", stated(renyi, p, q, bits))},
               {"1", of_order("2", stated(renyi, p, q, bits))},
               {"undefined", of_order("-1", stated(renyi, p, q))},
               {"1", of_order("0", stated(chernoff, p, q, bits))},
               {"0", of_order("1", stated(chernoff, p, q, bits))},
               {"1/2", stated(bhattacharyya_distance, p, q, bits)},
               {"1", stated(chernoff_information, p, q, bits)},
               {"1", stated(cross_entropy, p, q, bits)},
               {"2", stated(perplexity, p, q)}});
}

TEST(AZeroOfQ, TakesTheLimitOfItsQuantity) {
  const std::string p = "1/2 1/2";
  const std::string q = "0 1";
  const unit bits = unit::bits;
  expect_rows({{"inf", stated(kl, p, q)},
               {"1", stated(reverse_kl, p, q, bits)},
               {"inf", stated(jeffreys, p, q)},
               {"1/2", stated(total_variation, p, q)},
               {"inf", stated(chi_squared, p, q)},
               {"1", stated(neyman_chi_squared, p, q)},
               {"2/3", stated(triangular_discrimination, p, q)},
               {"0", of_order("0", stated(tsallis, p, q))},
               {"inf", of_order("2", stated(tsallis, p, q))},
               {"-1/2", of_order("-1", stated(tsallis, p, q))},
               {"inf", of_order("inf", stated(tsallis, p, q))},
               {"inf", of_order("2", stated(alpha, p, q))},
               {"1/2", of_order("-1", stated(alpha, p, q))},
               {"0", of_order("0", stated(renyi, p, q))},
               {"inf", of_order("2", stated(renyi, p, q))},
               {"-1/2", of_order("-1", stated(renyi, p, q, bits))},
               {"0", of_order("0", stated(chernoff, p, q))},
               {"1", of_order("1", stated(chernoff, p, q, bits))},
               {"1/2", stated(bhattacharyya_distance, p, q, bits)},
               {"1", stated(chernoff_information, p, q, bits)},
               {"inf", stated(max_log_ratio, p, q)},
               {"inf", stated(cross_entropy, p, q)},
               {"inf", stated(perplexity, p, q)}});
}

TEST(SampledEstimators, AreUndefinedForImpossibleSamplesAndInfiniteWhereQIsZero) {
  for (const quantity what : {k1, k2, k3}) {
    expect_value("undefined", stated(what, "-inf -1", "-1 -1", unit::nats, log_prob));
    expect_value("undefined", stated(what, "-inf -1", "-inf -1", unit::nats, log_prob));
    expect_value("inf", stated(what, "-1 -1", "-inf -1", unit::nats, log_prob));
    expect_value("undefined", stated(what, "", "", unit::nats, log_prob));
  }
}

// A measure may be empty or nothing but zeros: sums are 0, their logarithms are infinite.
TEST(NothingAtAll, IsMeasuredByTheFormulaAsItStands) {
  for (const char* nothing : {"", "0", "0 0"}) {
    const auto measured = [&](quantity what) {
      return stated(what, nothing, nothing, unit::nats, measure);
    };
    for (const quantity what :
         {kl, jeffreys, jensen_shannon, total_variation, hellinger, chi_squared,
          triangular_discrimination, bhattacharyya_coefficient}) {
      expect_value("0", measured(what));
    }
    expect_value("inf", measured(bhattacharyya_distance));
    expect_value("inf", measured(chernoff_information));
    expect_value("undefined", measured(max_log_ratio));
    expect_value("undefined", of_order("2", measured(renyi)));
    expect_value("inf", of_order("1/2", measured(renyi)));
    expect_value("0", of_order("1", measured(renyi)));
  }
}

// --- orders and weights --------------------------------------------------------------------------

const char* const some_p = "1 2 5";
const char* const some_q = "3 1 1/7";

TEST(Orders, AreTheNamedDivergencesWhereTheyMeetThem) {
  const auto x = [](quantity what) { return stated(what, some_p, some_q); };
  expect_same(x(kl), of_order("1", x(renyi)));
  expect_same(x(kl), of_order("1", x(tsallis)));
  expect_same(x(kl), of_order("1", x(alpha)));
  expect_same(x(reverse_kl), of_order("0", x(alpha)));
  expect_same(x(max_log_ratio), of_order("inf", x(renyi)));
  expect_same(x(bhattacharyya_distance), of_order("1/2", x(chernoff)));
  expect_same(x(bhattacharyya_distance), of_order("1/2", x(renyi)), 1);
  expect_same(x(squared_hellinger), of_order("1/2", x(tsallis)), 1);
  expect_same(x(squared_hellinger), of_order("1/2", x(alpha)), 2);
  expect_same(x(chi_squared), of_order("2", x(tsallis)));
  expect_same(x(chi_squared), of_order("2", x(alpha)), -1);
  expect_same(x(neyman_chi_squared), of_order("-1", x(alpha)), -1);
  expect_same(alone(entropy, some_p), of_order("1", alone(renyi_entropy, some_p)));
  expect_same(alone(entropy, some_p), of_order("1", alone(tsallis_entropy, some_p)));
}

TEST(Conventions, DoubleOrHalve) {
  const auto x = [](quantity what) { return stated(what, some_p, some_q); };
  expect_same(by_convention("mean", x(jeffreys)), x(jeffreys), 1);
  expect_same(by_convention("sum", x(jeffreys)), x(jeffreys));
  expect_same(by_convention("half", x(squared_hellinger)), x(squared_hellinger));
  expect_same(x(squared_hellinger), by_convention("sum", x(squared_hellinger)), 1);
}

TEST(RenyiDivergence, GrowsWithTheOrderThroughItsLimits) {
  const mpfr_env env;
  const auto at = [](const char* order) {
    return narrow(of_order(order, stated(renyi, "1 2 5 0", "3 1 1 2")));
  };
  const char* const orders[] = {
      "0", "0x1p-60", "1/2", "0x0.fffffffffffffffp+0", "1", "0x1.000000000000001p+0",
      "2", "300",     "inf"};
  for (std::size_t i = 1; i < std::size(orders); ++i) {
    EXPECT_TRUE(certainly_lt(at(orders[i - 1]), at(orders[i]))) << orders[i];
  }
}

TEST(RenyiDivergence, OfNegativeOrderGrowsToo) {
  const mpfr_env env;
  const auto at = [](const char* order) {
    return narrow(of_order(order, stated(renyi, some_p, some_q)));
  };
  for (const auto& [less, more] :
       {std::pair("-300", "-2"), {"-2", "-0x1p-60"}, {"-0x1p-60", "0"}, {"0", "0x1p-60"}}) {
    EXPECT_TRUE(certainly_lt(at(less), at(more))) << less;
  }
}

TEST(TsallisAndAlpha, PassThroughTheirLimits) {
  const mpfr_env env;
  const auto at = [](quantity what, const char* order) {
    return narrow(of_order(order, stated(what, some_p, some_q)));
  };
  const char* const below = "0x0.fffffffffffffffp+0";
  const char* const above = "0x1.000000000000001p+0";
  for (const quantity what : {tsallis, alpha}) {
    const interval around = hull(at(what, below), at(what, above));
    EXPECT_TRUE(certainly_lt(at(what, below), at(what, above)) ||
                certainly_lt(at(what, above), at(what, below)));
    EXPECT_TRUE(overlap(around, at(what, "1")));
    EXPECT_TRUE(narrower_than(around, 50));
  }
  const interval around = hull(at(alpha, "-0x1p-60"), at(alpha, "0x1p-60"));
  EXPECT_TRUE(overlap(around, at(alpha, "0")) && narrower_than(around, 50));
}

// Both decrease in the order: of Tsallis's, (1 - sum p^a)/(a - 1) has d/da < 0 for p < 1.
TEST(Entropies, FallWithTheOrderThroughTheirLimits) {
  const mpfr_env env;
  const char* const orders[] = {
      "-2", "0",   "0x1p-60", "1/2", "0x0.fffffffffffffffp+0", "1", "0x1.000000000000001p+0",
      "2",  "300", "inf"};
  for (const quantity what : {renyi_entropy, tsallis_entropy}) {
    for (std::size_t i = 1; i < std::size(orders); ++i) {
      EXPECT_TRUE(certainly_lt(narrow(of_order(orders[i], alone(what, some_p))),
                               narrow(of_order(orders[i - 1], alone(what, some_p)))))
          << entry(what).name << ' ' << orders[i];
    }
  }
}

TEST(SkewedJensenShannon, IsZeroWhereTheWeightIsAtAnEnd) {
  for (const char* weight : {"0", "1"}) {
    for (const quantity what : {jensen_shannon, jensen_shannon_distance}) {
      expect_exactly("0", weighted(weight, stated(what, some_p, some_q)));
      expect_exactly("0", weighted(weight, stated(what, "1 0", "0 1")));
    }
  }
}

TEST(SkewedJensenShannon, HasTheWeightsOfTheSidesExchangedWithThem) {
  expect_same(weighted("1/3", stated(jensen_shannon, some_p, some_q)),
              weighted("2/3", stated(jensen_shannon, some_q, some_p)));
  expect_same(weighted("1/2", stated(jensen_shannon, some_p, some_q)),
              stated(jensen_shannon, some_p, some_q));
}

// w ln(1/w) + (1-w) ln(1/(1-w)), the entropy of the weights.
TEST(SkewedJensenShannon, OfDisjointSupportsIsTheEntropyOfTheWeights) {
  for (const char* weight : {"1/8", "0x1p-60", "2/3"}) {
    const Q w = rational_from(weight);
    const problem weights{entropy, categorical({as_number(w), as_number(1 - w)})};
    expect_same(weights, weighted(weight, stated(jensen_shannon, "1 2 0", "0 0 1")));
  }
}

TEST(ChernoffInformation, EnclosesTheOrderThatAttainsIt) {
  const mpfr_env env;
  const auto minimiser = [](const std::string& p, const std::string& q) {
    return evaluate(stated(chernoff_information, p, q)).minimiser.value().bounds();
  };
  EXPECT_TRUE(minimiser("1 3", "3 1").contains(Q(1, 2)));
  EXPECT_TRUE(minimiser("1 0", "1 7").contains(0));
  EXPECT_TRUE(minimiser("1 7", "1 0").contains(1));
  EXPECT_TRUE(certainly_le(minimiser(some_p, some_q), interval(1, 64)));
  EXPECT_TRUE(certainly_le(interval(0, 64), minimiser(some_p, some_q)));
}

TEST(ChernoffInformation, IsNoLessThanAnyChernoffDivergence) {
  const mpfr_env env;
  const interval most = narrow(stated(chernoff_information, some_p, some_q));
  for (const char* order : {"0", "1/10", "1/3", "1/2", "2/3", "1"}) {
    EXPECT_TRUE(certainly_lt(narrow(of_order(order, stated(chernoff, some_p, some_q))), most));
  }
  EXPECT_FALSE(evaluate(stated(kl, some_p, some_q)).minimiser.has_value());
}

}  // namespace
}  // namespace kloracle
