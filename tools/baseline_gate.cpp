// SPDX-License-Identifier: Apache-2.0
#include "tools/baseline_gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "tools/baseline_file.hpp"
#include "tools/check_table.hpp"
#include "tools/whole_file.hpp"

namespace kloracle {
namespace {

using kind = baseline_difference::kind;

std::string flags_of(const outcome_options& o) {
  return fmt::format("--cases {} --laws {} --max-n {} --seed {}", o.cases, o.laws, o.max_n, o.seed);
}

long number_of(const std::vector<baseline_difference>& all, kind what) {
  return std::ranges::count(all, what, &baseline_difference::what);
}

// "worse: 2, missing: 1"; empty of a run that is as good as the baseline.
std::string losses(const std::vector<baseline_difference>& found) {
  std::string text;
  for (const auto& [what, word] : {std::pair(kind::worse, "worse"), {kind::missing, "missing"}}) {
    const long n = number_of(found, what);
    if (n != 0) text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", word, n);
  }
  return text;
}

const char* word_for(kind k) {
  switch (k) {
    case kind::worse:
      return "worse";
    case kind::missing:
      return "missing";
    case kind::added:
      return "new";
    case kind::better:
      return "better";
  }
  return "";
}

std::size_t loosened(const baseline& b) {
  std::size_t total = 0;
  for (const auto& [key, entry] : b.entries) total += entry.loosened.size();
  return total;
}

}  // namespace

baseline_gate::baseline_gate(const check_flags& f) : f_(f) {
  if (f.baseline.empty()) return;
  if (f.update_baseline) {
    refuse_unwritable(f.baseline, "--update-baseline");
    if (!std::filesystem::exists(f.baseline)) return;
  }
  before_ = read_baseline(f.baseline);
}

void baseline_gate::begin(const std::string& subject, const outcome_options& how) {
  if (f_.baseline.empty()) return;
  if (!now_.options.emplace(subject, how).second)
    throw input_error("--baseline: two subjects are named '" + subject + "'; expected one");
  if (!before_) return;
  const auto at = before_->options.find(subject);
  if (at == before_->options.end() || at->second == how) return;
  throw input_error(fmt::format("--baseline: '{}' was made with {}; this run has {}", f_.baseline,
                                flags_of(at->second), flags_of(how)));
}

void baseline_gate::add(const subject_outcomes& s) {
  if (f_.baseline.empty()) return;
  add_outcomes(now_, s);
  repeating_[s.subject] = s.repeating;
}

bool baseline_gate::finish(bool complete) {
  if (f_.baseline.empty()) return true;
  std::vector<baseline_difference> found;
  if (before_) found = differences(*before_, now_, f_.slack, scope());
  show(found);
  if (!f_.update_baseline) return compare(found);
  if (complete) return update(found);
  std::fprintf(stderr,
               "kloracle %s: --update-baseline: '%s' is left as it is: the run is not whole\n",
               f_.verb.c_str(), f_.baseline.c_str());
  return false;
}

void baseline_gate::show(const std::vector<baseline_difference>& found) const {
  constexpr int most = 10;  // of what is no failure
  std::map<kind, int> shown;
  std::string last_id;  // a case that is worse in two ways is shown once
  for (const baseline_difference& d : found) {
    const bool fails = d.what == kind::worse || d.what == kind::missing;
    if (++shown[d.what] > most && !fails) continue;
    std::printf("%-8s %s\n", word_for(d.what), text_of(d, f_.slack).c_str());
    if (d.what != kind::worse || d.id.empty() || d.id == last_id) continue;
    last_id = d.id;
    std::printf("         kloracle repro %s --subject %s\n", shell_quoted(d.id).c_str(),
                repeating_.at(d.key.subject).c_str());
  }
  for (const kind k : {kind::added, kind::better}) {
    if (shown[k] > most) std::printf("%-8s and %d more\n", word_for(k), shown[k] - most);
  }
}

bool baseline_gate::compare(const std::vector<baseline_difference>& found) const {
  if (number_of(found, kind::better) != 0 || number_of(found, kind::added) != 0)
    std::printf("baseline: run with --update-baseline to tighten '%s'\n", f_.baseline.c_str());
  const std::string lost = losses(found);
  if (lost.empty()) {
    std::printf("baseline: '%s' is kept: %zu entries\n", f_.baseline.c_str(),
                before_->entries.size());
    return true;
  }
  std::fprintf(stderr, "kloracle %s: --baseline: '%s' is not kept: %s\n", f_.verb.c_str(),
               f_.baseline.c_str(), lost.c_str());
  return false;
}

bool baseline_gate::update(const std::vector<baseline_difference>& found) {
  const std::string lost = losses(found);
  if (!lost.empty() && f_.reason.empty()) {
    std::fprintf(stderr,
                 "kloracle %s: --update-baseline: '%s' is left as it is: %s; expected --reason\n",
                 f_.verb.c_str(), f_.baseline.c_str(), lost.c_str());
    return false;
  }
  const baseline was = before_.value_or(baseline());
  baseline next = updated(was, now_, f_.slack, f_.reason);
  if (baseline_text(next) != baseline_text(was)) next.comment = baseline_comment();
  const std::string text = baseline_text(next);
  if (before_ && whole_file(f_.baseline, "--baseline") == text) {
    std::printf("baseline: '%s' stays as it is\n", f_.baseline.c_str());
    return true;
  }
  replace_file(f_.baseline, text, "--update-baseline");
  std::printf("baseline: '%s' written: %zu entries, %zu loosened\n", f_.baseline.c_str(),
              next.entries.size(), loosened(next));
  return true;
}

}  // namespace kloracle
