// SPDX-License-Identifier: Apache-2.0
//
// random_source against xoshiro256** and splitmix64 written down a second time, from the papers.
#include "properties/random.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <set>

namespace kloracle {
namespace {

// Blackman, Vigna, "Scrambled linear pseudorandom number generators", figure of xoshiro256**.
struct xoshiro {
  std::uint64_t s0, s1, s2, s3;

  std::uint64_t next() {
    const std::uint64_t scrambled = std::rotl(s1 * 5, 7) * 9;
    const std::uint64_t t = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = std::rotl(s3, 45);
    return scrambled;
  }
};

// Steele, Lea, Flood 2014; the k-th output of the generator seeded with `seed`, k from 1.
std::uint64_t splitmix(std::uint64_t seed, std::uint64_t k) {
  std::uint64_t z = seed + k * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

xoshiro seeded(std::uint64_t seed) {
  return {splitmix(seed, 1), splitmix(seed, 2), splitmix(seed, 3), splitmix(seed, 4)};
}

constexpr std::uint64_t seeds[] = {0, 1, 20261120, 0xffffffffffffffff};

TEST(Random, TheReferenceHereGivesThePublishedNumbers) {
  xoshiro x{1, 2, 3, 4};  // the test vector of rand_xoshiro and of the authors' C code
  for (const std::uint64_t published : {11520ull, 0ull, 1509978240ull, 1215971899390074240ull})
    EXPECT_EQ(x.next(), published);
  EXPECT_EQ(splitmix(1234567, 1), 6457827717110365317u);
  EXPECT_EQ(splitmix(1234567, 2), 3203168211198807973u);
}

TEST(Random, BitsAreThoseOfXoshiroSeededBySplitmix) {
  for (const std::uint64_t seed : seeds) {
    random_source r(seed);
    xoshiro x = seeded(seed);
    for (int k = 0; k < 10000; ++k) ASSERT_EQ(r.bits(), x.next()) << seed << ' ' << k;
  }
}

TEST(Random, UnitIsTheUpperFiftyThreeBits) {
  random_source r(5);
  xoshiro x = seeded(5);
  for (int k = 0; k < 10000; ++k) {
    const double u = r.unit();
    ASSERT_EQ(u, std::ldexp(static_cast<double>(x.next() >> 11), -53));
    ASSERT_TRUE(u >= 0 && u < 1);
  }
}

TEST(Random, BetweenStaysInRangeHoweverExtreme) {
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  const std::pair<std::int64_t, std::int64_t> ranges[] = {{least, most},
                                                          {least, most - 1},
                                                          {least + 1, most},
                                                          {least, least},
                                                          {most, most},
                                                          {least, least + 1},
                                                          {most - 1, most},
                                                          {-1, most},
                                                          {least, 0},
                                                          {0, most},
                                                          {0, 0},
                                                          {-7, 7}};
  random_source r(6);
  for (const auto& [lowest, highest] : ranges) {
    for (int k = 0; k < 2000; ++k) {
      const std::int64_t x = r.between(lowest, highest);
      ASSERT_TRUE(lowest <= x && x <= highest) << lowest << ' ' << highest;
    }
  }
}

TEST(Random, BetweenReachesEveryNumberOfASmallRange) {
  random_source r(7);
  for (const std::int64_t highest : {0, 1, 2, 6, 40}) {
    std::set<std::int64_t> seen;
    for (int k = 0; k < 4000; ++k) seen.insert(r.between(-3, highest));
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(highest + 4));
  }
}

TEST(Random, BetweenRejectsWhatWouldBeUnfair) {
  // Of 2^64 draws, the first 2^64 mod 3 * 2^62 = 2^62 are one too many for a fair remainder.
  random_source r(8);
  xoshiro x = seeded(8);
  constexpr std::uint64_t range = std::uint64_t{3} << 62;
  constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
  const auto highest = static_cast<std::int64_t>(std::uint64_t{1} << 62) - 1;  // lowest + range - 1
  for (int k = 0; k < 1000; ++k) {
    std::uint64_t draw = x.next();
    while (draw < (std::uint64_t{1} << 62)) draw = x.next();
    const std::uint64_t fair = draw % range;
    ASSERT_EQ(static_cast<std::uint64_t>(r.between(lowest, highest)),
              static_cast<std::uint64_t>(lowest) + fair);
  }
}

}  // namespace
}  // namespace kloracle
