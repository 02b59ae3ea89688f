// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/recipe.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "tools/flag_values.hpp"
#include "tools/golden/fixture_groups.hpp"
#include "tools/one_line.hpp"
#include "tools/problem_json.hpp"

namespace kloracle {
namespace {

// Reads members of one table, blames them by file and line, and knows which were never asked for.
class table_reader {
 public:
  table_reader(const std::string& path, const toml::table& table, std::string place)
      : path_(path), table_(table), place_(std::move(place)) {}

  [[noreturn]] void refuse(const std::string& key, const std::string& what) const {
    const toml::node* at = table_.get(key);
    const auto line = (at != nullptr ? at->source() : table_.source()).begin.line;
    throw input_error(path_ + ":" + std::to_string(line) + ": " + key + ": " + what);
  }

  bool has(const std::string& key) {
    known_.push_back(key);
    return table_.contains(key);
  }

  std::string text(const std::string& key) {
    const auto value = table_[key].value_exact<std::string>();
    if (!value) refuse(key, "expected a text in quotes");
    return *value;
  }

  std::int64_t integer(const std::string& key, std::int64_t least, std::int64_t most) {
    const auto value = table_[key].value_exact<std::int64_t>();
    if (!value || *value < least || *value > most) {
      refuse(key,
             "expected an integer from " + std::to_string(least) + " to " + std::to_string(most));
    }
    return *value;
  }

  bool truth(const std::string& key) {
    const auto value = table_[key].value_exact<bool>();
    if (!value) refuse(key, "expected true or false");
    return *value;
  }

  /// ["a","b"] as it stands; "all" as nothing.
  std::vector<std::string> words(const std::string& key) {
    if (table_[key].value_exact<std::string>() == "all") return {};
    const toml::array* array = table_[key].as_array();
    if (array == nullptr || array->empty()) refuse(key, "expected \"all\" or a list of texts");
    std::vector<std::string> all;
    for (const toml::node& node : *array) {
      const auto value = node.value_exact<std::string>();
      if (!value) refuse(key, "expected texts in quotes in the list");
      all.push_back(*value);
    }
    return all;
  }

  /// The ids of the words in a registry, all of it where "all" is said.
  template <class Entries>
  auto ids(const std::string& key, const Entries& entries) {
    std::vector<std::remove_cvref_t<decltype(entries[0].id)>> found;
    const std::vector<std::string> wanted = words(key);
    for (const auto& e : entries) {
      if (wanted.empty()) found.push_back(e.id);
    }
    for (const std::string& word : wanted) {
      const auto at = std::ranges::find_if(entries, [&](const auto& e) { return e.name == word; });
      if (at == entries.end())
        refuse(key, "unknown '" + word + "'; expected " + kloracle::words(entries));
      found.push_back(at->id);
    }
    return found;
  }

  void refuse_unknown_keys() const {
    for (const auto& [key, value] : table_) {
      if (std::ranges::find(known_, key.str()) != known_.end()) continue;
      std::string all;
      for (const std::string& k : known_) all += (all.empty() ? "" : ", ") + k;
      refuse(std::string(key.str()), "is not a key of " + place_ + "; expected " + all);
    }
  }

