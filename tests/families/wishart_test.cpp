// SPDX-License-Identifier: Apache-2.0
//
// Wishart laws and normal laws of matrices, by their relations to other families and by laws that
// tie one formula to another.
#include "oracle/special.hpp"
#include "tests/families/gaussian_laws.hpp"

namespace kloracle {
namespace {

class MatrixFamilies : public ::testing::Test {
  mpfr_env env_;
};

distribution wishart(const Q& df, const parameter& scale) {
  return {"wishart", {stated("df", df), scale}};
}
distribution gamma_law(const Q& shape, const Q& scale) {
  return {"gamma", {stated("shape", shape), stated("scale", scale)}};
}
distribution matrix_normal(const rational_matrix& mean, const rational_matrix& rows,
                           const rational_matrix& columns) {
  return {
      "matrix_normal",
      {stated("mean", mean), stated("row_covariance", rows), stated("column_covariance", columns)}};
}

rational_matrix positive(law_drawer& draw, std::size_t d) {
  const rational_matrix l = draw.triangle(d);
  return l * transposed(l);
}
rational_matrix scaled(rational_matrix a, const Q& factor) {
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) a(i, j) *= factor;
  }
  return a;
}
rational_matrix kronecker(const rational_matrix& u, const rational_matrix& v) {
  rational_matrix all(u.rows() * v.rows(), u.rows() * v.rows());
  for (std::size_t i = 0; i < all.rows(); ++i) {
    for (std::size_t j = 0; j < all.rows(); ++j) {
      all(i, j) = u(i / v.rows(), j / v.rows()) * v(i % v.rows(), j % v.rows());
    }
  }
  return all;
}

// Renyi divergence rises with the order and is KL at 1: at 1 -+ 2^-90 it holds KL between two
// values that are near. Renyi comes from the normaliser, KL has a formula of its own.
void expect_between_orders(const distribution& p, const distribution& q) {
  const Q step = power_of_two(-90);
  const answer below = answered(quantity::renyi, p, q, 1 - step, unit::nats, 150);
  const answer above = answered(quantity::renyi, p, q, 1 + step, unit::nats, 150);
  const answer kl = answered(quantity::kl, p, q, {}, unit::nats, 150);
  ASSERT_TRUE(below.bounds && above.bounds && kl.bounds) << kl.reason << above.reason;
  EXPECT_TRUE(certainly_lt(below.bounds->bounds(), kl.bounds->bounds()));
  EXPECT_TRUE(certainly_lt(kl.bounds->bounds(), above.bounds->bounds()));
  EXPECT_TRUE(narrower_than(hull(below.bounds->bounds(), above.bounds->bounds()), 70));
}

// D_a(P, Q) = a/(1-a) D_(1-a)(Q, P), at any order.
void expect_skew_symmetry(const distribution& p, const distribution& q) {
  for (const Q& a : {Q(1, 3), Q(7, 8), Q(65, 64), Q(-1, 64)}) {
    const answer one = answered(quantity::renyi, p, q, a);
    const answer other = answered(quantity::renyi, q, p, Q(1 - a));
    ASSERT_EQ(one.state, status::rounded) << a;
    EXPECT_TRUE(overlap(one.bounds->bounds(), other.bounds->bounds() * Q(a / (1 - a)))) << a;
  }
}

parameter scale_in_form(law_drawer& draw, std::size_t d, long form) {
  const rational_matrix l = draw.triangle(d);
  if (form == 0) return stated("scale", l * transposed(l));
  if (form == 1) return stated("inverse_scale", l * transposed(l));
  return stated("scale_tril", l);
}

TEST_F(MatrixFamilies, WishartOfOneDimensionIsGamma) {
  law_drawer draw(21);
  const quantity all[] = {quantity::kl,
                          quantity::reverse_kl,
                          quantity::jeffreys,
                          quantity::hellinger,
                          quantity::bhattacharyya_distance,
                          quantity::chernoff_information,
                          quantity::renyi,
                          quantity::tsallis,
                          quantity::alpha,
                          quantity::chi_squared,
                          quantity::cross_entropy};
  for (int round = 0; round < 20; ++round) {
    const Q df[] = {draw.positive_vector(1)[0], draw.positive_vector(1)[0]};
    const Q v[] = {draw.positive_vector(1)[0], draw.positive_vector(1)[0]};
    const distribution p = wishart(df[0], stated("scale", rational_matrix(1, 1, {v[0]})));
    const distribution q =
        wishart(df[1], stated("inverse_scale", rational_matrix(1, 1, {1 / v[1]})));
    const distribution r = gamma_law(df[0] / 2, 2 * v[0]);
    const distribution s = gamma_law(df[1] / 2, 2 * v[1]);
    for (const quantity what : all) {
      const bool ordered = takes(entry(what), option::order);
      const auto order = ordered ? std::optional<Q>(draw.entry() / 4) : std::nullopt;
      const answer x = answered(what, p, q, order, unit::nats, 80);
      const answer y = answered(what, r, s, order, unit::nats, 80);
      EXPECT_EQ(x.state, y.state) << entry(what).name << x.reason << " / " << y.reason;
      EXPECT_EQ(x.decimal, y.decimal) << entry(what).name;
    }
    EXPECT_EQ(answered(quantity::entropy, p, std::nullopt).decimal,
              answered(quantity::entropy, r, std::nullopt).decimal);
  }
}

