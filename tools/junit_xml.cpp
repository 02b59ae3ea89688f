// SPDX-License-Identifier: Apache-2.0
#include "tools/junit_xml.hpp"

#include <fmt/format.h>

namespace kloracle {
namespace {

using kind = test_result::kind;

int count_of(const test_suite& s, kind what) {
  int count = 0;
  for (const test_entry& c : s.cases) count += c.came_to.what == what;
  return count;
}

std::string attribute(std::string_view name, std::string_view text) {
  std::string value;
  for (const char c : xml_text(text)) value += c == '\n' ? std::string("&#10;") : std::string(1, c);
  return fmt::format(" {}=\"{}\"", name, value);
}

std::string element_of(const test_result& r) {
  if (r.what == kind::passed) return "";
  const char* tag =
      r.what == kind::failure ? "failure" : (r.what == kind::error ? "error" : "skipped");
  return fmt::format("      <{}{}{}>{}</{}>\n", tag, attribute("type", r.type),
                     attribute("message", r.message), xml_text(r.whole), tag);
}

std::string case_text(const test_entry& c, const std::string& class_name) {
  std::string text =
      "    <testcase" + attribute("classname", class_name) + attribute("name", c.name) + ">\n";
  text += element_of(c.came_to);
  if (!c.facts.empty()) text += "      <system-out>" + xml_text(c.facts) + "</system-out>\n";
  return text + "    </testcase>\n";
}

std::string suite_text(const test_suite& s) {
  std::string text = "  <testsuite" + attribute("name", s.name);
  text +=
      fmt::format(" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n", s.cases.size(),
                  count_of(s, kind::failure), count_of(s, kind::error), count_of(s, kind::skipped));
  if (!s.properties.empty()) {
    text += "    <properties>\n";
    for (const auto& [name, value] : s.properties)
      text += "      <property" + attribute("name", name) + attribute("value", value) + "/>\n";
    text += "    </properties>\n";
  }
  for (const test_entry& c : s.cases) text += case_text(c, s.class_name);
  if (!s.events.empty()) text += "    <system-out>" + xml_text(s.events) + "</system-out>\n";
  return text + "  </testsuite>\n";
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    // U+FFFE and U+FFFF, the only characters above the controls that XML 1.0 leaves out.
    const std::string_view three = text.substr(i, 3);
    if (three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {
      escaped += three == "\xEF\xBF\xBE" ? "\\ufffe" : "\\uffff";
      i += 2;
    } else if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\r' || c == '\t') {
      escaped += fmt::format("&#{};", static_cast<int>(c));
    } else if (byte < 0x20 && c != '\n') {
      escaped += fmt::format("\\x{:02x}", byte);
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string junit_xml(std::span<const test_suite> suites) {
  std::size_t tests = 0;
  int failures = 0;
  int errors = 0;
  std::string text;
  for (const test_suite& s : suites) {
    tests += s.cases.size();
    failures += count_of(s, kind::failure);
    errors += count_of(s, kind::error);
    text += suite_text(s);
  }
  return fmt::format(
             "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<testsuites name=\"kloracle\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
             tests, failures, errors) +
         text + "</testsuites>\n";
}

}  // namespace kloracle
