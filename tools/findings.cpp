// SPDX-License-Identifier: Apache-2.0
#include "tools/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "properties/family_cases.hpp"
#include "properties/option_values.hpp"
#include "tools/check_table.hpp"
#include "tools/family_case_text.hpp"
#include "tools/given_case.hpp"
#include "tools/human_answer.hpp"
#include "tools/report.hpp"
#include "tools/terminal.hpp"

namespace kloracle {
namespace {

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

std::string claim_text(claim c, double bound, tint& shade) {
  const std::string said = fmt::format("an error of at most {:.3g}", bound);
  shade = tint::none;
  switch (c) {
    case claim::none:
      return "";
    case claim::kept:
      return said + ": so it is";
    case claim::useless:
      shade = tint::poor;
      return said + ": so it is, but that is more than half of the bits";
    case claim::broken:
      shade = tint::bad;
      return said + ": HARD, it claims too small an error";
    case claim::undecided:
      return said + ": undecided";
  }
  return "";
}

std::string certified_text(const answer& truth) {
  if (truth.state == status::plus_infinity) return "+infinity: " + truth.reason;
  if (truth.hex.empty()) return std::string(name(truth.state)) + ": " + truth.reason;
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

constexpr std::size_t everything = std::numeric_limits<std::size_t>::max();

// What family_eval_text() is, of categorical distributions.
std::string categorical_text(const judged_case& j) {
  const offered_function& f = *j.function;
  const auto numbers = [&](const std::vector<double>& x) {
    return shell_quoted(nested_text(numbers_text(x, *j.in, everything), f.shape));
  };
  std::string line =
      fmt::format("{} categorical --p={}", entry(f.what).name, numbers(j.input->input.p));
  if (takes_q(f)) line += " --q=" + numbers(j.input->input.q);
  line += fmt::format(" --space {} --semantics {}", entry(f.p_in).name, entry(f.how).name);
  if (f.q_in != f.p_in) line += fmt::format(" --space-q {}", entry(f.q_in).name);
  if (f.semantics_parameter)
    line += fmt::format(" --{} {}", entry(f.how).parameter, f.semantics_parameter->text());
  return line;
}

// What was put to the function.
std::string input_rows(const judged_case& j, const finding_style& how) {
  constexpr std::size_t readable = 6;
  const offered_function& f = *j.function;
  const sample& input = j.input->input;
  const auto side = [&](const std::vector<double>& x, const std::optional<family_side>& of) {
    return of ? parameters_text(*of, x, *j.in)
              : numbers_text(x, *j.in, how.whole ? everything : readable);
  };
  std::string text = finding_row("p", side(input.p, f.p_of), how.colour);
  if (!input.q.empty()) text += finding_row("q", side(input.q, f.q_of), how.colour);
  return text;
}

// The case, what was returned, what is certified and what that is worth.
std::string shown_case(const judged_case& j, const finding_style& how) {
  const auto row = [&](std::string_view label, const std::string& text) {
    return finding_row(label, text, how.colour);
  };
  std::string text = "  " + tinted(j.function->name, tint::strong, how.colour) + ' ' +
                     std::string(j.in->name) + "  " + j.input->id + "  [" +
                     std::string(j.input->group) + "]\n" + input_rows(j, how);
  const verdict& v = j.judgement;
  if (j.returned.what != response::kind::value) {
    text += row("returned", "no value: " + j.returned.message);
    text += row("certified", certified_text(*j.truth));
  } else {
    text += row("returned", returned_text(j.returned, *j.in));
    text += row("certified", certified_text(*j.truth));
    text += row("verdict", verdict_text(v, how.colour));
    if (v.what == verdict::state::decided && std::isfinite(v.ulp_error)) {
      text += row("error", fmt::format("{} ulp, {} times what rounding the inputs can cost",
                                       measured(v.ulp_error), measured(v.excess)));
    }
    if (j.returned.claimed_error && v.claimed != claim::none) {
      tint shade = tint::none;
      const std::string said = claim_text(v.claimed, *j.returned.claimed_error, shade);
      text += row("claimed", tinted(said, shade, how.colour));
    }
  }
  if (!j.truth->condition.empty()) text += row("condition", condition_text(*j.truth));
  if (const std::string line = eval_line(j); !line.empty()) text += row("value", line);
  return text;
}

}  // namespace

int contrivance(std::string_view group) {
  int place = 0;
  bool logarithms = false;
  for (const case_group& g : case_groups()) {
    if (g.logarithms != logarithms) place = 0;
    logarithms = g.logarithms;
    if (g.name == group) return place;
    ++place;
  }
  place = 0;
  for (const family_case_group& g : family_case_groups()) {
    if (g.name == group) return place;
    ++place;
  }
  return place;
}

std::string verdict_text(const verdict& v, bool colour) {
  if (v.what == verdict::state::undecided) return "undecided: " + v.reason;
  if (v.what == verdict::state::not_applicable) return "not applicable: " + v.reason;
  return fmt::format("{} {}{}", tinted(entry(v.is).letter, tint_of(v.is), colour), entry(v.is).name,
                     findings_of(v));
}

std::string eval_line(const judged_case& j) {
  constexpr std::size_t longest = 8;
  if (j.input->input.p.size() > longest) return "";
  const offered_function& f = *j.function;
  std::string line = "kloracle eval ";
  line += of_families(f) ? family_eval_text(f, j.input->input, *j.in) : categorical_text(j);
  for (const option_entry& o : options()) {
    const std::string text = option_text(f, o);
    if (!text.empty()) line += fmt::format(" --{}={}", o.name, shell_quoted(text));
  }
  if (f.in != unit::nats) line += fmt::format(" --unit {}", entry(f.in).name);
  if (j.in->name != binary64.name) line += fmt::format(" --format {}", j.in->name);
  return line;
}

std::string repro_line(const judged_case& j, const std::string& subject) {
  const auto numbers = [&](const std::vector<double>& x) {
    return shell_quoted(numbers_text(x, *j.in, everything));
  };
  std::string line =
      fmt::format("kloracle repro --function {} --format {} --p={}", shell_quoted(j.function->name),
                  j.in->name, numbers(j.input->input.p));
  if (!j.input->input.q.empty()) line += " --q=" + numbers(j.input->input.q);
  return line + " --subject " + subject;
}

std::string finding_text(const judged_case& j, const finding_style& how) {
  // What was not drawn has an id that no seed leads to.
  const std::string again =
      j.input->group == given_group
          ? repro_line(j, how.subject)
          : fmt::format("kloracle repro {} --subject {}", shell_quoted(j.input->id), how.subject);
  return shown_case(j, how) + finding_row("again", again, how.colour);
}

std::string minimal_text(const judged_case& j, const finding_style& how, const std::string& from) {
  return shown_case(j, how) + finding_row("drawn as", from, how.colour) +
         finding_row("again", repro_line(j, how.subject), how.colour);
}

void finding_shelf::offer(const judged_case& j) {
  const judged_response judged{j.returned, j.judgement};
  if (!how_.whole && !is_finding(judged)) return;
  const bool decided =
      j.returned.what == response::kind::value && j.judgement.what == verdict::state::decided;
  const grade g = decided ? j.judgement.is : grade::wrong;
  // One finding per function, format and kind: a flood of like cases tells nothing new.
  const int kind = kind_of_finding(judged);
  const std::string key =
      j.function->name + '\n' + std::string(j.in->name) + '\n' + std::to_string(kind);
  finding candidate{g, kind, j.function, j.in, *j.input, judged};
  const auto [best, is_first] = by_key_.try_emplace(key, candidate);
  if (!is_first && worse(candidate, best->second)) best->second = std::move(candidate);
}

// The worse grade first, then the worse kind, the more ordinary input, what a person can read, and
// the larger excess.
bool finding_shelf::worse(const finding& a, const finding& b) {
  const auto size = [](const finding& f) {
    constexpr std::size_t readable = 4;
    return std::max(f.input.input.p.size(), readable);
  };
  return std::tuple(b.worst, b.kind, contrivance(a.input.group), size(a),
                    b.judged.judgement.excess) < std::tuple(a.worst, a.kind,
                                                            contrivance(b.input.group), size(b),
                                                            a.judged.judgement.excess);
}

std::string finding_shelf::shown(const finding& f) const {
  const test_case& input = f.plainer ? f.plainer->input : f.input;
  const judged_response& judged = f.plainer ? f.plainer->judged : f.judged;
  const reference truth(problem_of(*f.function, input.input), *f.in);
  const judged_case j{f.function, f.in, &input, judged.returned, judged.judgement, &truth.truth()};
  return f.plainer ? minimal_text(j, how_, f.input.id) : finding_text(j, how_);
}

void finding_shelf::minimise(const function_summary& s, const minimiser& plainer) {
  for (auto& [key, f] : by_key_) {
    if (f.function == s.function && f.in->name == s.in->name)
      f.plainer = plainer(f.input, f.judged);
  }
}

std::string finding_shelf::take(const function_summary& s) const {
  std::vector<const finding*> mine;
  for (const auto& [key, f] : by_key_) {
    if (f.function == s.function && f.in->name == s.in->name) mine.push_back(&f);
  }
  std::ranges::sort(mine, [](const finding* a, const finding* b) { return worse(*a, *b); });
  std::string text;
  for (std::size_t i = 0; i < std::min(mine.size(), how_.most); ++i) text += shown(*mine[i]);
  if (mine.size() > how_.most && how_.most > 0) {
    text += fmt::format("    and {} more kinds of finding (--findings {})\n",
                        mine.size() - how_.most, mine.size());
  }
  return text;
}

}  // namespace kloracle
