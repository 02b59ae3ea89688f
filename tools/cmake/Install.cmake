# SPDX-License-Identifier: Apache-2.0
# find_package(kloracle) gives kloracle::kloracle, the oracle, and kloracle::properties, what holds
# code to it; FindMPFR travels along.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/kloracle")

# Both spellings work: "oracle/oracle.hpp" as in the tree, and <kloracle/oracle/oracle.hpp>.
target_include_directories(kloracle INTERFACE "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
install(TARGETS kloracle EXPORT kloracleTargets
        FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/kloracle")
if(TARGET kloracle_conformance)
  install(TARGETS kloracle_properties kloracle_laws kloracle_conformance EXPORT kloracleTargets
          FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/kloracle")
endif()
install(EXPORT kloracleTargets NAMESPACE kloracle:: DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/kloracleConfigVersion.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES tools/cmake/kloracleConfig.cmake tools/cmake/FindMPFR.cmake
              "${PROJECT_BINARY_DIR}/kloracleConfigVersion.cmake"
        DESTINATION "${package_dir}")
