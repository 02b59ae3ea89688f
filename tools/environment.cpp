// SPDX-License-Identifier: Apache-2.0
#include "tools/environment.hpp"

#include <mpfr.h>
#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <cfenv>
#include <fstream>
#include <sstream>
#include <string_view>

namespace kloracle {
namespace {

std::string rounding() {
  switch (std::fegetround()) {
    case FE_TONEAREST:
      return "to nearest";
    case FE_UPWARD:
      return "upward";
    case FE_DOWNWARD:
      return "downward";
    case FE_TOWARDZERO:
      return "toward zero";
    default:
      return "unknown";
  }
}

// volatile: the question is what the machine does, not what the compiler folds.
std::string subnormals() {
  volatile double least = 0x1p-1074;
  volatile double least_normal = 0x1p-1022;
  volatile double one = 1;
  volatile double half = 0.5;
  const bool read_as_zero = least * one == 0;
  const bool flushed = least_normal * half == 0;
  if (read_as_zero && flushed) return "taken and returned as zero (DAZ, FTZ)";
  if (read_as_zero) return "taken as zero (DAZ)";
  return flushed ? "returned as zero (FTZ)" : "kept";
}

// A line of /proc/cpuinfo; empty where there is none.
std::string cpu_line(std::string_view key) {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(key)) continue;
    const std::size_t colon = line.find(": ");
    if (colon != line.npos) return line.substr(colon + 2);
  }
  return "";
}

// Those of the processor's flags that choose between ways of computing in floating point.
std::string cpu_flags() {
  static constexpr std::array<std::string_view, 12> telling{"sse2", "avx",     "avx2", "avx512f",
                                                            "fma",  "fma4",    "f16c", "asimd",
                                                            "fphp", "asimdhp", "sve",  "bf16"};
  const std::string x86 = cpu_line("flags");
  std::istringstream words(x86.empty() ? cpu_line("Features") : x86);
  std::string found;
  for (std::string word; words >> word;) {
    if (std::find(telling.begin(), telling.end(), word) == telling.end()) continue;
    found += (found.empty() ? "" : " ") + word;
  }
  return found;
}

}  // namespace

std::vector<environment_fact> environment_facts() {
  utsname system{};
  uname(&system);
  return {{"system", std::string(system.sysname) + ' ' + system.machine},
          {"cpu", cpu_line("model name")},
          {"cpu_flags", cpu_flags()},
          {"compiler", __VERSION__},
          {"mpfr", mpfr_get_version()},
          {"rounding", rounding()},
          {"subnormals", subnormals()}};
}

}  // namespace kloracle
