// SPDX-License-Identifier: Apache-2.0
// KL divergence as people write it in C++, under kloracle:
//
//   cd tools/adapters/cpp
//   g++ -std=c++17 -O2 -I . naive_kl.cpp -o naive_kl
//   kloracle check cmd:./naive_kl
#include <cmath>
#include <cstddef>
#include <vector>

#include <kloracle_adapter.hpp>

// Sum of p log(p / q), 0 log 0 = 0, not normalised.
template <class T>
T naive_kl(const std::vector<T>& p, const std::vector<T>& q) {
  if (p.size() != q.size()) throw std::invalid_argument("p and q differ in length");
  T sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] != 0) sum += p[i] * std::log(p[i] / q[i]);
  }
  return sum;
}

int main() {
  klo::adapter adapter("naive_kl.cpp", "1");
  adapter.function("naive_kl", R"({"quantity":"kl","semantics":"measure","unit":"nats"})",
                   [](const auto& p, const auto& q) { return naive_kl(p, q); });
  return adapter.run();
}
