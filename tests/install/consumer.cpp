// SPDX-License-Identifier: Apache-2.0
//
// A stranger's first program: one certified answer, from the installed package alone.
#include <cstdio>
#include <kloracle/oracle/oracle.hpp>

int main() {
  using namespace kloracle;
  const problem kl{quantity::kl, categorical({0.7, 0.3}), categorical({0.5, 0.5})};
  const answer a = evaluate(kl);
  if (a.state != status::rounded || !a.bounds) {
    std::fprintf(stderr, "expected a rounded value, came: %s\n",
                 std::string(name(a.state)).c_str());
    return 1;
  }
  std::printf("%s in [%s, %s]\n", a.hex.c_str(), a.bounds->lower_hex().c_str(),
              a.bounds->upper_hex().c_str());
  return 0;
}
