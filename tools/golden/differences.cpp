// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/differences.hpp"

#include <algorithm>
#include <map>

#include "tools/json_values.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

constexpr std::size_t most_shown = 5;

// Null where a text is no JSON, or nests so deep that it would not be safe to look into.
json parsed(const std::string& text) {
  try {
    return parsed_json(text, "");
  } catch (const input_error&) {
    return nullptr;
  }
}

std::string shortened(const std::string& text) {
  constexpr std::size_t most = 70;
  return text.size() <= most ? text : text.substr(0, most - 3) + "...";
}

// "line 17, column 203: ..."
std::string first_difference(const std::string& a, const std::string& b) {
  const auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  const auto line = std::count(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
  const std::size_t start = at == 0 ? 0 : a.rfind('\n', at - 1) + 1;
  return "first differs at line " + std::to_string(line) + ", column " +
         std::to_string(at - start + 1);
}

// The leaves at which two values differ: "rounded.binary64 is \"0x1p-2\", derived \"0x1p-3\"".
void leaves(const json& disk, const json& derived, const std::string& path,
            std::vector<std::string>& out) {
  if (disk == derived) return;
  const bool both = disk.is_object() && derived.is_object();
  if (!both && !(disk.is_array() && derived.is_array() && disk.size() == derived.size())) {
    out.push_back(path + " is " + shortened(disk.dump()) + ", derived " +
                  shortened(derived.dump()));
    return;
  }
  if (!both) {
    for (std::size_t i = 0; i < disk.size(); ++i)
      leaves(disk[i], derived[i], path + '[' + std::to_string(i) + ']', out);
    return;
  }
  const std::string prefix = path.empty() ? "" : path + '.';
  for (const auto& [key, value] : disk.items()) {
    if (!derived.contains(key)) {
      out.push_back(prefix + key + " should not be there");
    } else {
      leaves(value, derived[key], prefix + key, out);
    }
  }
  for (const auto& [key, value] : derived.items()) {
    if (!disk.contains(key)) out.push_back(prefix + key + " is missing");
  }
}

std::map<std::string, json> cases_by_id(const json& file) {
  std::map<std::string, json> all;
  if (!file.contains("cases") || !file["cases"].is_array()) return all;
  for (const json& c : file["cases"]) {
    if (c.is_object() && c.contains("id") && c["id"].is_string())
      all[c["id"].get<std::string>()] = c;
  }
  return all;
}

void put_some(const std::string& what, const std::vector<std::string>& ids,
              std::vector<std::string>& out) {
  if (ids.empty()) return;
  std::string text =
      std::to_string(ids.size()) + (ids.size() == 1 ? " case " : " cases ") + what + ":";
  for (std::size_t i = 0; i < std::min(ids.size(), most_shown); ++i) text += ' ' + ids[i];
  out.push_back(ids.size() > most_shown ? text + " ..." : text);
}

void compare_cases(const json& disk, const json& derived, std::vector<std::string>& out) {
  const auto before = cases_by_id(disk);
  const auto after = cases_by_id(derived);
  std::vector<std::string> came;
  std::vector<std::string> went;
  std::vector<std::string> changed;
  for (const auto& [id, c] : before) {
    const auto at = after.find(id);
    if (at == after.end()) {
      went.push_back(id);
    } else {
      std::vector<std::string> members;
      leaves(c, at->second, "", members);
      for (const std::string& m : members) changed.push_back("case " + id + ": " + m);
    }
  }
  for (const auto& [id, c] : after) {
    if (!before.contains(id)) came.push_back(id);
  }
  const std::size_t entries = disk.contains("cases") ? disk["cases"].size() : 0;
  if (entries > before.size())
    out.push_back(std::to_string(entries - before.size()) +
                  " of its cases have no id, or one that stands twice");
  put_some("not derived any more", went, out);
  put_some("not on disk", came, out);
  const std::size_t shown = std::min(changed.size(), most_shown);
  out.insert(out.end(), changed.begin(), changed.begin() + static_cast<std::ptrdiff_t>(shown));
  if (changed.size() > shown)
    out.push_back("and " + std::to_string(changed.size() - shown) + " more such members");
}

}  // namespace

std::vector<std::string> text_differences(const std::string& on_disk, const std::string& derived) {
  const json disk = parsed(on_disk);
  const json due = parsed(derived);
  const std::string where = first_difference(on_disk, derived);
  if (!disk.is_object() || !due.is_object()) {
    return {due.is_object() ? where + ": is not valid JSON" : where};
  }
  std::vector<std::string> out;
  compare_cases(disk, due, out);
  std::vector<std::string> members;
  json disk_heading = disk;
  json due_heading = due;
  disk_heading.erase("cases");
  due_heading.erase("cases");
  leaves(disk_heading, due_heading, "", members);
  if (members.size() > most_shown) members.resize(most_shown);
  out.insert(out.end(), members.begin(), members.end());
  if (out.empty() && disk != due) out.push_back(where + ": its cases stand in another order");
  if (out.empty()) out.push_back(where + ": says the same, but not in the same bytes");
  return out;
}

std::vector<std::string> index_differences(const std::string& on_disk, const std::string& derived) {
  const json disk = parsed(on_disk);
  const json due = json::parse(derived);
  if (!disk.is_object()) return {first_difference(on_disk, derived) + ": is not valid JSON"};
  std::vector<std::string> out;
  if (disk.value("format_version", json()) != due["format_version"])
    out.push_back("the format's version changed since this was written");
  if (disk.value("generator", json()) != due["generator"])
    out.push_back("was written by " + shortened(disk.value("generator", json()).dump()) +
                  ", this is " + due["generator"].dump());
  std::map<std::string, json> inputs;
  for (const json& input : disk.value("inputs", json::array())) {
    if (input.is_object()) inputs[input.value("path", json("")).dump()] = input;
  }
  for (const json& input : due["inputs"]) {
    const auto at = inputs.find(input["path"].dump());
    if (at == inputs.end()) {
      out.push_back(input["path"].get<std::string>() + " is new since this was written");
    } else if (at->second != input) {
      out.push_back(input["path"].get<std::string>() + " changed since this was written");
    }
  }
  if (out.empty())
    out.push_back(first_difference(on_disk, derived) +
                  ": no recipe, stated case or version changed since, so it was edited, or another "
                  "build of this version wrote it");
  return out;
}

std::set<std::string> indexed_paths(const std::string& index, const std::string& folder) {
  std::set<std::string> all;
  const json known = parsed(index);
  if (!known.is_object() || !known.contains("files")) return all;
  for (const json& file : known["files"]) {
    if (file.is_object() && file.contains("path") && file["path"].is_string())
      all.insert(folder + '/' + file["path"].get<std::string>());
  }
  all.insert(folder + "/INDEX.json");
  return all;
}

}  // namespace kloracle
