// SPDX-License-Identifier: Apache-2.0
#include "tools/report_html.hpp"

#include <fmt/format.h>

#include <string_view>

#include "tools/html_page.hpp"
#include "tools/report_data.hpp"

namespace kloracle {
namespace {

constexpr std::size_t most_bytes = 5'000'000;  // of the whole page

// JSON text for a <script> element: what could end the element is written as an
// escape. JSON has a
// '<' within strings alone.
std::string for_script(const std::string& data) {
  std::string text;
  text.reserve(data.size());
  for (const char c : data) {
    if (c == '<') {
      text += "\\u003c";
    } else {
      text += c;
    }
  }
  return text;
}

std::string title_of(const report_view& view) {
  const std::size_t n = view.subjects.size();
  return fmt::format("kloracle: {} implementation{} judged", n, n == 1 ? "" : "s");
}

}  // namespace

std::string report_html(const report_view& view) {
  const std::string_view page = html_page::report();
  const std::size_t own = page.size() + html_page::style().size() + html_page::script().size();
  // Escapes make the data longer: some room for them.
  const std::size_t room = most_bytes > own ? (most_bytes - own) * 9 / 10 : 0;
  const std::string data = for_script(report_data(view, room));
  const std::string title = title_of(view);
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
