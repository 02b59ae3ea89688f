// SPDX-License-Identifier: Apache-2.0
#include "tools/report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "oracle/rounding.hpp"
#include "properties/finding_kind.hpp"
#include "tools/answer_json.hpp"
#include "tools/environment.hpp"
#include "tools/report_words.hpp"

namespace kloracle {
namespace {

using json = nlohmann::ordered_json;

std::string dumped(const json& line) {
  return line.dump(-1, ' ', false, json::error_handler_t::replace);
}

json texts(const std::vector<double>& x, const format& in) {
  json array = json::array();
  for (const double v : x) array.push_back(number_text(v, in));
  return array;
}

void put_response(json& line, const response& r, const format& in) {
  line["returned"] =
      r.what == response::kind::value ? number_text(r.value, in) : word_for(response_words, r.what);
  if (!r.message.empty()) line["message"] = r.message;
  if (r.claimed_error) line["claimed_error"] = measure_text(*r.claimed_error);
}

void put_verdict(json& line, const verdict& v) {
  if (v.what != verdict::state::decided) line["verdict"] = word_for(verdict_words, v.what);
  if (!v.reason.empty()) line["reason"] = v.reason;
  if (v.claimed != claim::none) line["claim"] = word_for(claim_words, v.claimed);
  if (v.what != verdict::state::decided) return;
  line["grade"] = std::string(entry(v.is).letter);
  if (v.needed != growth::none) line["growth"] = word_for(growth_words, v.needed);
  line["ulp_error"] = measure_text(v.ulp_error);
  line["excess"] = measure_text(v.excess);
  json special = json::array();
  for (const auto& w : special_words) {
    if (v.special.*w.means) special.push_back(std::string(w.name));
  }
  if (!special.empty()) line["special"] = special;
}

void put_truth(json& line, const answer& truth) {
  line["status"] = std::string(name(truth.state));
  if (!truth.hex.empty()) line["certified"] = truth.hex;
  if (truth.bounds) line["enclosure"] = {truth.bounds->lower_hex(), truth.bounds->upper_hex()};
  for (const perturbation& p : truth.condition)
    line["condition"][std::string(p.model)] = condition_number(p);
}

json counts(const function_summary& s) {
  json c = json::object();
  for (const grade_entry& g : grades())
    c[std::string(g.letter)] = s.by_grade[static_cast<std::size_t>(g.id)];
  return c;
}

json example_json(const counterexample& c, const format& in) {
  json e{{"id", c.id},
         {"state", word_for(law_words, c.judged.what)},
         {"hard", c.judged.hard},
         {"decided", c.judged.decided},
         {"severity", measure_text(c.judged.severity)},
         {"reason", c.judged.reason},
         {"terms", json::array()}};
  for (std::size_t i = 0; i < c.outputs.size(); ++i) {
    const law_output& o = c.outputs[i];
    json term{{"of", c.inputs.terms[i].of}};
    if (o.function != nullptr) term["function"] = o.function->name;
    term["p"] = texts(o.input->p, in);
    if (!o.input->q.empty()) term["q"] = texts(o.input->q, in);
    put_response(term, o.returned, in);
    term["certified"] = o.certified;
    e["terms"].push_back(term);
  }
  if (!c.inputs.weights.empty()) e["weights"] = texts(c.inputs.weights, binary64);
  if (!c.inputs.distance.empty()) e["distance"] = texts(c.inputs.distance, binary64);
  return e;
}

// What a line says of a case, after what it says it is.
void put_case(json& l, const judged_case& j) {
  l["id"] = j.input->id;
  l["group"] = std::string(j.input->group);
  constexpr std::size_t printed_whole = 64;
  if (j.input->input.p.size() <= printed_whole) {
    l["p"] = texts(j.input->input.p, *j.in);
    if (!j.input->input.q.empty()) l["q"] = texts(j.input->input.q, *j.in);
  } else {
    l["n"] = j.input->input.p.size();  // the id and the seed find the input again
  }
  put_response(l, j.returned, *j.in);
  if (j.truth != nullptr) put_truth(l, *j.truth);
  if (j.returned.what == response::kind::value) put_verdict(l, j.judgement);
}

}  // namespace

std::string number_text(double x, const format& in) {
  if (std::isnan(x)) return "nan";
  return hex(in, from_double(in, x));
}

std::string numbers_text(const std::vector<double>& x, const format& in, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x.size() > most && i == most - 1) {
      text += ",... (" + std::to_string(x.size() - most) + " more),";
      i = x.size() - 1;
    }
    if (i != 0 && text.back() != ',') text += ',';
    text += number_text(x[i], in);
  }
  return text;
}

std::string decimals_text(const std::vector<double>& x, const format& in) {
  std::string text;
  for (const double v : x) {
    if (!text.empty()) text += ", ";
    text +=
        in.name == binary64.name ? fmt::format("{}", v) : fmt::format("{}", static_cast<float>(v));
  }
  return text;
}

