// SPDX-License-Identifier: Apache-2.0
//
// Normal laws of vectors: against rational arithmetic by cofactors, against the oracle's own scalar
// normal, and at the inputs that are hard for elimination. multivariate_arb_test.cpp has Arb.
#include <cmath>

#include "oracle/families/given.hpp"
#include "oracle/log_form.hpp"
#include "tests/families/gaussian_laws.hpp"

namespace kloracle {
namespace {

class MultivariateNormal : public ::testing::Test {
  mpfr_env env_;
};

// KL in closed form.
log_form kl_form(const drawn_normal& p, const drawn_normal& q) {
  const rational_matrix inverse = cofactor_inverse(q.covariance);
  Q total = trace_of(inverse * p.covariance) - Q(p.mean.size());
  for (std::size_t i = 0; i < p.mean.size(); ++i) {
    for (std::size_t j = 0; j < p.mean.size(); ++j) {
      total += (p.mean[i] - q.mean[i]) * inverse(i, j) * (p.mean[j] - q.mean[j]);
    }
  }
  return {Q(1, 2),
          total,
          {{1, cofactor_determinant(q.covariance) / cofactor_determinant(p.covariance)}}};
}

// Every parameterisation against every other.
TEST_F(MultivariateNormal, AgreesWithCofactors) {
  law_drawer draw(7);
  for (const std::string of_p : spread_names) {
    for (const std::string of_q : spread_names) {
      for (std::size_t d = 1; d <= 4; ++d) {
        const drawn_normal p = draw.normal(d, of_p);
        const drawn_normal q = draw.normal(d, of_q);
        const answer a = answered(quantity::kl, p.posed(), q.posed());
        ASSERT_TRUE(a.bounds) << of_p << " against " << of_q << ": " << a.argument << a.reason;
        EXPECT_TRUE(overlap(a.bounds->bounds(), enclose(kl_form(p, q), 300))) << of_p << of_q << d;
        EXPECT_TRUE(narrower_than(a.bounds->bounds(), 200));
        const answer back = answered(quantity::reverse_kl, q.posed(), p.posed());
        EXPECT_TRUE(overlapping(a, back)) << of_p << of_q << d;
      }
    }
  }
}

// The same law in two parameterisations is the same law.
TEST_F(MultivariateNormal, EqualLawsAreAtDistanceZero) {
  law_drawer draw(8);
  for (std::size_t d = 1; d <= 4; ++d) {
    for (const std::string name : spread_names) {
      const drawn_normal p = draw.normal(d, name);
      const rational_matrix inverse = cofactor_inverse(p.covariance);
      drawn_normal by_precision = p;
      by_precision.spread = stated("precision", inverse);
      by_precision.beside = {};
      const distribution same[] = {p.posed(), normal_of(p.mean, p.covariance),
                                   by_precision.posed()};
      for (const distribution& x : same) {
        for (const distribution& y : same) {
          EXPECT_EQ(answered(quantity::kl, x, y).rational, "0") << name << d;
          EXPECT_EQ(answered(quantity::bhattacharyya_coefficient, x, y).rational, "1");
        }
      }
      rational_matrix other = inverse;
      other(d - 1, d - 1) += power_of_two(-300);
      by_precision.spread = stated("precision", other);
      const answer near = answered(quantity::kl, p.posed(), by_precision.posed());
      EXPECT_EQ(near.state, status::rounded) << name;
      EXPECT_TRUE(certainly_positive(near.bounds->bounds()));
    }
  }
}

TEST_F(MultivariateNormal, RationalValues) {
  const rational_matrix one = identity_matrix(3);
  const distribution p = normal_of({0, 0, 0}, one);
  EXPECT_EQ(answered(quantity::kl, p, normal_of({3, 0, 0}, one)).rational, "9/2");
  // Half of (3/4 - 3 + 9/4) + ln 4^3: 3 bits.
  const rational_matrix wide(3, 3, {4, 0, 0, 0, 4, 0, 0, 0, 4});
  const answer bits = answered(quantity::kl, p, normal_of({3, 0, 0}, wide), {}, unit::bits);
  EXPECT_EQ(bits.rational, "3");
  EXPECT_NE(answered(quantity::kl, p, normal_of({3, 0, 0}, wide)).state, status::exact);
  // Equal determinants: (1/2)(2 + 1/2 + 1 - 3) at (2, 1, 1/2) against I.
  EXPECT_EQ(
      answered(quantity::kl, normal_of({0, 0, 0}, {3, 3, {2, 0, 0, 0, 1, 0, 0, 0, Q(1, 2)}}), p)
          .rational,
      "1/4");
  EXPECT_EQ(answered(quantity::renyi, p, normal_of({3, 0, 0}, one), Q(2)).rational, "9");
  EXPECT_EQ(answered(quantity::jeffreys, p, normal_of({2, 0, 0}, one)).rational, "4");
  EXPECT_EQ(answered(quantity::bhattacharyya_distance, p, normal_of({2, 0, 0}, one)).rational,
            "1/2");
  EXPECT_EQ(answered(quantity::chernoff_information, p, p).rational, "0");
}

// Covariances of I/3, of which no enclosure is a point: only algebra tells.
TEST_F(MultivariateNormal, RationalValuesOfThirds) {
  const rational_matrix third(2, 2, {Q(1, 3), 0, 0, Q(1, 3)});
  const distribution p = normal_of({0, 0}, third);
  const distribution q = normal_of({0, 3}, third);
  EXPECT_EQ(answered(quantity::kl, p, q).rational, "27/2");
  EXPECT_EQ(answered(quantity::renyi, p, q, Q(1, 3)).rational, "9/2");
  EXPECT_EQ(answered(quantity::renyi, p, q, Q(7)).rational, "189/2");
  EXPECT_EQ(answered(quantity::bhattacharyya_distance, p, q).rational, "27/8");
  EXPECT_EQ(answered(quantity::chernoff_information, p, q).decimal, "3.3750000000000000");
}

// (1/2)(tr - 3) with determinants 1, whatever the parameter.
TEST_F(MultivariateNormal, RationalValuesInEveryForm) {
  const rational_matrix l(3, 3, {2, 0, 0, 1, 1, 0, 3, -1, Q(1, 2)});
  const rational_matrix s = l * transposed(l);
  const Q value = (trace_of(s) - 3) / 2;
  const std::vector<Q> mean(3, Q(0));
  const auto law = [&](const parameter& spread) {
    return distribution{"multivariate_normal", {stated("mean", mean), spread}};
  };
  const distribution one = normal_of(mean, identity_matrix(3));
  const distribution unit_variances = diagonal_of(mean, {1, 1, 1});
  for (const parameter& spread : {stated("covariance", s), stated("scale_tril", l),
                                  stated("precision", cofactor_inverse(s))}) {
    EXPECT_EQ(answered(quantity::kl, law(spread), one).rational, value.str());
    EXPECT_EQ(answered(quantity::reverse_kl, unit_variances, law(spread)).rational, value.str());
  }
}

// Determinants 4 on both sides: (1/2)(tr - 2).
TEST_F(MultivariateNormal, EqualDeterminantsOfATriangle) {
  const rational_matrix l(2, 2, {2, 0, 1, 1});
  const distribution p{"multivariate_normal",
                       {stated("mean", std::vector<Q>{0, 0}), stated("scale_tril", l)}};
  EXPECT_EQ(answered(quantity::kl, p, normal_of({0, 0}, {2, 2, {1, 0, 0, 4}})).rational, "5/4");
}

TEST_F(MultivariateNormal, MultiplesInEveryForm) {
  constexpr covariance_name names[] = {{"covariance", covariance_form::matrix},
                                       {"precision", covariance_form::inverse},
                                       {"scale_tril", covariance_form::scale_tril}};
  const rational_matrix l(2, 2, {2, 0, 1, 3});
  const rational_matrix s = l * transposed(l);
  const auto given = [&](const parameter& spread) {
    const distribution d{"multivariate_normal", {stated("mean", std::vector<Q>{0, 0}), spread}};
    return given_covariance(read_distribution(d, "p"), names);
  };
  rational_matrix double_l = l;
  for (std::size_t i = 0; i < 4; ++i) double_l(i / 2, i % 2) *= 2;
  const given_covariance all[] = {given(stated("covariance", s)),
                                  given(stated("precision", cofactor_inverse(s))),
                                  given(stated("scale_tril", l))};
  const rational_matrix four = double_l * transposed(double_l);
  const given_covariance fours[] = {given(stated("covariance", four)),
                                    given(stated("precision", cofactor_inverse(four))),
                                    given(stated("scale_tril", double_l))};
  for (const given_covariance& x : all) {
    for (const given_covariance& y : fours) {
      EXPECT_TRUE(is_multiple(y, x, 4));
      EXPECT_TRUE(is_multiple(x, y, Q(1, 4)));
      EXPECT_FALSE(is_multiple(x, y, 4));
    }
  }
}

// Diagonal matrices, in whichever parameter, make a sum over scalars.
TEST_F(MultivariateNormal, DiagonalIsTheSumOfScalars) {
  law_drawer draw(9);
  const quantity additive[] = {quantity::kl, quantity::jeffreys, quantity::bhattacharyya_distance,
                               quantity::cross_entropy, quantity::renyi};
  for (int round = 0; round < 10; ++round) {
    constexpr std::size_t d = 3;
    const std::vector<Q> m[] = {draw.vector(d), draw.vector(d)};
    const std::vector<Q> v[] = {draw.positive_vector(d), draw.positive_vector(d)};
    rational_matrix s(d, d);
    for (std::size_t i = 0; i < d; ++i) s(i, i) = v[0][i];
    for (const quantity what : additive) {
      const auto order = what == quantity::renyi ? std::optional<Q>(Q(1, 3)) : std::nullopt;
      const answer whole = answered(what, diagonal_of(m[0], v[0]), diagonal_of(m[1], v[1]), order);
      const answer dense = answered(what, normal_of(m[0], s), diagonal_of(m[1], v[1]), order);
      interval sum(0L, 300);
      for (std::size_t i = 0; i < d; ++i) {
        sum = sum + answered(what, scalar_normal(m[0][i], v[0][i]), scalar_normal(m[1][i], v[1][i]),
                             order)
                        .bounds->bounds();
      }
      EXPECT_TRUE(overlap(whole.bounds->bounds(), sum)) << entry(what).name;
      EXPECT_TRUE(overlapping(whole, dense)) << entry(what).name;
    }
    const answer entropy = answered(quantity::entropy, diagonal_of(m[0], v[0]), std::nullopt);
    EXPECT_TRUE(
        overlapping(entropy, answered(quantity::entropy, normal_of(m[0], s), std::nullopt)));
  }
}

// In one dimension every quantity is that of the scalar normal, whichever the order.
TEST_F(MultivariateNormal, OneDimensionIsTheScalarNormal) {
  law_drawer draw(10);
  const quantity all[] = {quantity::kl,
                          quantity::reverse_kl,
                          quantity::jeffreys,
                          quantity::bhattacharyya_coefficient,
                          quantity::hellinger,
                          quantity::squared_hellinger,
                          quantity::renyi,
                          quantity::tsallis,
                          quantity::alpha,
                          quantity::chi_squared,
                          quantity::neyman_chi_squared,
                          quantity::chernoff_information,
                          quantity::cross_entropy};
  for (int round = 0; round < 20; ++round) {
    const Q m[] = {draw.entry(), draw.entry()};
    const Q v[] = {draw.positive_vector(1)[0], draw.positive_vector(1)[0]};
    for (const quantity what : all) {
      const bool ordered = takes(entry(what), option::order);
      const auto order = ordered ? std::optional<Q>(draw.entry() / 4) : std::nullopt;
      const answer of_vector = answered(what, normal_of({m[0]}, {1, 1, {v[0]}}),
                                        diagonal_of({m[1]}, {v[1]}), order, unit::nats, 80);
      const answer of_scalar = answered(what, scalar_normal(m[0], v[0]), scalar_normal(m[1], v[1]),
                                        order, unit::nats, 80);
      EXPECT_EQ(of_vector.state, of_scalar.state)
          << entry(what).name << " " << of_vector.reason << " / " << of_scalar.reason;
      EXPECT_EQ(of_vector.decimal, of_scalar.decimal) << entry(what).name;
    }
  }
}

// KL is the same in new coordinates: signs, an order of axes, powers of two.
TEST_F(MultivariateNormal, InvariantUnderSignedPermutationsAndScales) {
  law_drawer draw(11);
  for (int round = 0; round < 10; ++round) {
    const drawn_normal laws[] = {draw.normal(3, "covariance"), draw.normal(3, "covariance")};
    const Q scale[] = {power_of_two(900), -power_of_two(-1000), power_of_two(3)};
    distribution moved[2];
    for (int side = 0; side < 2; ++side) {
      std::vector<Q> mean(3);
      rational_matrix s(3, 3);
      for (std::size_t i = 0; i < 3; ++i) {
        mean[(i + 1) % 3] = laws[side].mean[i] * scale[i];
        for (std::size_t j = 0; j < 3; ++j) {
          s((i + 1) % 3, (j + 1) % 3) = laws[side].covariance(i, j) * scale[i] * scale[j];
        }
      }
      moved[side] = normal_of(mean, s);
    }
    const answer before = answered(quantity::kl, laws[0].posed(), laws[1].posed());
    const answer after = answered(quantity::kl, moved[0], moved[1]);
    EXPECT_EQ(before.decimal, after.decimal);
    EXPECT_TRUE(overlapping(before, after));
  }
}

TEST_F(MultivariateNormal, FaultsNameTheirArgument) {
  const distribution good = normal_of({0, 0}, identity_matrix(2));
  const auto expect_fault = [&](const distribution& bad, const std::string& argument,
                                const std::string& reason) {
    const answer a = answered(quantity::kl, bad, good);
    EXPECT_EQ(a.state, status::undefined);
    EXPECT_EQ(a.argument, argument);
    EXPECT_NE(a.reason.find(reason), std::string::npos) << a.reason;
  };
  expect_fault(normal_of({0, 0}, {2, 2, {1, 2, 2, 4}}), "p.covariance",
               "is not positive definite (leading minor 2 is not positive)");
  expect_fault(normal_of({0, 0}, {2, 2, {1, 2, 3, 4}}), "p.covariance",
               "is not symmetric: [1][0] is 3 and [0][1] is 2");
  expect_fault(normal_of({0, 0}, {2, 3, {1, 2, 3, 4, 5, 6}}), "p.covariance", "2 x 3");
  expect_fault(normal_of({0, 0, 0}, identity_matrix(2)), "p.covariance", "is of dimension 2");
  const auto with = [](const parameter& x) {
    return distribution{"multivariate_normal", {stated("mean", std::vector<Q>{0, 0}), x}};
  };
  expect_fault(with(stated("precision", rational_matrix(2, 2, {1, 2, 2, 4}))), "p.precision",
               "leading minor 2");
  expect_fault(with(stated("scale_tril", rational_matrix(2, 2, {1, 1, 0, 1}))), "p.scale_tril",
               "expected 0 above the diagonal");
  expect_fault(with(stated("scale_tril", rational_matrix(2, 2, {1, 0, 1, 0}))), "p.scale_tril",
               "expected a positive diagonal");
  expect_fault(with(stated("variances", std::vector<Q>{1, 0})), "p.variances[1]", "positive");
  expect_fault(with(stated("factor", identity_matrix(2))), "p", "only one of");
  const answer a = answered(quantity::kl, normal_of({0}, identity_matrix(1)), good);
  EXPECT_EQ(a.argument, "q.mean");
}

// Rounded kernels of Gaussian processes are nearly singular: enclosures grow until they tell.
TEST_F(MultivariateNormal, KernelMatrices) {
  constexpr std::size_t n = 64;
  const auto kernel = [](double length, double noise) {
    rational_matrix k(n, n);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        const double x = (static_cast<double>(i) - static_cast<double>(j)) / length;
        k(i, j) = Q(std::exp(-x * x / 2) + (i == j ? noise : 0.0));
      }
    }
    return k;
  };
  const std::vector<Q> mean(n, Q(0));
  const distribution p = normal_of(mean, kernel(8, 0x1p-20));
  const distribution q = normal_of(mean, kernel(9, 0x1p-20));
  const answer a = answered(quantity::kl, p, q, {}, unit::nats, 60);
  EXPECT_EQ(a.state, status::rounded);
  EXPECT_TRUE(certainly_positive(a.bounds->bounds()));
  EXPECT_EQ(answered(quantity::kl, p, p).rational, "0");
  const answer none = answered(quantity::kl, normal_of(mean, kernel(20, 0)), q);
  EXPECT_EQ(none.argument, "p.covariance") << none.reason;
}

