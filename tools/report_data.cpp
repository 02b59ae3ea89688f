// SPDX-License-Identifier: Apache-2.0
#include "tools/report_data.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "properties/option_values.hpp"
#include "tools/report_cases.hpp"
#include "tools/report_column.hpp"
#include "tools/report_findings.hpp"
#include "tools/report_lines.hpp"
#include "tools/report_points.hpp"
#include "tools/report_words.hpp"

namespace kloracle {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::string dumped(const ordered_json& o) {
  return o.dump(-1, ' ', false, json::error_handler_t::replace);
}

// How many cases a plot has.
struct plot_limits {
  std::size_t points;
  std::size_t cells;
};

constexpr std::array plot_choices{plot_limits{150, 300}, plot_limits{90, 120}, plot_limits{50, 60},
                                  plot_limits{25, 25}, plot_limits{0, 0}};

// One function in one format: what does not depend on the limits, and what its
// plots are made from.
struct format_part {
  ordered_json facts;
  std::vector<plotted_case> cases;
  bool heat = false;  // two parameters to plot it over
};

// A number for each finding of a function in a format: that of the worst.
using finding_numbers = std::map<std::string, std::size_t>;

std::string key_of(const std::string& subject, const std::string& function,
                   const std::string& format_name) {
  return subject + '\n' + function + '\n' + format_name;
}

ordered_json counts_of(const function_summary& s) {
  ordered_json by_grade = ordered_json::object();
  for (const grade_entry& g : grades())
    by_grade[std::string(g.letter)] = s.by_grade[static_cast<std::size_t>(g.id)];
  const auto count_of = [&](response::kind k) {
    const auto found = s.by_response.find(k);
    return found == s.by_response.end() ? 0 : found->second;
  };
  const int skipped = count_of(response::kind::skipped);
  const bool graded = s.graded() > 0;
  return {{"grade", graded ? ordered_json(std::string(entry(s.worst_grade()).letter))
                           : ordered_json(nullptr)},
          {"cases", s.cases()},
          {"by_grade", by_grade},
          {"max_ulp", graded ? ordered_json(measure_text(s.max_ulp)) : ordered_json(nullptr)},
          {"max_excess", graded ? ordered_json(measure_text(s.max_excess)) : ordered_json(nullptr)},
          {"growth", word_for(growth_words, s.needed)},
          {"nan", s.nan},
          {"infinite", s.infinite},
          {"wrong_sign", s.wrong_sign},
          {"missed_zero", s.missed_zero},
          {"lost", s.cases() - count_of(response::kind::value) - skipped},
          {"skipped", skipped},
          {"undecided", s.undecided},
          {"not_applicable", s.not_applicable}};
}

ordered_json laws_of(const viewed_function& f) {
  long kept = 0;
  long soft = 0;
  long hard = 0;
  long undecided = 0;
  long instances = 0;
  ordered_json broken = ordered_json::array();
  for (const viewed_law& l : f.laws) {
    const law_summary& s = l.checked;
    instances += s.checks;
    kept += s.kept() && s.soft == 0 ? 1 : 0;
    soft += s.kept() && s.soft != 0 ? 1 : 0;
    hard += s.hard != 0 ? 1 : 0;
    undecided += s.hard == 0 && !s.kept() ? 1 : 0;
    if (s.hard != 0) broken.push_back(l.id);
  }
  return {{"checked", f.laws.size()}, {"kept", kept},           {"soft", soft},    {"hard", hard},
          {"undecided", undecided},   {"instances", instances}, {"broken", broken}};
}

// The case to look at: of the worst finding, else the worst that was graded,
// else the first.
const recorded_case* worst_of(const viewed_function& f, const std::string& id) {
  const recorded_case* first = nullptr;
  for (const viewed_group& g : f.groups) {
    for (const recorded_case* c : g.cases) {
      if (c->id == id) return c;
      if (first == nullptr) first = c;
    }
  }
  return first;
}

ordered_json worst_json(const viewed_subject& s, const viewed_function& f,
                        const offered_function* declared, const recorded_case& c,
                        case_lines& lines) {
  constexpr std::size_t readable = 16;
  const json line = lines.of(c);
  ordered_json worst{{"id", c.id}, {"group", c.group}};
  worst.update(input_of(line, readable));
  worst.update(case_facts(line));
  worst["repeat"] = "kloracle repro " + c.id + " --subject " + s.style().subject;
  const sample input = read_input(line);
  worst["eval"] = declared != nullptr && !input.p.empty() ? eval_text(*declared, input, *f.in) : "";
  return worst;
}

class data_maker {
 public:
  explicit data_maker(const report_view& view) : view_(view), lines_(view.path) {
    for (ordered_json& f : report_findings(view)) {
      const std::string of = key_of(f["subject"], f["function"], f["format"]);
      first_.try_emplace(of, findings_.size());
      findings_.push_back(std::move(f));
    }
    for (const viewed_subject& s : view.subjects) take_subject(s);
  }

