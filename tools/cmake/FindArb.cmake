# SPDX-License-Identifier: Apache-2.0
# Arb::Arb - ball arithmetic; a second opinion in the tests. Debian 12 ships it as flint-arb beside
# FLINT 2; from FLINT 3 on it is part of FLINT, with its headers under flint/.
find_path(Arb_INCLUDE_DIR NAMES arb.h PATH_SUFFIXES flint)
find_path(FLINT_INCLUDE_DIR NAMES flint/flint.h)
find_library(Arb_LIBRARY NAMES flint-arb arb flint)
find_library(FLINT_LIBRARY NAMES flint)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Arb
  REQUIRED_VARS Arb_LIBRARY Arb_INCLUDE_DIR FLINT_LIBRARY FLINT_INCLUDE_DIR)
if(Arb_FOUND AND NOT TARGET Arb::Arb)
  add_library(Arb::Arb INTERFACE IMPORTED)
  target_include_directories(Arb::Arb SYSTEM INTERFACE "${Arb_INCLUDE_DIR}" "${FLINT_INCLUDE_DIR}")
  target_link_libraries(Arb::Arb INTERFACE "${Arb_LIBRARY}" "${FLINT_LIBRARY}" MPFR::MPFR)
endif()
mark_as_advanced(Arb_INCLUDE_DIR FLINT_INCLUDE_DIR Arb_LIBRARY FLINT_LIBRARY)
