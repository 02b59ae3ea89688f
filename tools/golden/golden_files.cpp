// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/golden_files.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>

#include "properties/parallel.hpp"
#include "tools/golden/canonical_json.hpp"
#include "tools/golden/differences.hpp"
#include "tools/golden/disk.hpp"
#include "tools/golden/fixture_schema.hpp"
#include "tools/golden/plan.hpp"
#include "tools/golden/vectors.hpp"

namespace kloracle {
namespace {

using json = nlohmann::ordered_json;

std::filesystem::path folder_of(const recipe& r) {
  return std::filesystem::path(r.path).parent_path();
}

// The recipe and the files that it names, with their hashes.
json inputs_of(const recipe& r) {
  const auto named = [](const std::string& path, const std::string& bytes) {
    return json{{"path", path}, {"sha256", sha256(bytes)}};
  };
  json all = json::array();
  all.push_back(named(std::filesystem::path(r.path).filename().string(), r.text));
  for (const recipe_file& stated : r.stated)
    all.push_back(named(stated.file, read_bytes(folder_of(r) / stated.file).value_or("")));
  return all;
}

// One item a line.
std::string listed(const char* key, const json& items) {
  std::string text = std::string("\"") + key + "\": [";
  for (std::size_t i = 0; i < items.size(); ++i) text += (i == 0 ? "\n" : ",\n") + items[i].dump();
  return text + "\n]";
}

std::string index_text(const recipe& r, const golden_files& derived,
                       const std::map<std::string, std::size_t>& cases) {
  const std::string folder = r.folder + '/';
  json files = json::array();
  for (const auto& [path, text] : derived.texts) {
    json item{{"path", path.substr(folder.size())}, {"sha256", sha256(text)}};
    if (const auto at = cases.find(path); at != cases.end()) item["cases"] = at->second;
    files.push_back(std::move(item));
  }
  const json generator{{"name", "kloracle"}, {"version", KLORACLE_VERSION}};
  return "{\n\"format\": \"kloracle-fixture-index\",\n\"format_version\": 1,\n\"license\": "
         "\"CC0-1.0\",\n\"generator\": " +
         generator.dump() + ",\n" + listed("inputs", inputs_of(r)) + ",\n" +
         listed("files", files) + ",\n\"count\": " + std::to_string(derived.cases) + "\n}\n";
}

// The long vectors of a case, each a file of its own.
void add_vectors(const problem& asked, const std::string& folder,
                 std::map<std::string, std::string>& texts) {
  const auto add = [&](const distribution& d) {
    for (const parameter& p : d.parameters) {
      if (!is_long(p)) continue;
      std::string text = vector_text(p.values);
      texts.emplace(folder + '/' + vector_path(text), std::move(text));
    }
  };
  add(asked.p);
  if (asked.q) add(*asked.q);
}

// Drops the cases of which an earlier file has the very problem.
void keep_first_of_each(std::vector<fixture_file>& files) {
  std::set<std::string> seen;
  const auto known = [&](const std::string& id) { return !seen.insert(id).second; };
  for (fixture_file& file : files) {
    std::erase_if(file.cases, [&](const fixture_case& c) { return known(c.id); });
    std::erase_if(file.left_out, known);
  }
}

}  // namespace

golden_files derive(const recipe& r, const golden_effort& how) {
  const std::vector<planned_file> plan = plan_of(r);
  std::vector<fixture_file> files(plan.size());
  std::mutex lock;
  std::size_t done = 0;
  in_parallel(plan.size(), how.threads, [&](std::size_t i) {
    files[i] = certified(plan[i], how.extra_bits);
    const std::lock_guard hold(lock);
    if (how.done) how.done(++done, plan.size());
  });
  keep_first_of_each(files);
  golden_files out;
  out.index = r.folder + "/INDEX.json";
  std::map<std::string, std::size_t> cases;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    const fixture_file& file = files[i];
    out.left_out.insert(out.left_out.end(), file.left_out.begin(), file.left_out.end());
    if (file.cases.empty() && file.left_out.empty()) continue;
    out.cases += static_cast<long>(file.cases.size());
    cases[plan[i].path] = file.cases.size();
    out.texts[plan[i].path] = file_text(file);
    for (const fixture_case& c : file.cases) add_vectors(c.input.asked, r.folder, out.texts);
  }
  if (r.schema) out.texts[r.folder + "/fixture.schema.json"] = schema_text();
  out.texts[out.index] = index_text(r, out, cases);
  return out;
}

std::vector<golden_difference> compare(const recipe& r, const golden_files& derived) {
  std::vector<golden_difference> found;
  const std::filesystem::path folder = folder_of(r);
  std::set<std::string> present = files_under(folder, r.folder);
  // The index first: it tells why.
  const auto index = read_bytes(folder / derived.index);
  const std::string& index_text = derived.texts.at(derived.index);
  if (index && *index != index_text)
    for (std::string& why : index_differences(*index, index_text))
      found.push_back({derived.index, std::move(why)});
  for (const auto& [path, text] : derived.texts) {
    present.erase(path);
    const auto bytes = read_bytes(folder / path);
    if (!bytes) {
      found.push_back({path, "is missing"});
    } else if (path != derived.index && *bytes != text) {
      for (std::string& why : text_differences(*bytes, text))
        found.push_back({path, std::move(why)});
    }
  }
  for (const std::string& path : present)
    found.push_back({path, "is not among the files that the recipe asks for"});
  return found;
}

golden_changes write(const recipe& r, const golden_files& derived) {
  golden_changes changes;
  const std::filesystem::path folder = folder_of(r);
  const std::set<std::string> present = files_under(folder, r.folder);
  const auto old_index = read_bytes(folder / derived.index);
  const std::set<std::string> ours =
      old_index ? indexed_paths(*old_index, r.folder) : std::set<std::string>();
  for (const std::string& path : present) {
    if (derived.texts.contains(path) || path == derived.index) continue;
    if (!ours.contains(path))
      throw input_error((folder / path).string() +
                        ": is no fixture of this recipe; expected a folder of its own");
  }
  const auto renew = [&](const std::string& path, const std::string& text) {
    if (read_bytes(folder / path) == text) {
      ++changes.unchanged;
    } else {
      write_whole(folder / path, text);
      ++changes.written;
    }
  };
  for (const auto& [path, text] : derived.texts) {
    if (path != derived.index) renew(path, text);
  }
  for (const std::string& path : present) {
    if (derived.texts.contains(path)) continue;
    std::filesystem::remove(folder / path);
    ++changes.removed;
  }
  // The index last: until then the old one still names what is to be removed, whatever ends this.
  renew(derived.index, derived.texts.at(derived.index));
  return changes;
}

}  // namespace kloracle
