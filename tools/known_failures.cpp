// SPDX-License-Identifier: Apache-2.0
#include "tools/known_failures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "tools/failure_labels.hpp"

namespace kloracle {
namespace {

// A case, or a law on a function in a format, as lists of failures see it.
struct listed_thing {
  std::string id;
  std::string qualified;  // "FUNCTION/ID"; empty of a law
  std::string label;
  bool asked;
  bool failed;
  bool* excused;
};

std::vector<listed_thing> things_of(subject_outcomes& s) {
  std::vector<listed_thing> things;
  for (case_outcome& c : s.cases) {
    const bool asked =
        c.returned != response::kind::skipped && c.returned != response::kind::not_run;
    things.push_back(
        {c.id, c.function->name + '/' + c.id, c.label, asked, asked && c.misses, &c.excused});
  }
  for (law_outcome& l : s.laws) {
    things.push_back(
        {law_id(l), "", l.label, l.label != "not_applicable", !l.summary.kept(), &l.excused});
  }
  return things;
}

bool names(const std::string& pattern, const listed_thing& t) {
  return matches(pattern, t.id) || (!t.qualified.empty() && matches(pattern, t.qualified));
}

// What an entry was found to match.
struct match_count {
  std::size_t as_expected = 0;
  std::size_t excused = 0;  // by --known-flaky
  const listed_thing* passes = nullptr;
  const listed_thing* not_asked = nullptr;
  const listed_thing* differs = nullptr;

  void add(const listed_thing& t, const known_entry& e) {
    if (*t.excused) {
      ++excused;
    } else if (!t.asked) {
      not_asked = &t;
    } else if (!t.failed) {
      passes = &t;
    } else if (begins_with_label(t.label, e.label)) {
      ++as_expected;
    } else {
      differs = &t;
    }
  }
};

// Whatever each entry matches, in their order. Ids are looked up, since there may be many of both.
class entry_index {
 public:
  explicit entry_index(const std::vector<known_entry>& entries) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (entries[i].is_glob()) {
        globs_.push_back({i, &entries[i].pattern});
      } else {
        ids_.emplace(entries[i].pattern, i);
      }
    }
  }

  std::vector<std::size_t> find(const listed_thing& t) const {
    std::vector<std::size_t> found;
    for (const std::string* id : {&t.id, &t.qualified}) {
      if (const auto at = ids_.find(*id); at != ids_.end()) found.push_back(at->second);
    }
    for (const auto& [i, pattern] : globs_) {
      if (names(*pattern, t)) found.push_back(i);
    }
    return found;
  }

 private:
  std::unordered_map<std::string, std::size_t> ids_;
  std::vector<std::pair<std::size_t, const std::string*>> globs_;
};

// Why an entry does not hold; empty where it does.
std::string complaint(const known_entry& e, const match_count& m, bool part_of_a_run) {
  if (m.differs != nullptr)
    return fmt::format("differently: expected {}, {} is {}", e.label, m.differs->id,
                       m.differs->label);
  if (m.as_expected > most_of_a_glob)
    return fmt::format("covers {} failures; a glob may cover {}", m.as_expected, most_of_a_glob);
  if (m.as_expected + m.excused != 0) return "";
  if (m.not_asked != nullptr)
    return fmt::format("not asked: {} is {}", m.not_asked->id, m.not_asked->label);
  if (m.passes != nullptr)
    return fmt::format("stale: {} does not fail: {}", m.passes->id, m.passes->label);
  return part_of_a_run ? "" : "stale: this run has nothing of that name";
}

// The globs that might stand for a failure, the widest of each kind first.
std::vector<std::string> globs_for(const case_outcome& c) {
  const std::string all = pattern_of(c.id.substr(0, c.id.rfind(':') + 1)) + '*';
  return {all, pattern_of(c.function->name) + '/' + all};
}

std::vector<std::string> globs_for(const law_outcome& l) {
  const std::string law(l.summary.what->id);
  const std::string family = law.substr(0, law.find('.')) + ".*";
  const std::string function = pattern_of(l.summary.function->name);
  const std::string in(l.summary.in->name);
  return {law + "/*",
          law + '/' + function + "/*",
          law + "/*/" + in,
          "*/" + function + "/*",
          "*/" + function + '/' + in,
          family + '/' + function + "/*",
          family + '/' + function + '/' + in};
}

// Chooses globs for failures, the one that stands for most first.
class glob_choice {
 public:
  explicit glob_choice(const std::vector<listed_thing>& things) : things_(things) {}

