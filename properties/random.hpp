// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace kloracle {

/// xoshiro256** 1.0 seeded by splitmix64 (Blackman, Vigna 2018): spelled out, so that a seed means
/// the same cases on every platform, which std:: distributions do not promise.
class random_source {
 public:
  explicit random_source(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
      seed += 0x9e3779b97f4a7c15;
      std::uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
      z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
      word = z ^ (z >> 31);
    }
  }

  std::uint64_t bits() {
    const auto rotate = [](std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); };
    const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  /// Uniform on lowest..highest, both included (by rejection, so exactly uniform).
  std::int64_t between(std::int64_t lowest, std::int64_t highest) {
    const std::uint64_t range =
        static_cast<std::uint64_t>(highest) - static_cast<std::uint64_t>(lowest) + 1;
    if (range == 0) return static_cast<std::int64_t>(bits());
    const std::uint64_t unfair = (0 - range) % range;  // 2^64 mod range
    std::uint64_t draw = bits();
    while (draw < unfair) draw = bits();
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(lowest) + draw % range);
  }

  /// Uniform multiple of 2^-53 in [0, 1).
  double unit() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace kloracle
