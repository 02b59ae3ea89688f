// SPDX-License-Identifier: Apache-2.0
#include "oracle/coprime_base.hpp"

#include <gtest/gtest.h>

#include <array>
#include <numeric>
#include <random>

namespace kloracle {
namespace {

// prod base^(6 exponent), multiplied out: the exponents are multiples of 1/6.
Q sixth_power(const std::vector<power>& product) {
  Q result = 1;
  for (const power& x : product) {
    const Q n = x.exponent * 6;
    EXPECT_EQ(denominator(n), 1);
    for (Z k = abs(numerator(n)); k > 0; --k) result *= n > 0 ? Q(x.base) : Q(Z(1), x.base);
  }
  return result;
}

void check(const std::vector<power>& product) {
  const auto base = coprime_base(product);
  ASSERT_TRUE(base.has_value());
  ASSERT_EQ(sixth_power(*base), sixth_power(product));
  for (std::size_t i = 0; i < base->size(); ++i) {
    ASSERT_GT((*base)[i].base, 1);
    ASSERT_NE((*base)[i].exponent, 0);
    for (std::size_t j = 0; j < i; ++j) ASSERT_EQ(gcd((*base)[i].base, (*base)[j].base), 1);
  }
}

template <std::size_t N>
Z random_product(std::mt19937_64& random, const std::array<long, N>& factors) {
  Z x = 1;
  for (std::uint64_t k = random() % 5; k > 0; --k) x *= factors[random() % N];
  return x;
}

template <std::size_t N>
void check_random_products(const std::array<long, N>& factors, std::uint64_t seed, int rounds) {
  std::mt19937_64 random(seed);
  for (int i = 0; i < rounds; ++i) {
    std::vector<power> product;
    for (std::uint64_t k = random() % 9; k > 0; --k) {
      product.push_back(
          {random_product(random, factors), Q(static_cast<long>(random() % 13) - 6, 6)});
    }
    ASSERT_NO_FATAL_FAILURE(check(product)) << "round " << i;
  }
}

TEST(CoprimeBase, ProductsOfFewPrimesKeepTheirValue) {
  check_random_products(std::array{2L, 3L, 5L}, 81, 4000);
}

TEST(CoprimeBase, ProductsOfManyFactorsKeepTheirValue) {
  check_random_products(std::array{2L, 4L, 6L, 9L, 15L, 35L, 77L, 101L, 103L, 10403L, 65537L}, 82,
                        4000);
}

TEST(CoprimeBase, ProductsEqualToOneGiveTheEmptyBase) {
  std::mt19937_64 random(83);
  const std::array<long, 6> factors{2, 3, 10, 101, 103, 10403};
  for (int i = 0; i < 2000; ++i) {
    std::vector<power> product;
    Z over = 1;
    for (std::uint64_t k = 1 + random() % 6; k > 0; --k) {
      product.push_back({random_product(random, factors), Q(1, 3)});
      over *= product.back().base;
    }
    product.push_back({over, Q(-1, 3)});
    const auto base = coprime_base(product);
    ASSERT_TRUE(base.has_value());
    ASSERT_TRUE(base->empty());
    product.back().base *= 7;
    ASSERT_FALSE(coprime_base(product)->empty());
  }
}

TEST(CoprimeBase, PerfectPowersMeetInTheirRoot) {
  const auto base = coprime_base({{Z(1) << 60u, 1}, {Z(1) << 45u, 1}});  // gcd(60, 45) = 15
  ASSERT_EQ(base->size(), 1u);
  EXPECT_EQ(base->front().exponent * bit_length(base->front().base - 1), 105);
}

TEST(CoprimeBase, OnesAndZeroExponentsVanish) {
  EXPECT_TRUE(coprime_base({})->empty());
  EXPECT_TRUE(coprime_base({{1, 5}, {1, Q(1, 2)}, {6, 0}, {10, 1}, {10, -1}})->empty());
}

TEST(CoprimeBase, MoreBasesThanTheLimitAreRefused) {
  const std::vector<power> three{{2, 1}, {3, 1}, {5, 1}};
  EXPECT_FALSE(coprime_base(three, 2).has_value());
  EXPECT_EQ(coprime_base(three, 3)->size(), 3u);
  // 6 and 10 split into 2, 3 and 5.
  EXPECT_FALSE(coprime_base({{6, 1}, {10, 1}}, 2).has_value());
  EXPECT_EQ(coprime_base({{6, 1}, {10, 1}}, 3)->size(), 3u);
}

}  // namespace
}  // namespace kloracle
