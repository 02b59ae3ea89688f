# SPDX-License-Identifier: Apache-2.0
include(CMakeFindDependencyMacro)
list(PREPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}")
find_dependency(MPFR)
find_dependency(Boost 1.74)
find_dependency(Threads)
list(POP_FRONT CMAKE_MODULE_PATH)
include("${CMAKE_CURRENT_LIST_DIR}/kloracleTargets.cmake")
