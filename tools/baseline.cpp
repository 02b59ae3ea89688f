// SPDX-License-Identifier: Apache-2.0
#include "tools/baseline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "properties/verdict.hpp"
#include "tools/failure_labels.hpp"
#include "tools/report_words.hpp"

namespace kloracle {
namespace {

using type = baseline_measure::type;

constexpr std::array measures{
    baseline_measure{"grade", "the worst", type::grade},
    baseline_measure{"max_ulp", "the largest error of a number, in ulps", type::error},
    baseline_measure{"cases", "in the group", type::coverage},
    baseline_measure{"nan", "NaN where a number is due", type::count},
    baseline_measure{"spurious_infinity", "infinite where the value is finite", type::count},
    baseline_measure{"missed_infinity", "finite where the value is infinite", type::count},
    baseline_measure{"wrong_sign", "values of the wrong sign", type::count},
    baseline_measure{"missed_zero", "not 0 where the value is exactly 0", type::count},
    baseline_measure{"lost", "raised, crashed, timed out or malformed", type::count},
    baseline_measure{"skipped", "declined by the subject", type::count},
    baseline_measure{"undecided", "the oracle could not tell", type::count},
    baseline_measure{"claims", "bounds on the error that are too small, or may be", type::count},
    baseline_measure{"status", "what is worst of a law's checks", type::law},
    baseline_measure{"answers", "when asked again", type::steadiness},
};

constexpr std::string_view none_graded = "-";
constexpr std::string_view excused_law = "known";

std::optional<double> grade_standing(std::string_view text) {
  if (text == none_graded) return static_cast<double>(grades().size());
  const grade_entry* g = find_grade(text);
  return g == nullptr ? std::nullopt : std::optional(static_cast<double>(g->id));
}

std::optional<double> law_standing(std::string_view text) {
  if (text == excused_law) return 0;
  const auto labels = law_labels();
  const auto at = std::ranges::find(labels, text);
  if (at == labels.end()) return std::nullopt;
  return static_cast<double>(at - labels.begin());
}

std::optional<double> count_standing(std::string_view text) {
  const bool plain = !text.empty() && text.size() <= 15 && (text == "0" || text.front() != '0') &&
                     std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  return plain ? read_measure(text) : std::nullopt;
}

std::optional<double> error_standing(std::string_view text) {
  const auto x = read_measure(text);
  return x && *x >= 0 && rounded_up(*x) == text ? x : std::nullopt;
}

bool is_lost(response::kind k) {
  return k != response::kind::value && k != response::kind::skipped && k != response::kind::not_run;
}

// The cases of a group, counted.
class group_tally {
 public:
  void add(const case_outcome& c) {
    ++cases_;
    if (c.excused) return;
    const verdict& v = c.judgement;
    if (is_lost(c.returned)) count("lost", c);
    if (c.returned == response::kind::skipped) count("skipped", c);
    if (c.returned != response::kind::value) return;
    if (v.what == verdict::state::undecided) count("undecided", c);
    if (v.what != verdict::state::decided) return;
    for (const auto& w : special_words) {
      if (v.special.*w.means) count(std::string(w.name), c);
    }
    if (v.claimed == claim::broken || v.claimed == claim::undecided) count("claims", c);
    errors_.push_back(v.ulp_error);
    const special_findings& found = v.special;
    const bool a_number = !found.nan && !found.spurious_infinity && !found.missed_infinity;
    if (a_number && (max_id_.empty() || v.ulp_error > max_ulp_)) {
      max_ulp_ = v.ulp_error;
      max_id_ = c.id;
    }
    if (worst_id_.empty() || v.is > worst_ || (v.is == worst_ && v.excess > excess_)) {
      worst_ = v.is;
      excess_ = v.excess;
      worst_id_ = c.id;
    }
  }

  baseline_entry entry() {
    baseline_entry e;
    e.measures["cases"] = std::to_string(cases_);
    e.measures["grade"] = errors_.empty() ? none_graded : kloracle::entry(worst_).letter;
    e.measures["max_ulp"] = rounded_up(max_ulp_);
    for (const auto& [name, n] : counts_) e.measures[name] = std::to_string(n);
    e.worst_ids = std::move(ids_);
    e.worst_ids["grade"] = worst_id_;
    e.worst_ids["max_ulp"] = max_id_;
    if (errors_.empty()) return e;
    e.told["worst"] = worst_id_;
    std::ranges::sort(errors_);
    e.told["p50"] = quantile(500);
    e.told["p99_9"] = quantile(999);
    return e;
  }

