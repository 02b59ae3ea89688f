// SPDX-License-Identifier: Apache-2.0
#include "tools/report_record.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "tools/number_codec.hpp"
#include "tools/report_words.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

// What is wrong with a line; the reader says which.
[[noreturn]] void refuse(const std::string& why) {
  throw input_error(why);
}

const json& member(const json& line, const char* key) {
  const auto found = line.find(key);
  if (found == line.end()) refuse(std::string("'") + key + "' is missing");
  return *found;
}

const std::string& text(const json& line, const char* key) {
  const auto* t = member(line, key).get_ptr<const std::string*>();
  if (t == nullptr) refuse(std::string("'") + key + "' is no text");
  return *t;
}

std::string text_or(const json& line, const char* key, const std::string& otherwise) {
  return line.contains(key) ? text(line, key) : otherwise;
}

long count(const json& line, const char* key) {
  const json& n = member(line, key);
  if (!n.is_number_integer()) refuse(std::string("'") + key + "' is no integer");
  return n.get<long>();
}

bool flag(const json& line, const char* key) {
  const json& b = member(line, key);
  if (!b.is_boolean()) refuse(std::string("'") + key + "' is neither true nor false");
  return b.get<bool>();
}

double measure(const json& line, const char* key) {
  const auto x = read_measure(text(line, key));
  if (!x) refuse(std::string("'") + key + "' is no number");
  return *x;
}

const json& list(const json& line, const char* key) {
  const json& array = member(line, key);
  if (!array.is_array()) refuse(std::string("'") + key + "' is no list");
  return array;
}

const format& format_of(std::string_view name) {
  const format* f = find_format(name);
  if (f == nullptr) refuse("no format '" + std::string(name) + "'");
  return *f;
}

template <class Words>
auto meaning(const Words& words, const std::string& word) {
  const auto means = meaning_of(words, word);
  if (!means) refuse("unknown word '" + word + "'");
  return *means;
}

double number_in(const json& value, const format& in) {
  const auto* t = value.get_ptr<const std::string*>();
  const auto x = t == nullptr ? std::nullopt : decode(in, encoding::hexfloat, *t);
  if (!x) refuse(value.dump() + " is no number of " + std::string(in.name));
  return *x;
}

std::vector<double> numbers(const json& line, const char* key, const format& in) {
  std::vector<double> values;
  if (!line.contains(key)) return values;
  for (const json& v : list(line, key)) values.push_back(number_in(v, in));
  return values;
}

response response_in(const json& line, const format& in) {
  const std::string& returned = text(line, "returned");
  response r;
  if (const auto kind = meaning_of(response_words, returned)) {
    r.what = *kind;
  } else {
    r = response::of(number_in(member(line, "returned"), in));
  }
  r.message = text_or(line, "message", "");
  if (line.contains("claimed_error")) r.claimed_error = measure(line, "claimed_error");
  return r;
}

verdict verdict_in(const json& line) {
  verdict v;
  v.what = meaning(verdict_words, text_or(line, "verdict", "decided"));
  v.reason = text_or(line, "reason", "");
  v.claimed = meaning(claim_words, text_or(line, "claim", "none"));
  if (v.what != verdict::state::decided) return v;
  const grade_entry* g = find_grade(text(line, "grade"));
  if (g == nullptr) refuse("no grade '" + text(line, "grade") + "'");
  v.is = g->id;
  v.needed = meaning(growth_words, text_or(line, "growth", "none"));
  v.ulp_error = measure(line, "ulp_error");
  v.excess = measure(line, "excess");
  if (!line.contains("special")) return v;
  for (const json& word : list(line, "special")) {
    v.special.*meaning(special_words, word.is_string() ? word.get<std::string>() : word.dump()) =
        true;
  }
  return v;
}

// "kl.normalised.binary64:0123456789ab" -> binary64
const format& format_of_case(std::string_view id) {
  const std::string_view problem = id.substr(0, std::min(id.rfind(':'), id.size()));
  const std::size_t dot = problem.rfind('.');
  return format_of(dot == problem.npos ? problem : problem.substr(dot + 1));
}

judged_response result_in(const json& line) {
  judged_response j{response_in(line, format_of_case(text(line, "id"))), {}};
  if (j.returned.what == response::kind::value) j.judgement = verdict_in(line);
  return j;
}

std::shared_ptr<counterexample> example_in(const json& line, const format& in,
                                           std::span<const offered_function> functions) {
  auto c = std::make_shared<counterexample>();
  c->id = text(line, "id");
  c->judged.what = meaning(law_words, text(line, "state"));
  c->judged.hard = flag(line, "hard");
  c->judged.decided = flag(line, "decided");
  c->judged.severity = measure(line, "severity");
  c->judged.reason = text(line, "reason");
  for (const json& t : list(line, "terms")) {
    c->inputs.terms.push_back(
        {static_cast<std::size_t>(count(t, "of")), {numbers(t, "p", in), numbers(t, "q", in)}});
  }
  c->inputs.weights = numbers(line, "weights", binary64);
  c->inputs.distance = numbers(line, "distance", binary64);
  for (std::size_t i = 0; i < c->inputs.terms.size(); ++i) {
    const json& t = list(line, "terms")[i];
    const std::string name = text_or(t, "function", "");
    const auto f = std::ranges::find(functions, name, &offered_function::name);
    c->outputs.push_back({f == functions.end() ? nullptr : &*f, &c->inputs.terms[i].input,
                          response_in(t, in), text(t, "certified")});
  }
  return c;
}