  std::string text(std::size_t most_bytes) {
    std::string whole;
    for (const plot_limits& limits : plot_choices) {
      whole = dumped(all(limits, findings_.size()));
      if (whole.size() <= most_bytes) return whole;
    }
    std::size_t left = findings_.size();
    while (whole.size() > most_bytes && left > 0) {
      left /= 2;
      whole = dumped(all(plot_choices.back(), left));
    }
    return whole;
  }

 private:
  struct function_part {
    ordered_json facts;
    std::vector<format_part> formats;
  };
  struct subject_part {
    ordered_json facts;
    std::vector<function_part> functions;
  };

  void take_subject(const viewed_subject& s) {
    subject_part part;
    const subject_identity& who = s.who();
    part.facts = {{"name", who.name},         {"version", who.version},
                  {"language", who.language}, {"issues", who.issues},
                  {"argument", s.argument()}, {"events", ordered_json::array()}};
    for (const recorded_event& e : s.events()) part.facts["events"].push_back(e.text);
    const auto declared = declared_functions(s);
    std::map<std::string, std::size_t> places;
    for (const viewed_function& f : s.functions()) {
      const auto stated = declared.find(f.name);
      const offered_function* what = stated == declared.end() ? nullptr : &stated->second;
      const auto [place, is_first] = places.try_emplace(f.name, part.functions.size());
      if (is_first) part.functions.push_back({function_facts(f, what), {}});
      part.functions[place->second].formats.push_back(format_facts(s, f, what));
    }
    subjects_.push_back(std::move(part));
  }

  ordered_json function_facts(const viewed_function& f, const offered_function* declared) {
    const report_column column = column_of(f, declared);
    if (std::ranges::find(columns_, column.key, &report_column::key) == columns_.end())
      columns_.push_back(column);
    ordered_json o{{"name", f.name},
                   {"column", column.key},
                   {"problem", f.problem},
                   {"note", ""},
                   {"unit", ""},
                   {"snippet", ""},
                   {"gradient", ordered_json::array()},
                   {"parameters", nullptr}};
    if (declared == nullptr) return o;
    o["note"] = declared->note;
    if (has_unit(declared->what, *declared)) o["unit"] = std::string(entry(declared->in).name);
    o["snippet"] = declared->snippet;
    o["gradient"] = declared->gradient;
    o["parameters"] = scalar_parameters(*declared);
    return o;
  }

  // The names of the parameters, where all are numbers; else null.
  static ordered_json scalar_parameters(const offered_function& f) {
    if (!f.p_of || !f.q_of) return nullptr;
    ordered_json names{{"p", ordered_json::array()}, {"q", ordered_json::array()}};
    for (const auto& [side, of] : {std::pair("p", &*f.p_of), std::pair("q", &*f.q_of)}) {
      for (const family_side::slot& slot : of->parameters) {
        if (!slot.shape.empty()) return nullptr;
        names[side].push_back(slot.name);
      }
    }
    return names;
  }

