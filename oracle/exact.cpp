// SPDX-License-Identifier: Apache-2.0
#include "oracle/exact.hpp"

namespace kloracle {

Q sum(std::span<const Q> values) {
  if (values.size() <= 4) {
    Q total = 0;
    for (const Q& v : values) total += v;
    return total;
  }
  const std::size_t half = values.size() / 2;
  return sum(values.first(half)) + sum(values.subspan(half));
}

long remove_factor(Z& x, const Z& b) {
  return static_cast<long>(mpz_remove(x.backend().data(), x.backend().data(), b.backend().data()));
}

Q power_of_two(long k) {
  Z power = 1;
  power <<= static_cast<unsigned long>(k < 0 ? -k : k);
  return k < 0 ? Q(Z(1), power) : Q(power);
}

long bit_length(const Z& x) {
  return x == 0 ? 0 : static_cast<long>(mpz_sizeinbase(x.backend().data(), 2));
}

}  // namespace kloracle
