// SPDX-License-Identifier: Apache-2.0
//
// Matrices of intervals and of rationals against cofactors and exact corners.
#include "oracle/symmetric_matrix.hpp"

#include <algorithm>

#include "tests/families/gaussian_laws.hpp"

namespace kloracle {
namespace {

class SymmetricMatrix : public ::testing::Test {
  mpfr_env env_;
};

Q rational_of(mpfr_srcptr x) {
  Q value;
  mpfr_get_q(value.backend().data(), x);
  return value;
}

interval between(long low, long high, mpfr_prec_t bits) {
  return hull(interval(low, bits), interval(high, bits));
}

// Small integers: every product and sum is exact, so the enclosure is the range itself.
TEST_F(SymmetricMatrix, SumsOfProductsAreTheirExactRange) {
  law_drawer draw(1);
  int straddling = 0;
  for (int round = 0; round < 4000; ++round) {
    product_sum sum(64);
    const long start = draw.below(9) - 4;
    sum.start(interval(start, 64));
    Q low = start;
    Q high = start;
    for (int term = 0; term < 3; ++term) {
      long ends[4];
      for (long& end : ends) end = draw.below(9) - 4;
      std::sort(ends, ends + 2);
      std::sort(ends + 2, ends + 4);
      straddling += ends[0] < 0 && ends[1] > 0 && ends[2] < 0 && ends[3] > 0;
      const long corners[] = {ends[0] * ends[2], ends[0] * ends[3], ends[1] * ends[2],
                              ends[1] * ends[3]};
      const auto [least, most] = std::minmax_element(corners, corners + 4);
      const interval x = between(ends[0], ends[1], 64);
      const interval y = between(ends[2], ends[3], 64);
      const bool add = draw.below(2) == 0;
      add ? sum.add(x, y) : sum.subtract(x, y);
      low += add ? *least : -*most;
      high += add ? *most : -*least;
    }
    ASSERT_EQ(rational_of(sum.total().lo()), low);
    ASSERT_EQ(rational_of(sum.total().hi()), high);
  }
  EXPECT_GT(straddling, 100);
}

// At two bits everything is rounded, and outward.
TEST_F(SymmetricMatrix, SumsOfProductsAreRoundedOutward) {
  law_drawer draw(2);
  for (int round = 0; round < 2000; ++round) {
    constexpr mpfr_prec_t bits = 5;
    product_sum sum(bits);
    Q exact = 0;
    for (int term = 0; term < 4; ++term) {
      const interval x(draw.below(63) - 31L, bits);
      const interval y(draw.below(63) - 31L, bits);
      const bool add = draw.below(2) == 0;
      add ? sum.add(x, y) : sum.subtract(x, y);
      const Q product = rational_of(x.lo()) * rational_of(y.lo());
      exact += add ? product : Q(-product);
    }
    ASSERT_TRUE(sum.total().contains(exact));
  }
}

TEST_F(SymmetricMatrix, UnboundedTimesZeroIsZero) {
  product_sum sum(64);
  sum.add(interval::entire(64), interval(0L, 64));
  EXPECT_TRUE(sum.total().is_point());
  sum.add(interval::entire(64), between(0, 1, 64));
  EXPECT_FALSE(sum.total().bounded());
}

rational_matrix hilbert(std::size_t n, bool as_doubles) {
  rational_matrix h(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const double rounded = 1.0 / static_cast<double>(i + j + 1);
      h(i, j) = as_doubles ? Q(rounded) : Q(1, static_cast<long>(i + j + 1));
    }
  }
  return h;
}

// Hilbert's matrix is positive definite at every n; rounded to doubles it is up to n = 12, and
// from n = 14 on it is not.
TEST_F(SymmetricMatrix, HilbertMatrices) {
  EXPECT_EQ(determinant(hilbert(3, false)), Q(1, 2160));
  EXPECT_EQ(determinant(hilbert(4, false)), Q(1, 6048000));
  EXPECT_EQ(first_nonpositive_minor(hilbert(30, false)), 0U);
  EXPECT_EQ(first_nonpositive_minor(hilbert(12, true)), 0U);
  EXPECT_EQ(first_nonpositive_minor(hilbert(16, true)), 14U);
  EXPECT_EQ(first_nonpositive_minor(hilbert(24, true)), 14U);
}

TEST_F(SymmetricMatrix, SingularIsNotPositive) {
  EXPECT_EQ(first_nonpositive_minor({2, 2, {1, 2, 2, 4}}), 2U);
  EXPECT_EQ(first_nonpositive_minor({1, 1, {0}}), 1U);
  EXPECT_EQ(first_nonpositive_minor({2, 2, {-1, 0, 0, 1}}), 1U);
  // Enclosures of thirds never tell; integers do.
  const Q third(1, 3);
  EXPECT_EQ(first_nonpositive_minor({2, 2, {third, third / 7, third / 7, third / 49}}), 2U);
  const Q tiny = power_of_two(-4000);
  EXPECT_EQ(first_nonpositive_minor({2, 2, {third, third / 7, third / 7, third / 49 + tiny}}), 0U);
  EXPECT_EQ(first_nonpositive_minor({2, 2, {third, third / 7, third / 7, third / 49 - tiny}}), 2U);
  const Q wide = power_of_two(2000);
  EXPECT_EQ(first_nonpositive_minor({2, 2, {wide, third, third, third * third / wide}}), 2U);
}

TEST_F(SymmetricMatrix, MinorsAgreeWithCofactors) {
  law_drawer draw(3);
  int counts[5] = {};
  for (int round = 0; round < 3000; ++round) {
    const std::size_t n = 1 + static_cast<std::size_t>(draw.below(4));
    rational_matrix a(n, n);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < i; ++j) a(i, j) = a(j, i) = Q(draw.below(5) - 2, 3);
      a(i, i) = Q(draw.below(6), 3);
    }
    std::size_t expected = 0;
    for (std::size_t k = n; k > 0; --k) {
      rational_matrix leading(k, k);
      for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) leading(i, j) = a(i, j);
      }
      if (cofactor_determinant(leading) <= 0) expected = k;
    }
    ASSERT_EQ(first_nonpositive_minor(a), expected);
    ++counts[expected];
  }
  for (const int count : counts) EXPECT_GT(count, 20);
}

