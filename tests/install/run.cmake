# SPDX-License-Identifier: Apache-2.0
# Installs a build to a scratch prefix, then builds and runs a stranger's project against it.
#   cmake -DBUILD=... -DSCRATCH=... -DGENERATOR=... -DCXX=... [-DCXX_FLAGS=... -DCONFIG=...] -P run.cmake
foreach(needed IN ITEMS BUILD SCRATCH GENERATOR CXX)
  if(NOT DEFINED ${needed})
    message(FATAL_ERROR "run.cmake: -D${needed}= is missing")
  endif()
endforeach()
set(prefix "${SCRATCH}/prefix")
file(REMOVE_RECURSE "${SCRATCH}")

# run(WHAT COMMAND ...): stops at a failure and shows it; the output is left in `output`.
function(run what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE err)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "install: ${what} failed (${status})\n${out}${err}")
  endif()
  set(output "${out}" PARENT_SCOPE)
endfunction()

set(config)
if(CONFIG)
  set(config --config "${CONFIG}")
endif()
run("installing" "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${prefix}" ${config})
run("configuring the consumer" "${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}" -B "${SCRATCH}/build"
    -G "${GENERATOR}" "-DCMAKE_PREFIX_PATH=${prefix}" "-DCMAKE_CXX_COMPILER=${CXX}"
    "-DCMAKE_CXX_FLAGS=${CXX_FLAGS}" -DCMAKE_BUILD_TYPE=Release
    -DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF)

# oracle.hpp is the door for strangers: it must not make them pay for MPFR's and Boost's headers.
file(WRITE "${SCRATCH}/door.cpp" "#include \"oracle/oracle.hpp\"\n")
run("listing what oracle.hpp includes" "${CXX}" -std=c++20 -M "-I${prefix}/include/kloracle"
    "${SCRATCH}/door.cpp")
if(NOT output MATCHES "${prefix}/include/kloracle/oracle/oracle\\.hpp")
  message(FATAL_ERROR "install: oracle.hpp is not read from the scratch prefix:\n${output}")
endif()
string(REGEX MATCHALL "[^ \n]*(mpfr\\.h|gmp\\.h|/boost/)[^ \n]*" heavy "${output}")
if(heavy)
  list(GET heavy 0 first)
  message(FATAL_ERROR "install: oracle/oracle.hpp includes ${first}; keep it out of its headers")
endif()

run("building the consumer" "${CMAKE_COMMAND}" --build "${SCRATCH}/build")
run("running the consumer" "${SCRATCH}/build/consumer")
if(NOT output MATCHES "^0x1\\.5107da0332f34p-4 in \\[0x1\\.5107da0332f34[0-9a-f]*p-4, 0x1\\.5107da0332f34[0-9a-f]*p-4\\]\n$")
  message(FATAL_ERROR "install: the consumer printed\n${output}")
endif()

# The example that the README shows, as someone would build it.
file(COPY "${CMAKE_CURRENT_LIST_DIR}/../../properties/example" DESTINATION "${SCRATCH}")
run("configuring the example" "${CMAKE_COMMAND}" -S "${SCRATCH}/example" -B "${SCRATCH}/example/build"
    -G "${GENERATOR}" "-DCMAKE_PREFIX_PATH=${prefix}" "-DCMAKE_CXX_COMPILER=${CXX}"
    "-DCMAKE_CXX_FLAGS=${CXX_FLAGS}" -DCMAKE_BUILD_TYPE=Release
    -DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF)
run("building the example" "${CMAKE_COMMAND}" --build "${SCRATCH}/example/build")
run("running the example" "${SCRATCH}/example/build/my_kl_test")
if(NOT output MATCHES "PASSED  . 3 tests")
  message(FATAL_ERROR "install: the example printed\n${output}")
endif()

if(EXISTS "${prefix}/bin/kloracle")
  run("running the installed command" "${prefix}/bin/kloracle" --version)
endif()