TEST_F(MatrixFamilies, WishartFormulasAgree) {
  law_drawer draw(22);
  for (std::size_t d = 1; d <= 4; ++d) {
    for (long form = 0; form < 3; ++form) {
      const Q df[] = {Q(d) + draw.positive_vector(1)[0], Q(d) + draw.positive_vector(1)[0]};
      const distribution p = wishart(df[0], scale_in_form(draw, d, form));
      const distribution q = wishart(df[1], scale_in_form(draw, d, (form + draw.below(3)) % 3));
      expect_between_orders(p, q);
      const answer forth = answered(quantity::kl, p, q);
      EXPECT_TRUE(overlapping(forth, answered(quantity::reverse_kl, q, p)));
      EXPECT_EQ(answered(quantity::kl, p, p).rational, "0");
    }
    const rational_matrix v = positive(draw, d);
    rational_matrix w = v;
    w(0, 0) += power_of_two(-60);
    expect_skew_symmetry(wishart(Q(d) + 5, stated("scale", v)),
                         wishart(Q(d) + Q(51, 10), stated("scale", w)));
  }
}

// With equal degrees of freedom it is df times the KL of normal laws of mean 0; with integers and
// equal determinants a rational.
TEST_F(MatrixFamilies, WishartOfEqualDegrees) {
  law_drawer draw(23);
  for (std::size_t d = 1; d <= 4; ++d) {
    const rational_matrix v[] = {positive(draw, d), positive(draw, d)};
    const std::vector<Q> zero(d, Q(0));
    const Q df(static_cast<long>(d) + 3, 2);
    const answer of_matrices = answered(quantity::kl, wishart(df + 2, stated("scale", v[0])),
                                        wishart(df + 2, stated("scale", v[1])));
    const answer of_normals = answered(quantity::kl, normal_of(zero, v[0]), normal_of(zero, v[1]));
    EXPECT_TRUE(overlap(of_matrices.bounds->bounds(), of_normals.bounds->bounds() * Q(df + 2)));
  }
  const rational_matrix stretched(2, 2, {2, 0, 0, Q(1, 2)});
  EXPECT_EQ(answered(quantity::kl, wishart(4, stated("scale", stretched)),
                     wishart(4, stated("scale", identity_matrix(2))))
                .rational,
            "1");
}

// Bartlett's decomposition: X = T T' with T_ii^2 of chi-squared and T_ij normal, and the Jacobian
// 2^d prod T_ii^(d-i+1), so that H(X) is a sum over scalar laws.
TEST_F(MatrixFamilies, WishartEntropyByBartlett) {
  for (long d = 1; d <= 4; ++d) {
    const Q df = d + Q(3, 7);
    interval sum(0L, 300);
    const interval of_normal =
        answered(quantity::entropy, {"normal", {stated("mu", Q(0)), stated("variance", Q(1))}},
                 std::nullopt)
            .bounds->bounds();
    for (long i = 1; i <= d; ++i) {
      const Q half = (df - i + 1) / 2;
      const interval of_square =
          answered(quantity::entropy, gamma_law(half, 2), std::nullopt).bounds->bounds();
      const interval log_root = ldexp(digamma(interval(half, 300)) + const_ln2(300), -1);
      sum = sum + of_square + log_root * Q(d - i) + of_normal * Q(d - i);
    }
    const answer entropy = answered(
        quantity::entropy,
        wishart(df, stated("scale", identity_matrix(static_cast<std::size_t>(d)))), std::nullopt);
    EXPECT_TRUE(overlap(entropy.bounds->bounds(), sum)) << d;
  }
  // A factor c of V moves X by c: H by d (d+1)/2 ln c.
  law_drawer draw(24);
  const rational_matrix v = positive(draw, 3);
  const answer before = answered(quantity::entropy, wishart(5, stated("scale", v)), std::nullopt);
  const answer after =
      answered(quantity::entropy, wishart(5, stated("scale", scaled(v, 4))), std::nullopt);
  EXPECT_TRUE(overlap(after.bounds->bounds(), before.bounds->bounds() + const_ln2(300) * Q(12)));
}

