// SPDX-License-Identifier: Apache-2.0
#include "properties/conformance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <exception>

#include "properties/builtin_subjects.hpp"
#include "properties/check_run.hpp"
#include "properties/laws/law_run.hpp"

namespace kloracle {
namespace {

constexpr std::size_t shown_numbers = 12;  // of a vector in a report

std::string text(double x, const char* how) {
  std::array<char, 64> digits{};
  std::snprintf(digits.data(), digits.size(), how, x);
  return digits.data();
}

std::string numbers_text(const std::vector<double>& x) {
  std::string all;
  for (std::size_t i = 0; i < std::min(x.size(), shown_numbers); ++i)
    all += (i == 0 ? "" : ", ") + text(x[i], "%a");
  if (x.size() > shown_numbers) all += ", ... (" + std::to_string(x.size()) + " numbers)";
  return '{' + all + '}';
}

std::string input_text(const sample& s) {
  return "p = " + numbers_text(s.p) + (s.q.empty() ? "" : ", q = " + numbers_text(s.q));
}

std::string returned_text(const response& r) {
  if (r.what != response::kind::value) return "no value: " + r.message;
  return text(r.value, "%.17g") + " = " + text(r.value, "%a");
}

std::string place(const offered_function& f, const format& in) {
  return f.name + " in " + std::string(in.name);
}

// Keeps the worst value of every function and format, and writes what became of them.
class value_report {
 public:
  explicit value_report(grade required) : required_(required) {}

  void note(const judged_case& j) {
    const bool graded =
        j.returned.what == response::kind::value && j.judgement.what == verdict::state::decided;
    const bool bad = graded ? j.judgement.is > required_ : !excused(j);
    if (!bad) return;
    const grade g = graded ? j.judgement.is : grade::wrong;
    const std::size_t n = j.input->input.p.size();
    // The worst grade, and of those the shortest: a person is to read it.
    if (!worst_.empty() && (g < grade_ || (g == grade_ && n >= length_))) return;
    grade_ = g;
    length_ = n;
    worst_ = "  " + j.input->id + " (" + std::string(j.input->group) + ")\n    " +
             input_text(j.input->input) + "\n    returned " + returned_text(j.returned) +
             "\n    certified " + certified(*j.truth);
    if (graded && std::isfinite(j.judgement.ulp_error))
      worst_ += ", off by " + text(j.judgement.ulp_error, "%.3g") + " ulps";
    worst_ += '\n';
  }

  const std::string& worst() const { return worst_; }

 private:
  static bool excused(const judged_case& j) {
    if (j.returned.what == response::kind::skipped) return true;
    return j.returned.what == response::kind::value &&
           j.judgement.what == verdict::state::not_applicable;
  }
  static std::string certified(const answer& a) {
    if (a.state == status::plus_infinity) return "+infinity: " + a.reason;
    return a.decimal.empty() ? a.reason : a.decimal;
  }

