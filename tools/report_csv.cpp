// SPDX-License-Identifier: Apache-2.0
#include "tools/report_csv.hpp"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "tools/csv.hpp"
#include "tools/report_cases.hpp"
#include "tools/report_lines.hpp"
#include "tools/report_words.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

// The name of a column and what a row has there.
using csv_row = std::vector<std::pair<std::string, std::string>>;

void put_counts(csv_row& row, const function_summary& s) {
  const auto put = [&](const char* name, const std::string& text) { row.emplace_back(name, text); };
  const bool graded = s.graded() > 0;
  put("grade", graded ? std::string(entry(s.worst_grade()).letter) : "");
  put("cases", std::to_string(s.cases()));
  for (const grade_entry& g : grades())
    row.emplace_back(g.letter, std::to_string(s.by_grade[static_cast<std::size_t>(g.id)]));
  put("max_ulp", graded ? measure_text(s.max_ulp) : "");
  put("max_excess", graded ? measure_text(s.max_excess) : "");
  const std::vector<std::pair<const char*, int>> counts{{"nan", s.nan},
                                                        {"infinite", s.infinite},
                                                        {"wrong_sign", s.wrong_sign},
                                                        {"missed_zero", s.missed_zero},
                                                        {"undecided", s.undecided},
                                                        {"not_applicable", s.not_applicable},
                                                        {"claims_broken", s.claims_broken}};
  for (const auto& [name, count] : counts) put(name, std::to_string(count));
  for (const auto& word : response_words) {
    if (word.means == response::kind::value) continue;
    const auto found = s.by_response.find(word.means);
    row.emplace_back(word.name, std::to_string(found == s.by_response.end() ? 0 : found->second));
  }
}

void put_laws(csv_row& row, const viewed_function& f) {
  long kept = 0;
  long hard = 0;
  for (const viewed_law& l : f.laws) {
    kept += l.checked.kept() ? 1 : 0;
    hard += l.checked.hard != 0 ? 1 : 0;
  }
  row.emplace_back("laws", std::to_string(f.laws.size()));
  row.emplace_back("laws_kept", std::to_string(kept));
  row.emplace_back("laws_hard", std::to_string(hard));
}

std::string list_text(const json& line, const char* key) {
  std::string text;
  if (!line.contains(key)) return text;
  for (const json& x : line[key]) text += (text.empty() ? "" : " ") + x.get<std::string>();
  return text;
}

void put_worst(csv_row& row, const viewed_function& f, case_lines& lines) {
  json line = json::object();
  for (const viewed_group& g : f.groups) {
    for (const recorded_case* c : g.cases) {
      if (c->id == f.values.worst_id) line = lines.of(*c);
    }
  }
  const bool infinite = line_text_or(line, "status", "") == "plus_infinity";
  row.emplace_back("worst", f.values.worst_id);
  row.emplace_back("worst_p", list_text(line, "p"));
  row.emplace_back("worst_q", list_text(line, "q"));
  row.emplace_back("worst_returned", line_text_or(line, "returned", ""));
  row.emplace_back("worst_certified", line_text_or(line, "certified", infinite ? "inf" : ""));
}

csv_row row_of(const viewed_subject& s, const viewed_function& f, case_lines& lines) {
  csv_row row{{"subject", s.who().name},
              {"version", s.who().version},
              {"function", f.name},
              {"problem", f.problem},
              {"format", std::string(f.in->name)}};
  put_counts(row, f.values);
  put_laws(row, f);
  put_worst(row, f, lines);
  return row;
}

std::string line_of(const csv_row& row, bool names) {
  std::string text;
  for (const auto& [name, value] : row)
    text += (text.empty() ? "" : ",") + csv_field(names ? name : value);
  return text + "\r\n";
}

}  // namespace

std::string report_csv(const report_view& view) {
  case_lines lines(view.path);
  std::string text;
  for (const viewed_subject& s : view.subjects) {
    for (const viewed_function& f : s.functions()) {
      const csv_row row = row_of(s, f, lines);
      if (text.empty()) text = line_of(row, true);
      text += line_of(row, false);
    }
  }
  // A report of nothing has the columns of any other.
  return text.empty() ? "subject,version,function,problem,format\r\n" : text;
}

}  // namespace kloracle
