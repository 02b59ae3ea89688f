// SPDX-License-Identifier: Apache-2.0
#include "tools/report_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "tools/check_flags.hpp"
#include "tools/check_table.hpp"
#include "tools/failure_labels.hpp"
#include "tools/law_table.hpp"
#include "tools/number_codec.hpp"
#include "tools/one_line.hpp"
#include "tools/report_lines.hpp"
#include "tools/report_words.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

// The flags that the lines which repeat a finding of this run need.
std::string repeating_flags_of(const json& header) {
  check_flags f;
  const std::string& seed = line_text(header, "seed");
  if (std::from_chars(seed.data(), seed.data() + seed.size(), f.seed).ec != std::errc())
    refuse_line("report: its header has the seed '" + seed + "'; expected a number");
  f.max_n = static_cast<std::size_t>(line_count(header, "max_n"));
  // A run that judged laws alone has no number of cases.
  if (const long cases = line_count(header, "cases_per_function"); cases > 0)
    f.cases = static_cast<int>(cases);
  return repeating_flags(f);
}

// "kl.measure.binary64:7f3a91c2d0b4" -> "kl.measure"
std::string problem_of_case(const std::string& id) {
  const std::string problem = id.substr(0, id.rfind(':'));
  return problem.substr(0, problem.rfind('.'));
}

// Whether a list has this failure, under this id or with the name of the function before it.
bool has(const std::vector<known_entry>& known, const std::string& function, const std::string& id,
         const std::string& label) {
  return std::ranges::any_of(known, [&](const known_entry& e) {
    return (matches(e.pattern, id) || matches(e.pattern, function + '/' + id)) &&
           begins_with_label(label, e.label);
  });
}

std::string row(std::string_view label, const std::string& text) {
  return finding_row(label, text, false);
}

std::string input_rows(const json& line, const format& in, std::size_t n) {
  const sample input = read_input(line);
  if (input.p.empty() && n != 0)
    return row("p", fmt::format("{} numbers, which the line at 'again' shows", n));
  std::string text = row("p", shown_numbers(input.p, in, true));
  if (!input.q.empty()) text += row("q", shown_numbers(input.q, in, true));
  return text;
}

std::string certified_rows(const json& line, const format& in) {
  const std::string state = line_text_or(line, "status", "");
  std::string value = line_text_or(line, "certified", state);
  const auto number = decode(in, encoding::hexfloat, value);
  if (number && std::isfinite(*number)) value += "  (" + decimals_text({*number}, in) + ')';
  const std::string text = row("certified", value);
  const auto bounds = line.find("enclosure");
  if (bounds == line.end() || !bounds->is_array() || bounds->size() != 2) return text;
  const auto end = [&](std::size_t i) {
    const json& bound = bounds->at(i);
    return bound.is_string() ? bound.get<std::string>() : bound.dump();
  };
  return text + row("within", '[' + end(0) + ", " + end(1) + ']');
}

std::string verdict_rows(const judged_response& j) {
  const verdict& v = j.judgement;
  std::string text = row("verdict", verdict_text(v, false));
  if (v.what == verdict::state::decided && std::isfinite(v.ulp_error)) {
    text += row("error", fmt::format("{} ulp, {} times what rounding the inputs can cost",
                                     measured(v.ulp_error), measured(v.excess)));
  }
  if (j.returned.claimed_error && v.claimed == claim::broken) {
    text += row("claimed", fmt::format("an error of at most {:.3g}: HARD, that is too small",
                                       *j.returned.claimed_error));
  }
  return text;
}

}  // namespace

viewed_subject::viewed_subject(const recorded_subject& s, const std::string& repeating_flags,
                               const std::vector<known_entry>& known)
    : record_(&s) {
  style_.subject = shell_quoted(s.argument()) + repeating_flags;
  style_.whole = true;
  name_functions();
  take_values(known);
  take_laws(known);
}

// Every name before the first is pointed at.
void viewed_subject::name_functions() {
  const auto name = [&](const std::string& function) {
    if (std::ranges::find(names_, function, &offered_function::name) != names_.end()) return;
    names_.emplace_back().name = function;
  };
  for (const recorded_case& c : record_->cases()) name(c.function);
  for (const std::string& text : record_->laws()) {
    const json l = json::parse(text);
    name(line_text(l, "function"));
    if (!l.contains("example")) continue;
    for (const json& term : l["example"]["terms"]) {
      if (term.contains("function")) name(line_text(term, "function"));
    }
  }
}

const offered_function& viewed_subject::named(const std::string& name) {
  return *std::ranges::find(names_, name, &offered_function::name);
}

viewed_function& viewed_subject::at(const std::string& name, const format& in) {
  for (viewed_function& f : functions_) {
    if (f.name == name && f.in == &in) return f;
  }
  viewed_function f{name, "", &in, {}, {}, {}, {}};
  f.values.function = &named(name);
  f.values.in = &in;
  f.open = f.values;
  return functions_.emplace_back(std::move(f));
}