 private:
  const std::string& path_;
  const toml::table& table_;
  std::string place_;
  std::vector<std::string> known_;
};

std::vector<std::string> read_families(table_reader& t) {
  std::vector<std::string> all = t.words("families");
  for (const std::string& name : all) {
    if (find_family(name) == nullptr)
      t.refuse("families", "unknown '" + name + "'; expected one of kloracle list families");
  }
  if (all.empty()) {
    for (const family_entry& f : families()) all.emplace_back(f.name);
  }
  return all;
}

std::vector<std::pair<std::string, std::string>> read_pairs(table_reader& t) {
  std::vector<std::pair<std::string, std::string>> all;
  const std::vector<std::string> written = t.words("pairs");
  for (const std::string& text : written) {
    const std::size_t bar = text.find('|');
    const std::string p = text.substr(0, bar);
    const std::string q = bar == std::string::npos ? "" : text.substr(bar + 1);
    if (find_family(p) == nullptr || find_family(q) == nullptr || p == q)
      t.refuse("pairs",
               "expected two different families as in \"gamma|normal\", came '" + text + "'");
    all.emplace_back(p, q);
  }
  for (const family_entry& p : families()) {
    for (const family_entry& q : families()) {
      if (written.empty() && p.name != q.name) all.emplace_back(p.name, q.name);
    }
  }
  return all;
}

std::vector<std::string_view> read_groups(table_reader& t) {
  std::vector<std::string_view> all;
  const std::vector<std::string> wanted = t.words("groups");
  for (const fixture_group& g : fixture_groups()) {
    if (wanted.empty() && g.origin != case_origin::stated) all.push_back(g.name);
  }
  for (const std::string& word : wanted) {
    const fixture_group* g = find_fixture_group(word);
    if (g == nullptr)
      t.refuse("groups", "unknown '" + word + "'; expected " + words(fixture_groups()));
    if (g->origin == case_origin::stated)
      t.refuse("groups", "'" + word + "' has stated cases; expected it in [[stated]]");
    all.push_back(g->name);
  }
  return all;
}

std::vector<const format*> read_formats(table_reader& t) {
  std::vector<const format*> all;
  for (const std::string& word : t.words("formats")) {
    const format* f = find_format(word);
    if (f == nullptr || f->width > 64)
      t.refuse("formats",
               "unknown '" + word + "'; expected binary16, bfloat16, binary32, binary64");
    all.push_back(f);
  }
  if (all.empty()) t.refuse("formats", "expected a list of formats");
  return all;
}

// A value that no quantity of the set can have.
void check_option(const table_reader& t, const recipe_set& set, const option_entry& o,
                  const std::string& value) {
  const std::string key(o.name);
  problem holder;
  try {
    read_flag_option(holder, o, value, &binary64);
  } catch (const input_error& e) {
    const std::string what = e.what();
    t.refuse(key, what.substr(what.find(": ") + 2));
  }
  if (o.id == option::generator && find_generator(value) == nullptr)
    t.refuse(key, "unknown '" + value + "'; expected " + words(generators()));
  const auto has_it = [&](quantity what) {
    return std::ranges::count(entry(what).conventions, value, &convention_entry::name) != 0;
  };
  if (o.id == option::convention && std::ranges::none_of(set.quantities, has_it))
    t.refuse(key, "'" + value + "' is a convention of none of these quantities");
}

recipe_set read_set(const std::string& path, const toml::table& table, std::size_t index) {
  recipe_set set;
  set.place =
      path + ":" + std::to_string(table.source().begin.line) + ": set " + std::to_string(index + 1);
  table_reader t(path, table, "a [[set]]");
  if (!t.has("quantities")) t.refuse("quantities", "is missing; expected \"all\" or a list");
  set.quantities = t.ids("quantities", quantities());
  if (t.has("semantics")) set.how = t.ids("semantics", all_semantics());
  if (t.has("families")) set.families = read_families(t);
  if (t.has("pairs")) set.pairs = read_pairs(t);
  if (set.how.empty() && set.families.empty() && set.pairs.empty())
    t.refuse("semantics", "is missing; expected semantics, families or pairs");
  if (!t.has("groups")) t.refuse("groups", "is missing; expected \"all\" or a list");
  set.groups = read_groups(t);
  if (t.has("formats")) set.formats = read_formats(t);
  if (t.has("units")) set.units = t.ids("units", units());
  if (t.has("count")) set.count = static_cast<int>(t.integer("count", 1, 1000000));
  if (t.has("max_n")) set.max_n = static_cast<std::size_t>(t.integer("max_n", 2, 1000000));
  if (t.has("min_n"))
    set.min_n =
        static_cast<std::size_t>(t.integer("min_n", 2, static_cast<std::int64_t>(set.max_n)));
  for (const option_entry& o : options()) {
    const std::string key(o.name);
    if (!t.has(key)) continue;
    const auto taken = [&](quantity what) { return takes(entry(what), o.id); };
    if (std::ranges::none_of(set.quantities, taken))
      t.refuse(key, "none of these quantities takes it; expected it beside " + takers(o.id));
    set.options.push_back({o.id, t.words(key)});
    for (const std::string& value : set.options.back().values) check_option(t, set, o, value);
  }
  t.refuse_unknown_keys();
  return set;
}

recipe_file read_stated(const std::string& path, const toml::table& table) {
  table_reader t(path, table, "a [[stated]]");
  recipe_file stated;
  if (!t.has("file")) t.refuse("file", "is missing; expected a file of stated cases");
  stated.file = t.text("file");
  if (!t.has("group")) t.refuse("group", "is missing; expected worked_numbers or hard_cases");
  stated.group = t.text("group");
  const fixture_group* g = find_fixture_group(stated.group);
  if (g == nullptr || g->origin != case_origin::stated)
    t.refuse("group", "unknown '" + stated.group + "'; expected worked_numbers or hard_cases");
  t.refuse_unknown_keys();
  return stated;
}

// Calls read(table, index) for every [[key]].
void for_each_table(table_reader& top, const toml::table& table, const std::string& key,
                    const std::function<void(const toml::table&, std::size_t)>& read) {
  if (!top.has(key)) return;
  const toml::array* array = table[key].as_array();
  if (array == nullptr || !array->is_homogeneous(toml::node_type::table))
    top.refuse(key, "expected tables: [[" + key + "]]");
  for (std::size_t i = 0; i < array->size(); ++i) read(*array->get(i)->as_table(), i);
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  file.peek();  // a folder can be opened, but not read
  if (!file.bad() && !file.eof()) text << file.rdbuf();
  if (file.bad() || !file.is_open() || !text)
    throw input_error(path + ": cannot be read; expected a recipe (TOML)");
  return text.str();
}

toml::table parsed(const recipe& r) {
  try {
    return toml::parse(r.text, r.path);
  } catch (const toml::parse_error& e) {
    throw input_error(r.path + ":" + std::to_string(e.source().begin.line) + ": " +
                      std::string(e.description()));
  }
}

// As the index and every path have it: "a/b", whether "./a//b/" or so was written.
std::string folder_below(table_reader& top, const std::string& written) {
  const bool is_plain = one_line(written, written.size()) == written;
  const std::filesystem::path folder = std::filesystem::path(written).lexically_normal();
  const bool inside =
      folder.is_relative() && !folder.empty() && *folder.begin() != "." && *folder.begin() != "..";
  if (!is_plain || !inside)
    top.refuse("folder", "expected a folder below the recipe's, such as \"golden\"");
  std::string plain = folder.generic_string();
  if (plain.back() == '/') plain.pop_back();
  return plain;
}

}  // namespace

recipe read_recipe(const std::string& path) {
  recipe r;
  r.path = path;
  const std::string file = std::filesystem::path(path).filename().string();
  if (one_line(file, file.size()) != file)
    throw input_error(path + ": expected a recipe whose name is plain text: fixtures repeat it");
  r.text = bytes_of(path);
  const toml::table table = parsed(r);
  table_reader top(r.path, table, "a recipe");
  if (!top.has("version") || top.integer("version", 1, 1) != 1)
    top.refuse("version", "is missing; expected 1");
  if (!top.has("folder")) top.refuse("folder", "is missing; expected where the fixtures go");
  r.folder = folder_below(top, top.text("folder"));
  if (top.has("seed"))
    r.seed = static_cast<std::uint64_t>(
        top.integer("seed", 0, std::numeric_limits<std::int64_t>::max()));
  if (top.has("schema")) r.schema = top.truth("schema");
  for_each_table(top, table, "set", [&](const toml::table& t, std::size_t i) {
    r.sets.push_back(read_set(r.path, t, i));
  });
  for_each_table(top, table, "stated", [&](const toml::table& t, std::size_t) {
    r.stated.push_back(read_stated(r.path, t));
  });
  top.refuse_unknown_keys();
  if (r.sets.empty() && r.stated.empty())
    throw input_error(path + ": asks for nothing; expected [[set]] or [[stated]]");
  return r;
}

}  // namespace kloracle
