// SPDX-License-Identifier: Apache-2.0
#include "tools/report_badge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "tools/check_table.hpp"
#include "tools/one_line.hpp"

namespace kloracle {
namespace {

const viewed_subject& chosen_subject(const report_view& view, const std::string& name) {
  std::string names;
  for (const viewed_subject& s : view.subjects) {
    if (!name.empty() && (s.who().name == name || s.argument() == name)) return s;
    names += (names.empty() ? "" : ", ") + one_line(s.who().name);
  }
  if (name.empty() && view.subjects.size() == 1) return view.subjects.front();
  if (view.subjects.empty()) throw input_error("report: no subject was judged");
  throw input_error(name.empty()
                        ? "--subject: is missing; expected one of " + names
                        : "--subject: unknown '" + one_line(name) + "'; expected one of " + names);
}

std::vector<const viewed_function*> chosen_functions(const viewed_subject& s,
                                                     const badge_choice& of) {
  std::vector<const viewed_function*> chosen;
  bool has_function = of.function.empty();
  for (const viewed_function& f : s.functions()) {
    if (!of.function.empty() && f.name != of.function) continue;
    has_function = true;
    if (of.format_name.empty() || f.in->name == of.format_name) chosen.push_back(&f);
  }
  if (!has_function)
    throw input_error("--function: the subject has no '" + one_line(of.function) + "'");
  if (chosen.empty() && !of.format_name.empty())
    throw input_error("--format: nothing was judged in '" + one_line(of.format_name) + "'");
  return chosen;
}

// What the chosen functions come to, taken together.
struct badge_total {
  int graded = 0;
  int lost = 0;
  int nan = 0;
  int infinite = 0;
  int wrong_sign = 0;
  int missed_zero = 0;
  grade worst = grade::correctly_rounded;
  double max_ulp = 0;

  void add(const function_summary& s) {
    for (const auto& [kind, count] : s.by_response) {
      if (kind != response::kind::value && kind != response::kind::skipped) lost += count;
    }
    graded += s.graded();
    nan += s.nan;
    infinite += s.infinite;
    wrong_sign += s.wrong_sign;
    missed_zero += s.missed_zero;
    if (s.graded() > 0) worst = std::max(worst, s.worst_grade());
    max_ulp = std::max(max_ulp, s.max_ulp);
  }
};

std::string message_of(const badge_total& t) {
  if (t.lost > 0) return fmt::format("{} without a value", t.lost);
  if (t.graded == 0) return "nothing judged";
  const std::string letter(entry(t.worst).letter);
  if (t.nan > 0) return fmt::format("{}, {} NaN", letter, t.nan);
  if (t.infinite > 0) return fmt::format("{}, {} infinite or should be", letter, t.infinite);
  if (t.wrong_sign > 0) return fmt::format("{}, {} of wrong sign", letter, t.wrong_sign);
  if (t.missed_zero > 0) return fmt::format("{}, {} not 0", letter, t.missed_zero);
  return fmt::format("{}, {} ulp", letter, measured(t.max_ulp));
}

std::string colour_of(const badge_total& t) {
  if (t.lost > 0) return "red";
  if (t.graded == 0) return "lightgrey";
  switch (t.worst) {
    case grade::correctly_rounded:
    case grade::faithful:
      return "brightgreen";
    case grade::tangent:
      return "green";
    case grade::as_data:
      return "yellowgreen";
    case grade::half:
      return "orange";
    case grade::wrong:
      return "red";
  }
  return "lightgrey";
}

std::string label_of(const std::vector<const viewed_function*>& functions) {
  std::set<std::string> quantities;
  std::set<std::string> formats;
  for (const viewed_function* f : functions) {
    quantities.insert(f->problem.substr(0, f->problem.find_first_of(",.")));
    formats.insert(std::string(f->in->name));
  }
  std::string label = quantities.size() == 1 ? *quantities.begin() : "kloracle";
  return formats.size() == 1 ? label + ' ' + *formats.begin() : label;
}

}  // namespace

std::string report_badge(const report_view& view, const badge_choice& of) {
  const auto functions = chosen_functions(chosen_subject(view, of.subject), of);
  badge_total total;
  for (const viewed_function* f : functions) total.add(f->values);
  const nlohmann::ordered_json badge{
      {"schemaVersion", 1},
      {"label", label_of(functions)},
      {"message", view.finished ? message_of(total) : "incomplete: " + message_of(total)},
      {"color", view.finished ? colour_of(total) : "lightgrey"}};
  return badge.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

}  // namespace kloracle
