// SPDX-License-Identifier: Apache-2.0
#include "tools/check_flags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "properties/laws/law.hpp"
#include "tools/check_table.hpp"
#include "tools/one_line.hpp"
#include "tools/open_subject.hpp"
#include "tools/problem_json.hpp"

namespace kloracle {
namespace {

constexpr long most_checks = 10000000;

void refuse_bad_counts(const check_flags& f) {
  const std::string most = std::to_string(most_checks);
  if (f.cases < 0 || f.cases > most_checks) throw input_error("--cases: expected 0 to " + most);
  if (f.laws < 0 || f.laws > most_checks) throw input_error("--laws: expected 0 to " + most);
  if (f.cases == 0 && f.laws == 0)
    throw input_error("--laws: 0, and --cases 0, leave nothing to judge; expected one above 0");
  if (f.threads > 1024) throw input_error("--threads: expected 0 to 1024");
  if (f.max_n < 2) throw input_error("--max-n: expected 2 or more");
  if (!(f.timeout_s > 0 && f.timeout_s < 1e6))
    throw input_error("--timeout: expected seconds above 0");
}

void refuse_bad_names(const check_flags& f) {
  if (!f.require.empty() && find_grade(f.require) == nullptr) {
    std::string letters;
    for (const grade_entry& g : grades())
      letters += (letters.empty() ? "" : ", ") + std::string(g.letter);
    throw input_error("--require: unknown '" + f.require + "'; expected one of " + letters);
  }
  if (!f.format_name.empty()) format_named("--format", f.format_name);
  if (!f.law.empty() && find_law(f.law) == nullptr)
    throw input_error("--law: unknown '" + f.law + "'; expected one that kloracle list laws names");
  if (!f.law.empty() && f.laws == 0) throw input_error("--law: --laws 0 leaves it unchecked");
  if (!f.law.empty() && !f.only.empty())
    throw input_error("--law: --only names a case; expected one of the two");
  if (f.minimise && !f.law.empty())
    throw input_error("--minimise: --law judges no values; expected one of the two");
  if (f.resume && f.report.empty())
    throw input_error("--resume: --report is missing; expected the report to go on with");
}

void refuse_bad_baseline(const check_flags& f) {
  if (f.baseline.empty() && f.update_baseline)
    throw input_error("--update-baseline: --baseline is missing; expected the file to write");
  if (f.baseline.empty() && f.slack != check_flags().slack)
    throw input_error("--slack: --baseline is missing; expected what to compare with");
  if (!(f.slack >= 1 && f.slack <= 1e6)) throw input_error("--slack: expected 1 to 1000000");
  if (!f.baseline.empty() && !f.only.empty())
    throw input_error("--baseline: --only judges one case; expected whole groups");
  if (!f.reason.empty() && !f.update_baseline)
    throw input_error("--reason: --update-baseline is missing; expected what it is the reason for");
  constexpr std::size_t longest = 500;
  if (one_line(f.reason, longest) != f.reason)
    throw input_error(fmt::format("--reason: expected one line of at most {} characters", longest));
  if (f.partial() != nullptr && f.update_baseline)
    throw input_error(
        fmt::format("--update-baseline: {} leaves a part out; expected a whole run", f.partial()));
}

void refuse_bad_lists(const check_flags& f) {
  const std::pair<const char*, const std::string&> lists[]{
      {"--known", f.known}, {"--known-flaky", f.known_flaky}, {"--write-known", f.write_known}};
  for (const auto& [flag, path] : lists) {
    if (!path.empty() && f.subjects.size() > 1)
      throw input_error(std::string(flag) + ": ids are of one subject; expected one");
  }
  if (f.write_known.empty()) return;
  if (!f.known.empty())
    throw input_error("--write-known: --known reads such a list; expected one of the two");
  if (f.partial() != nullptr)
    throw input_error(
        fmt::format("--write-known: {} leaves a part out; expected a whole run", f.partial()));
}

}  // namespace

const char* check_flags::partial() const {
  if (!only.empty()) return "--only";
  if (!law.empty()) return "--law";
  if (!function.empty()) return "--function";
  return format_name.empty() ? nullptr : "--format";
}

void refuse_bad_flags(const check_flags& f) {
  refuse_bad_names(f);
  refuse_bad_baseline(f);
  refuse_bad_lists(f);
  if (f.subjects.empty()) throw input_error("subject: is missing; expected " + subject_forms());
  refuse_bad_counts(f);
  std::set<std::string> seen;
  for (const std::string& s : f.subjects) {
    refuse_bad_subject(s);
    if (!seen.insert(s).second) throw input_error("subject: '" + s + "' is named twice");
  }
}

std::string repeating_flags(const check_flags& f) {
  const check_flags usual;
  std::string text;
  if (f.seed != usual.seed) text += fmt::format(" --seed {}", f.seed);
  if (f.cases != usual.cases) text += fmt::format(" --cases {}", f.cases);
  if (f.max_n != usual.max_n) text += fmt::format(" --max-n {}", f.max_n);
  return text;
}

run_plan plan_of(const check_flags& f) {
  const check_flags usual;
  run_plan plan;
  plan.command = "kloracle " + f.verb;
  for (const std::string& s : f.subjects) plan.command += ' ' + shell_quoted(s);
  plan.command += repeating_flags(f);
  if (f.laws != usual.laws) plan.command += fmt::format(" --laws {}", f.laws);
  if (f.timeout_s != usual.timeout_s) plan.command += fmt::format(" --timeout {}", f.timeout_s);
  const auto add = [&](const char* flag, const std::string& value) {
    if (!value.empty()) plan.command += fmt::format(" {} {}", flag, shell_quoted(value));
  };
  if (f.minimise) plan.command += " --minimise";
  add("--only", f.only);
  add("--law", f.law);
  add("--function", f.function);
  add("--format", f.format_name);

  const format* in = f.format_name.empty() ? nullptr : find_format(f.format_name);
  plan.values.cases = {.seed = f.seed, .count = f.law.empty() ? f.cases : 0, .max_n = f.max_n};
  plan.values.only_id = f.only;
  plan.values.only_function = f.function;
  plan.values.only_format = in;
  plan.values.threads = f.threads;
  plan.laws.seed = f.seed;
  plan.laws.checks = f.only.empty() ? f.laws : 0;
  plan.laws.max_n = std::min(law_options().max_n, f.max_n);
  plan.laws.threads = f.threads;
  plan.laws.only_law = f.law;
  plan.laws.only_function = f.function;
  plan.laws.only_format = in;
  return plan;
}

}  // namespace kloracle
