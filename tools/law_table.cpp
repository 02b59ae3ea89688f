// SPDX-License-Identifier: Apache-2.0
#include "tools/law_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <tuple>

#include "tools/check_table.hpp"
#include "tools/family_case_text.hpp"
#include "tools/report.hpp"
#include "tools/terminal.hpp"

namespace kloracle {
namespace {

using state = law_verdict::state;

// Sums over some summaries.
struct law_total {
  long laws = 0;
  long checks = 0;
  long holds = 0;
  long soft = 0;
  long hard = 0;
  long undecided = 0;
  long not_applicable = 0;
  long lost = 0;
  double worst = 0;

  void add(const law_summary& s) {
    ++laws;
    checks += s.checks;
    holds += s.holds;
    soft += s.soft;
    hard += s.hard;
    undecided += s.undecided;
    not_applicable += s.not_applicable;
    lost += s.lost;
    worst = std::max(worst, s.worst);
  }
};

// One row of a table: a function in a format, or a law.
template <class Key>
struct law_row {
  Key of;
  law_total total;
  std::vector<const law_summary*> from;
};

// The rows in the order of their first summary.
template <class Key, class KeyOf>
std::vector<law_row<Key>> rows_by(std::span<const law_summary> laws, KeyOf key_of) {
  std::vector<law_row<Key>> rows;
  for (const law_summary& s : laws) {
    const Key key = key_of(s);
    auto row = std::ranges::find(rows, key, &law_row<Key>::of);
    if (row == rows.end()) row = rows.insert(rows.end(), {key, {}, {}});
    row->total.add(s);
    row->from.push_back(&s);
  }
  return rows;
}

using place = std::pair<std::string, std::string>;  // function and format

std::string function_table(std::span<const law_summary> laws, bool colour) {
  const auto rows = rows_by<place>(
      laws, [](const law_summary& s) { return place(s.function->name, s.in->name); });
  std::size_t width = 8;
  for (const auto& r : rows) width = std::max(width, r.of.first.size());
  std::string text =
      tinted(fmt::format("  {:<{}}  {:<8}  {:>4} {:>7} {:>7} {:>6} {:>6} {:>9} {:>6} {:>6}",
                         "laws of", width, "format", "laws", "checks", "holds", "SOFT", "HARD",
                         "undecided", "lost", "n/a"),
             tint::dim, colour) +
      '\n';
  for (const auto& r : rows) {
    const law_total& t = r.total;
    text += fmt::format("  {:<{}}  {:<8}  {:>4} {:>7} {:>7} {:>6} ", r.of.first, width, r.of.second,
                        t.laws, t.checks, count_or_dot(t.holds), count_or_dot(t.soft));
    text += tinted(fmt::format("{:>6}", count_or_dot(t.hard)), t.hard == 0 ? tint::none : tint::bad,
                   colour);
    text += fmt::format(" {:>9} {:>6} {:>6}\n", count_or_dot(t.undecided), count_or_dot(t.lost),
                        count_or_dot(t.not_applicable));
  }
  return text;
}

bool spotless(const law_summary& s) {
  return s.kept() && s.soft == 0;
}

// "kl_ratio binary32 and 3 more"
std::string places(const std::vector<const law_summary*>& broken) {
  std::string text = broken.front()->function->name + ' ' + std::string(broken.front()->in->name);
  if (broken.size() > 1) text += fmt::format(" and {} more", broken.size() - 1);
  return text;
}

constexpr std::size_t most_rows = 24;

// A row per law that some function does not keep, the most HARD ones first.
std::string broken_table(std::span<const law_summary> laws, bool colour) {
  std::vector<law_summary> broken;
  std::ranges::remove_copy_if(laws, std::back_inserter(broken), spotless);
  auto rows = rows_by<const law*>(broken, [](const law_summary& s) { return s.what; });
  if (rows.empty()) return "";
  std::ranges::stable_sort(rows, [](const auto& a, const auto& b) {
    return std::pair(a.total.hard, a.total.undecided + a.total.lost) >
           std::pair(b.total.hard, b.total.undecided + b.total.lost);
  });
  std::size_t name = 10;
  std::size_t where = 2;
  for (const auto& r : rows) {
    name = std::max(name, r.of->id.size());
    where = std::max(where, places(r.from).size());
  }
  std::string text =
      tinted(fmt::format("  {:<{}}  {:>6} {:>6} {:>9} {:>6}  {:>9}  {:<{}}  {}", "not kept", name,
                         "HARD", "SOFT", "undecided", "lost", "worst ulp", "by", where, "law"),
             tint::dim, colour) +
      '\n';
  for (const auto& r : std::span(rows).first(std::min(rows.size(), most_rows))) {
    const law_total& t = r.total;
    text += fmt::format("  {:<{}}  ", r.of->id, name);
    text += tinted(fmt::format("{:>6}", count_or_dot(t.hard)), t.hard == 0 ? tint::none : tint::bad,
                   colour);
    text +=
        fmt::format(" {:>6} {:>9} {:>6}  {:>9}  {:<{}}  {}\n", count_or_dot(t.soft),
                    count_or_dot(t.undecided), count_or_dot(t.lost),
                    t.worst == 0 ? "." : measured(t.worst), places(r.from), where, r.of->statement);
  }
  if (rows.size() > most_rows) {
    const auto rest = std::span(rows).subspan(most_rows);
    const auto hard = std::ranges::count_if(rest, [](const auto& r) { return r.total.hard != 0; });
    text += fmt::format("  and {} more laws not kept, {} of them HARD (all are in the --report)\n",
                        rest.size(), hard);
  }
  return text;
}

// How bad a counterexample is; what gave no value shows among the values too.
int badness(const law_summary& s) {
  if (s.hard > 0) return 3;
  if (s.undecided > 0) return 2;
  return s.lost > 0 ? 1 : 0;
}

std::size_t size_of(const counterexample& c) {
  std::size_t numbers = 0;
  for (const law_instance::term& t : c.inputs.terms) numbers += t.input.p.size() + t.input.q.size();
  return numbers;
}

// Among equally bad ones what a person can read comes first.
bool worse(const law_summary* a, const law_summary* b) {
  const auto size = [](const law_summary* s) {
    constexpr std::size_t readable = 12;
    return std::max(size_of(*s->example), readable);
  };
  return std::tuple(badness(*b), size(a), -a->worst) < std::tuple(badness(*a), size(b), -b->worst);
}

// One side of an input: an unnamed vector, or the parameters of a family.
std::string shown_side(const std::vector<double>& x, const std::optional<family_side>& of,
                       const format& in, bool whole) {
  if (!of) return shown_numbers(x, in, whole);
  return parameters_text(*of, x, in) + "  (" + decimals_text(x, in) + ')';
}

std::string term_rows(const counterexample& found, std::size_t i, const format& in,
                      const finding_style& how) {
  const law_output& o = found.outputs[i];
  const std::string number = found.outputs.size() == 1 ? "" : std::to_string(i + 1) + ' ';
  // The number stands where other rows are indented, so that the texts stay in one column.
  const auto row = [&](const char* label, const std::string& text) {
    std::string line = finding_row(label, text, how.colour);
    if (!number.empty()) line.replace(2, number.size(), number);
    return line;
  };
  std::string text;
  if (o.function == nullptr) {
    text += row("of", "a function that the subject does not offer");
  } else if (found.inputs.terms[i].of != 0) {
    text += row("of", o.function->name);
  }
  const std::optional<family_side> none;
  const auto side = [&](const std::vector<double>& x, const std::optional<family_side>& of) {
    return shown_side(x, of, in, how.whole);
  };
  text += row("p", side(o.input->p, o.function == nullptr ? none : o.function->p_of));
  if (!o.input->q.empty())
    text += row("q", side(o.input->q, o.function == nullptr ? none : o.function->q_of));
  if (o.function != nullptr) text += row("returned", returned_text(o.returned, in));
  return text + row("certified", o.certified);
}

std::string verdict_text(const law_verdict& v, bool colour) {
  std::string by =
      std::isinf(v.severity) ? v.reason : fmt::format("by {} ulp", measured(v.severity));
  if (!std::isinf(v.severity) && !v.reason.empty()) by += " (" + v.reason + ')';
  switch (v.what) {
    case state::holds:
      return "holds";
    case state::violated:
      if (v.hard)
        return tinted("HARD", tint::bad, colour) + " violated " + by +
               "; a value is off by more than rounding can explain (worse than grade T)";
      return tinted("SOFT", tint::fair, colour) + " violated " + by +
             "; every value is within attainable error (grade T or better)";
    case state::undecided:
      return "undecided: " + v.reason;
    case state::not_applicable:
      return "not applicable: " + v.reason;
    case state::lost:
      return "lost: " + v.reason;
  }
  return "";
}

}  // namespace

std::string law_table(std::span<const law_summary> laws, bool colour) {
  if (laws.empty()) return "";
  return function_table(laws, colour) + broken_table(laws, colour);
}

std::string law_finding_text(const law& l, const offered_function& f, const format& in,
                             const counterexample& found, const finding_style& how) {
  const auto row = [&](const char* label, const std::string& text) {
    return finding_row(label, text, how.colour);
  };
  std::string text = "  " + tinted(f.name, tint::strong, how.colour) + ' ' + std::string(in.name) +
                     "  law " + std::string(l.id) + '\n';
  text += row("law", fmt::format("{}  (equal: {})", l.statement, l.equality));
  text += row("source", std::string(l.source));
  for (std::size_t i = 0; i < found.outputs.size(); ++i) text += term_rows(found, i, in, how);
  if (!found.inputs.weights.empty())
    text += row("weights", shown_numbers(found.inputs.weights, binary64, how.whole));
  if (!found.inputs.distance.empty())
    text += row("further", shown_numbers(found.inputs.distance, binary64, how.whole));
  text += row("verdict", verdict_text(found.judged, how.colour));
  return text + row("again", fmt::format("kloracle repro {} --subject {}", shell_quoted(found.id),
                                         how.subject));
}

std::vector<const law_summary*> worst_laws(std::span<const law_summary> laws, bool whole) {
  std::vector<const law_summary*> shown;
  for (const law_summary& s : laws) {
    if (!s.example || (badness(s) == 0 && !whole)) continue;
    const auto same = std::ranges::find_if(shown, [&](const law_summary* k) {
      return k->what == s.what && k->function->name == s.function->name;
    });
    if (same == shown.end()) {
      shown.push_back(&s);
    } else if (worse(&s, *same)) {
      *same = &s;
    }
  }
  std::ranges::stable_sort(shown, worse);
  return shown;
}

std::string law_findings(std::span<const law_summary> laws, const finding_style& how) {
  std::string text;
  const auto shown = worst_laws(laws, how.whole);
  const auto by_function =
      rows_by<std::string>(laws, [](const law_summary& s) { return s.function->name; });
  for (const auto& r : by_function) {
    std::size_t count = 0;
    for (const law_summary* s : shown) {
      if (s->function->name != r.of || ++count > how.most) continue;
      text += law_finding_text(*s->what, *s->function, *s->in, *s->example, how);
    }
    if (count > how.most && how.most > 0) {
      text += fmt::format("    and {} more laws that {} does not keep (--findings {})\n",
                          count - how.most, r.of, count);
    }
  }
  return text;
}

}  // namespace kloracle