void viewed_subject::take_values(const std::vector<known_entry>& known) {
  for (const recorded_case& c : record_->cases()) {
    viewed_function& f = at(c.function, format_of_case(c.id));
    if (f.problem.empty()) f.problem = problem_of_case(c.id);
    auto group = std::ranges::find(f.groups, c.group, &viewed_group::name);
    if (group == f.groups.end())
      group = f.groups.insert(f.groups.end(), {c.group, f.open, f.open, {}});
    group->cases.push_back(&c);
  }
  for (viewed_function& f : functions_) {
    case_tally values(f.values);
    case_tally open(f.open);
    for (viewed_group& g : f.groups) {
      case_tally group_values(g.values);
      case_tally group_open(g.open);
      const auto is_known = [&](const recorded_case* c) {
        return has(known, c->function, c->id, label_of(c->judged.returned, c->judged.judgement));
      };
      for (const recorded_case* c : g.cases) {
        values.count(c->id, c->judged);
        group_values.count(c->id, c->judged);
      }
      std::erase_if(g.cases, is_known);
      for (const recorded_case* c : g.cases) {
        open.count(c->id, c->judged);
        group_open.count(c->id, c->judged);
      }
    }
  }
  for (const std::string& text : record_->summaries()) {
    const json l = json::parse(text);
    const format* in = find_format(line_text(l, "format"));
    for (viewed_function& f : functions_) {
      if (f.name == line_text(l, "function") && f.in == in) f.problem = line_text(l, "problem");
    }
  }
}

void viewed_subject::take_laws(const std::vector<known_entry>& known) {
  for (const std::string& text : record_->laws()) {
    const json l = json::parse(text);
    const std::string& function = line_text(l, "function");
    viewed_law checked{line_text(l, "law"), read_law(l, names_)};
    law_summary& s = checked.checked;
    s.what = find_law(checked.id);
    s.function = &named(function);
    const std::string id = checked.id + '/' + function + '/' + std::string(s.in->name);
    checked.known = !s.kept() && has(known, function, id, label_of(s));
    at(function, *s.in).laws.push_back(std::move(checked));
  }
}

std::string report_view::resuming() const {
  return one_line(command + " --report " + shell_quoted(path) + " --resume", message_limit);
}

report_view view_of(const report_record& record, const std::string& path,
                    const std::vector<known_entry>& known) {
  const json header = json::parse(record.header);
  report_view view{path,         line_text(header, "command"), record.finished, {}, record.header,
                   record.absent};
  const std::string flags = repeating_flags_of(header);
  for (const recorded_subject& s : record.subjects) view.subjects.emplace_back(s, flags, known);
  return view;
}

std::vector<const recorded_case*> worst_cases(const std::vector<const recorded_case*>& cases) {
  const auto rank = [](const recorded_case* c) {
    constexpr std::size_t readable = 4;
    const verdict& v = c->judged.judgement;
    const bool decided =
        c->judged.returned.what == response::kind::value && v.what == verdict::state::decided;
    return std::tuple(decided ? v.is : grade::wrong, kind_of_finding(c->judged),
                      -static_cast<double>(std::max(c->n, readable)), v.excess);
  };
  std::map<int, const recorded_case*> by_kind;
  for (const recorded_case* c : cases) {
    if (!is_finding(c->judged)) continue;
    const auto [best, is_first] = by_kind.try_emplace(kind_of_finding(c->judged), c);
    if (!is_first && rank(c) > rank(best->second)) best->second = c;
  }
  std::vector<const recorded_case*> worst;
  for (const auto& [kind, c] : by_kind) worst.push_back(c);
  std::ranges::stable_sort(worst, [&](const auto* a, const auto* b) { return rank(a) > rank(b); });
  return worst;
}

std::string recorded_finding_text(const report_view& view, const recorded_case& c,
                                  const finding_style& how) {
  const json line = json::parse(line_of_report(view.path, c.line), nullptr, false);
  if (!line.is_object()) throw input_error("report: '" + view.path + "' changed while it was read");
  const format& in = format_of_case(c.id);
  std::string text = fmt::format("  {} {}  {}  [{}]\n", c.function, in.name, c.id, c.group);
  text += input_rows(line, in, c.n);
  const response& r = c.judged.returned;
  text += row("returned", r.what == response::kind::value
                              ? returned_text(r, in)
                              : fmt::format("no value: {}: {}", word_for(response_words, r.what),
                                            one_line(r.message, message_limit)));
  text += certified_rows(line, in);
  if (r.what == response::kind::value) text += verdict_rows(c.judged);
  return text + row("again",
                    fmt::format("kloracle repro {} --subject {}", shell_quoted(c.id), how.subject));
}

std::string recorded_law_text(const viewed_law& l, const finding_style& how) {
  const law_summary& s = l.checked;
  if (s.what == nullptr || !s.example) return "";
  return law_finding_text(*s.what, *s.function, *s.in, *s.example, how);
}

std::string lost_text(const function_summary& s) {
  std::string text;
  for (const auto& [kind, count] : s.by_response) {
    if (kind == response::kind::value) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, word_for(response_words, kind));
  }
  return text;
}

}  // namespace kloracle
