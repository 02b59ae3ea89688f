# SPDX-License-Identifier: Apache-2.0
# MPFI::MPFI - an independent interval library; a second opinion in the tests.
find_path(MPFI_INCLUDE_DIR mpfi.h)
find_library(MPFI_LIBRARY mpfi)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(MPFI REQUIRED_VARS MPFI_LIBRARY MPFI_INCLUDE_DIR)
if(MPFI_FOUND AND NOT TARGET MPFI::MPFI)
  add_library(MPFI::MPFI INTERFACE IMPORTED)
  target_include_directories(MPFI::MPFI INTERFACE "${MPFI_INCLUDE_DIR}")
  target_link_libraries(MPFI::MPFI INTERFACE "${MPFI_LIBRARY}" MPFR::MPFR)
endif()
mark_as_advanced(MPFI_INCLUDE_DIR MPFI_LIBRARY)