 private:
  void count(const std::string& what, const case_outcome& c) {
    if (++counts_[what] == 1) ids_[what] = c.id;
  }

  // The least error that so many thousandths of all errors do not exceed.
  std::string quantile(std::size_t thousandths) const {
    return rounded_up(errors_[(errors_.size() * thousandths + 999) / 1000 - 1]);
  }

  int cases_ = 0;
  std::map<std::string, int> counts_;
  std::map<std::string, std::string> ids_;
  std::vector<double> errors_;
  double max_ulp_ = 0;
  std::string max_id_;
  grade worst_ = grade::correctly_rounded;
  double excess_ = 0;
  std::string worst_id_;
};

baseline_entry law_entry(const law_outcome& l) {
  baseline_entry e;
  e.measures["status"] = l.excused ? excused_law : std::string_view(l.label);
  if (l.excused) return e;
  if (l.summary.lost != 0) e.measures["lost"] = std::to_string(l.summary.lost);
  if (l.summary.example) e.worst_ids["status"] = e.worst_ids["lost"] = l.summary.example->id;
  return e;
}

}  // namespace

std::span<const baseline_measure> baseline_measures() {
  return measures;
}

const baseline_measure* find_measure(std::string_view name) {
  const auto at = std::ranges::find(measures, name, &baseline_measure::name);
  return at == measures.end() ? nullptr : &*at;
}

std::optional<double> standing(const baseline_measure& m, std::string_view text) {
  switch (m.kind) {
    case type::grade:
      return grade_standing(text);
    case type::law:
      return law_standing(text);
    case type::steadiness:
      if (text == "steady") return 0;
      return text == "changes" ? std::optional(1.0) : std::nullopt;
    case type::error:
      return error_standing(text);
    case type::count:
      return count_standing(text);
    case type::coverage:
      const auto n = count_standing(text);
      return n ? std::optional(-*n) : std::nullopt;
  }
  return std::nullopt;
}

std::string measure_of(const baseline_entry& e, const baseline_measure& m) {
  const auto at = e.measures.find(std::string(m.name));
  if (at != e.measures.end()) return at->second;
  return m.kind == type::count ? "0" : "";
}

std::string rounded_up(double x) {
  if (x == 0 || !std::isfinite(x)) return measure_text(x);
  std::array<char, 32> text{};
  const auto two_digits = [&](double y) {
    std::snprintf(text.data(), text.size(), "%.1e", y);
    return std::strtod(text.data(), nullptr);
  };
  x = std::max(x, 1e-300);  // less cannot be scaled by powers of ten
  double up = two_digits(x);
  if (up < x) up = two_digits(x + std::pow(10, std::floor(std::log10(up))) / 10);
  if (up < x) up = std::numeric_limits<double>::infinity();
  return measure_text(up);
}

void add_outcomes(baseline& b, const subject_outcomes& s) {
  b.options[s.subject] = s.options;
  b.entries[{s.subject}].measures["answers"] = s.changes ? "changes" : "steady";
  std::map<baseline_key, group_tally> groups;
  for (const case_outcome& c : s.cases)
    groups[{s.subject, c.function->name, std::string(c.in->name), std::string(c.group)}].add(c);
  for (auto& [key, tally] : groups) b.entries[key] = tally.entry();
  for (const law_outcome& l : s.laws) {
    const law_summary& of = l.summary;
    b.entries[{s.subject, of.function->name, std::string(of.in->name), "",
               std::string(of.what->id)}] = law_entry(l);
  }
}

std::string text_of(const baseline_key& k) {
  std::string text = k.subject;
  for (const std::string* part : {&k.function, &k.format}) {
    if (!part->empty()) text += ' ' + *part;
  }
  if (!k.group.empty()) text += fmt::format(" [{}]", k.group);
  if (!k.law.empty()) text += " law " + k.law;
  return text;
}

}  // namespace kloracle