TEST_F(SymmetricMatrix, DeterminantsAndSolutionsAreExact) {
  law_drawer draw(4);
  for (int round = 0; round < 60; ++round) {
    const std::size_t n = 1 + static_cast<std::size_t>(draw.below(5));
    const rational_matrix l = draw.triangle(n);
    rational_matrix a = l * transposed(l);
    if (round % 3 == 0) {  // a wide range
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
          a(i, j) *= power_of_two(700 * (static_cast<long>(i) + static_cast<long>(j)) - 900);
        }
      }
    }
    EXPECT_EQ(determinant(a), cofactor_determinant(a));
    const rational_matrix b(n, 2, draw.vector(2 * n));
    EXPECT_EQ((a * *solution(a, b)).cells(), b.cells());
    EXPECT_EQ(solution(a, identity_matrix(n))->cells(), cofactor_inverse(a).cells());
  }
}

TEST_F(SymmetricMatrix, FactorsEncloseTheMatrix) {
  law_drawer draw(5);
  for (int round = 0; round < 40; ++round) {
    const std::size_t n = 1 + static_cast<std::size_t>(draw.below(6));
    const rational_matrix l = draw.triangle(n);
    const rational_matrix a = l * transposed(l);
    const ldl_factors f = factor_ldl(enclose(a, 150));
    ASSERT_TRUE(f.positive());
    const interval_matrix product = congruence(f.lower, f.pivots);
    const interval_matrix unit = inverse_of_unit_lower(f.lower) * f.lower;
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_TRUE(f.pivots[i].contains(Q(l(i, i) * l(i, i))));
      for (std::size_t j = 0; j < n; ++j) {
        EXPECT_TRUE(f.lower(i, j).contains(i < j ? Q(0) : Q(l(i, j) / l(j, j))));
        EXPECT_TRUE(product(i, j).contains(a(i, j)));
        EXPECT_TRUE(unit(i, j).contains(i == j ? 1 : 0));
      }
    }
  }
}

TEST_F(SymmetricMatrix, AsymmetryIsFound) {
  EXPECT_FALSE(first_asymmetry({2, 2, {1, 2, 2, 4}}));
  EXPECT_EQ(first_asymmetry({2, 2, {1, 2, 3, 4}}), (std::pair<std::size_t, std::size_t>(1, 0)));
}

}  // namespace
}  // namespace kloracle
