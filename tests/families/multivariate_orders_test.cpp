// SPDX-License-Identifier: Apache-2.0
//
// Normal laws of vectors: orders of divergences, where they are infinite and which attains most,
// and enclosures at every precision.
#include "oracle/families/gaussian_pair.hpp"
#include "oracle/monotone.hpp"
#include "tests/families/gaussian_laws.hpp"

namespace kloracle {
namespace {

class MultivariateOrders : public ::testing::Test {
  mpfr_env env_;
};

// What few bits enclose holds what many bits enclose.
TEST_F(MultivariateOrders, EnclosuresAtEveryPrecision) {
  constexpr covariance_name names[] = {{"covariance", covariance_form::matrix}};
  law_drawer draw(14);
  int straddling = 0;
  for (int round = 0; round < 60; ++round) {
    const drawn_normal p = draw.normal(3, "covariance");
    drawn_normal q = draw.normal(3, "covariance");
    if (round % 2 == 0) q = p;
    q.covariance(2, 2) *= 1 + power_of_two(-round);
    const gaussian_pair x{
        given_covariance(read_distribution(normal_of(p.mean, p.covariance), "p"), names),
        given_covariance(read_distribution(normal_of(q.mean, q.covariance), "q"), names),
        {0, 0, Q(round % 2)}};
    const interval kl = enclosed_pair(x, 900).twice_kl(false);
    const Q a(1, 3);
    const determinant_weights<Q> w{1 - a, a, 1};
    const curve_point affinity = enclosed_pair(x, 900).twice_affinity_curve(a, w, {-1, 1, 0});
    for (const mpfr_prec_t bits : {20, 30, 45, 60, 100}) {
      try {
        const enclosed_pair rough(x, bits);
        const interval wide = rough.twice_kl(false);
        straddling += wide.contains_zero();
        EXPECT_TRUE(certainly_le(point(wide.lo(), bits), kl));
        EXPECT_TRUE(certainly_le(kl, point(wide.hi(), bits)));
        const curve_point rough_affinity = rough.twice_affinity_curve(a, w, {-1, 1, 0});
        EXPECT_TRUE(overlap(rough_affinity.value, affinity.value));
        EXPECT_TRUE(overlap(rough_affinity.slope, affinity.slope));
      } catch (const pivot_open&) {
      }
    }
  }
  EXPECT_GT(straddling, 10);
}

// Where a S_q + (1-a) S_p ceases to be positive definite the integral is infinite: here, of S_q = I
// and S_p = 4 I, from a = 4/3 on.
TEST_F(MultivariateOrders, RenyiIsInfiniteFromTheRightOrder) {
  const rational_matrix wide(2, 2, {4, 0, 0, Q(1, 2)});
  const rational_matrix precision(2, 2, {Q(1, 4), 0, 0, 2});
  const distribution forms[] = {
      normal_of({0, 0}, wide),
      {"multivariate_normal",
       {stated("mean", std::vector<Q>{0, 0}), stated("precision", precision)}}};
  const distribution unlike_forms[] = {
      normal_of({0, 1}, identity_matrix(2)),
      {"multivariate_normal",
       {stated("mean", std::vector<Q>{0, 1}), stated("precision", identity_matrix(2))}}};
  for (std::size_t pair = 0; pair < 4; ++pair) {
    const distribution& p = forms[pair / 2];
    const distribution& q = unlike_forms[pair % 2];
    const auto state = [&](quantity what, const Q& order) {
      return answered(what, p, q, order).state;
    };
    EXPECT_EQ(state(quantity::renyi, Q(4, 3)), status::plus_infinity);
    EXPECT_EQ(state(quantity::renyi, Q(4, 3) + power_of_two(-2000)), status::plus_infinity);
    EXPECT_EQ(state(quantity::renyi, Q(4, 3) - power_of_two(-200)), status::rounded);
    EXPECT_EQ(state(quantity::renyi, -1), status::undefined);
    EXPECT_EQ(state(quantity::renyi, Q(-1) + power_of_two(-200)), status::rounded);
    EXPECT_EQ(state(quantity::alpha, -1), status::plus_infinity);
    EXPECT_EQ(answered(quantity::chi_squared, p, q).state, status::plus_infinity);
  }
}

// The Chernoff information is that of the order that attains it, and no other order has more.
TEST_F(MultivariateOrders, ChernoffInformationIsTheLargest) {
  law_drawer draw(13);
  for (const std::string form : spread_names) {
    const distribution p = draw.normal(3, form).posed();
    const distribution q = draw.normal(3, "covariance").posed();
    const answer most = answered(quantity::chernoff_information, p, q);
    ASSERT_TRUE(most.minimiser) << most.reason;
    const interval where = most.minimiser->bounds();
    EXPECT_TRUE(narrower_than(where, 40));
    Q order;
    mpfr_get_q(order.backend().data(), where.lo());
    const answer there = answered(quantity::chernoff, p, q, order, unit::nats, 60);
    EXPECT_EQ(there.decimal, most.decimal);
    for (const Q& other : {Q(order - Q(1, 1000)), Q(order + Q(1, 1000)), Q(1, 2)}) {
      const answer less = answered(quantity::chernoff, p, q, other);
      EXPECT_TRUE(certainly_lt(less.bounds->bounds(), most.bounds->bounds())) << form;
    }
  }
}

// Few bits enclose the order that many bits enclose: laws so near that slopes are lost in noise.
TEST_F(MultivariateOrders, ChernoffOrdersOverlap) {
  law_drawer draw(15);
  for (int k = 4; k < 60; k += 3) {
    const drawn_normal p = draw.normal(3, "covariance");
    drawn_normal q = p;
    q.covariance(1, 1) *= 1 + power_of_two(-k);
    q.mean[0] += power_of_two(-k) / 3;
    const distribution laws[] = {p.posed(), normal_of(q.mean, q.covariance)};
    const auto ask = [&](long bits) {
      return answered(quantity::chernoff_information, laws[0], laws[1], {}, unit::nats, bits);
    };
    const answer few = ask(0);
    const answer many = ask(300);
    EXPECT_TRUE(overlapping(few, many)) << k;
    EXPECT_TRUE(overlap(few.minimiser->bounds(), many.minimiser->bounds())) << k;
    EXPECT_TRUE(narrower_than(many.minimiser->bounds(), 100)) << k;
  }
}

TEST_F(MultivariateOrders, TotalVariationOfEqualCovariances) {
  const rational_matrix s(2, 2, {2, 1, 1, 2});
  const answer a = answered(quantity::total_variation, normal_of({0, 0}, s), normal_of({1, -1}, s),
                            {}, unit::nats, 80);
  // difference' S^-1 difference = 2: that of N(0, 1) against N(sqrt 2, 1), at mean 2 of variance 2.
  const answer scalar = answered(quantity::total_variation, scalar_normal(0, 2),
                                 scalar_normal(2, 2), {}, unit::nats, 80);
  EXPECT_EQ(a.decimal, scalar.decimal);
  EXPECT_EQ(answered(quantity::total_variation, normal_of({0, 0}, s),
                     normal_of({1, -1}, identity_matrix(2)))
                .argument,
            "quantity");
}

// Where one law is far wider than the other, the order is as near to an end as they are unlike.
TEST_F(MultivariateOrders, ChernoffOrderNearAnEnd) {
  const distribution narrow = diagonal_of({0, 1}, {power_of_two(-900), power_of_two(-500)});
  const distribution wide = diagonal_of({1, 0}, {power_of_two(900), 1});
  const answer forth = answered(quantity::chernoff_information, narrow, wide);
  const answer back = answered(quantity::chernoff_information, wide, narrow);
  EXPECT_EQ(forth.state, status::rounded) << forth.reason;
  EXPECT_TRUE(overlapping(forth, back));
  EXPECT_TRUE(overlap(forth.minimiser->bounds(), interval(1L, 64) - back.minimiser->bounds()));
}

}  // namespace
}  // namespace kloracle
