// SPDX-License-Identifier: Apache-2.0
// What kits_test.py talks to through the C++ kit: the functions of its JavaScript and R subjects.
#include <kloracle_adapter.hpp>

#include <cstdio>
#include <vector>

namespace {

template <class T>
T first(const std::vector<T>& p, const std::vector<T>& q) {
  std::puts("stray: print");
  std::fflush(stdout);
  if (p.empty()) throw std::out_of_range("p is \"empty\"");
  if (p.size() > 2) throw klo::skip("too long");
  return p[0] - q[0];
}

}  // namespace

int main() {
  klo::adapter adapter("subject", "2", "https://example.org/issues");
  adapter.function("first", R"({"quantity":"kl","semantics":"measure","unit":"nats"})",
                   [](const auto& p, const auto& q) { return first(p, q); });
  adapter.function("pairs",
                   R"({"quantity":"entropy","semantics":"measure","unit":"nats",)"
                   R"("snippet":"h({p});","gradient":["p"]})",
                   [](const std::vector<double>& p) {
                     return klo::bounded<double>{static_cast<double>(p.size()), 0.25};
                   });
  return adapter.run();
}
