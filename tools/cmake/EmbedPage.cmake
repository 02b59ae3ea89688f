# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, a C++ source that holds the page of the folder FOLDER:
#   cmake -D FOLDER=... -D OUTPUT=... -P EmbedPage.cmake
function(embed name)
  set(bytes "")
  foreach(file ${ARGN})
    file(READ "${file}" hex HEX)
    string(APPEND bytes "${hex}")
  endforeach()
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  file(APPEND "${OUTPUT}.new"
    "std::string_view ${name}() {\n  static constexpr char text[] = {${bytes}'\\0'};\n"
    "  return {text, sizeof text - 1};\n}\n")
endfunction()

file(WRITE "${OUTPUT}.new" "#include \"tools/html_page.hpp\"\nnamespace kloracle::html_page {\n")
file(GLOB styles "${FOLDER}/*.css")
file(GLOB scripts "${FOLDER}/*.js")
list(SORT styles)
list(SORT scripts)
embed(report "${FOLDER}/report.html")
embed(style ${styles})
embed(script ${scripts})
file(APPEND "${OUTPUT}.new" "}\n")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
