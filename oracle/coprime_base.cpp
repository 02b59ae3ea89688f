// SPDX-License-Identifier: Apache-2.0
#include "oracle/coprime_base.hpp"

#include <algorithm>

namespace kloracle {
namespace {

// Adds the exponents of equal bases and drops the powers that are 1.
void collect(std::vector<power>& product) {
  std::sort(product.begin(), product.end(),
            [](const power& a, const power& b) { return a.base < b.base; });
  std::vector<power> collected;
  for (power& x : product) {
    if (!collected.empty() && collected.back().base == x.base) {
      collected.back().exponent += x.exponent;
    } else {
      collected.push_back(std::move(x));
    }
  }
  std::erase_if(collected, [](const power& x) { return x.base == 1 || x.exponent == 0; });
  product = std::move(collected);
}

}  // namespace

std::optional<std::vector<power>> coprime_base(std::vector<power> product, std::size_t limit) {
  collect(product);
  if (product.size() > limit) return std::nullopt;
  std::vector<power> base;
  // Each split replaces x and y by gcd, x/gcd, y/gcd, whose product is smaller: the loop ends.
  while (!product.empty()) {
    const power x = std::move(product.back());
    product.pop_back();
    if (x.base == 1 || x.exponent == 0) continue;
    std::size_t i = 0;
    Z common = 1;
    for (; i < base.size(); ++i) {
      common = gcd(x.base, base[i].base);
      if (common != 1) break;
    }
    if (i == base.size()) {
      base.push_back(x);
      if (base.size() > limit) return std::nullopt;
      continue;
    }
    const power y = std::move(base[i]);
    base[i] = std::move(base.back());
    base.pop_back();
    product.push_back({common, x.exponent + y.exponent});
    product.push_back({x.base / common, x.exponent});
    product.push_back({y.base / common, y.exponent});
  }
  return base;
}

}  // namespace kloracle
