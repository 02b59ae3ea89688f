// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/stated_cases.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>

#include "tools/golden/canonical_json.hpp"
#include "tools/json_values.hpp"
#include "tools/problem_json.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

constexpr std::array remark_table{
    stated_remark{"why", "why the case is there, in a sentence"},
    stated_remark{"claim", "words on what happens here, each proved by a test"},
    stated_remark{"where", "the section of the document"},
    stated_remark{"what", "the number, as the document has it"},
    stated_remark{"digits", "the value as published: 50 significant digits, or fewer"},
    stated_remark{"printed", "the number that the document prints"},
    stated_remark{"printed_is", "right or wrong: whether the value rounds to what is printed"},
    stated_remark{"corrected", "to as many decimals what should be printed, where that is wrong"},
    stated_remark{"erratum", "the entry of the errata register that is about it"},
};

std::string text_in(const json& line, const std::string& key) {
  if (!line.contains(key)) return {};
  const std::string& text = text_of(line[key], key);
  const auto is_control = [](unsigned char c) { return std::iscntrl(c) != 0; };
  if (text.empty() || std::ranges::any_of(text, is_control)) fail(key, "expected a line of text");
  return text;
}

void check_keys(const json& line) {
  if (!line.is_object()) fail("line", "expected a JSON object");
  std::string names = "problem";
  for (const stated_remark& r : remark_table) names += ", " + std::string(r.name);
  for (const auto& [key, value] : line.items()) {
    const auto named = std::ranges::find(remark_table, key, &stated_remark::name);
    if (key != "problem" && named == remark_table.end())
      fail("line", "unknown key '" + key.substr(0, 40) + "'; expected " + names);
  }
  for (const char* key : {"why", "problem"}) {
    if (!line.contains(key)) fail(key, "is missing");
  }
}

// What belongs to a printed number stands with one, and only there.
void check_printed(const json& line) {
  const std::string is = text_in(line, "printed_is");
  if (is.empty() == line.contains("printed")) fail("printed_is", "goes with printed");
  if (!is.empty() && is != "right" && is != "wrong") fail("printed_is", "expected right or wrong");
  if ((is == "wrong") != line.contains("corrected"))
    fail("corrected", "goes with a printed number that is wrong");
  if (line.contains("digits") != line.contains("what")) fail("digits", "goes with what");
  if (line.contains("printed") && !line.contains("digits")) fail("digits", "is missing");
}

// The one meaning of a statement.
problem problem_in(const json& statement) {
  if (!statement.is_object()) fail("problem", "expected a JSON object");
  for (const char* key : {"format", "rounding", "digits", "id"}) {
    if (statement.contains(key)) fail("problem", "a case takes no '" + std::string(key) + "'");
  }
  const std::string text = statement.dump();
  problem asked = parse_problem(text).asked;
  if (asked.p.family == "categorical" && !asked.how)
    fail("problem.semantics", "is missing; expected one of " + words(all_semantics()));
  const auto read_exactly = [&] { return parse_problem(text, {}, nullptr).asked; };
  if (!statement.contains("input") && problem_text(read_exactly()) != problem_text(asked))
    fail("problem.input", "is missing; decimals are exact or values of a format");
  return asked;
}

fixture_input input_of(const std::string& text, const std::string& from) {
  const json line = parsed_json(text, "line");
  check_keys(line);
  check_printed(line);
  fixture_input input{problem_in(line["problem"]), from};
  for (const stated_remark& r : remark_table) {
    const std::string key(r.name);
    if (line.contains(key)) input.remarks.emplace_back(key, text_in(line, key));
  }
  return input;
}

bool states_nothing(const std::string& line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first == std::string::npos || line[first] == '#';
}

}  // namespace

std::span<const stated_remark> stated_remarks() {
  return remark_table;
}

std::vector<fixture_input> stated_cases(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw input_error(path + ": cannot be read");
  const std::string from = std::filesystem::path(path).stem().string();
  std::vector<fixture_input> cases;
  std::map<std::string, int> seen;
  std::string line;
  for (int at = 1; std::getline(file, line); ++at) {
    if (states_nothing(line)) continue;
    try {
      cases.push_back(input_of(line, from));
      const auto [first, is_new] = seen.emplace(problem_text(cases.back().asked), at);
      if (!is_new) fail("problem", "is that of line " + std::to_string(first->second));
    } catch (const input_error& e) {
      throw input_error(path + ':' + std::to_string(at) + ": " + e.what());
    }
  }
  if (file.bad()) throw input_error(path + ": cannot be read");
  if (cases.empty()) throw input_error(path + ": states no case");
  return cases;
}

}  // namespace kloracle
