// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>

#include "tools/klap_function.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

constexpr int klap_version = 1;

std::vector<offered_function> read_functions(const part& whole) {
  std::vector<offered_function> functions;
  for (const json& one : whole.array("functions")) {
    const std::string where = "functions[" + std::to_string(functions.size()) + "]: ";
    offered_function read = read_function({one, where});
    const auto same_name = [&](const offered_function& f) { return f.name == read.name; };
    if (std::ranges::any_of(functions, same_name)) {
      whole.refuse("two functions are named '" + one_line(read.name) + "'");
    }
    functions.push_back(std::move(read));
  }
  return functions;
}

subject_identity read_identity(const part& whole) {
  const json* impl = find_member(whole.object, "impl");
  if (impl == nullptr || !impl->is_object()) whole.expected("an object", "impl");
  const part from{*impl, "impl: "};
  return {from.text("name"), from.text("version"), from.text_or("language", ""),
          from.text_or("issues", "")};
}

encoding read_encoding(const part& whole) {
  const std::string word = whole.text("encoding");
  if (const auto found = find_encoding(word)) return *found;
  std::string allowed;
  for (const encoding e : encodings())
    allowed += (allowed.empty() ? "" : ", ") + std::string(name(e));
  whole.refuse("unknown encoding '" + one_line(word) + "'; allowed: " + allowed);
}

}  // namespace

std::string hello_request(std::string_view suite_version) {
  std::string text = "{\"klap\":" + std::to_string(klap_version) +
                     ",\"cmd\":\"hello\",\"suite\":" + json_text(suite_version) +
                     ",\"encodings\":[";
  for (const encoding e : encodings()) {
    if (text.back() != '[') text += ',';
    text += json_text(name(e));
  }
  return text + "]}";
}

introduction read_introduction(std::string_view line) {
  const json reply = parse_line(line);
  const part whole{reply, ""};
  if (!reply.is_object()) {
    whole.refuse("expected a JSON object on one line, came '" + one_line(line) + "'");
  }
  if (const std::string* error = find_text(reply, "error")) {
    whole.refuse("expected an introduction, came the error '" + one_line(*error) + "'");
  }
  const json* version = find_member(reply, "klap");
  if (version == nullptr || *version != klap_version) {
    whole.expected(std::to_string(klap_version) + ", the version spoken here", "klap");
  }
  introduction read;
  read.who = read_identity(whole);
  read.functions = read_functions(whole);
  read.numbers = read_encoding(whole);
  read.max_cases = whole.count_or("max_cases", read.max_cases);
  read.max_n = whole.count_or("max_n", read.max_n);
  read.deterministic = whole.flag_or("deterministic", read.deterministic);
  json functions = *find_member(reply, "functions");
  for (json& one : functions) {
    one.erase("note");
    one.erase("snippet");
  }
  read.essence = functions.dump() + std::string(name(read.numbers));
  return read;
}

}  // namespace kloracle
