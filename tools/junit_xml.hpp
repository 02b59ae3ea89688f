// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kloracle {

/// What a test came to.
struct test_result {
  enum class kind { passed, failure, error, skipped };
  kind what = kind::passed;
  std::string type;     // "W", "crashed"
  std::string message;  // one line
  std::string whole;    // the finding
};

/// A test case.
struct test_entry {
  std::string name;
  test_result came_to;
  std::string facts;  // "grade: T" and the like, a line each
};

/// A test suite, all of one class.
struct test_suite {
  std::string name;
  std::vector<std::pair<std::string, std::string>> properties;
  std::string class_name;
  std::vector<test_entry> cases;
  std::string events;
};

/// The suites as JUnit XML.
///
/// Guarantee     well-formed XML 1.0, valid against the schema of Jenkins' xUnit plugin
///               (junit-10.xsd), where the texts are UTF-8
std::string junit_xml(std::span<const test_suite> suites);

/// Text for an element: characters that XML 1.0 cannot hold are written as \x01 and the like.
std::string xml_text(std::string_view text);

}  // namespace kloracle