std::string shown_numbers(const std::vector<double>& x, const format& in, bool whole) {
  constexpr std::size_t readable = 6;
  constexpr std::size_t everything = std::numeric_limits<std::size_t>::max();
  const std::string text = numbers_text(x, in, whole ? everything : readable);
  return x.size() > readable ? text : text + "  (" + decimals_text(x, in) + ')';
}

std::string header_line(const run_plan& plan) {
  json l{{"line", "header"},
         {"format", "kloracle-report"},
         {"format_version", 3},
         {"suite", KLORACLE_VERSION},
         {"command", plan.command},
         {"seed", std::to_string(plan.values.cases.seed)},
         {"cases_per_function", plan.values.cases.count},
         {"max_n", plan.values.cases.max_n},
         {"checks_per_law", plan.laws.checks},
         {"law_max_n", plan.laws.max_n},
         {"measure", "ulp v1: |returned - value| / 2^(max(floor(log2 |value|), emin) - p + 1)"}};
  for (const environment_fact& f : environment_facts()) l["environment"][f.name] = f.value;
  return dumped(l);
}

void report_writer::line(const std::string& text) {
  if (file_ == nullptr) return;
  std::fputs((text + '\n').c_str(), file_);
}

void report_writer::subject(const std::string& argument, const subject_identity& who,
                            std::vector<std::string> declarations) {
  argument_ = argument;
  who_ = who;
  declarations_ = std::move(declarations);
}

void report_writer::name_subject() {
  if (last_subject_ != argument_) {
    last_subject_ = argument_;
    line(dumped({{"line", "subject"},
                 {"argument", argument_},
                 {"name", who_.name},
                 {"version", who_.version},
                 {"language", who_.language},
                 {"issues", who_.issues}}));
  }
  for (const std::string& text : declarations_) {
    const json declaration = json::parse(text);
    line(dumped({{"line", "function"},
                 {"subject", who_.name},
                 {"function", declaration["name"]},
                 {"declaration", declaration}}));
  }
  declarations_.clear();
}

void report_writer::result(const judged_case& j) {
  if (file_ == nullptr) return;
  name_subject();
  json l{{"line", "result"}, {"subject", who_.name}, {"function", j.function->name}};
  put_case(l, j);
  line(dumped(l));
}

void report_writer::minimal(const judged_case& j, const std::string& from) {
  if (file_ == nullptr) return;
  name_subject();
  json l{{"line", "minimal"},
         {"subject", who_.name},
         {"function", j.function->name},
         {"format", std::string(j.in->name)},
         {"kind", std::string(name_of_kind(kind_of_finding({j.returned, j.judgement})))},
         {"from", from}};
  put_case(l, j);
  line(dumped(l));
}

void report_writer::summary(const std::string& problem, const function_summary& s) {
  if (file_ == nullptr) return;
  name_subject();
  json l{{"line", "summary"},
         {"subject", who_.name},
         {"function", s.function->name},
         {"problem", problem},
         {"format", std::string(s.in->name)},
         {"cases", s.cases()},
         {"grade", std::string(entry(s.worst_grade()).letter)},
         {"by_grade", counts(s)},
         {"growth", word_for(growth_words, s.needed)},
         {"max_ulp", measure_text(s.max_ulp)},
         {"max_excess", measure_text(s.max_excess)},
         {"nan", s.nan},
         {"infinite", s.infinite},
         {"wrong_sign", s.wrong_sign},
         {"missed_zero", s.missed_zero},
         {"undecided", s.undecided},
         {"not_applicable", s.not_applicable},
         {"worst", s.worst_id}};
  if (s.function->claims_error) {
    l["claims"] = {{"broken", s.claims_broken},
                   {"useless", s.claims_useless},
                   {"undecided", s.claims_undecided}};
  }
  for (const auto& [kind, count] : s.by_response)
    l["responses"][word_for(response_words, kind)] = count;
  line(dumped(l));
}

void report_writer::law(const law_summary& s) {
  if (file_ == nullptr) return;
  name_subject();
  json l{{"line", "law"},
         {"subject", who_.name},
         {"function", s.function->name},
         {"format", std::string(s.in->name)},
         {"law", std::string(s.what->id)},
         {"checks", s.checks},
         {"holds", s.holds},
         {"soft", s.soft},
         {"hard", s.hard},
         {"undecided", s.undecided},
         {"not_applicable", s.not_applicable},
         {"lost", s.lost},
         {"worst", measure_text(s.worst)}};
  if (s.example) l["example"] = example_json(*s.example, *s.in);
  line(dumped(l));
}

void report_writer::event(const recorded_event& e) {
  if (file_ == nullptr) return;
  name_subject();
  line(dumped(
      {{"line", "event"}, {"subject", who_.name}, {"text", e.text}, {"unsteady", e.unsteady}}));
}

void report_writer::footer(bool complete, long subjects, long results, long laws) {
  if (file_ == nullptr) return;
  line(dumped({{"line", "footer"},
               {"complete", complete},
               {"subjects", subjects},
               {"results", results},
               {"laws", laws}}));
  flush();
}

void report_writer::flush() {
  if (file_ != nullptr) std::fflush(file_);
}

}  // namespace kloracle