  grade required_;
  grade grade_ = grade::correctly_rounded;
  std::size_t length_ = 0;
  std::string worst_;
};

std::string law_text(const law_summary& s) {
  std::string all = place(*s.function, *s.in) + " breaks the law " + std::string(s.what->id) +
                    ": " + std::string(s.what->statement) + " (" + std::string(s.what->source) +
                    "), " + std::to_string(s.hard) + " of " + std::to_string(s.checks) +
                    " times beyond attainable error";
  if (s.undecided != 0) all += ", " + std::to_string(s.undecided) + " undecided";
  if (s.lost != 0) all += ", " + std::to_string(s.lost) + " without a value";
  all += '\n';
  if (!s.example) return all;
  all += "  " + s.example->id + '\n';
  for (std::size_t i = 0; i < s.example->outputs.size(); ++i) {
    const law_output& o = s.example->outputs[i];
    all += "    " + input_text(*o.input) + "\n      returned " +
           (o.function != nullptr ? returned_text(o.returned) : "nothing: it is not offered") +
           ", certified " + o.certified + '\n';
  }
  return all;
}

void check_values(subject& who, const conformance_options& how, conformance& c) {
  check_options values;
  values.cases = {.seed = how.seed, .count = how.cases, .max_n = how.max_n};
  values.threads = how.threads;
  reference_store references;
  std::vector<value_report> reports;  // one per function and format, as the summaries come
  check_listener listener;
  const offered_function* at = nullptr;
  const format* in = nullptr;
  listener.result = [&](const judged_case& j) {
    if (j.function != at || j.in != in) reports.emplace_back(how.required);
    at = j.function;
    in = j.in;
    reports.back().note(j);
  };
  std::size_t k = 0;
  for (const function_summary& s : check(who, values, references, listener)) {
    c.values += s.graded();
    const std::string example = s.cases() == 0 ? "" : reports.at(k++).worst();
    if (s.reaches(how.required)) continue;
    c.conforms = false;
    c.report +=
        place(*s.function, *s.in) + " is graded " + std::string(entry(s.worst_grade()).letter) +
        " (" + std::string(entry(s.worst_grade()).name) + "), " +
        std::string(entry(how.required).letter) + " is required; " + std::to_string(s.graded()) +
        " of " + std::to_string(s.cases()) + " values graded\n" + example;
  }
}

void check_every_law(subject& who, const conformance_options& how, conformance& c) {
  law_options laws;
  laws.seed = how.seed;
  laws.checks = how.law_checks;
  laws.threads = how.threads;
  laws.max_n = std::min(laws.max_n, how.max_n);
  for (const law_summary& s : check_laws(who, laws)) {
    c.laws += s.checks > s.not_applicable;
    c.law_checks += s.checks - s.not_applicable;
    if (s.kept()) continue;
    c.conforms = false;
    c.report += law_text(s);
  }
}

}  // namespace

function_subject::function_subject(std::string name) {
  identity_ = {std::move(name), "", "C++", ""};
}

void function_subject::offer(offered_function what, kernel_of<double> in_double,
                             kernel_of<float> in_float) {
  what.formats.clear();
  if (in_float) what.formats.push_back(&binary32);
  if (in_double) what.formats.push_back(&binary64);
  if (what.formats.empty())
    throw input_error("code: cannot be called with two spans, one span or up to eight numbers");
  offered_.push_back(std::move(what));
  kernels_.push_back({std::move(in_double), std::move(in_float)});
}

std::vector<response> function_subject::evaluate(const offered_function& f, const format& in,
                                                 std::span<const sample> samples) {
  const kernels& k = kernels_.at(static_cast<std::size_t>(&f - offered_.data()));
  const auto call = [&](const sample& s) -> double {
    if (in.name != binary32.name) return k.in_double(s.p, s.q);
    const std::vector<float> p(s.p.begin(), s.p.end());  // exact: values of binary32
    const std::vector<float> q(s.q.begin(), s.q.end());
    return static_cast<double>(k.in_float(p, q));
  };
  std::vector<response> responses;
  responses.reserve(samples.size());
  for (const sample& s : samples) {
    try {
      responses.push_back(response::of(call(s)));
    } catch (const std::exception& e) {
      responses.push_back({response::kind::thrown, 0, e.what(), {}});
    } catch (...) {
      responses.push_back({response::kind::thrown, 0, "something that is no std::exception", {}});
    }
  }
  return responses;
}

family_side parameters(std::string_view text) {
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || !text.ends_with(')'))
    throw input_error("parameters: '" + std::string(text) + "' is not like normal(mu,sigma)");
  const family_entry* family = find_family(text.substr(0, open));
  if (family == nullptr)
    throw input_error("parameters: unknown family '" + std::string(text.substr(0, open)) + "'");
  family_side side{std::string(family->name), {}};
  std::string_view rest = text.substr(open + 1, text.size() - open - 2);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    std::string_view word = rest.substr(0, end);
    while (word.starts_with(' ')) word.remove_prefix(1);
    bool known = false;
    for (const parameter_entry& p : family->parameters)
      known = known || (p.name == word && p.axes == 0);
    if (!known)
      throw input_error("parameters: '" + std::string(word) + "' is no number that " +
                        std::string(family->name) + " takes");
    side.parameters.push_back({std::string(word), {}});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return side;
}

conformance check_conformance(subject& who, const conformance_options& how) {
  conformance c;
  if (const std::string fault = float_environment_fault(); !fault.empty()) {
    c.report = "code cannot be judged in this process: " + fault + '\n';
    return c;
  }
  c.conforms = true;
  check_values(who, how, c);
  check_every_law(who, how, c);
  if (c.values == 0) c.conforms = false;
  c.report += who.identity().name + ": " + std::to_string(c.values) + " values and " +
              std::to_string(c.law_checks) + " checks of " + std::to_string(c.laws) +
              " laws judged\n";
  return c;
}

}  // namespace kloracle
