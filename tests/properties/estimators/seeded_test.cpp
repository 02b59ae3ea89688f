// SPDX-License-Identifier: Apache-2.0
//
// Samplers judged from seeds. A scripted sampler gives every estimate that two outcomes allow, so
// that the probability of a false alarm is an exact number, and the margins are checked against
// Bernstein's inequality as it is written.
#include "properties/estimators/seeded.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "oracle/oracle.hpp"

namespace kloracle {
namespace {

using result = outcome_of_statement;

// The terms of k1 are ln 3 with probability 3/4, and -ln 3.
const finite_pair odds{"odds", {0.75, 0.25}, {0.25, 0.75}};
constexpr std::size_t n = 12;  // draws of an estimate

double heads_estimate(std::size_t heads) {
  const double mean = (2 * static_cast<double>(heads) - n) / n;
  return mean * std::log(3.0);
}

// Two estimates, of so many heads out of n.
std::vector<estimator_finding> judged(std::size_t first, std::size_t second, double alpha) {
  const seeded_plan plan{.estimates = 2, .n = n, .seed = 5, .alpha = alpha, .tests = 2};
  const std::vector<std::uint64_t> seeds = seeds_of(plan);
  const seeded_sampler scripted{"scripted", find_formula("k1"),
                                [&](const finite_pair&, std::size_t, std::uint64_t seed) {
                                  return heads_estimate(seed == seeds[0] ? first : second);
                                }};
  return judge_by_seeds(scripted, odds, plan);
}

result found(const std::vector<estimator_finding>& findings, std::string_view statement) {
  for (const estimator_finding& f : findings) {
    if (f.statement == statement) return f.what;
  }
  ADD_FAILURE() << statement << " was not asked";
  return result::not_applicable;
}

bool rejected(std::size_t first, std::size_t second, double alpha, std::string_view statement) {
  return found(judged(first, second, alpha), statement) == result::violated;
}

Q heads_probability(std::size_t heads) {
  Q p = 1;
  for (std::size_t i = 0; i < n; ++i) p *= Q(1, 4);
  for (std::size_t i = 0; i < heads; ++i) {
    p *= Q(3 * static_cast<long>(n - i), static_cast<long>(i + 1));
  }
  return p;
}

// P(a sum of two or more terms strays as far as t) by Bernstein's inequality.
double bernstein_bound(double t, double variance, double c) {
  return t <= 0 ? 1 : std::exp(-t * t / (2 * (variance + c * t / 3)));
}

constexpr double alphas[] = {1e-9, 1e-4, 0.02, 0.3};

TEST(Seeded, FalseAlarmsAreNoLikelierThanDeclared) {
  for (const char* statement : {"sampler.location", "sampler.spread"}) {
    for (const double alpha : alphas) {
      Q probability = 0;
      for (std::size_t a = 0; a <= n; ++a) {
        for (std::size_t b = 0; b <= n; ++b) {
          if (rejected(a, b, alpha, statement))
            probability += heads_probability(a) * heads_probability(b);
        }
      }
      EXPECT_LE(probability, Q(alpha) / 2) << statement << " " << alpha;
    }
    EXPECT_TRUE(rejected(0, 0, 0.3, statement)) << statement;
  }
}

// In units of ln 3 a term is 1 or -1, its mean 1/2, its variance 3/4, its largest deviation 3/2.
TEST(Seeded, LocationIsBernsteinsInequality) {
  for (const double alpha : alphas) {
    for (std::size_t a = 0; a <= n; ++a) {
      for (std::size_t b = 0; b <= n; ++b) {
        const double total = 2 * static_cast<double>(a + b) - 2.0 * n;
        const double bound = bernstein_bound(std::fabs(total - n), 2 * n * 0.75, 1.5);
        EXPECT_EQ(rejected(a, b, alpha, "sampler.location"), 2 * bound < alpha / 2)
            << a << " " << b << " " << alpha;
      }
    }
  }
}

// The squared deviation of an estimate of so many heads from 1/2, in the same units.
double squared_deviation(std::size_t heads) {
  const double mean = (2 * static_cast<double>(heads) - n) / n;
  return (mean - 0.5) * (mean - 0.5);
}

// Of 600 estimates some deviate by 1/2 and the rest not at all: from no spread to four times the
// right one.
TEST(Seeded, SpreadIsBernsteinsInequality) {
  constexpr std::size_t count = 600;
  double mean = 0;
  double square = 0;
  for (std::size_t heads = 0; heads <= n; ++heads) {
    const auto p = heads_probability(heads).convert_to<double>();
    mean += p * squared_deviation(heads);
    square += p * squared_deviation(heads) * squared_deviation(heads);
  }
  const double variance = count * (square - mean * mean);
  for (const double alpha : alphas) {
    const seeded_plan plan{.estimates = count, .n = n, .seed = 5, .alpha = alpha, .tests = 2};
    const std::vector<std::uint64_t> seeds = seeds_of(plan);
    for (std::size_t deviating = 0; deviating <= count; ++deviating) {
      const std::set<std::uint64_t> far(seeds.begin(),
                                        seeds.begin() + static_cast<std::ptrdiff_t>(deviating));
      const seeded_sampler scripted{"scripted", find_formula("k1"),
                                    [&](const finite_pair&, std::size_t, std::uint64_t seed) {
                                      return heads_estimate(far.count(seed) != 0 ? 12 : 9);
                                    }};
      const double off = static_cast<double>(deviating) * squared_deviation(12) - count * mean;
      const double bound = off > 0 ? bernstein_bound(off, variance, 2.25 - mean)
                                   : bernstein_bound(-off, variance, mean);
      const bool beyond =
          found(judge_by_seeds(scripted, odds, plan), "sampler.spread") == result::violated;
      EXPECT_EQ(beyond, 2 * bound < alpha / 2) << deviating << " " << alpha;
      if (deviating == 0 || deviating == count) {
        EXPECT_TRUE(beyond) << deviating << " " << alpha;
      }
    }
  }
}

TEST(Seeded, AMarginSharesAlphaAmongTheTests) {
  const auto tests_until_accepted = [](double alpha) {
    seeded_plan plan{.estimates = 2, .n = n, .seed = 5, .alpha = alpha, .tests = 1};
    const seeded_sampler none{
        "none", find_formula("k1"),
        [](const finite_pair&, std::size_t, std::uint64_t) { return heads_estimate(2); }};
    while (found(judge_by_seeds(none, odds, plan), "sampler.location") == result::violated)
      plan.tests *= 2;
    return plan.tests;
  };
  EXPECT_EQ(tests_until_accepted(0x1p-4) / 4, tests_until_accepted(0x1p-6));
}

TEST(Seeded, ARightSamplerPassesWhateverTheSeed) {
  for (const seeded_sampler& who : builtin_estimators().samplers) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      const seeded_plan plan{.estimates = 300, .n = 8, .seed = seed, .alpha = 1e-9, .tests = 160};
      for (const estimator_finding& f : judge_by_seeds(who, odds, plan)) {
        EXPECT_EQ(f.what, result::holds) << who.name << " " << seed << ": " << f.evidence;
      }
    }
  }
}

