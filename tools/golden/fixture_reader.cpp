// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/fixture_reader.hpp"

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>

#include "oracle/rounding.hpp"
#include "properties/option_values.hpp"
#include "tools/golden/canonical_json.hpp"
#include "tools/json_values.hpp"
#include "tools/number_codec.hpp"
#include "tools/one_line.hpp"
#include "tools/problem_json.hpp"
#include "tools/whole_file.hpp"

namespace kloracle {
namespace {

using json = nlohmann::json;
namespace fs = std::filesystem;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

// What is due where the input poses no problem and no policy speaks of it.
constexpr const char* unspecified = "unspecified";

template <class Json>  // json or const json
Json& member(Json& object, const char* key) {
  if (!object.is_object() || !object.contains(key)) fail(key, "is missing");
  return object[key];
}

// Exports put texts between quotes of nine languages: no quote, backslash or line feed in any.
const std::string& plain(const std::string& text, const char* key) {
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 &&
        std::string_view("_.:|=+-").find(c) == std::string_view::npos)
      fail(key, "'" + one_line(text) + "' is no plain word");
  }
  return text;
}

const std::string& word_of(const json& value, const char* key) {
  return plain(text_of(value, key), key);
}

std::string text_member(const json& object, const char* key) {
  return word_of(member(object, key), key);
}

// "", if there is no such member.
std::string optional_text(const json& object, const char* key) {
  return object.contains(key) ? word_of(object[key], key) : std::string();
}

// The folder that the paths of vectors start from: the nearest one above with an index.
fs::path index_folder(const fs::path& file) {
  std::error_code error;
  const fs::path own = fs::absolute(file, error).parent_path();
  for (fs::path folder = own;; folder = folder.parent_path()) {
    if (fs::exists(folder / "INDEX.json", error)) return folder;
    if (folder == folder.parent_path()) return own;
  }
}

// A parameter that stands in a file of its own is put where its object was.
void put_vectors(json& distribution, const fs::path& folder) {
  if (!distribution.is_object()) return;
  for (auto& [name, value] : distribution.items()) {
    if (!value.is_object()) continue;
    const std::string path = text_of(member(value, "file"), "file");
    if (path.find("..") != std::string::npos || path.starts_with('/'))
      fail("file", "'" + one_line(path) + "' leads out of the fixtures");
    const std::string text = whole_file((folder / path).string(), "file");
    if (sha256(text) != text_member(value, "sha256"))
      fail("sha256", "is not that of '" + one_line(path) + "'");
    json numbers = json::array();
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      numbers.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    if (member(value, "n") != numbers.size())
      fail("n", "is not the count of numbers in '" + one_line(path) + "'");
    value = std::move(numbers);
  }
}

std::string joined(const json& words) {
  std::string text;
  for (const json& w : words) text += (text.empty() ? "" : " ") + word_of(w, "flags");
  return text;
}

// "componentwise=2.68 simplex_tangent=2.37"
std::string conditions_of(const json& c) {
  std::string text;
  if (!c.contains("condition")) return text;
  for (const auto& [model, size] : c["condition"].items())
    text +=
        (text.empty() ? "" : " ") + word_of(model, "condition") + '=' + word_of(size, "condition");
  return text;
}

// One fixture file on its way into a table.
class file_reader {
 public:
  file_reader(const std::string& path, export_table& to)
      : to_(to), folder_(index_folder(path)), file_(parsed_json(whole_file(path, "FILE"), "file")) {
    if (!file_.is_object() || !file_.contains("format") || file_["format"] != "kloracle-fixture")
      fail("format", "expected \"kloracle-fixture\": this is no fixture file");
    if (member(file_, "format_version") != 1)
      fail("format_version", "expected 1, which this kloracle reads");
    if (!member(file_, "cases").is_array()) fail("cases", "expected an array");
    group_ = text_member(member(file_, "group"), "name");
    std::error_code error;
    const fs::path inside = fs::absolute(path, error).lexically_relative(folder_);
    to_.sources.push_back(inside.generic_string());
  }

  void read() {
    long n = 0;
    for (json& c : file_["cases"]) {
      ++n;
      try {
        read_case(c);
      } catch (const input_error& e) {
        const std::string id = c.is_object() && c.contains("id") ? c["id"].dump() : "";
        throw input_error("case " + std::to_string(n) + ' ' + one_line(id) + ": " + e.what());
      }
    }
  }