  // A glob of a failure; it is kept where it matches failures of that label alone, and not too
  // many.
  void offer(const std::string& glob, const std::string& label) {
    if (!seen_.insert(glob + '\n' + label).second) return;
    std::vector<std::size_t> covered;
    for (std::size_t i = 0; i < things_.size(); ++i) {
      const listed_thing& t = things_[i];
      if (!names(glob, t)) continue;
      if (!t.failed || *t.excused || t.label != label || covered.size() == most_of_a_glob) return;
      covered.push_back(i);
    }
    if (covered.size() > 1) globs_.push_back({glob, label, std::move(covered)});
  }

  std::vector<known_entry> choose() {
    std::vector<known_entry> chosen;
    while (const candidate* best = largest()) {
      chosen.push_back({best->glob, best->label, "", 0});
      covered_.insert(best->covered.begin(), best->covered.end());
    }
    return chosen;
  }

  bool covers(std::size_t i) const { return covered_.contains(i); }

 private:
  struct candidate {
    std::string glob;
    std::string label;
    std::vector<std::size_t> covered;
  };

  // Of those that stand for two failures more, at least.
  const candidate* largest() const {
    const candidate* best = nullptr;
    std::ptrdiff_t most = 1;
    for (const candidate& c : globs_) {
      const auto more = std::ranges::count_if(c.covered, [&](std::size_t i) { return !covers(i); });
      if (more <= most) continue;
      most = more;
      best = &c;
    }
    return best;
  }

  const std::vector<listed_thing>& things_;
  std::set<std::string> seen_;
  std::vector<candidate> globs_;
  std::set<std::size_t> covered_;
};

}  // namespace

std::string law_id(const law_outcome& l) {
  const law_summary& s = l.summary;
  return fmt::format("{}/{}/{}", s.what->id, s.function->name, s.in->name);
}

void known_failures::excuse_unsteady(subject_outcomes& s) const {
  if (flaky_.empty()) return;
  const entry_index entries(flaky_);
  for (case_outcome& c : s.cases) {
    if (!s.unsteady.contains({c.function->name, c.id})) continue;
    const listed_thing t{c.id, c.function->name + '/' + c.id, "", true, true, nullptr};
    c.excused = !entries.find(t).empty();
  }
}

std::vector<std::string> known_failures::complaints(subject_outcomes& s, bool part_of_a_run) const {
  excuse_unsteady(s);
  const std::vector<listed_thing> things = things_of(s);
  const entry_index entries(failures_);
  std::vector<match_count> counts(failures_.size());
  std::vector<bool*> excused;
  for (const listed_thing& t : things) {
    for (const std::size_t i : entries.find(t)) {
      counts[i].add(t, failures_[i]);
      if (t.failed && begins_with_label(t.label, failures_[i].label)) excused.push_back(t.excused);
    }
  }
  for (bool* one : excused) *one = true;  // not sooner: every entry is to see what happened
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < failures_.size(); ++i) {
    const std::string why = complaint(failures_[i], counts[i], part_of_a_run);
    if (why.empty()) continue;
    lines.push_back(fmt::format("line {} '{}' {}", failures_[i].line, failures_[i].pattern, why));
  }
  return lines;
}

std::vector<known_entry> covering_list(subject_outcomes& s,
                                       const std::vector<known_entry>& before) {
  const std::vector<listed_thing> things = things_of(s);
  const auto to_cover = [&](std::size_t i) { return things[i].failed && !*things[i].excused; };
  glob_choice choice(things);
  std::map<std::string, int> times;  // that an id occurs
  for (const listed_thing& t : things) ++times[t.id];
  for (std::size_t i = 0; i < things.size(); ++i) {
    if (!to_cover(i)) continue;
    const auto globs =
        i < s.cases.size() ? globs_for(s.cases[i]) : globs_for(s.laws[i - s.cases.size()]);
    for (const std::string& g : globs) choice.offer(g, things[i].label);
  }
  std::vector<known_entry> list = choice.choose();
  for (std::size_t i = 0; i < things.size(); ++i) {
    if (!to_cover(i) || choice.covers(i)) continue;
    const std::string& id = times[things[i].id] == 1 ? things[i].id : things[i].qualified;
    list.push_back({pattern_of(id), things[i].label, "", 0});
  }
  for (known_entry& e : list) {
    const auto old = std::ranges::find(before, e.pattern, &known_entry::pattern);
    if (old != before.end()) e.reason = old->reason;
  }
  return list;
}

}  // namespace kloracle
