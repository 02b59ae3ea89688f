// SPDX-License-Identifier: Apache-2.0
#include "tools/report_lines.hpp"

#include <algorithm>
#include <memory>

#include "tools/number_codec.hpp"
#include "tools/report_words.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

const json& member(const json& line, const char* key) {
  const auto found = line.find(key);
  if (found == line.end()) refuse_line(std::string("'") + key + "' is missing");
  return *found;
}

}  // namespace

void refuse_line(const std::string& why) {
  throw input_error(why);
}

const std::string& line_text(const json& line, const char* key) {
  const auto* t = member(line, key).get_ptr<const std::string*>();
  if (t == nullptr) refuse_line(std::string("'") + key + "' is no text");
  return *t;
}

std::string line_text_or(const json& line, const char* key, const std::string& otherwise) {
  return line.contains(key) ? line_text(line, key) : otherwise;
}

long line_count(const json& line, const char* key) {
  const json& n = member(line, key);
  if (!n.is_number_integer()) refuse_line(std::string("'") + key + "' is no integer");
  return n.get<long>();
}

bool line_flag(const json& line, const char* key) {
  const json& b = member(line, key);
  if (!b.is_boolean()) refuse_line(std::string("'") + key + "' is neither true nor false");
  return b.get<bool>();
}

const json& line_object(const json& line, const char* key) {
  const json& object = member(line, key);
  if (!object.is_object()) refuse_line(std::string("'") + key + "' is no object");
  return object;
}

namespace {

double measure(const json& line, const char* key) {
  const auto x = read_measure(line_text(line, key));
  if (!x) refuse_line(std::string("'") + key + "' is no number");
  return *x;
}

const json& list(const json& line, const char* key) {
  const json& array = member(line, key);
  if (!array.is_array()) refuse_line(std::string("'") + key + "' is no list");
  return array;
}

const format& format_of(std::string_view name) {
  const format* f = find_format(name);
  if (f == nullptr) refuse_line("no format '" + std::string(name) + "'");
  return *f;
}

template <class Words>
auto meaning(const Words& words, const std::string& word) {
  const auto means = meaning_of(words, word);
  if (!means) refuse_line("unknown word '" + word + "'");
  return *means;
}

double number_in(const json& value, const format& in) {
  const auto* t = value.get_ptr<const std::string*>();
  const auto x = t == nullptr ? std::nullopt : decode(in, encoding::hexfloat, *t);
  if (!x) refuse_line(value.dump() + " is no number of " + std::string(in.name));
  return *x;
}

std::vector<double> numbers(const json& line, const char* key, const format& in) {
  std::vector<double> values;
  if (!line.contains(key)) return values;
  for (const json& v : list(line, key)) values.push_back(number_in(v, in));
  return values;
}

response response_in(const json& line, const format& in) {
  const std::string& returned = line_text(line, "returned");
  response r;
  if (const auto kind = meaning_of(response_words, returned)) {
    r.what = *kind;
  } else {
    r = response::of(number_in(member(line, "returned"), in));
  }
  r.message = line_text_or(line, "message", "");
  if (line.contains("claimed_error")) r.claimed_error = measure(line, "claimed_error");
  return r;
}

verdict verdict_in(const json& line) {
  verdict v;
  v.what = meaning(verdict_words, line_text_or(line, "verdict", "decided"));
  v.reason = line_text_or(line, "reason", "");
  v.claimed = meaning(claim_words, line_text_or(line, "claim", "none"));
  if (v.what != verdict::state::decided) return v;
  const grade_entry* g = find_grade(line_text(line, "grade"));
  if (g == nullptr) refuse_line("no grade '" + line_text(line, "grade") + "'");
  v.is = g->id;
  v.needed = meaning(growth_words, line_text_or(line, "growth", "none"));
  v.ulp_error = measure(line, "ulp_error");
  v.excess = measure(line, "excess");
  if (!line.contains("special")) return v;
  for (const json& word : list(line, "special")) {
    v.special.*meaning(special_words, word.is_string() ? word.get<std::string>() : word.dump()) =
        true;
  }
  return v;
}

std::shared_ptr<counterexample> example_in(const json& line, const format& in,
                                           std::span<const offered_function> functions) {
  auto c = std::make_shared<counterexample>();
  c->id = line_text(line, "id");
  c->judged.what = meaning(law_words, line_text(line, "state"));
  c->judged.hard = line_flag(line, "hard");
  c->judged.decided = line_flag(line, "decided");
  c->judged.severity = measure(line, "severity");
  c->judged.reason = line_text(line, "reason");
  for (const json& t : list(line, "terms")) {
    c->inputs.terms.push_back({static_cast<std::size_t>(line_count(t, "of")),
                               {numbers(t, "p", in), numbers(t, "q", in)}});
  }
  c->inputs.weights = numbers(line, "weights", binary64);
  c->inputs.distance = numbers(line, "distance", binary64);
  for (std::size_t i = 0; i < c->inputs.terms.size(); ++i) {
    const json& t = list(line, "terms")[i];
    const std::string name = line_text_or(t, "function", "");
    const auto f = std::ranges::find(functions, name, &offered_function::name);
    c->outputs.push_back({f == functions.end() ? nullptr : &*f, &c->inputs.terms[i].input,
                          response_in(t, in), line_text(t, "certified")});
  }
  return c;
}

}  // namespace

