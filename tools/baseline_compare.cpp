// SPDX-License-Identifier: Apache-2.0
#include "tools/baseline_compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace kloracle {
namespace {

using kind = baseline_difference::kind;

// -1, 0, 1: the second text of a measure stands lower, the same, or higher.
int moved(const baseline_measure& m, const std::string& was, const std::string& is) {
  const double a = standing(m, was).value_or(0);
  const double b = standing(m, is).value_or(0);
  return b < a ? -1 : (b > a ? 1 : 0);
}

bool is_worse(const baseline_measure& m, const std::string& was, const std::string& is,
              double slack) {
  if (moved(m, was, is) <= 0) return false;
  if (m.kind != baseline_measure::type::error) return true;
  constexpr double correctly_rounded = 0.5;
  const double error = *standing(m, is);
  // `is` was rounded up; so was what the limit is made of.
  return error > std::max(slack * *standing(m, was), correctly_rounded);
}

// Whether values are missing that the grade and the largest error were taken of, now or since the
// baseline was loosened: then lower ones say nothing.
bool tells_less(const baseline_entry& was, const baseline_entry& now) {
  return std::ranges::any_of(baseline_measures(), [&](const baseline_measure& m) {
    if (m.kind != baseline_measure::type::count) return false;
    const auto loose = was.loosened.find(std::string(m.name));
    const std::string due = loose == was.loosened.end() ? measure_of(was, m) : loose->second.from;
    return moved(m, due, measure_of(now, m)) > 0;
  });
}

bool is_better(const baseline_measure& m, const std::string& was, const std::string& is,
               bool less) {
  using type = baseline_measure::type;
  return moved(m, was, is) < 0 && !(less && (m.kind == type::grade || m.kind == type::error));
}

// Every key, and the keys of the formats, functions and subjects that it is in.
std::set<baseline_key> with_larger_things(const baseline& b) {
  std::set<baseline_key> all;
  for (const auto& [k, e] : b.entries) {
    all.insert(k);
    all.insert({k.subject});
    all.insert({k.subject, k.function});
    all.insert({k.subject, k.function, k.format});
  }
  return all;
}

// The largest thing that k is in and that is not there.
baseline_key largest_outside(const baseline_key& k, const std::set<baseline_key>& there) {
  for (const baseline_key& larger :
       {baseline_key{k.subject}, {k.subject, k.function}, {k.subject, k.function, k.format}}) {
    if (!there.contains(larger)) return larger;
  }
  return k;
}

// What of `one` is not in `other`.
std::set<baseline_key> only_in(const baseline& one, const baseline& other,
                               const baseline_scope& scope) {
  const std::set<baseline_key> there = with_larger_things(other);
  std::set<baseline_key> found;
  for (const auto& [k, e] : one.entries) {
    if (scope.holds(k) && !other.entries.contains(k)) found.insert(largest_outside(k, there));
  }
  return found;
}

void compare_entries(const baseline_key& key, const baseline_entry& was, const baseline_entry& now,
                     double slack, std::vector<baseline_difference>& found) {
  const bool less = tells_less(was, now);
  for (const baseline_measure& m : baseline_measures()) {
    const std::string a = measure_of(was, m);
    const std::string b = measure_of(now, m);
    const bool worse = is_worse(m, a, b, slack);
    if (!worse && !is_better(m, a, b, less)) continue;
    const auto id = now.worst_ids.find(std::string(m.name));
    found.push_back({worse ? kind::worse : kind::better, key, std::string(m.name), a, b,
                     id == now.worst_ids.end() ? "" : id->second});
  }
}

baseline_entry updated_entry(const baseline_entry& was, const baseline_entry& now, double slack,
                             const std::string& reason) {
  baseline_entry next;
  next.loosened = was.loosened;
  const bool less = tells_less(was, now);
  bool changed = false;
  for (const baseline_measure& m : baseline_measures()) {
    const std::string name(m.name);
    const std::string a = measure_of(was, m);
    const std::string b = measure_of(now, m);
    const bool worse = is_worse(m, a, b, slack);
    const std::string& text = worse || is_better(m, a, b, less) ? b : a;
    changed = changed || text != a;
    if (worse) {
      const auto before = next.loosened.find(name);
      const std::string from = before == next.loosened.end() ? a : before->second.from;
      next.loosened[name] = {from, reason};
    }
    const auto loose = next.loosened.find(name);
    if (loose != next.loosened.end() && moved(m, loose->second.from, text) <= 0)
      next.loosened.erase(loose);
    if (was.measures.contains(name) || now.measures.contains(name)) next.measures[name] = text;
    if (m.kind == baseline_measure::type::count && text == "0") next.measures.erase(name);
  }
  next.told = changed ? now.told : was.told;  // it belongs with the measures
  return next;
}

// Whether the removed thing, or something in it, is there.
bool is_back(const baseline_key& removed, const baseline& now) {
  return with_larger_things(now).contains(removed);
}

}  // namespace

bool baseline_scope::holds(const baseline_key& k) const {
  if (!function.empty() && !k.function.empty() && k.function != function) return false;
  if (!format.empty() && !k.format.empty() && k.format != format) return false;
  return law.empty() || k.function.empty() || k.law == law;
}

std::vector<baseline_difference> differences(const baseline& was, const baseline& now, double slack,
                                             const baseline_scope& scope) {
  std::vector<baseline_difference> found;
  for (const baseline_key& k : only_in(was, now, scope)) found.push_back({kind::missing, k});
  for (const baseline_key& k : only_in(now, was, scope)) found.push_back({kind::added, k});
  for (const auto& [key, entry] : was.entries) {
    const auto at = now.entries.find(key);
    if (at != now.entries.end()) compare_entries(key, entry, at->second, slack, found);
  }
  std::ranges::stable_sort(found, {}, &baseline_difference::key);
  return found;
}

baseline updated(const baseline& was, const baseline& now, double slack,
                 const std::string& reason) {
  baseline next;
  next.options = now.options;
  next.comment = was.comment;
  for (const baseline_removal& r : was.removed) {
    if (!is_back(r.what, now)) next.removed.push_back(r);
  }
  for (const baseline_key& k : only_in(was, now, {})) next.removed.push_back({k, reason});
  std::ranges::sort(next.removed);
  for (const auto& [key, entry] : now.entries) {
    const auto at = was.entries.find(key);
    next.entries[key] =
        at == was.entries.end() ? entry : updated_entry(at->second, entry, slack, reason);
  }
  return next;
}

std::string text_of(const baseline_difference& d, double slack) {
  const std::string what = text_of(d.key);
  if (d.what == kind::missing) return what + ": missing";
  if (d.what == kind::added) return what + ": not in the baseline";
  const baseline_measure& m = *find_measure(d.measure);
  std::string text = fmt::format("{}: {} {} -> {}", what, d.measure, d.was, d.is);
  if (d.what == kind::better || m.kind != baseline_measure::type::error) return text;
  const double was = *standing(m, d.was);
  if (was > 0) text += fmt::format(" ({:.3g} times, slack {:g})", *standing(m, d.is) / was, slack);
  return text;
}

}  // namespace kloracle
