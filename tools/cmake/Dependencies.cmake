# SPDX-License-Identifier: Apache-2.0
# Everything comes from the system (tools/setup installs it on Debian 12).
find_package(MPFR REQUIRED)
find_package(Boost 1.74 REQUIRED)
if(KLORACLE_BUILD_SUITE)
  find_package(nlohmann_json REQUIRED)
  find_package(CLI11 REQUIRED)
  find_package(fmt REQUIRED)
  find_package(Threads REQUIRED)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
  find_package(Arb)
  find_package(MPFI)
endif()
