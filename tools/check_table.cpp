// SPDX-License-Identifier: Apache-2.0
#include "tools/check_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "properties/option_values.hpp"
#include "tools/family_case_text.hpp"
#include "tools/human_answer.hpp"
#include "tools/law_table.hpp"
#include "tools/report.hpp"

namespace kloracle {
namespace {

std::string growth_text(growth g) {
  return g == growth::none ? "." : (g == growth::logarithm ? "log n" : "n");
}

int lost(const function_summary& s) {
  int total = 0;
  for (const auto& [kind, k] : s.by_response) {
    if (kind != response::kind::value && kind != response::kind::skipped) total += k;
  }
  return total;
}

struct widths {
  std::size_t name = 8;
  std::size_t problem = 7;
  bool claims = false;  // whether a function claims an error
};

widths widths_of(const subject_report& s) {
  widths w;
  for (const graded_function& f : s.functions) {
    w.name = std::max(w.name, f.values.function->name.size());
    w.problem = std::max(w.problem, f.problem.size());
    w.claims = w.claims || f.values.function->claims_error;
  }
  return w;
}

std::string head(const widths& w, bool colour) {
  std::string text = fmt::format("  {:<{}}  {:<{}}  {:<8}  {:>6}  {:<5}", "function", w.name,
                                 "problem", w.problem, "format", "values", "grade");
  for (const grade_entry& g : grades()) text += fmt::format(" {:>4}", g.letter);
  text += fmt::format("  {:>8} {:>8} {:>5}  {:>4} {:>4} {:>4} {:>4} {:>4}", "max ulp", "excess",
                      "sum", "sign", "zero", "nan", "inf", "lost");
  if (w.claims) text += "  claims broken, useless";
  return tinted(text, tint::dim, colour) + '\n';
}

std::string table_row(const graded_function& f, const widths& w, bool colour) {
  const function_summary& s = f.values;
  const grade worst = s.worst_grade();
  const std::string letter = s.graded() == 0 ? "-" : std::string(entry(worst).letter);
  std::string row = fmt::format("  {:<{}}  {:<{}}  {:<8}  {:>6}  ", s.function->name, w.name,
                                f.problem, w.problem, s.in->name, s.cases());
  row += tinted(fmt::format("{:<5}", letter), s.graded() == 0 ? tint::dim : tint_of(worst), colour);
  for (const int k : s.by_grade) row += fmt::format(" {:>4}", count_or_dot(k));
  row += fmt::format("  {:>8} {:>8} {:>5}", measured(s.max_ulp), measured(s.max_excess),
                     growth_text(s.needed));
  row += fmt::format("  {:>4} {:>4} {:>4} {:>4} {:>4}", count_or_dot(s.wrong_sign),
                     count_or_dot(s.missed_zero), count_or_dot(s.nan), count_or_dot(s.infinite),
                     count_or_dot(lost(s)));
  if (w.claims) {
    row += fmt::format("  {:>13}{:>9}", count_or_dot(s.claims_broken + s.claims_undecided),
                       count_or_dot(s.claims_useless));
  }
  return row + '\n';
}

// "checked  2922 values, 4200 instances of laws"
std::string checked_text(const subject_report& s, bool colour) {
  long values = 0;
  long instances = 0;
  for (const graded_function& f : s.functions) values += f.values.cases();
  for (const law_summary& l : s.laws) instances += l.checks;
  return "  " + tinted("checked", tint::dim, colour) +
         fmt::format("  {} values, {} instances of laws\n", values, instances);
}

}  // namespace

std::string check_table(const subject_report& s, bool colour) {
  std::string text = tinted(s.who.name, tint::strong, colour);
  if (!s.who.version.empty()) text += ' ' + s.who.version;
  if (!s.who.language.empty()) text += " (" + s.who.language + ')';
  text += '\n';
  if (!s.functions.empty()) {
    const widths w = widths_of(s);
    text += head(w, colour);
    for (const graded_function& f : s.functions) text += table_row(f, w, colour);
  }
  text += law_table(s.laws, colour) + checked_text(s, colour);
  for (const std::string& e : s.events)
    text += "  " + tinted("event", tint::poor, colour) + ' ' + e + '\n';
  return text;
}

std::string problem_text(const offered_function& f) {
  std::string text(entry(f.what).name);
  if (of_families(f)) {
    text += ", " + families_text(f);
  } else {
    text += fmt::format(", {}", entry(f.how).name);
    if (f.semantics_parameter) text += '(' + f.semantics_parameter->text() + ')';
  }
  return text + options_text(problem_of(f, {}));
}

std::string measured(double x) {
  if (x == 0) return "0";
  if (x < 0.01 || x >= 1e5) return fmt::format("{:.1e}", x);
  return fmt::format("{:.3g}", x);
}

std::string count_or_dot(long k) {
  return k == 0 ? "." : std::to_string(k);
}

tint tint_of(grade g) {
  switch (g) {
    case grade::correctly_rounded:
    case grade::faithful:
      return tint::good;
    case grade::tangent:
      return tint::fair;
    case grade::as_data:
    case grade::half:
      return tint::poor;
    case grade::wrong:
      return tint::bad;
  }
  return tint::none;
}

std::string returned_text(const response& r, const format& in) {
  if (r.what != response::kind::value) return "no value: " + r.message;
  if (!std::isfinite(r.value)) return number_text(r.value, in);
  return fmt::format("{}  ({:.17g})", number_text(r.value, in), r.value);
}

std::string finding_row(std::string_view label, const std::string& text, bool colour) {
  return "    " + tinted(fmt::format("{:<10}", label), tint::dim, colour) + text + '\n';
}

std::string shell_quoted(const std::string& text) {
  const bool plain =
      !text.empty() &&
      text.find_first_not_of(
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.,:/+=@") ==
          std::string::npos;
  if (plain) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

}  // namespace kloracle
