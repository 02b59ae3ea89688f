// SPDX-License-Identifier: Apache-2.0
#include "tools/report_markdown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <tuple>

#include "tools/check_table.hpp"
#include "tools/law_table.hpp"
#include "tools/one_line.hpp"
#include "tools/report_words.hpp"

namespace kloracle {
namespace {

constexpr std::size_t most_bytes = 900'000;
constexpr std::size_t most_laws = 40;  // rows of a table of laws that are not kept

// "3 wrong sign, 1 crashed"; whatever is not an error's size.
std::string specials(const viewed_function& f) {
  const function_summary& s = f.values;
  std::string text;
  const auto add = [&](int count, const char* what) {
    if (count != 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, what);
  };
  add(s.nan, "NaN");
  add(s.infinite, "spurious or missed infinity");
  add(s.wrong_sign, "wrong sign");
  add(s.missed_zero, "not 0 where the value is 0");
  add(s.claims_broken, "bound on the error broken");
  add(s.claims_useless, "bound on the error useless");
  add(s.undecided + s.claims_undecided, "undecided");
  add(s.not_applicable, "not applicable");
  for (const auto& [what, count] : s.by_response) {
    if (what != response::kind::value) add(count, word_for(response_words, what).c_str());
  }
  add(s.cases() - f.open.cases(), "known failures");
  return text;
}

std::string grade_cell(const viewed_function& f, const grade_entry* required) {
  const function_summary& s = f.values;
  if (s.cases() == 0) return "";
  std::string text = "none";
  if (s.graded() > 0) {
    const std::string letter(entry(s.worst_grade()).letter);
    text = s.worst_grade() == grade::wrong ? "**" + letter + "**" : letter;
  }
  if (required != nullptr && f.open.cases() != 0 && !f.open.reaches(required->id))
    text += fmt::format(", **misses {}**", required->letter);
  return text;
}

std::string bold_count(long k) {
  return k == 0 ? "" : fmt::format("**{}**", k);
}

std::string plain_count(long k) {
  return k == 0 ? "" : std::to_string(k);
}

std::string function_row(const viewed_function& f, const grade_entry* required) {
  law_summary laws;
  for (const viewed_law& l : f.laws) {
    laws.checks += l.checked.checks;
    laws.holds += l.checked.holds;
    laws.soft += l.checked.soft;
    laws.hard += l.checked.hard;
    laws.undecided += l.checked.undecided;
    laws.lost += l.checked.lost;
  }
  const function_summary& s = f.values;
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
                     markdown_code(f.name), markdown_text(f.problem), f.in->name,
                     plain_count(s.cases()), grade_cell(f, required),
                     s.graded() > 0 ? measured(s.max_ulp) : "", specials(f),
                     laws.checks == 0 ? "" : std::to_string(laws.holds), plain_count(laws.soft),
                     bold_count(laws.hard), plain_count(laws.undecided), plain_count(laws.lost));
}

std::string function_table(const viewed_subject& s, const grade_entry* required) {
  std::string text =
      "| function | problem | format | values | grade | worst error, ulp | besides | laws held | "
      "SOFT | HARD | undecided | lost |\n"
      "|---|---|---|--:|---|--:|---|--:|--:|--:|--:|--:|\n";
  for (const viewed_function& f : s.functions()) text += function_row(f, required);
  return text + '\n';
}

struct law_row {
  const viewed_function* of;
  const viewed_law* law;
};

// The laws that are not kept, the most HARD ones first.
std::vector<law_row> laws_not_kept(const viewed_subject& s) {
  std::vector<law_row> rows;
  for (const viewed_function& f : s.functions()) {
    for (const viewed_law& l : f.laws) {
      if (!l.checked.kept() && !l.known) rows.push_back({&f, &l});
    }
  }
  std::ranges::stable_sort(rows, [](const law_row& a, const law_row& b) {
    const auto badness = [](const law_summary& l) {
      return std::tuple(l.hard, l.undecided + l.lost, l.worst);
    };
    return badness(a.law->checked) > badness(b.law->checked);
  });
  return rows;
}

std::string law_table_text(const viewed_subject& s) {
  const std::vector<law_row> rows = laws_not_kept(s);
  if (rows.empty()) return "";
  std::string text =
      "| law not kept | by | HARD | SOFT | undecided | lost | worst, ulp | it says |\n"
      "|---|---|--:|--:|--:|--:|--:|---|\n";
  for (const law_row& r : std::span(rows).first(std::min(rows.size(), most_laws))) {
    const law_summary& l = r.law->checked;
    text += fmt::format("| {} | {} {} | {} | {} | {} | {} | {} | {} |\n", markdown_code(r.law->id),
                        markdown_code(r.of->name), r.of->in->name, bold_count(l.hard),
                        plain_count(l.soft), plain_count(l.undecided), plain_count(l.lost),
                        l.worst == 0 ? "" : measured(l.worst),
                        l.what == nullptr ? "" : markdown_text(l.what->statement));
  }
  text += '\n';
  if (rows.size() > most_laws)
    text += fmt::format("And {} more laws not kept.\n\n", rows.size() - most_laws);
  return text;
}

// One finding, folded: a line that is always seen, and the whole of it.
std::string folded(const std::string& seen, const std::string& whole) {
  return "<details><summary>" + seen + "</summary>\n\n" + markdown_fenced(whole) +
         "\n</details>\n\n";
}

// What a finding among the values is about, in a few words.
std::string headline(const recorded_case& c, const viewed_function& f) {
  std::string text = markdown_code(f.name) + ' ' + std::string(f.in->name) + ": ";
  const judged_response& j = c.judged;
  if (j.returned.what != response::kind::value) {
    text += "no value, ";
  } else {
    text += markdown_text(verdict_text(j.judgement, false)) + ", ";
    if (j.judgement.what == verdict::state::decided && std::isfinite(j.judgement.ulp_error))
      text += measured(j.judgement.ulp_error) + " ulp, ";
  }
  return text + markdown_code(c.id) + " (" + markdown_text(c.group) + ')';
}

// The findings of a subject, one text each.
std::vector<std::string> findings_of(const report_view& view, const viewed_subject& s,
                                     std::size_t most) {
  std::vector<std::string> texts;
  std::vector<law_summary> laws;
  for (const viewed_function& f : s.functions()) {
    std::vector<const recorded_case*> all;
    for (const viewed_group& g : f.groups) all.insert(all.end(), g.cases.begin(), g.cases.end());
    const std::vector<const recorded_case*> worst = worst_cases(all);
    for (std::size_t i = 0; i < std::min(worst.size(), most); ++i) {
      texts.push_back(
          folded(headline(*worst[i], f), recorded_finding_text(view, *worst[i], s.style())));
    }
    for (const viewed_law& l : f.laws) {
      if (l.checked.what != nullptr && !l.known) laws.push_back(l.checked);
    }
  }
  std::map<std::string, std::size_t> shown;
  for (const law_summary* l : worst_laws(laws, false)) {
    if (++shown[l->function->name] > most) continue;
    texts.push_back(
        folded(fmt::format("{} {}: law {}", markdown_code(l->function->name), l->in->name,
                           markdown_code(l->what->id)),
               law_finding_text(*l->what, *l->function, *l->in, *l->example, s.style())));
  }
  return texts;
}

std::string subject_text(const viewed_subject& s, const grade_entry* required) {
  std::string text = "### " + markdown_text(s.who().name);
  if (!s.who().version.empty()) text += ' ' + markdown_text(s.who().version);
  if (!s.who().language.empty()) text += " (" + markdown_text(s.who().language) + ')';
  long values = 0;
  long checks = 0;
  for (const viewed_function& f : s.functions()) {
    values += f.values.cases();
    for (const viewed_law& l : f.laws) checks += l.checked.checks;
  }
  text += fmt::format("\n\nChecked: {} values, {} instances of laws.\n\n", values, checks);
  if (!s.functions().empty()) text += function_table(s, required);
  text += law_table_text(s);
  for (const recorded_event& e : s.events())
    text += std::string("* ") + (e.unsteady ? "**unsteady:** " : "") + markdown_code(e.text) + '\n';
  return text + (s.events().empty() ? "" : "\n");
}

std::string beginning(const report_view& view) {
  std::string text = "## kloracle\n\n" + markdown_code(view.command) + "\n\n";
  if (view.finished) return text;
  return text +
         "> [!WARNING]\n> **This run is incomplete.** What follows is what was judged before it "
         "ended. To go on: " +
         markdown_code(view.resuming()) + "\n\n";
}

}  // namespace

