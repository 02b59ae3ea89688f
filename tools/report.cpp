// SPDX-License-Identifier: Apache-2.0
#include "tools/report.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "oracle/rounding.hpp"
#include "tools/answer_json.hpp"

namespace kloracle {
namespace {

using json = nlohmann::ordered_json;

// Errors and condition numbers are strings too, so that an infinity survives.
std::string measure(double x) {
  if (std::isinf(x)) return "inf";
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", x);
  return text;
}

const char* response_name(response::kind k) {
  switch (k) {
    case response::kind::value:
      return "value";
    case response::kind::thrown:
      return "thrown";
    case response::kind::skipped:
      return "skipped";
    case response::kind::crashed:
      return "crashed";
    case response::kind::timed_out:
      return "timed_out";
    case response::kind::malformed:
      return "malformed";
    case response::kind::not_run:
      return "not_run";
  }
  return "";
}

const char* growth_name(growth g) {
  return g == growth::none ? "none" : (g == growth::logarithm ? "log" : "linear");
}

json texts(const std::vector<double>& x, const format& in) {
  json array = json::array();
  for (double v : x) array.push_back(number_text(v, in));
  return array;
}

void put_verdict(json& line, const verdict& v) {
  if (v.what == verdict::state::undecided) line["verdict"] = "undecided";
  if (v.what == verdict::state::not_applicable) line["verdict"] = "not_applicable";
  if (!v.reason.empty()) line["reason"] = v.reason;
  if (v.what != verdict::state::decided) return;
  line["grade"] = std::string(entry(v.is).letter);
  if (v.needed != growth::none) line["growth"] = growth_name(v.needed);
  line["ulp_error"] = measure(v.ulp_error);
  line["excess"] = measure(v.excess);
  json special = json::array();
  if (v.special.nan) special.push_back("nan");
  if (v.special.spurious_infinity) special.push_back("spurious_infinity");
  if (v.special.missed_infinity) special.push_back("missed_infinity");
  if (v.special.wrong_sign) special.push_back("wrong_sign");
  if (v.special.missed_zero) special.push_back("missed_zero");
  if (!special.empty()) line["special"] = special;
}

json counts(const function_summary& s) {
  json c = json::object();
  for (const grade_entry& g : grades())
    c[std::string(g.letter)] = s.by_grade[static_cast<std::size_t>(g.id)];
  return c;
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

void report_writer::line(const std::string& text) {
  if (file_ == nullptr) return;
  std::fputs(text.c_str(), file_);
  std::fputc('\n', file_);
}

void report_writer::header(const std::string& command_line, const check_options& how) {
  if (file_ == nullptr) return;
  json l{{"line", "header"},
         {"format", "kloracle-report"},
         {"format_version", 1},
         {"suite", KLORACLE_VERSION},
         {"command", command_line},
         {"seed", std::to_string(how.cases.seed)},
         {"cases_per_function", how.cases.count},
         {"max_n", how.cases.max_n},
         {"measure", "ulp v1: |returned - value| / 2^(max(floor(log2 |value|), emin) - p + 1)"}};
  line(l.dump());
  std::fflush(file_);
}

void report_writer::subject(const subject_identity& who) {
  if (file_ == nullptr) return;
  json l{{"line", "subject"},
         {"name", who.name},
         {"version", who.version},
         {"language", who.language},
         {"issues", who.issues}};
  line(l.dump(-1, ' ', false, json::error_handler_t::replace));
}

void report_writer::result(const std::string& subject_name, const judged_case& j) {
  ++results_;
  if (file_ == nullptr) return;
  json l{{"line", "result"},
         {"subject", subject_name},
         {"function", j.function->name},
         {"id", j.input->id},
         {"group", std::string(j.input->group)}};
  constexpr std::size_t printed_whole = 64;
  if (j.input->input.p.size() <= printed_whole) {
    l["p"] = texts(j.input->input.p, *j.in);
    if (!j.input->input.q.empty()) l["q"] = texts(j.input->input.q, *j.in);
  } else {
    l["n"] = j.input->input.p.size();  // the id and the seed find the input again: check --only ID
  }
  l["returned"] = j.returned.what == response::kind::value ? number_text(j.returned.value, *j.in)
                                                           : response_name(j.returned.what);
  if (!j.returned.message.empty()) l["message"] = j.returned.message;
  l["status"] = std::string(name(j.truth->state));
  if (!j.truth->hex.empty()) l["certified"] = j.truth->hex;
  if (j.truth->bounds)
    l["enclosure"] = {j.truth->bounds->lower_hex(), j.truth->bounds->upper_hex()};
  for (const perturbation& p : j.truth->condition)
    l["condition"][std::string(p.model)] = condition_number(p);
  if (j.returned.what == response::kind::value) put_verdict(l, j.judgement);
  line(l.dump(-1, ' ', false, json::error_handler_t::replace));
}

void report_writer::summary(const std::string& subject_name, const function_summary& s) {
  if (file_ == nullptr) return;
  json l{{"line", "summary"},
         {"subject", subject_name},
         {"function", s.function->name},
         {"format", std::string(s.in->name)},
         {"cases", s.cases()},
         {"grade", std::string(entry(s.worst_grade()).letter)},
         {"by_grade", counts(s)},
         {"growth", growth_name(s.needed)},
         {"max_ulp", measure(s.max_ulp)},
         {"max_excess", measure(s.max_excess)},
         {"nan", s.nan},
         {"infinite", s.infinite},
         {"wrong_sign", s.wrong_sign},
         {"missed_zero", s.missed_zero},
         {"undecided", s.undecided},
         {"not_applicable", s.not_applicable},
         {"worst", s.worst_id}};
  for (const auto& [kind, count] : s.by_response) {
    if (kind != response::kind::value) l[response_name(kind)] = count;
  }
  line(l.dump());
  std::fflush(file_);
}

void report_writer::footer(const std::vector<subject_report>& all, bool complete) {
  if (file_ == nullptr) return;
  json l{
      {"line", "footer"}, {"complete", complete}, {"subjects", all.size()}, {"results", results_}};
  json events = json::array();
  for (const subject_report& s : all) {
    for (const std::string& e : s.events) events.push_back(s.who.name + ": " + e);
  }
  if (!events.empty()) l["events"] = events;
  line(l.dump(-1, ' ', false, json::error_handler_t::replace));
  std::fflush(file_);
}

}  // namespace kloracle
