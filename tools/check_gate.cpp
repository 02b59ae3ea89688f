// SPDX-License-Identifier: Apache-2.0
#include "tools/check_gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "tools/exit_codes.hpp"
#include "tools/failure_labels.hpp"
#include "tools/whole_file.hpp"

namespace kloracle {

check_gate::check_gate(const check_flags& f) : f_(f), baseline_(f) {
  // H where a list of known failures is all there is to fail by.
  if (!f.require.empty()) required_ = find_grade(f.require)->id;
  if (f.require.empty() && f.baseline.empty() && lists()) required_ = grade::half;
  if (!f.known.empty()) failures_ = read_known(f.known, "--known", known_kind::failures);
  if (!f.known_flaky.empty())
    flaky_ = read_known(f.known_flaky, "--known-flaky", known_kind::flaky);
  if (!writes_known()) return;
  refuse_unwritable(f.write_known, "--write-known");
  if (std::filesystem::exists(f.write_known))
    failures_ = read_known(f.write_known, "--write-known", known_kind::failures);
}

void check_gate::begin(const subject_identity& who, const outcome_options& how) {
  subject_ = {};
  subject_.subject = who.name;
  subject_.options = how;
  baseline_.begin(who.name, how);
}

void check_gate::add(const judged_case& j) {
  if (f_.baseline.empty() && !lists()) return;
  case_outcome c{j.function, j.in, j.input->id, j.input->group, j.returned.what, j.judgement};
  c.label = label_of(j.returned, j.judgement);
  c.misses = misses(j.returned, j.judgement, required_.value_or(grade::half));
  subject_.cases.push_back(std::move(c));
}

void check_gate::add_unsteady(const std::string& function, const std::string& id) {
  subject_.unsteady.emplace(function, id);
}

void check_gate::conclude(const subject_report& s, const std::string& repeating, bool unsteady) {
  subject_.repeating = repeating;
  for (const law_summary& l : s.laws) subject_.laws.push_back({l, label_of(l)});
  if (lists()) hold_to_lists();
  subject_.changes = unsteady && !all_changes_listed();
  if (required_) count_missed(s);
  if (required_ && lists()) show_unlisted();
  baseline_.add(subject_);
}

bool check_gate::all_changes_listed() const {
  const auto listed = std::ranges::count_if(subject_.cases, [&](const case_outcome& c) {
    return c.excused && subject_.unsteady.contains({c.function->name, c.id});
  });
  return listed != 0 && static_cast<std::size_t>(listed) == subject_.unsteady.size();
}

void check_gate::hold_to_lists() {
  const bool part = f_.partial() != nullptr;
  if (writes_known()) {
    known_failures({}, flaky_).complaints(subject_, part);
    to_write_ = covering_list(subject_, failures_);
    known_failures(to_write_, {}).complaints(subject_, part);
    return;
  }
  for (const std::string& line : known_failures(failures_, flaky_).complaints(subject_, part)) {
    std::printf("known    %s\n", line.c_str());
    ++complaints_;
  }
}

void check_gate::count_missed(const subject_report& s) {
  for (const graded_function& g : s.functions) {
    long failed = 0;
    long unlisted = 0;
    for (const case_outcome& c : subject_.cases) {
      if (!c.misses || c.function != g.values.function || c.in != g.values.in) continue;
      ++failed;
      unlisted += !c.excused;
    }
    const bool all_listed = failed != 0 && unlisted == 0;
    missed_values_ += !all_listed && !g.values.reaches(*required_);
  }
  for (const law_outcome& l : subject_.laws) missed_laws_ += !l.summary.kept() && !l.excused;
  missed_steadiness_ += subject_.changes;
}

void check_gate::show_unlisted() const {
  constexpr int most = 20;
  int failures = 0;
  const auto show = [&](const std::string& id, const std::string& label, const std::string& repro) {
    if (++failures > most) return;
    std::printf("unlisted %s  # %s\n", id.c_str(), label.c_str());
    if (!repro.empty())
      std::printf("         kloracle repro %s --subject %s\n", shell_quoted(repro).c_str(),
                  subject_.repeating.c_str());
  };
  for (const case_outcome& c : subject_.cases) {
    if (c.misses && !c.excused) show(c.id, c.label, c.id);
  }
  for (const law_outcome& l : subject_.laws) {
    if (l.summary.kept() || l.excused) continue;
    show(law_id(l), l.label, l.summary.example ? l.summary.example->id : "");
  }
  if (failures > most) std::printf("unlisted and %d more\n", failures - most);
}

bool check_gate::say_missed() const {
  std::string by;
  const auto add = [&](long count, const char* what) {
    if (count != 0) by += fmt::format("{}{}: {}", by.empty() ? "" : ", ", what, count);
  };
  add(missed_values_, "functions by their values");
  add(missed_laws_, "laws not kept");
  add(missed_steadiness_, "answers that change");
  if (by.empty()) return false;
  std::fprintf(stderr, "kloracle %s: grade %s was required and missed: %s\n", f_.verb.c_str(),
               std::string(entry(*required_).letter).c_str(), by.c_str());
  return true;
}

bool check_gate::write_known(bool complete) const {
  if (!complete) {
    std::fprintf(stderr,
                 "kloracle %s: --write-known: '%s' is left as it is: the run is not whole\n",
                 f_.verb.c_str(), f_.write_known.c_str());
    return false;
  }
  replace_file(f_.write_known, known_text(to_write_), "--write-known");
  std::printf("known failures: '%s' written: %zu lines\n", f_.write_known.c_str(),
              to_write_.size());
  return true;
}

int check_gate::finish(bool complete) {
  bool kept = !say_missed();
  if (complaints_ != 0) {
    std::fprintf(stderr, "kloracle %s: --known: '%s' does not hold: lines: %ld\n", f_.verb.c_str(),
                 f_.known.c_str(), complaints_);
    kept = false;
  }
  try {
    kept = baseline_.finish(complete) && kept;
    if (writes_known()) kept = write_known(complete) && kept;
  } catch (const input_error& e) {
    std::fprintf(stderr, "kloracle %s: %s\n", f_.verb.c_str(), e.what());
    return exit_output;
  }
  return kept ? exit_ok : exit_gate;
}

}  // namespace kloracle