  format_part format_facts(const viewed_subject& s, const viewed_function& f,
                           const offered_function* declared) {
    format_part part;
    if (std::ranges::find(formats_, f.in) == formats_.end()) formats_.push_back(f.in);
    part.facts["format"] = std::string(f.in->name);
    part.facts.update(counts_of(f.values));
    part.facts["laws"] = laws_of(f);
    const auto found = first_.find(key_of(s.who().name, f.name, std::string(f.in->name)));
    const ordered_json* finding = found == first_.end() ? nullptr : &findings_[found->second];
    part.facts["finding"] =
        finding == nullptr ? ordered_json(nullptr) : ordered_json(found->second + 1);
    std::string id = f.values.worst_id;
    if (finding != nullptr && (*finding)["kind"] != "law")
      id = finding->contains("from") ? (*finding)["from"]["id"] : (*finding)["id"];
    const recorded_case* worst = worst_of(f, id);
    part.facts["worst"] =
        worst == nullptr ? ordered_json(nullptr) : worst_json(s, f, declared, *worst, lines_);
    for (const viewed_group& g : f.groups) {
      for (const recorded_case* c : g.cases) {
        if (auto shown = plotted(lines_.of(*c), c->judged)) part.cases.push_back(*shown);
      }
    }
    part.heat = declared != nullptr && !scalar_parameters(*declared).is_null();
    return part;
  }

  ordered_json beginning() {
    const json header = json::parse(view_.header);
    ordered_json o{{"suite", line_text_or(header, "suite", "")},
                   {"command", view_.command},
                   {"seed", line_text(header, "seed")},
                   {"cases_per_function", line_count(header, "cases_per_function")},
                   {"checks_per_law", line_count(header, "checks_per_law")},
                   {"finished", view_.finished},
                   {"environment", header.value("environment", json::object())},
                   {"measure", line_text_or(header, "measure", "")},
                   {"grades", ordered_json::array()},
                   {"formats", ordered_json::array()},
                   {"columns", ordered_json::array()}};
    for (const grade_entry& g : grades()) {
      o["grades"].push_back({{"letter", std::string(g.letter)},
                             {"name", std::string(g.name)},
                             {"about", std::string(g.meaning)}});
    }
    for (const format* in : formats()) {
      if (std::ranges::find(formats_, in) == formats_.end()) continue;
      o["formats"].push_back({{"name", std::string(in->name)}, {"precision", in->precision}});
    }
    std::ranges::stable_sort(columns_, {}, &report_column::place);
    for (const report_column& c : columns_)
      o["columns"].push_back({{"key", c.key}, {"title", c.key}, {"about", c.about}});
    return o;
  }

  ordered_json all(const plot_limits& limits, std::size_t most_findings) {
    ordered_json o = beginning();
    o["subjects"] = ordered_json::array();
    for (const subject_part& s : subjects_) {
      ordered_json subject = s.facts;
      subject["functions"] = ordered_json::array();
      for (const function_part& f : s.functions) {
        ordered_json function = f.facts;
        for (const format_part& part : f.formats)
          function["formats"].push_back(with_plots(part, limits));
        subject["functions"].push_back(std::move(function));
      }
      o["subjects"].push_back(std::move(subject));
    }
    o["absent"] = ordered_json::array();
    for (const std::string& text : view_.absent) {
      ordered_json line = ordered_json::parse(text);
      line.erase("line");
      o["absent"].push_back(std::move(line));
    }
    o["findings"] = ordered_json::array();
    for (std::size_t i = 0; i < most_findings; ++i) o["findings"].push_back(findings_[i]);
    o["left_out"] = findings_.size() - most_findings;
    return o;
  }

  static ordered_json with_plots(const format_part& part, const plot_limits& limits) {
    ordered_json o = part.facts;
    o["points"] = points_json(thinned(part.cases, limits.points));
    o["ecdf"] = ecdf_json(part.cases);
    o["heat"] = part.heat ? heat_json(part.cases, limits.cells) : ordered_json::array();
    return o;
  }

  const report_view& view_;
  case_lines lines_;
  std::vector<ordered_json> findings_;
  finding_numbers first_;
  std::vector<subject_part> subjects_;
  std::vector<report_column> columns_;
  std::vector<const format*> formats_;
};

}  // namespace

std::string report_data(const report_view& view, std::size_t most_bytes) {
  return data_maker(view).text(most_bytes);
}

}  // namespace kloracle
