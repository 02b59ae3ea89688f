// SPDX-License-Identifier: Apache-2.0
#include "tools/check_table.hpp"

#include <fmt/format.h>

#include <cmath>

#include "properties/option_values.hpp"
#include "tools/human_answer.hpp"
#include "tools/terminal.hpp"

namespace kloracle {
namespace {

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

std::string measured(double x) {
  if (x == 0) return "0";
  if (x < 0.01 || x >= 1e5) return fmt::format("{:.1e}", x);
  return fmt::format("{:.3g}", x);
}

std::string count_or_dot(int k) {
  return k == 0 ? "." : std::to_string(k);
}

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

std::string problem_text(const offered_function& f) {
  std::string text = fmt::format("{}, {}", entry(f.what).name, entry(f.how).name);
  if (f.semantics_parameter) text += '(' + f.semantics_parameter->text() + ')';
  return text + options_text(problem_of(f, {}));
}

std::string table_row(const function_summary& s, std::size_t name_width, std::size_t problem_width,
                      bool colour) {
  const grade worst = s.worst_grade();
  const std::string letter = s.graded() == 0 ? "-" : std::string(entry(worst).letter);
  std::string row = fmt::format("  {:<{}}  {:<{}}  {:<8}  {:>5}  ", s.function->name, name_width,
                                problem_text(*s.function), problem_width, s.in->name, s.cases());
  row += tinted(fmt::format("{:<5}", letter), s.graded() == 0 ? tint::dim : tint_of(worst), colour);
  for (int k : s.by_grade) row += fmt::format(" {:>4}", count_or_dot(k));
  row += fmt::format("  {:>8} {:>8} {:>5}", measured(s.max_ulp), measured(s.max_excess),
                     growth_text(s.needed));
  row += fmt::format("  {:>4} {:>4} {:>4} {:>4} {:>4}\n", count_or_dot(s.wrong_sign),
                     count_or_dot(s.missed_zero), count_or_dot(s.nan), count_or_dot(s.infinite),
                     count_or_dot(lost(s)));
  return row;
}

std::string findings_of(const verdict& v) {
  std::string text;
  const auto add = [&](bool found, const char* what) {
    if (found) text += fmt::format(", {}", what);
  };
  add(v.special.nan, "NaN where a number is due");
  add(v.special.spurious_infinity, "infinite where the value is finite");
  add(v.special.missed_infinity, "finite where the value is infinite");
  add(v.special.wrong_sign, "wrong sign");
  add(v.special.missed_zero, "not 0 where the value is exactly 0");
  return text;
}

std::string certified_text(const answer& truth) {
  if (truth.state == status::plus_infinity) return "+infinity: " + truth.reason;
  return fmt::format("{}  ({})", truth.hex, truth.decimal);
}

// "[[1,2],[3,4]]" of the list "1,2,3,4" and the shape 2 x 2; the list itself of no shape.
std::string nested_text(const std::string& list, const std::vector<std::size_t>& shape) {
  if (shape.empty()) return list;
  std::string text(shape.size(), '[');
  std::size_t entries = 0;
  for (const char c : list) {
    if (c != ',') {
      text += c;
      continue;
    }
    ++entries;
    std::size_t row = 1;
    std::size_t ended = 0;  // how many arrays end here
    for (std::size_t axis = shape.size(); axis-- > 1;) {
      row *= shape[axis];
      if (entries % row == 0) ++ended;
    }
    text += std::string(ended, ']') + ',' + std::string(ended, '[');
  }
  return text + std::string(shape.size(), ']');
}

}  // namespace

std::string check_table(const subject_report& s, bool colour) {
  std::string text = tinted(s.who.name, tint::strong, colour);
  if (!s.who.version.empty()) text += ' ' + s.who.version;
  if (!s.who.language.empty()) text += " (" + s.who.language + ')';
  text += '\n';
  std::size_t name_width = 8;
  std::size_t problem_width = 7;
  for (const function_summary& f : s.functions) {
    name_width = std::max(name_width, f.function->name.size());
    problem_width = std::max(problem_width, problem_text(*f.function).size());
  }
  std::string head = fmt::format("  {:<{}}  {:<{}}  {:<8}  {:>5}  {:<5}", "function", name_width,
                                 "problem", problem_width, "format", "cases", "grade");
  for (const grade_entry& g : grades()) head += fmt::format(" {:>4}", g.letter);
  head += fmt::format("  {:>8} {:>8} {:>5}  {:>4} {:>4} {:>4} {:>4} {:>4}", "max ulp", "excess",
                      "sum", "sign", "zero", "nan", "inf", "lost");
  text += tinted(head, tint::dim, colour) + '\n';
  for (const function_summary& f : s.functions)
    text += table_row(f, name_width, problem_width, colour);
  for (const std::string& e : s.events)
    text += "  " + tinted("event", tint::poor, colour) + ' ' + e + '\n';
  return text;
}

std::string shell_quoted(const std::string& text) {
  const bool plain =
      text.find_first_not_of(
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.,:/+=@") ==
      std::string::npos;
  if (plain) return text;
  std::string quoted = "'";
  for (char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

std::string eval_line(const judged_case& j) {
  constexpr std::size_t longest = 8;
  if (j.input->input.p.size() > longest) return "";
  const offered_function& f = *j.function;
  const auto numbers = [&](const std::vector<double>& x) {
    return shell_quoted(nested_text(numbers_text(x, *j.in, longest), f.shape));
  };
  std::string line = fmt::format("kloracle eval {} categorical --p={}", entry(f.what).name,
                                 numbers(j.input->input.p));
  if (takes_q(f)) line += " --q=" + numbers(j.input->input.q);
  line += fmt::format(" --space {} --semantics {}", entry(f.p_in).name, entry(f.how).name);
  if (f.q_in != f.p_in) line += fmt::format(" --space-q {}", entry(f.q_in).name);
  if (f.semantics_parameter)
    line += fmt::format(" --{} {}", entry(f.how).parameter, f.semantics_parameter->text());
  for (const option_entry& o : options()) {
    const std::string text = option_text(f, o);
    if (!text.empty()) line += fmt::format(" --{}={}", o.name, shell_quoted(text));
  }
  if (f.in != unit::nats) line += fmt::format(" --unit {}", entry(f.in).name);
  if (j.in->name != binary64.name) line += fmt::format(" --format {}", j.in->name);
  return line;
}

std::string finding_text(const std::string& reproduce, const judged_case& j, bool colour) {
  const auto row = [&](std::string_view label, const std::string& text) {
    return "    " + tinted(fmt::format("{:<10}", label), tint::dim, colour) + text + '\n';
  };
  std::string text = "  " + tinted(j.function->name, tint::strong, colour) + ' ' +
                     std::string(j.in->name) + "  " + j.input->id + "  [" +
                     std::string(j.input->group) + "]\n";
  constexpr std::size_t shown = 6;
  text += row("p", numbers_text(j.input->input.p, *j.in, shown));
  if (!j.input->input.q.empty()) text += row("q", numbers_text(j.input->input.q, *j.in, shown));
  if (j.returned.what != response::kind::value) {
    text += row("returned", "no value: " + j.returned.message);
    text += row("certified", certified_text(*j.truth));
  } else {
    text += row("returned", fmt::format("{}  ({:.17g})", number_text(j.returned.value, *j.in),
                                        j.returned.value));
    text += row("certified", certified_text(*j.truth));
    if (j.judgement.what == verdict::state::decided) {
      text += row("verdict",
                  fmt::format("{} {}{}",
                              tinted(entry(j.judgement.is).letter, tint_of(j.judgement.is), colour),
                              entry(j.judgement.is).name, findings_of(j.judgement)));
      if (std::isfinite(j.judgement.ulp_error)) {
        text += row("error",
                    fmt::format("{} ulp, {} times what rounding the inputs can cost",
                                measured(j.judgement.ulp_error), measured(j.judgement.excess)));
      }
    } else {
      text += row("verdict", "undecided: " + j.judgement.reason);
    }
  }
  if (!j.truth->condition.empty()) text += row("condition", condition_text(*j.truth));
  if (const std::string line = eval_line(j); !line.empty()) text += row("value", line);
  text += row("again",
              fmt::format("kloracle check {} --only {}", reproduce, shell_quoted(j.input->id)));
  return text;
}

}  // namespace kloracle