TEST_F(MultivariateNormal, NearlyEqualAndWide) {
  const rational_matrix s(2, 2, {Q(1e300), 1, 1, Q(1e-290)});
  rational_matrix t = s;
  t(1, 1) = Q(std::nextafter(1e-290, 1.0));
  const distribution p = normal_of({0, 0}, s);
  const distribution q = normal_of({0, 0}, t);
  const answer a = answered(quantity::kl, p, q);
  EXPECT_TRUE(certainly_positive(a.bounds->bounds()));
  // t = s up to a relative u in one pivot: between u^2/8 and u^2/2.
  const Q u = t(1, 1) / s(1, 1) - 1;
  EXPECT_TRUE(certainly_lt(interval(Q(u * u / 8), 300), a.bounds->bounds()));
  EXPECT_TRUE(certainly_lt(a.bounds->bounds(), interval(Q(u * u / 2), 300)));
}

// A pivot of 1e-299 beside one of 1 costs no precision.
TEST_F(MultivariateNormal, UnlikePivots) {
  const answer a = answered(quantity::kl, normal_of({0, 0}, {2, 2, {Q(1e300), 1, 1, Q(1e-299)}}),
                            normal_of({1, 0}, {2, 2, {3, 1, 1, 1}}), {}, unit::nats, 60);
  EXPECT_EQ(a.state, status::rounded);
  EXPECT_LT(a.bits, 150);
}

// Of as many coordinates as a neural network has.
TEST_F(MultivariateNormal, LongDiagonals) {
  law_drawer draw(12);
  constexpr std::size_t d = 600;
  const distribution p = diagonal_of(draw.vector(d), draw.positive_vector(d));
  const distribution q = diagonal_of(draw.vector(d), draw.positive_vector(d));
  EXPECT_EQ(answered(quantity::kl, p, q).state, status::rounded);
  EXPECT_EQ(answered(quantity::kl, p, p).rational, "0");
}

}  // namespace
}  // namespace kloracle