 private:
  void read_case(json& c) {
    json& asked = member(c, "problem");
    for (const char* side : {"p", "q"}) {
      if (asked.contains(side)) put_vectors(asked[side], folder_);
    }
    const problem posed = parse_problem(asked.dump(), {}, nullptr).asked;
    auto inputs = inputs_in(*to_.in, posed);
    if (!inputs) {
      ++to_.unfit;
      return;
    }
    for (const export_array& a : *inputs) plain(a.name, "problem");
    export_case out;
    out.texts = texts_of(c, asked, posed);
    out.inputs = std::move(*inputs);
    put_value(c, out);
    to_.cases.push_back(std::move(out));
  }

  std::vector<std::string> texts_of(const json& c, const json& asked, const problem& posed) const {
    std::vector<std::string> texts{text_member(c, "id"),
                                   std::string(entry(posed.what).name),
                                   optional_text(asked, "semantics"),
                                   optional_text(asked, "unit"),
                                   group_,
                                   posed.p.family,
                                   posed.q ? posed.q->family : ""};
    for (const option_entry& o : options()) {
      if (o.kind == option_kind::word) texts.push_back(plain(option_text(posed, o), "problem"));
    }
    const std::string outcome = text_member(c, "outcome");
    const std::string policy = optional_text(c, "policy");
    texts.insert(texts.end(), {outcome, due(outcome, policy), policy, conditions_of(c),
                               joined(member(c, "flags"))});
    return texts;
  }

  // What code should answer.
  std::string due(const std::string& outcome, const std::string& policy) const {
    if (outcome == "value" || outcome == "plus_infinity") return outcome;
    if (outcome != "domain" && outcome != "undefined")
      fail("outcome", "unknown '" + one_line(outcome) +
                          "'; expected value, plus_infinity, undefined or domain");
    if (policy.empty()) return unspecified;
    const json& all = member(file_, "policies");
    if (!all.contains(policy)) fail("policy", "'" + one_line(policy) + "' is not explained");
    const json& expects = member(all[policy], "expects");
    if (!expects.contains(to_.profile))
      fail("--profile", "'" + one_line(to_.profile) + "' is none of this file's");
    return word_of(expects[to_.profile], policy.c_str());
  }

  void put_value(const json& c, export_case& out) const {
    const std::string outcome = text_member(c, "outcome");
    out.condition_number = out.expected = out.lower = out.upper = nan;
    if (outcome == "plus_infinity") out.expected = out.lower = out.upper = infinity;
    if (outcome != "value") return;
    const std::string name(to_.in->name);
    const json& formats = member(c, "rounded");
    if (!formats.is_object() || !formats.contains(name)) fail("rounded", "has no " + name);
    const std::string rounded = text_member(formats, name.c_str());
    const auto expected = decode(*to_.in, encoding::hexfloat, rounded);
    if (!expected) fail("rounded", "'" + one_line(rounded) + "' is no value of " + name);
    out.expected = *expected;
    const json& ends = member(c, "enclosure");
    if (!ends.is_array() || ends.size() != 2) fail("enclosure", "expected two numbers");
    out.lower = bound(ends[0], direction::downward);
    out.upper = bound(ends[1], direction::upward);
    if (!(out.lower <= out.expected && out.expected <= out.upper))
      fail("rounded", "'" + one_line(rounded) + "' is not next to the enclosure");
    const json& condition = member(c, "condition");
    if (condition.contains("componentwise"))
      out.condition_number = std::strtod(text_member(condition, "componentwise").c_str(), nullptr);
  }

  double bound(const json& end, direction d) const {
    const number x = number_of(end, "enclosure", nullptr);
    if (!x.is_finite()) fail("enclosure", "expected two finite numbers");
    return to_double(round_to(*to_.in, d, exact(x)));
  }

  export_table& to_;
  fs::path folder_;
  json file_;
  std::string group_;
};

}  // namespace

void read_fixture(const std::string& path, export_table& table) {
  try {
    file_reader(path, table).read();
  } catch (const input_error& e) {
    const std::string why = e.what();
    throw input_error(why.starts_with("FILE: ") ? why : "'" + path + "': " + why);
  } catch (const json::exception&) {
    throw input_error("'" + path + "': is no fixture file");
  }
}

}  // namespace kloracle
