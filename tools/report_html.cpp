// SPDX-License-Identifier: Apache-2.0
#include "tools/report_html.hpp"

#include <string_view>

#include "tools/html_page.hpp"
#include "tools/packed_text.hpp"
#include "tools/report_data.hpp"

namespace kloracle {
namespace {

constexpr std::size_t most_bytes = 5'000'000;  // of the whole page

constexpr std::string_view title = "Audit of divergence code";

}  // namespace

std::string report_html(const report_view& view) {
  const std::string_view page = html_page::report();
  const std::size_t own = page.size() + html_page::style().size() + html_page::script().size();
  const std::size_t room = most_bytes > own ? most_bytes - own : 0;
  // Such data packs to a tenth or so; where it does not, less of it is shown.
  std::size_t unpacked = 10 * room;
  std::string data = packed_text(report_data(view, unpacked));
  while (data.size() > room && unpacked > 0) {
    unpacked /= 2;
    data = packed_text(report_data(view, unpacked));
  }
  std::string whole;
  for (std::size_t i = 0; i < page.size();) {
    const std::string_view rest = page.substr(i);
    const auto put = [&](std::string_view placeholder, std::string_view text) {
      if (!rest.starts_with(placeholder)) return false;
      whole += text;
      i += placeholder.size();
      return true;
    };
    if (put("{{css}}", html_page::style()) || put("{{js}}", html_page::script()) ||
        put("{{data}}", data) || put("{{title}}", title))
      continue;
    whole += page[i++];
  }
  return whole;
}

}  // namespace kloracle
