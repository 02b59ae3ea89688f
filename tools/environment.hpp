// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace kloracle {

/// Something about the machine and this program on which floating-point results can depend.
struct environment_fact {
  std::string name;   // "cpu_flags"
  std::string value;  // "fma avx2"
};

/// System, processor, compiler, and what the arithmetic of this process was found to do.
std::vector<environment_fact> environment_facts();

}  // namespace kloracle
