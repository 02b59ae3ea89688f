// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

// The files of tools/html, as the build put them into the program
// (tools/cmake/EmbedPage.cmake).
namespace kloracle::html_page {

std::string_view report();  // report.html
std::string_view style();   // the *.css, sorted by name, one after the other
std::string_view script();  // the *.js likewise

}  // namespace kloracle::html_page
