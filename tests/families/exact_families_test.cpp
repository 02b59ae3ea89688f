// SPDX-License-Identifier: Apache-2.0
//
// What is known of families without a computation: equal distributions, however they are given, and
// values that are rational in nats or in bits.
#include <gtest/gtest.h>

#include "oracle/families/family.hpp"
#include "oracle/interval.hpp"
#include "oracle/mpfr_env.hpp"
#include "tests/families/drawn_laws.hpp"

namespace kloracle::second_opinion {
namespace {

using parameters = std::vector<std::pair<std::string, Q>>;

answer asked(quantity what, const stated_law& p, const stated_law& q, unit in = unit::nats) {
  problem x{what, p.posed(), q.posed()};
  x.in = in;
  if (what == quantity::renyi) x.order = as_number(Q(1, 2));
  return evaluate(x);
}

void expect_zero(const stated_law& p, const stated_law& q, bool has_affinity) {
  const std::string about = p.text() + " against " + q.text();
  std::vector<quantity> all = {quantity::kl, quantity::reverse_kl, quantity::jeffreys};
  if (has_affinity) {
    for (const quantity what : {quantity::renyi, quantity::hellinger, quantity::squared_hellinger,
                                quantity::chi_squared, quantity::bhattacharyya_distance}) {
      all.push_back(what);
    }
  }
  for (const quantity what : all) {
    const answer a = asked(what, p, q);
    EXPECT_EQ(name(a.state), name(status::exact)) << entry(what).name << " of " << about;
    EXPECT_EQ(a.rational, "0") << entry(what).name << " of " << about;
  }
}

class known : public ::testing::Test {
 protected:
  mpfr_env env_;
};

// The same parameters twice, in every family of scalars.
TEST_F(known, EqualParametersGiveZero) {
  law_source source(31);
  for (const family_row* row : family_rows()) {
    const sample_space over = row->entry.over;
    if (over != sample_space::reals && over != sample_space::integers) continue;
    for (int i = 0; i < 8; ++i) {
      const stated_law p = source.law(row->entry);
      expect_zero(p, p, row->natural || row->log_affinity);
    }
  }
}

// Other words for one distribution: each against each.
TEST_F(known, EqualDistributionsGiveZeroInEveryParameterisation) {
  const std::vector<std::pair<std::string, std::vector<parameters>>> groups = {
      {"normal",
       {{{"mu", 3}, {"sigma", 2}},
        {{"mu", 3}, {"variance", 4}},
        {{"mu", 3}, {"precision", Q(1, 4)}}}},
      {"normal", {{{"mu", 0}, {"log_variance", Q(3)}}, {{"mu", 0}, {"log_sigma", Q(3, 2)}}}},
      {"normal",
       {{{"mu", 1}, {"log_variance", 0}},
        {{"mu", 1}, {"sigma", 1}},
        {{"mu", 1}, {"log_sigma", 0}}}},
      {"log_normal",
       {{{"mu", 3}, {"sigma", 2}},
        {{"mu", 3}, {"variance", 4}},
        {{"mu", 3}, {"precision", Q(1, 4)}}}},
      {"logit_normal",
       {{{"mu", 3}, {"sigma", 2}},
        {{"mu", 3}, {"variance", 4}},
        {{"mu", 3}, {"precision", Q(1, 4)}}}},
      {"gamma",
       {{{"shape", Q(7, 3)}, {"rate", Q(5, 7)}}, {{"shape", Q(7, 3)}, {"scale", Q(7, 5)}}}},
      {"exponential", {{{"rate", Q(5, 7)}}, {{"scale", Q(7, 5)}}}},
      {"bernoulli", {{{"prob", Q(1, 2)}}, {{"logit", 0}}}},
      {"continuous_bernoulli", {{{"prob", Q(1, 2)}}, {{"logit", 0}}}}};
  for (const auto& [family, words] : groups) {
    for (const parameters& p : words) {
      for (const parameters& q : words) expect_zero({family, p}, {family, q}, true);
    }
  }
}

struct known_value {
  quantity what;
  stated_law p;
  stated_law q;
  unit in;
  std::string rational;
};

stated_law of(std::string family, parameters p) {
  return {std::move(family), std::move(p)};
}

void expect_known(const std::vector<known_value>& all) {
  for (const known_value& x : all) {
    const answer a = asked(x.what, x.p, x.q, x.in);
    const std::string about = x.p.text() + " against " + x.q.text();
    ASSERT_TRUE(a.bounds) << about << " " << a.reason;
    EXPECT_TRUE(a.bounds->bounds().contains(Q(x.rational))) << about << " " << a.decimal;
    // Only a number that a format holds has to be recognised: others round without it.
    const Z divisor = denominator(Q(x.rational));
    if (divisor != (Z(1) << msb(divisor))) continue;
    EXPECT_EQ(name(a.state), name(status::exact)) << about << " " << a.decimal << a.reason;
    EXPECT_EQ(a.rational, x.rational) << about;
  }
}

TEST_F(known, RationalInNats) {
  const auto kl = quantity::kl;
  const auto nats = unit::nats;
  const stated_law standard = of("normal", {{"mu", 0}, {"sigma", 1}});
  expect_known({
      {kl, standard, of("normal", {{"mu", 1}, {"sigma", 1}}), nats, "1/2"},
      {quantity::jeffreys, standard, of("normal", {{"mu", 1}, {"sigma", 1}}), nats, "1"},
      {kl, of("log_normal", {{"mu", 0}, {"sigma", 3}}),
       of("log_normal", {{"mu", 1}, {"variance", 9}}), nats, "1/18"},
      // (a - c) psi(a) + ... at (2, 1) and (1, 2): E ln(x/(1 - x)) = psi(2) - psi(1) = 1.
      {kl, of("beta", {{"alpha", 2}, {"beta", 1}}), of("beta", {{"alpha", 1}, {"beta", 2}}), nats,
       "1"},
      // The difference of symmetric divergences' logarithms is rational: (r - 1) both ways.
      {quantity::jeffreys, of("exponential", {{"rate", 1}}), of("exponential", {{"rate", 3}}), nats,
       "4/3"},
      {quantity::jeffreys, of("rayleigh", {{"sigma", 1}}), of("rayleigh", {{"sigma", 2}}), nats,
       "9/4"},
      {kl, of("poisson", {{"rate", 0}}), of("poisson", {{"rate", Q(5, 3)}}), nats, "5/3"},
      {quantity::chi_squared, of("exponential", {{"rate", 2}}), of("exponential", {{"rate", 1}}),
       nats, "1/3"},
  });
}

TEST_F(known, RationalInBits) {
  const auto kl = quantity::kl;
  const auto bits = unit::bits;
  expect_known({
      {kl, of("uniform", {{"lower", 2}, {"upper", 3}}), of("uniform", {{"lower", 0}, {"upper", 8}}),
       bits, "3"},
      {kl, of("log_uniform", {{"lower", 2}, {"upper", 4}}),
       of("log_uniform", {{"lower", 1}, {"upper", 16}}), bits, "2"},
      {kl, of("bernoulli", {{"prob", 1}}), of("bernoulli", {{"prob", Q(1, 8)}}), bits, "3"},
      {kl, of("binomial", {{"n", 5}, {"prob", 1}}), of("binomial", {{"n", 5}, {"prob", Q(1, 4)}}),
       bits, "10"},
      {kl, of("geometric", {{"prob", 1}}), of("geometric", {{"prob", Q(1, 16)}}), bits, "4"},
      {kl, of("uniform", {{"lower", 0}, {"upper", 1}}), of("beta", {{"alpha", 1}, {"beta", 1}}),
       bits, "0"},
  });
}

distribution dirichlet(const Q& first, const Q& second) {
  return {"dirichlet", {{"alpha", {as_number(first), as_number(second)}}}};
}

// A Dirichlet vector of two is (x, 1 - x) with x of a beta distribution.
TEST_F(known, DirichletOfTwoIsBeta) {
  law_source source(37);
  const family_entry& beta = *find_family("beta");
  for (int i = 0; i < 10; ++i) {
    const stated_law p = source.law(beta);
    const stated_law q = source.law(beta);
    const distribution two_p = dirichlet(p["alpha"], p["beta"]);
    const distribution two_q = dirichlet(q["alpha"], q["beta"]);
    for (const quantity what : {quantity::kl, quantity::jeffreys, quantity::squared_hellinger}) {
      const answer a = evaluate({what, two_p, two_q});
      const answer b = evaluate({what, p.posed(), q.posed()});
      EXPECT_EQ(a.hex, b.hex) << p.text() << " against " << q.text();
    }
    EXPECT_EQ(evaluate({quantity::entropy, two_p}).hex,
              evaluate({quantity::entropy, p.posed()}).hex);
  }
}

// D_0 = -ln Q(p > 0) is 0 where Q has no mass outside P's support, and only there.
TEST_F(known, OrderZeroSeesTheSupportAlone) {
  const auto order_zero = [](const stated_law& p, const stated_law& q) {
    problem x{quantity::renyi, p.posed(), q.posed()};
    x.order = number(0);
    return evaluate(x);
  };
  const stated_law a = of("von_mises", {{"mu", 0}, {"kappa", Q(1, 4)}});
  const stated_law b = of("von_mises", {{"mu", 1}, {"kappa", 3}});
  EXPECT_EQ(order_zero(a, b).rational, "0");
  const stated_law narrow = of("uniform", {{"lower", 0}, {"upper", 1}});
  const stated_law wide = of("uniform", {{"lower", 0}, {"upper", 2}});
  EXPECT_EQ(order_zero(wide, narrow).rational, "0");
  const answer half = order_zero(narrow, wide);
  EXPECT_EQ(name(half.state), name(status::rounded));
  EXPECT_EQ(half.hex, "0x1.62e42fefa39efp-1");  // ln 2
}

// Of a logistic Q both averages over a Cauchy P are infinite; which is named must not depend on the
// order in which a compiler evaluates a sum.
TEST_F(known, OfTwoInfiniteAveragesTheFirstOfTheListIsNamed) {
  const answer a = asked(quantity::kl, of("cauchy", {{"mu", 0}, {"scale", 1}}),
                         of("logistic", {{"mu", 0}, {"scale", 1}}));
  EXPECT_EQ(name(a.state), name(status::plus_infinity));
  EXPECT_EQ(a.reason, "the average of mean over p is infinite");
}

// x^2 = y says which of the two is meant by each word: sigma is not a variance, a scale no rate.
TEST_F(known, WordsAreNotConfused) {
  const answer a = asked(quantity::kl, of("normal", {{"mu", 0}, {"sigma", 2}}),
                         of("normal", {{"mu", 1}, {"sigma", 2}}));
  EXPECT_EQ(a.rational, "1/8");
  const answer b = asked(quantity::kl, of("normal", {{"mu", 0}, {"variance", 2}}),
                         of("normal", {{"mu", 1}, {"variance", 2}}));
  EXPECT_EQ(b.rational, "1/4");
  const answer c = asked(quantity::kl, of("normal", {{"mu", 0}, {"precision", 2}}),
                         of("normal", {{"mu", 1}, {"precision", 2}}));
  EXPECT_EQ(c.rational, "1");
}

}  // namespace
}  // namespace kloracle::second_opinion