law_summary law_in(const json& line, std::span<const offered_function> functions) {
  law_summary s;
  s.in = &format_of(text(line, "format"));
  s.checks = count(line, "checks");
  s.holds = count(line, "holds");
  s.soft = count(line, "soft");
  s.hard = count(line, "hard");
  s.undecided = count(line, "undecided");
  s.not_applicable = count(line, "not_applicable");
  s.lost = count(line, "lost");
  s.worst = measure(line, "worst");
  if (line.contains("example")) s.example = example_in(member(line, "example"), *s.in, functions);
  return s;
}

std::string key_of(std::string_view a, std::string_view b, std::string_view c = "") {
  return std::string(a) + '\n' + std::string(b) + '\n' + std::string(c);
}

}  // namespace

/// Takes the lines of a file one by one.
class report_record_reader {
 public:
  // Whether the line stays.
  bool read(const std::string& line) {
    const json l = json::parse(line, nullptr, false);
    if (!l.is_object()) refuse("is no JSON object");
    const std::string& kind = text(l, "line");
    if (ended_) refuse("follows the footer");
    if (record_.header.empty() != (kind == "header")) refuse("a report begins with its one header");
    if (kind == "header") {
      header(l, line);
    } else if (kind == "subject") {
      subject(l);
    } else if (kind == "footer") {
      record_.finished = flag(l, "complete");
      ended_ = true;
      if (!record_.finished) {
        for (recorded_subject& s : record_.subjects) s.forget_what_was_lost();
      }
      return record_.finished;
    } else {
      if (record_.subjects.empty()) refuse("no subject has been named yet");
      of_subject(kind, l, line);
    }
    return true;
  }

  report_record take() { return std::move(record_); }

 private:
  void header(const json& l, const std::string& line) {
    constexpr long version = 2;
    if (text_or(l, "format", "") != "kloracle-report" || count(l, "format_version") != version)
      refuse("expected the header of a kloracle-report of format_version " +
             std::to_string(version));
    record_.header = line;
  }

  void subject(const json& l) {
    record_.subjects.emplace_back(text(l, "argument"),
                                  subject_identity{text(l, "name"), text(l, "version"),
                                                   text(l, "language"), text(l, "issues")});
  }

  void of_subject(const std::string& kind, const json& l, const std::string& line) {
    recorded_subject& s = record_.subjects.back();
    if (kind == "result") {
      s.cases_.insert_or_assign(key_of(text(l, "function"), text(l, "id")), result_in(l));
    } else if (kind == "law") {
      law_in(l, {});  // a line that is read once can be read again
      s.laws_.insert_or_assign(key_of(text(l, "law"), text(l, "function"), text(l, "format")),
                               line);
    } else if (kind == "summary") {
      s.summaries_.insert(key_of(text(l, "function"), text(l, "format")));
    } else if (kind == "event") {
      s.events_.push_back({text(l, "text"), flag(l, "unsteady")});
    } else {
      refuse("unknown kind of line '" + kind + "'");
    }
  }

  report_record record_;
  bool ended_ = false;
};

void recorded_subject::forget_what_was_lost() {
  std::erase_if(cases_, [&](const auto& entry) {
    if (entry.second.returned.what != response::kind::not_run) return false;
    summaries_.clear();
    return true;
  });
  std::erase_if(laws_,
                [](const auto& entry) { return law_in(json::parse(entry.second), {}).lost; });
}

std::optional<judged_response> recorded_subject::find(const offered_function& f,
                                                      const test_case& c) const {
  const auto found = cases_.find(key_of(f.name, c.id));
  return found == cases_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<law_summary> recorded_subject::find(
    const law& l, const offered_function& f, const format& in,
    std::span<const offered_function> functions) const {
  const auto found = laws_.find(key_of(l.id, f.name, in.name));
  if (found == laws_.end()) return std::nullopt;
  law_summary s = law_in(json::parse(found->second), functions);
  s.what = &l;
  s.function = &f;
  return s;
}

bool recorded_subject::has_summary(const function_summary& s) const {
  return summaries_.contains(key_of(s.function->name, s.in->name));
}

const recorded_subject* report_record::find(std::string_view argument) const {
  const auto found = std::ranges::find(subjects, argument, &recorded_subject::argument);
  return found == subjects.end() ? nullptr : &*found;
}

report_record read_report(const std::string& path, const std::string& key) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    if (errno == ENOENT) return {};
    throw input_error(key + ": cannot read '" + path + "'");
  }
  report_record_reader reader;
  std::uintmax_t bytes = 0;
  long number = 0;
  for (std::string line; std::getline(file, line) && !file.eof();) {
    ++number;
    try {
      if (reader.read(line)) bytes += line.size() + 1;
    } catch (const input_error& e) {
      throw input_error(key + ": '" + path + "', line " + std::to_string(number) + ": " + e.what());
    }
  }
  report_record record = reader.take();
  record.bytes = bytes;
  return record;
}

}  // namespace kloracle
