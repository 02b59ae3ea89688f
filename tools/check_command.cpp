// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <tuple>

#include "properties/builtin_subjects.hpp"
#include "properties/check_run.hpp"
#include "tools/check_table.hpp"
#include "tools/command_subject.hpp"
#include "tools/commands.hpp"
#include "tools/exit_codes.hpp"
#include "tools/one_line.hpp"
#include "tools/problem_json.hpp"
#include "tools/report.hpp"
#include "tools/terminal.hpp"

namespace kloracle {
namespace {

constexpr const char* examples = R"(
examples:
  kloracle check builtin:naive builtin:stable
  kloracle check "cmd:python3 tools/adapters/scipy_adapter.py" --report scipy.jsonl
  kloracle check "cmd:./my_adapter" --require T --cases 1000
  kloracle check builtin:naive --only kl.measure.binary64:0123456789ab

Grades, best first: CR correctly rounded, F faithful, T stable, A as good as its data, H half the
bits, W wrong ('kloracle list grades'). A function's grade is that of its worst case.
Columns: excess = error over what rounding the inputs can cost, sum = how the error grows with n,
sign = wrong sign, zero = not 0 where the value is 0, nan, inf = spurious or missed infinities,
lost = raised, crashed, timed out or malformed.

exit status: 0 done, 1 a required grade was missed, 3 a subject failed to start, 4 cases were not
run, 64 bad command line)";

struct check_flags {
  std::vector<std::string> subjects;
  std::string require;
  std::string report;
  std::string only;
  std::string function;
  std::string format_name;
  std::uint64_t seed = case_options().seed;
  int cases = case_options().count;
  std::size_t max_n = case_options().max_n;
  unsigned threads = 0;
  int findings = 2;
  double timeout_s = 10;
};

std::string builtin_names() {
  std::string names;
  for (const builtin_entry& e : builtin_subjects())
    names += (names.empty() ? "" : ", ") + std::string(e.name);
  return names;
}

// Everything that can be told about a subject's argument without starting it.
void refuse_bad_subject(const std::string& argument) {
  const std::size_t colon = argument.find(':');
  const std::string kind = argument.substr(0, colon);
  const std::string rest = colon == std::string::npos ? "" : argument.substr(colon + 1);
  if (kind == "builtin" && colon != std::string::npos) {
    if (make_builtin_subject(rest) != nullptr) return;
    throw input_error("subject: unknown builtin '" + rest + "'; expected one of " +
                      builtin_names());
  }
  if (kind == "cmd" && !rest.empty()) return;
  throw input_error("subject: '" + argument + "' is neither builtin:NAME nor cmd:COMMAND");
}

// The options that change which cases there are, for the line that reproduces one.
std::string case_flags(const check_flags& f) {
  const case_options usual;
  std::string text;
  if (f.seed != usual.seed) text += fmt::format(" --seed {}", f.seed);
  if (f.cases != usual.count) text += fmt::format(" --cases {}", f.cases);
  if (f.max_n != usual.max_n) text += fmt::format(" --max-n {}", f.max_n);
  return text;
}

std::unique_ptr<subject> open_subject(const std::string& argument, const check_flags& f) {
  const std::string rest = argument.substr(argument.find(':') + 1);
  if (argument.starts_with("builtin:")) {
    if (const std::string fault = float_environment_fault(); !fault.empty()) {
      throw input_error("subject: cannot judge code in this process: " + fault);
    }
    return make_builtin_subject(rest);
  }
  command_options how;
  how.batch_s = f.timeout_s;
  how.suite_version = KLORACLE_VERSION;
  return start_command_subject(rest, how);
}

check_options options_of(const check_flags& f) {
  check_options how;
  how.cases = {.seed = f.seed, .count = f.cases, .max_n = f.max_n};
  how.only_id = f.only;
  how.only_function = f.function;
  how.threads = f.threads;
  if (!f.format_name.empty()) {
    how.only_format = &format_named("--format", f.format_name);
  }
  return how;
}

// The findings worth showing of one function: each kind's worst, most damaging first.
class finding_shelf {
 public:
  explicit finding_shelf(int most) : most_(static_cast<std::size_t>(std::max(most, 0))) {}

