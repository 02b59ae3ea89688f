// SPDX-License-Identifier: Apache-2.0
//
// What each group of family cases promises: distances, scales, edges, and what the oracle says.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "oracle/exact.hpp"
#include "properties/family_cases.hpp"
#include "tests/properties/family_functions.hpp"

namespace kloracle {
namespace {

TEST(FamilyGroups, EqualParametersHaveTheExactValueZero) {
  for (const offered_function& f : in_every_size(quantity::kl)) {
    for (const format* in : f.formats) {
      for (const test_case& c : cases_of(f, *in, "equal_parameters", 100)) {
        EXPECT_EQ(c.input.p, c.input.q);
        const answer a = evaluate(problem_of(f, c.input), {.to = in, .condition = false});
        EXPECT_EQ(a.rational, "0") << c.id;
      }
    }
  }
}

struct distance {
  std::size_t numbers = 0;  // how many differ
  std::int64_t ulps = 0;    // the most
};

distance between(const format& in, const sample& s) {
  distance d;
  for (std::size_t i = 0; i < s.p.size(); ++i) {
    const std::int64_t ulps = std::abs(index_of(in, s.p[i]) - index_of(in, s.q[i]));
    d.numbers += ulps != 0;
    d.ulps = std::max(d.ulps, ulps);
  }
  return d;
}

// Units of a simplex are not ulps.
bool has_simplex(const offered_function& f) {
  return std::ranges::any_of(f.p_of->parameters,
                             [](const family_side::slot& s) { return s.name == "probs"; });
}

TEST(FamilyGroups, NearParametersAreWithinAThousandUlpsAndMostlyNotEqual) {
  for (const std::string_view group : {"near_one_parameter", "near_parameters"}) {
    for (const offered_function& f : of_every_family(quantity::kl)) {
      if (has_simplex(f) || f.p_of->family == "spherical_uniform") continue;
      for (const format* in : f.formats) {
        int apart = 0;
        const auto cases = cases_of(f, *in, group);
        for (const test_case& c : cases) {
          const distance d = between(*in, c.input);
          EXPECT_LE(d.ulps, 1000) << c.id;
          EXPECT_LE(d.ulps, std::int64_t{1} << (in->precision - 4)) << c.id;  // an eighth or less
          apart += d.numbers != 0;
        }
        EXPECT_GT(2 * apart, static_cast<int>(cases.size())) << f.name << ' ' << in->name;
      }
    }
  }
}

TEST(FamilyGroups, OneParameterAloneIsOneNumber) {
  for (const offered_function& f : of_every_family(quantity::kl)) {
    const bool in_pairs =
        has_simplex(f) || find_family(f.p_of->family)->over == sample_space::matrices;
    for (const test_case& c : cases_of(f, binary64, "near_one_parameter")) {
      const bool symmetric = in_pairs || f.p_of->family == "multivariate_normal";
      EXPECT_LE(between(binary64, c.input).numbers, symmetric ? 2u : 1u) << c.id;
    }
  }
}

TEST(FamilyGroups, SimplicesNearEachOtherSumToOneAndDifferByUnits) {
  offered_function f = of_family(quantity::kl, "multinomial");
  f.p_of->parameters[1].shape = f.q_of->parameters[1].shape = {5};
  for (const format* in : f.formats) {
    int apart = 0;
    for (const test_case& c : cases_of(f, *in, "near_parameters")) {
      EXPECT_EQ(c.input.p[0], c.input.q[0]);
      for (std::size_t i = 1; i <= 5; ++i) {
        const double units = std::ldexp(c.input.p[i] - c.input.q[i], in->precision);
        EXPECT_EQ(units, std::floor(units)) << c.id;
        EXPECT_LE(std::fabs(units), 5000);
        apart += units != 0;
      }
    }
    EXPECT_GT(apart, 0) << in->name;
  }
}

TEST(FamilyGroups, NearbyParametersAreWithinAQuarter) {
  for (const offered_function& f : of_every_family(quantity::kl)) {
    if (has_simplex(f)) continue;
    for (const format* in : f.formats) {
      for (const test_case& c : cases_of(f, *in, "nearby_parameters")) {
        for (std::size_t i = 0; i < c.input.p.size(); ++i) {
          const Q larger = std::max(abs(Q(c.input.p[i])), abs(Q(c.input.q[i])));
          const Q apart = abs(Q(Q(c.input.p[i]) - Q(c.input.q[i])));
          EXPECT_LE(apart, larger / 4 + ulp_of(*in, larger)) << c.id;
        }
      }
    }
  }
}

TEST(FamilyGroups, FarApartMeansScalesFarApart) {
  const offered_function f = of_family(quantity::kl, "half_normal");
  for (const format* in : f.formats) {
    int farthest = 0;
    for (const test_case& c : cases_of(f, *in, "far_apart_parameters", 1000))
      farthest = std::max(farthest, std::abs(std::ilogb(c.input.p[0]) - std::ilogb(c.input.q[0])));
    EXPECT_GE(farthest, in->emax / 3) << in->name;
  }
}

TEST(FamilyGroups, AnyExponentReachesBothEndsOfTheFormat) {
  const offered_function f = of_family(quantity::kl, "half_normal");
  for (const format* in : f.formats) {
    double least = 1;
    double largest = 1;
    for (const test_case& c : cases_of(f, *in, "any_exponent_parameters", 2500)) {
      least = std::min({least, c.input.p[0], c.input.q[0]});
      largest = std::max({largest, c.input.p[0], c.input.q[0]});
    }
    EXPECT_LT(least, std::ldexp(1.0, in->emin)) << in->name;  // subnormal
    EXPECT_GT(std::log2(largest), in->emax - in->emax / 8.0 - 1) << in->name;
  }
}

// KL does not see the unit of the outcomes; what a textbook formula squares, it does.
TEST(FamilyGroups, TinyOrHugeOutcomesAreSoOnBothSides) {
  for (const std::string_view family : {"half_normal", "exponential", "rayleigh"}) {
    const offered_function f = of_family(quantity::kl, family);
    for (const test_case& c : cases_of(f, binary64, "tiny_or_huge_outcomes")) {
      const int of_p = std::ilogb(c.input.p[0]);
      const int of_q = std::ilogb(c.input.q[0]);
      EXPECT_GT(std::abs(of_p), 200) << c.id;
      EXPECT_LT(std::abs(of_p - of_q), 10) << c.id;
    }
  }
}

TEST(FamilyGroups, EdgesAreReached) {
  const offered_function bernoulli = of_family(quantity::kl, "bernoulli");
  const offered_function normal = of_family(quantity::kl, "multivariate_normal");
  for (const format* in : bernoulli.formats) {
    std::set<double> probs;
    for (const test_case& c : cases_of(bernoulli, *in, "edge_parameters", 1000))
      probs.insert(c.input.p[0]);
    for (const double edge : {0.0, 1.0, value_at(*in, 1), stepped(*in, 1, -1)})
      EXPECT_TRUE(probs.contains(edge)) << in->name << ' ' << edge;
    double correlation = 0;
    for (const test_case& c : cases_of(normal, *in, "edge_parameters", 1000))
      correlation = std::max(correlation, c.input.p[3]);
    EXPECT_EQ(correlation, stepped(*in, 1, -1)) << in->name;
  }
}

}  // namespace
}  // namespace kloracle