TEST_F(MatrixFamilies, WishartFaults) {
  const parameter v = stated("scale", identity_matrix(3));
  const answer few = answered(quantity::kl, wishart(2, v), wishart(3, v));
  EXPECT_EQ(few.argument, "p.df");
  EXPECT_EQ(few.reason, "is 2; expected a number above 2");
  EXPECT_EQ(answered(quantity::kl, wishart(3, v), wishart(3, stated("scale", identity_matrix(2))))
                .argument,
            "q.scale");
  const parameter singular = stated("inverse_scale", rational_matrix(2, 2, {1, 1, 1, 1}));
  const answer none = answered(quantity::entropy, wishart(3, singular), std::nullopt);
  EXPECT_EQ(none.argument, "p.inverse_scale") << none.reason;
}

// The integral of p^a q^(1-a) is infinite from where the degrees of the mixture are too few.
TEST_F(MatrixFamilies, WishartOrdersThatAreInfinite) {
  const parameter v = stated("scale", identity_matrix(2));
  const distribution p = wishart(3, v);
  const distribution q = wishart(5, v);  // a 3 + (1-a) 5 > 1: a < 2
  EXPECT_EQ(answered(quantity::renyi, p, q, Q(2)).state, status::plus_infinity);
  EXPECT_EQ(answered(quantity::renyi, p, q, Q(2) - power_of_two(-100)).state, status::rounded);
  EXPECT_EQ(answered(quantity::chi_squared, p, q).state, status::plus_infinity);
}

TEST_F(MatrixFamilies, MatrixNormalIsTheNormalOfVectors) {
  law_drawer draw(25);
  const quantity all[] = {
      quantity::kl,        quantity::reverse_kl,    quantity::jeffreys,
      quantity::hellinger, quantity::cross_entropy, quantity::bhattacharyya_coefficient,
      quantity::renyi};
  for (int round = 0; round < 8; ++round) {
    const std::size_t n = 1 + static_cast<std::size_t>(draw.below(3));
    const std::size_t c = 1 + static_cast<std::size_t>(draw.below(3));
    distribution of_matrix[2];
    distribution of_vector[2];
    for (int side = 0; side < 2; ++side) {
      const std::vector<Q> mean = draw.vector(n * c);
      const rational_matrix u = positive(draw, n);
      const rational_matrix v = positive(draw, c);
      of_matrix[side] = matrix_normal({n, c, mean}, u, v);
      of_vector[side] = normal_of(mean, kronecker(u, v));
      EXPECT_EQ(answered(quantity::kl, of_matrix[side],
                         matrix_normal({n, c, mean}, scaled(u, 3), scaled(v, Q(1, 3))))
                    .rational,
                "0");
    }
    for (const quantity what : all) {
      const auto order = what == quantity::renyi ? std::optional<Q>(Q(1, 3)) : std::nullopt;
      EXPECT_TRUE(overlapping(answered(what, of_matrix[0], of_matrix[1], order),
                              answered(what, of_vector[0], of_vector[1], order)))
          << entry(what).name;
    }
    EXPECT_TRUE(overlapping(answered(quantity::entropy, of_matrix[0], std::nullopt),
                            answered(quantity::entropy, of_vector[0], std::nullopt)));
  }
}

TEST_F(MatrixFamilies, MatrixNormalRationalValuesAndFaults) {
  const rational_matrix zero(2, 3);
  rational_matrix one = zero;
  one(1, 2) = 2;
  const distribution p = matrix_normal(zero, identity_matrix(2), identity_matrix(3));
  EXPECT_EQ(answered(quantity::kl, p, matrix_normal(one, identity_matrix(2), identity_matrix(3)))
                .rational,
            "2");
  EXPECT_EQ(answered(quantity::kl, p, matrix_normal(zero, identity_matrix(3), identity_matrix(3)))
                .argument,
            "q.row_covariance");
  EXPECT_EQ(
      answered(quantity::kl, p,
               matrix_normal({2, 2, std::vector<Q>(4)}, identity_matrix(2), identity_matrix(2)))
          .argument,
      "q.mean");
  const answer large = answered(
      quantity::hellinger,
      matrix_normal(rational_matrix(13, 10), identity_matrix(13), identity_matrix(10)),
      matrix_normal(rational_matrix(13, 10), identity_matrix(13), scaled(identity_matrix(10), 2)));
  EXPECT_EQ(large.argument, "quantity");
}

}  // namespace
}  // namespace kloracle