  void offer(const std::string& reproduce, const judged_case& j, bool colour, bool all) {
    const bool value = j.returned.what == response::kind::value;
    if (j.returned.what == response::kind::skipped) return;
    const bool decided = j.judgement.what == verdict::state::decided;
    if (value && j.judgement.what == verdict::state::not_applicable) return;
    if (!all && value && decided && j.judgement.is <= grade::tangent && !j.judgement.special.any())
      return;
    const grade g = value && decided ? j.judgement.is : grade::wrong;
    // One finding per function, format and kind: a flood of like cases tells nothing new.
    const int kind = kind_of(j);
    const std::string key =
        j.function->name + '\n' + std::string(j.in->name) + '\n' + std::to_string(kind);
    kept& best = by_key_[key];
    const kept candidate{g, kind, j.input->input.p.size(), j.judgement.excess, {}};
    if (!best.text.empty() && !worse(candidate, best)) return;
    best = candidate;
    best.text = finding_text(reproduce, j, colour);
  }

  // At most `most` per function and format.
  std::string take(const function_summary& s) {
    std::vector<kept> mine;
    const std::string prefix = s.function->name + '\n' + std::string(s.in->name) + '\n';
    for (const auto& [key, k] : by_key_) {
      if (key.starts_with(prefix)) mine.push_back(k);
    }
    std::sort(mine.begin(), mine.end(), worse);
    std::string text;
    for (std::size_t i = 0; i < std::min(mine.size(), most_); ++i) text += mine[i].text;
    if (mine.size() > most_ && most_ > 0) {
      text += fmt::format("    and {} more kinds of finding (--findings {})\n", mine.size() - most_,
                          mine.size());
    }
    return text;
  }

 private:
  struct kept {
    grade worst = grade::correctly_rounded;
    int kind = 0;
    std::size_t n = 0;
    double excess = 0;
    std::string text;
  };

  // What a finding is about, the more alarming the larger.
  static int kind_of(const judged_case& j) {
    const special_findings& s = j.judgement.special;
    if (j.returned.what != response::kind::value) return 5;
    if (s.nan) return 4;
    if (s.wrong_sign) return 3;
    if (s.spurious_infinity || s.missed_infinity) return 2;
    return s.missed_zero ? 1 : 0;
  }

  // The worse grade first, then the worse kind, what a person can read, and the larger excess.
  static bool worse(const kept& a, const kept& b) {
    constexpr std::size_t readable = 4;
    return std::tuple(b.worst, b.kind, std::max(a.n, readable), b.excess) <
           std::tuple(a.worst, a.kind, std::max(b.n, readable), a.excess);
  }
  std::size_t most_;
  std::map<std::string, kept> by_key_;
};

class check_session {
 public:
  check_session(const check_flags& f, std::FILE* file)
      : f_(f),
        how_(options_of(f)),
        writer_(file),
        colour_(wants_colour(stdout)),
        progress_(stderr) {}

  int run() {
    std::string command = "kloracle check";
    for (const std::string& s : f_.subjects) command += ' ' + shell_quoted(s);
    command += case_flags(f_);
    writer_.header(command, how_);
    for (const std::string& argument : f_.subjects) {
      try {
        one_subject(argument);
      } catch (const protocol_error& e) {
        progress_.clear();
        std::fprintf(stderr, "kloracle check: %s: %s\n", argument.c_str(), e.what());
        failed_to_start_ = true;
      }
    }
    writer_.footer(reports_, !incomplete_ && !failed_to_start_);
    progress_.clear();
    if (judged_ == 0 && !failed_to_start_) throw input_error(nothing_judged());
    return verdict_of_run();
  }

 private:
  void one_subject(const std::string& argument) {
    const std::unique_ptr<subject> who = open_subject(argument, f_);
    const std::string name = who->identity().name;
    finding_shelf findings(f_.findings);
    writer_.subject(who->identity());
    check_listener listener;
    listener.result = [&](const judged_case& j) {
      writer_.result(name, j);
      findings.offer(shell_quoted(argument) + case_flags(f_), j, colour_, !f_.only.empty());
    };
    listener.batch = [&](const offered_function& g, const format& in, std::size_t done,
                         std::size_t of) {
      progress_.show(fmt::format("{} {} {}  {}/{}", name, g.name, in.name, done, of));
    };
    subject_report report{who->identity(), check(*who, how_, references_, listener), {}};
    if (!f_.only.empty()) {
      std::erase_if(report.functions, [](const function_summary& s) { return s.cases() == 0; });
      if (report.functions.empty()) return;  // another subject may have the case
    }
    if (report.functions.empty()) return;  // nothing it offers was asked for
    offered_ = true;
    for (const function_summary& s : report.functions) judged_ += s.cases();
    if (const auto* c = dynamic_cast<const command_subject*>(who.get())) {
      report.events.assign(c->events().begin(), c->events().end());
    }
    progress_.clear();
    std::fputs(check_table(report, colour_).c_str(), stdout);
    for (const function_summary& s : report.functions) {
      writer_.summary(name, s);
      incomplete_ = incomplete_ || s.incomplete();
      missed_ = missed_ || (!f_.require.empty() && !s.reaches(find_grade(f_.require)->id));
      std::fputs(findings.take(s).c_str(), stdout);
    }
    std::fputs("\n", stdout);
    std::fflush(stdout);
    // The summaries point at the subject's functions, which go with it: keep what the footer needs.
    reports_.push_back({report.who, {}, report.events});
  }