std::string markdown_text(std::string_view text) {
  constexpr std::string_view plain = " .,:;/=+-()%?'\">^{}";
  const std::string line = one_line(text, message_limit);
  std::string escaped;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const auto alphanumeric = [&](std::size_t k) {
      return k < line.size() && std::isalnum(static_cast<unsigned char>(line[k])) != 0;
    };
    // An underscore within a word is no markup, and names are full of them.
    const bool in_word = c == '_' && i > 0 && alphanumeric(i - 1) && alphanumeric(i + 1);
    const bool is_text = static_cast<unsigned char>(c) >= 0x80 || alphanumeric(i) || in_word ||
                         plain.find(c) != plain.npos;
    escaped += is_text ? std::string(1, c) : fmt::format("&#{};", static_cast<int>(c));
  }
  return escaped;
}

// Entities, since a code span knows no escape for a backtick.
std::string markdown_code(std::string_view text) {
  return "<code>" + markdown_text(text) + "</code>";
}

// Its fence is longer than any in the text.
std::string markdown_fenced(const std::string& text, std::string_view language) {
  std::size_t longest = 2;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  return fence + std::string(language) + '\n' + text + (text.ends_with('\n') ? "" : "\n") + fence +
         '\n';
}

std::string report_markdown(const report_view& view, const markdown_style& how) {
  std::string text = beginning(view);
  std::size_t left_out = 0;
  for (const viewed_subject& s : view.subjects) {
    text += subject_text(s, how.required);
    for (const std::string& finding : findings_of(view, s, how.findings)) {
      if (text.size() + finding.size() > most_bytes) {
        ++left_out;
      } else {
        text += finding;
      }
    }
  }
  if (view.subjects.empty()) text += "No subject was judged.\n\n";
  if (left_out != 0)
    text += fmt::format("{} more findings do not fit; they are in the report.\n\n", left_out);
  return text +
         "Grades, best first: CR correctly rounded, F faithful, T stable, A as good as its data, H "
         "half the bits, W wrong.\nA law is broken SOFT where rounding can explain it, else "
         "HARD.\n";
}

}  // namespace kloracle
