// SPDX-License-Identifier: Apache-2.0
//
// Chernoff information of families by what it is: the largest of the Chernoff divergences, attained
// at the order that is reported, where the tilted law is as far from P as from Q.
#include <gtest/gtest.h>

#include "oracle/interval.hpp"
#include "oracle/mpfr_env.hpp"
#include "oracle/oracle.hpp"

namespace kloracle {
namespace {

distribution of(const std::string& family,
                const std::vector<std::pair<std::string, number>>& parameters) {
  distribution d{family, {}};
  for (const auto& [name, value] : parameters) d.parameters.push_back({name, {value}});
  return d;
}

answer ask(quantity what, const distribution& p, const distribution& q,
           const std::optional<Q>& order = std::nullopt) {
  problem x{what, p, q};
  if (order) x.order = number::parse(order->str(), nullptr);
  return evaluate(x, {.digits = 30, .condition = false});
}

const interval& value_of(const answer& a) {
  return a.bounds->bounds();
}

struct pair_of_laws {
  distribution p;
  distribution q;
};

std::vector<pair_of_laws> pairs() {
  return {
      {of("normal", {{"mu", 0}, {"sigma", 1}}), of("normal", {{"mu", 3}, {"sigma", 2.5}})},
      {of("normal", {{"mu", 0}, {"sigma", 1}}), of("normal", {{"mu", 1e-9}, {"sigma", 1}})},
      {of("normal", {{"mu", 0}, {"sigma", 1e-3}}), of("normal", {{"mu", 5}, {"log_sigma", 2}})},
      {of("gamma", {{"shape", 2}, {"rate", 3}}), of("gamma", {{"shape", 0.25}, {"rate", 1e-4}})},
      {of("gamma", {{"shape", 2}, {"rate", 3}}), of("gamma", {{"shape", 2}, {"scale", 0.5}})},
      {of("poisson", {{"rate", 2}}), of("poisson", {{"rate", 1000}})},
      {of("poisson", {{"rate", 2}}), of("poisson", {{"rate", 0}})},
      {of("poisson", {{"rate", 0}}), of("poisson", {{"rate", 2}})},
  };
}

TEST(FamilyChernoff, IsTheLargestOverTheOrders) {
  const mpfr_env env;
  for (const auto& [p, q] : pairs()) {
    const answer most = ask(quantity::chernoff_information, p, q);
    ASSERT_TRUE(most.state == status::rounded || most.state == status::exact) << p.family;
    ASSERT_TRUE(most.minimiser);
    for (long k = 0; k <= 16; ++k) {
      const answer one = ask(quantity::chernoff, p, q, Q(k, 16));
      EXPECT_FALSE(certainly_lt(value_of(most), value_of(one))) << p.family << " at " << k;
    }
  }
}

// Near the reported order the Chernoff divergence is the information, up to the square of the
// distance, which is nothing at 30 digits.
TEST(FamilyChernoff, IsAttainedWhereItSays) {
  const mpfr_env env;
  for (const auto& [p, q] : pairs()) {
    const answer most = ask(quantity::chernoff_information, p, q);
    const auto at = number::parse(most.minimiser->lower_decimal(60), nullptr);
    const answer there = ask(quantity::chernoff, p, q, exact(at));
    const interval gap = value_of(most) - value_of(there);
    EXPECT_TRUE(certainly_lt(abs(gap), value_of(most) * power_of_two(-60))) << p.family;
  }
}

TEST(FamilyChernoff, IsSymmetric) {
  const mpfr_env env;
  for (const auto& [p, q] : pairs()) {
    const answer forth = ask(quantity::chernoff_information, p, q);
    const answer back = ask(quantity::chernoff_information, q, p);
    EXPECT_TRUE(overlap(value_of(forth), value_of(back))) << p.family;
    EXPECT_TRUE(overlap(forth.minimiser->bounds(), interval(1L, 200) - back.minimiser->bounds()))
        << p.family;
  }
}

TEST(FamilyChernoff, IsKnownWhereSymmetryGivesIt) {
  const answer half = ask(quantity::chernoff_information, of("normal", {{"mu", 0}, {"sigma", 1}}),
                          of("normal", {{"mu", 2}, {"sigma", 1}}));
  EXPECT_EQ(half.decimal.substr(0, 3), "0.5");
  EXPECT_TRUE(half.minimiser->bounds().contains(Q(1, 2)));
  const answer none = ask(quantity::chernoff_information, of("normal", {{"mu", 2}, {"sigma", 2}}),
                          of("normal", {{"mu", 2}, {"variance", 4}}));
  EXPECT_EQ(none.state, status::exact);
  EXPECT_EQ(none.rational, "0");
}

// A point mass at 0 against a rate of 2: the order 0, or 1 the other way, and -ln e^-2.
TEST(FamilyChernoff, IsAtAnEndForAPointMass) {
  const distribution point = of("poisson", {{"rate", 0}});
  const distribution wide = of("poisson", {{"rate", 2}});
  for (const bool first : {true, false}) {
    const answer a = first ? ask(quantity::chernoff_information, point, wide)
                           : ask(quantity::chernoff_information, wide, point);
    EXPECT_EQ(a.hex, "0x1p+1");
    EXPECT_TRUE(a.minimiser->bounds().contains(first ? Q(0) : Q(1)));
    EXPECT_TRUE(a.minimiser->bounds().is_point());
  }
}

}  // namespace
}  // namespace kloracle