  std::string nothing_judged() const {
    if (!f_.only.empty()) return "--only: no case " + f_.only + " with this seed and these options";
    if (offered_) return "--max-n: the tables, supports and kernels of every function are larger";
    if (!f_.function.empty())
      return "--function: no subject offers '" + f_.function + "' in such a format";
    return "--format: no subject offers a function in " + f_.format_name;
  }

  int verdict_of_run() const {
    if (failed_to_start_) return exit_subject;
    if (incomplete_) return exit_incomplete;
    if (missed_) {
      std::fprintf(stderr, "kloracle check: grade %s was required and missed\n",
                   f_.require.c_str());
      return exit_gate;
    }
    return exit_ok;
  }

  const check_flags& f_;
  check_options how_;
  report_writer writer_;
  bool colour_;
  progress_line progress_;
  reference_store references_;
  std::vector<subject_report> reports_;
  long judged_ = 0;
  bool offered_ = false;  // a function was asked for and is there
  bool failed_to_start_ = false;
  bool incomplete_ = false;
  bool missed_ = false;
};

int check_all(const check_flags& f) {
  if (!f.require.empty() && find_grade(f.require) == nullptr) {
    std::string letters;
    for (const grade_entry& g : grades())
      letters += (letters.empty() ? "" : ", ") + std::string(g.letter);
    throw input_error("--require: unknown '" + f.require + "'; expected one of " + letters);
  }
  if (f.subjects.empty())
    throw input_error("subject: is missing; expected builtin:NAME or cmd:COMMAND");
  if (f.cases < 1 || f.cases > 10000000) throw input_error("--cases: expected 1 to 10000000");
  if (f.threads > 1024) throw input_error("--threads: expected 0 to 1024");
  if (f.max_n < 2) throw input_error("--max-n: expected 2 or more");
  if (!(f.timeout_s > 0 && f.timeout_s < 1e6))
    throw input_error("--timeout: expected seconds above 0");
  for (const std::string& s : f.subjects) refuse_bad_subject(s);
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(nullptr, std::fclose);
  if (!f.report.empty()) {
    file.reset(std::fopen(f.report.c_str(), "w"));
    if (!file) throw input_error("--report: cannot write '" + f.report + "'");
  }
  const int code = check_session(f, file.get()).run();
  if (file && !flushed(file.get())) {
    std::fprintf(stderr, "kloracle check: the report was lost: %s\n", std::strerror(errno));
    return exit_output;
  }
  return code;
}

}  // namespace

void add_check(CLI::App& app, int& code) {
  auto f = std::make_shared<check_flags>();
  CLI::App* verb = app.add_subcommand("check", "judge implementations against the oracle");
  verb->add_option("subject", f->subjects, "builtin:NAME or cmd:COMMAND");
  verb->add_option("--require", f->require,
                   "exit 1 unless every function reaches this grade: CR, F, T, A, H");
  verb->add_option("--report", f->report, "write every result to this file as JSON lines");
  verb->add_option("--cases", f->cases, "cases per function and format, about")
      ->default_str(std::to_string(f->cases));
  verb->add_option("--max-n", f->max_n, "longest vector")->default_str(std::to_string(f->max_n));
  verb->add_option("--seed", f->seed, "seed of the case generators")
      ->check(CLI::NonNegativeNumber)
      ->default_str(std::to_string(f->seed));
  verb->add_option("--only", f->only, "judge the case of this id alone");
  verb->add_option("--function", f->function, "judge the function of this name alone");
  verb->add_option("--format", f->format_name, "judge in this format alone");
  verb->add_option("--findings", f->findings, "findings shown per function and format")
      ->default_str("2");
  verb->add_option("--threads", f->threads, "threads for the oracle (0: all)")->default_str("0");
  verb->add_option("--timeout", f->timeout_s, "seconds a command may take per batch")
      ->default_str("10");
  verb->footer(examples);
  verb->callback([f, &code] {
    try {
      code = check_all(*f);
    } catch (const input_error& e) {
      std::fprintf(stderr, "kloracle check: %s\n", one_line(e.what(), message_limit).c_str());
      code = exit_usage;
    }
  });
}

}  // namespace kloracle
