// SPDX-License-Identifier: Apache-2.0
#include "tools/baseline_file.hpp"

#include <initializer_list>
#include <nlohmann/json.hpp>

#include "tools/environment.hpp"
#include "tools/json_values.hpp"
#include "tools/one_line.hpp"
#include "tools/whole_file.hpp"

namespace kloracle {
namespace {

using nlohmann::json;  // keys are sorted

constexpr const char* file_format = "kloracle-baseline";
constexpr const char* file_version = "1";
constexpr std::initializer_list<const char*> told_names{"p50", "p99_9", "worst"};

// --- Writing ---

std::string dumped(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

void put_key(json& line, const baseline_key& k) {
  line["subject"] = k.subject;
  if (!k.function.empty()) line["function"] = k.function;
  if (!k.format.empty()) line["format"] = k.format;
  if (!k.group.empty()) line["group"] = k.group;
  if (!k.law.empty()) line["law"] = k.law;
}

json entry_line(const baseline_key& k, const baseline_entry& e) {
  json line;
  put_key(line, k);
  for (const auto& [name, text] : e.measures) line[name] = text;
  for (const auto& [name, text] : e.told) line[name] = text;
  for (const auto& [name, l] : e.loosened)
    line["loosened"][name] = {{"from", l.from}, {"reason", l.reason}};
  return line;
}

// One list of the file, an entry per line; nothing where there are none.
void put_list(std::string& text, const char* name, const std::vector<std::string>& lines) {
  text += dumped(name) + ":[";
  for (std::size_t i = 0; i < lines.size(); ++i) text += (i == 0 ? "\n" : ",\n") + lines[i];
  text += lines.empty() ? "]" : "\n]";
}

// --- Reading ---

// An object of the file: every key has to be asked for.
class object_reader {
 public:
  object_reader(const json& object, std::string place) : object_(object), place_(std::move(place)) {
    if (!object.is_object()) fail(place_, "expected an object");
    for (const auto& [key, value] : object.items()) left_.insert(key);
  }

  const json* find(const std::string& key) {
    left_.erase(key);
    const auto at = object_.find(key);
    return at == object_.end() ? nullptr : &*at;
  }

  const json& need(const std::string& key) {
    const json* value = find(key);
    if (value == nullptr) fail(place_, "'" + key + "' is missing");
    return *value;
  }

  std::string text(const std::string& key) {
    const json& value = need(key);
    if (!value.is_string() || value.get_ref<const std::string&>().empty())
      fail(place_ + '.' + key, "expected a text");
    return value.get<std::string>();
  }

  std::string text_if_any(const std::string& key) { return object_.contains(key) ? text(key) : ""; }

  void refuse_more() const {
    if (!left_.empty()) fail(place_, "unknown key '" + one_line(*left_.begin()) + "'");
  }

  const std::string& place() const { return place_; }

 private:
  const json& object_;
  std::string place_;
  std::set<std::string> left_;
};

std::string measure_text_of(object_reader& from, const baseline_measure& m,
                            const std::string& key) {
  const std::string text = from.text(key);
  if (!standing(m, text)) {
    fail(from.place() + '.' + key,
         "'" + one_line(text) + "' is no value of " + std::string(m.name));
  }
  return text;
}

baseline_key key_of(object_reader& from, bool removed, bool of_law) {
  baseline_key k{from.text("subject")};
  if (removed) {
    k.function = from.text_if_any("function");
    k.format = from.text_if_any("format");
    k.group = from.text_if_any("group");
    k.law = from.text_if_any("law");
    return k;
  }
  k.function = from.text("function");
  k.format = from.text("format");
  (of_law ? k.law : k.group) = from.text(of_law ? "law" : "group");
  return k;
}

void read_loosened(object_reader& from, baseline_entry& e) {
  const json* list = from.find("loosened");
  if (list == nullptr) return;
  object_reader measures(*list, from.place() + ".loosened");
  for (const baseline_measure& m : baseline_measures()) {
    const std::string name(m.name);
    const json* one = measures.find(name);
    if (one == nullptr) continue;
    object_reader told(*one, measures.place() + '.' + name);
    e.loosened[name] = {measure_text_of(told, m, "from"), told.text("reason")};
    told.refuse_more();
  }
  measures.refuse_more();
}

// Whether entries of groups, or of laws, have the measure.
bool applies(const baseline_measure& m, bool of_law) {
  using type = baseline_measure::type;
  if (of_law) return m.kind == type::law || m.name == "lost";
  return m.kind != type::law && m.kind != type::steadiness;
}

baseline_entry entry_of(object_reader& from, bool of_law) {
  baseline_entry e;
  for (const baseline_measure& m : baseline_measures()) {
    const std::string name(m.name);
    if (!applies(m, of_law)) continue;
    if (m.kind != baseline_measure::type::count) from.need(name);
    if (from.find(name) != nullptr) e.measures[name] = measure_text_of(from, m, name);
  }
  for (const char* name : told_names) {
    if (from.find(name) != nullptr) e.told[name] = from.text(name);
  }
  read_loosened(from, e);
  return e;
}

template <class Read>
void read_list(object_reader& file, const char* name, const Read& read) {
  const json& list = file.need(name);
  if (!list.is_array()) fail(file.place() + ' ' + name, "expected an array");
  for (std::size_t i = 0; i < list.size(); ++i) {
    object_reader one(list[i], file.place() + ' ' + name + '[' + std::to_string(i) + ']');
    read(one);
    one.refuse_more();
  }
}

void add_entry(baseline& b, object_reader& from, const baseline_key& key, baseline_entry entry) {
  if (!b.options.contains(key.subject))
    fail(from.place(), "'" + one_line(key.subject) + "' is none of the subjects");
  if (!b.entries.emplace(key, std::move(entry)).second)
    fail(from.place(), "a second entry of " + one_line(text_of(key)));
}

void read_entries(baseline& b, object_reader& file) {
  read_list(file, "subjects", [&](object_reader& one) {
    const std::string name = one.text("subject");
    outcome_options& o = b.options[name];
    o = {one.text("cases"), one.text("laws"), one.text("max_n"), one.text("seed")};
    const baseline_measure& answers = *find_measure("answers");
    baseline_entry e;
    e.measures["answers"] = measure_text_of(one, answers, "answers");
    read_loosened(one, e);
    add_entry(b, one, {name}, e);
  });
  read_list(file, "values", [&](object_reader& one) {
    const baseline_key key = key_of(one, false, false);
    add_entry(b, one, key, entry_of(one, false));
  });
  read_list(file, "laws", [&](object_reader& one) {
    const baseline_key key = key_of(one, false, true);
    add_entry(b, one, key, entry_of(one, true));
  });
  read_list(file, "removed", [&](object_reader& one) {
    const baseline_key key = key_of(one, true, false);
    b.removed.push_back({key, one.text("reason")});
  });
}

}  // namespace

std::string baseline_text(const baseline& b) {
  std::vector<std::string> subjects;
  std::vector<std::string> values;
  std::vector<std::string> laws;
  std::vector<std::string> removed;
  for (const auto& [key, entry] : b.entries) {
    json line = entry_line(key, entry);
    if (key.function.empty()) {
      const outcome_options& o = b.options.at(key.subject);
      line.update({{"cases", o.cases}, {"laws", o.laws}, {"max_n", o.max_n}, {"seed", o.seed}});
    }
    (key.function.empty() ? subjects : key.law.empty() ? values : laws).push_back(dumped(line));
  }
  for (const baseline_removal& r : b.removed) {
    json line{{"reason", r.reason}};
    put_key(line, r.what);
    removed.push_back(dumped(line));
  }
  std::string text = "{\n";
  if (!b.comment.empty()) text += "\"comment\":" + b.comment + ",\n";
  text +=
      "\"format\":" + dumped(file_format) + ",\n\"format_version\":" + dumped(file_version) + ",\n";
  put_list(text, "laws", laws);
  put_list(text += ",\n", "removed", removed);
  put_list(text += ",\n", "subjects", subjects);
  put_list(text += ",\n", "values", values);
  return text + "\n}\n";
}

baseline read_baseline(const std::string& path) {
  const std::string place = "--baseline: '" + path + '\'';
  const json file = parsed_json(whole_file(path, "--baseline"), place);
  object_reader top(file, place);
  if (!file.contains("format") || file["format"] != file_format)
    fail(place, "is no baseline; expected what --update-baseline wrote");
  if (top.text("format") == file_format && top.text("format_version") != file_version)
    fail(place, "is of another version; expected " + std::string(file_version));
  baseline b;
  if (const json* comment = top.find("comment")) b.comment = dumped(*comment);
  read_entries(b, top);
  top.refuse_more();
  return b;
}

std::string baseline_comment() {
  json comment{{"suite", KLORACLE_VERSION}};
  for (const environment_fact& f : environment_facts()) comment[f.name] = f.value;
  return dumped(comment);
}

}  // namespace kloracle