const format& format_of_case(std::string_view id) {
  const std::string_view problem = id.substr(0, std::min(id.rfind(':'), id.size()));
  const std::size_t dot = problem.rfind('.');
  return format_of(dot == problem.npos ? problem : problem.substr(dot + 1));
}

judged_response read_result(const json& line) {
  judged_response j{response_in(line, format_of_case(line_text(line, "id"))), {}};
  if (j.returned.what == response::kind::value) j.judgement = verdict_in(line);
  return j;
}

sample read_input(const json& line) {
  const format& in = format_of_case(line_text(line, "id"));
  return {numbers(line, "p", in), numbers(line, "q", in)};
}

std::size_t vector_length(const json& line) {
  if (line.contains("p")) return list(line, "p").size();
  return line.contains("n") ? static_cast<std::size_t>(line_count(line, "n")) : 0;
}

law_summary read_law(const json& line, std::span<const offered_function> functions) {
  law_summary s;
  s.in = &format_of(line_text(line, "format"));
  s.checks = line_count(line, "checks");
  s.holds = line_count(line, "holds");
  s.soft = line_count(line, "soft");
  s.hard = line_count(line, "hard");
  s.undecided = line_count(line, "undecided");
  s.not_applicable = line_count(line, "not_applicable");
  s.lost = line_count(line, "lost");
  s.worst = measure(line, "worst");
  if (line.contains("example")) s.example = example_in(member(line, "example"), *s.in, functions);
  return s;
}

function_summary read_summary(const json& line) {
  function_summary s;
  s.in = &format_of(line_text(line, "format"));
  const json& by_grade = member(line, "by_grade");
  for (const grade_entry& g : grades()) {
    s.by_grade[static_cast<std::size_t>(g.id)] =
        static_cast<int>(line_count(by_grade, std::string(g.letter).c_str()));
  }
  for (const auto& [word, cases] : member(line, "responses").items()) {
    if (!cases.is_number_integer()) refuse_line("'responses' holds what is no integer");
    s.by_response[meaning(response_words, word)] = cases.get<int>();
  }
  const auto small = [&](const char* key) { return static_cast<int>(line_count(line, key)); };
  s.nan = small("nan");
  s.infinite = small("infinite");
  s.wrong_sign = small("wrong_sign");
  s.missed_zero = small("missed_zero");
  s.undecided = small("undecided");
  s.not_applicable = small("not_applicable");
  s.needed = meaning(growth_words, line_text(line, "growth"));
  s.max_ulp = measure(line, "max_ulp");
  s.max_excess = measure(line, "max_excess");
  s.worst_id = line_text(line, "worst");
  if (!line.contains("claims")) return s;
  const json& claims = member(line, "claims");
  s.claims_broken = static_cast<int>(line_count(claims, "broken"));
  s.claims_useless = static_cast<int>(line_count(claims, "useless"));
  s.claims_undecided = static_cast<int>(line_count(claims, "undecided"));
  return s;
}

}  // namespace kloracle