TEST(Seeded, NanInfinityAndExceptionsAreViolations) {
  const seeded_plan plan{.estimates = 50, .n = 4};
  const std::uint64_t one = seeds_of(plan)[33];
  const auto spoilt = [&](std::function<double()> how) {
    return judge_by_seeds(
        {"spoilt", find_formula("k1"),
         [&, how](const finite_pair& pair, std::size_t count, std::uint64_t seed) {
           const auto& right = builtin_estimators().samplers[0];
           return seed == one ? how() : right.of(pair, count, seed);
         }},
        odds, plan);
  };
  for (const double bad : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    const auto findings = spoilt([bad] { return bad; });
    for (const char* statement : {"sampler.range", "sampler.location", "sampler.spread"})
      EXPECT_EQ(found(findings, statement), result::violated) << bad;
  }
  const auto thrown = spoilt([]() -> double { throw std::runtime_error("no entropy"); });
  EXPECT_EQ(found(thrown, "sampler.location"), result::violated);
  EXPECT_NE(thrown.at(0).evidence.find("no entropy"), std::string::npos);
  EXPECT_EQ(found(spoilt([] { return 5.0; }), "sampler.range"), result::violated);
}

// However wild the estimates, N are drawn, with N seeds, and 32 of them again.
TEST(Seeded, DrawsAsManyAsDeclared) {
  const seeded_plan plan{.estimates = 100, .n = 3};
  std::map<std::uint64_t, int> calls;
  const seeded_sampler wild{"wild", find_formula("k1"),
                            [&](const finite_pair&, std::size_t count, std::uint64_t seed) {
                              EXPECT_EQ(count, 3U);
                              ++calls[seed];
                              return 1e9;
                            }};
  EXPECT_EQ(found(judge_by_seeds(wild, odds, plan), "sampler.location"), result::violated);
  EXPECT_EQ(calls.size(), 100U);
  int total = 0;
  for (const auto& [seed, count] : calls) total += count;
  EXPECT_EQ(total, 132);
}

TEST(Seeded, SeedsFollowFromTheSeedOfThePlan) {
  seeded_plan plan{.estimates = 1000};
  const std::vector<std::uint64_t> seeds = seeds_of(plan);
  EXPECT_EQ(seeds, seeds_of(plan));
  EXPECT_EQ(std::set(seeds.begin(), seeds.end()).size(), 1000U);
  plan.seed += 1;
  EXPECT_NE(seeds, seeds_of(plan));
}

TEST(Seeded, HasNothingToSayWhereTheMeanIsInfinite) {
  const finite_pair no_q{"no q", {0.5, 0.5}, {1, 0}};
  const auto findings = judge_by_seeds(builtin_estimators().samplers[0], no_q, {});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].what, result::not_applicable);
}

std::string refused(const seeded_plan& plan, const estimator_formula* claims) {
  try {
    judge_by_seeds(
        {"none", claims, [](const finite_pair&, std::size_t, std::uint64_t) { return 0.0; }}, odds,
        plan);
  } catch (const input_error& e) {
    return e.what();
  }
  return "";
}

TEST(Seeded, RefusesAPlanThatIsNone) {
  const estimator_formula* k1 = find_formula("k1");
  EXPECT_NE(refused({}, nullptr).find("claims no formula"), std::string::npos);
  EXPECT_NE(refused({.estimates = 1}, k1).find("estimates is 1"), std::string::npos);
  EXPECT_NE(refused({.n = 0}, k1).find("n is 0"), std::string::npos);
  EXPECT_NE(refused({.alpha = 0}, k1).find("alpha is 0"), std::string::npos);
  EXPECT_NE(refused({.alpha = std::nan("")}, k1).find("alpha is nan"), std::string::npos);
  EXPECT_NE(refused({.tests = 0}, k1).find("tests is 0"), std::string::npos);
  EXPECT_EQ(refused({}, k1), "");
}

}  // namespace
}  // namespace kloracle
