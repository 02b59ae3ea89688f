// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>
#include <memory>
#include <utility>

#include "tools/check_session.hpp"
#include "tools/commands.hpp"
#include "tools/exit_codes.hpp"
#include "tools/given_case.hpp"
#include "tools/one_line.hpp"
#include "tools/open_subject.hpp"

namespace kloracle {
namespace {

constexpr const char* examples = R"(
examples:
  kloracle check builtin:naive builtin:stable
  kloracle check "cmd:python3 tools/adapters/scipy_adapter.py" --report scipy.jsonl
  kloracle check "cmd:./my_adapter" --require T --cases 1000 --laws 1000
  kloracle check "cmd:./my_adapter" --cases 100000 --report run.jsonl --resume
  kloracle check builtin:naive --minimise --report naive.jsonl
  kloracle check builtin:naive --law gibbs.nonnegative
  kloracle check "cmd:./my_adapter" --baseline kloracle-baseline.json
  kloracle check "cmd:./my_adapter" --baseline kloracle-baseline.json --update-baseline
  kloracle check "cmd:./my_adapter" --require T --write-known known.txt
  kloracle check "cmd:./my_adapter" --require T --known known.txt

Values, graded best first: CR correctly rounded, F faithful, T stable, A as good as its data, H half
the bits, W wrong ('kloracle list grades'). A function's grade is that of its worst case.
Columns: excess = error over what rounding the inputs can cost, sum = how the error grows with n,
sign = wrong sign, zero = not 0 where the value is 0, nan, inf = spurious or missed infinities,
lost = raised, crashed, timed out or malformed.

Laws are theorems about the values ('kloracle list laws'): the inputs satisfy them exactly, and the
oracle has proved so. SOFT is a violation that rounding can explain: every value is within
attainable error (grade T). HARD is one that it cannot. n/a = the value is undefined or infinite.

--require fails what misses the grade, breaks a law HARD, is undecided or lost, claims too small an
error, or answers the same question in two ways. --baseline fails what is worse than the file says
or missing from the run; --update-baseline tightens the file, and loosens it for a --reason alone.
--known excuses the failures it lists from both, and fails lines that do not hold any more.

exit status: 0 done, 1 one of these gates was missed, 3 a subject failed to start, 4 cases were not
run, 64 bad command line, 130 interrupted)";

constexpr const char* grade_examples = R"(
examples:
  kloracle emit --quantity kl --semantics measure --numbers dec17 > cases.jsonl
  (somebody adds "answer":"0.25" to every line)
  kloracle grade answers.jsonl

exit status: as that of kloracle check)";

constexpr const char* repro_examples = R"(
examples:
  kloracle repro kl.measure.binary64:7f3a91c2d0b4 --subject builtin:naive
  kloracle repro gibbs.nonnegative/kl_ratio/binary64/2.1f.0 --subject "cmd:./my_adapter"
  kloracle repro --function kl_ratio --p=0.5,0.5 --q=0.25,0.75 --subject builtin:naive
  kloracle repro --function kl_normal --p=0,1 --q=1,2 --subject builtin:closed_forms

A finding of 'kloracle check' ends in such a line. With --function the case need not be one that was
drawn: --p and --q are its numbers, of families the values of the parameters in the order in which
the function declares them. Decimals are read as the nearest value of --format; every other number
must be one.)";

// Runs what throws input_error for a bad command line.
int guarded(const char* verb, const std::function<int()>& run) {
  try {
    return run();
  } catch (const input_error& e) {
    std::fprintf(stderr, "kloracle %s: %s\n", verb, one_line(e.what(), message_limit).c_str());
    return exit_usage;
  }
}

void add_output_flags(CLI::App& verb, check_flags& f) {
  verb.add_option("--require", f.require,
                  "exit 1 unless every function reaches this grade: CR, F, T, A, H");
  verb.add_option("--report", f.report, "write every result to this file as JSON lines");
  verb.add_flag("--resume", f.resume, "go on with the run whose --report this is");
  verb.add_option("--findings", f.findings, "findings shown per function")->default_str("2");
  verb.add_option("--threads", f.threads, "threads for the oracle (0: all)")->default_str("0");
}

void add_regression_flags(CLI::App& verb, check_flags& f) {
  verb.add_option("--baseline", f.baseline, "exit 1 where the run is worse than this file says");
  verb.add_flag("--update-baseline", f.update_baseline, "move the baseline to where the run is");
  verb.add_option("--reason", f.reason, "why the update may loosen it; goes into the file");
  verb.add_option("--slack", f.slack, "how many times the error of the baseline is let pass")
      ->default_str("2");
  verb.add_option("--known", f.known, "a list of failures that are excused while they last");
  verb.add_option("--known-flaky", f.known_flaky, "likewise, of answers that change");
  verb.add_option("--write-known", f.write_known, "write such a list of the failures of this run");
}

void add_case_flags(CLI::App& verb, check_flags& f) {
  verb.add_option("--cases", f.cases, "values per function and format, about (0: none)")
      ->default_str(std::to_string(f.cases));
  verb.add_option("--max-n", f.max_n, "longest vector")->default_str(std::to_string(f.max_n));
  verb.add_option("--seed", f.seed, "seed of the generators")
      ->check(CLI::NonNegativeNumber)
      ->default_str(std::to_string(f.seed));
  verb.add_option("--timeout", f.timeout_s, "seconds a command may take per batch")
      ->default_str("10");
}

// A case is an id, or the numbers that are put to a function.
void refuse_two_cases(const std::string& id, const std::string& p, const std::string& q,
                      const check_flags& f) {
  const std::pair<const char*, const std::string&> stated[]{
      {"--function", f.function}, {"--format", f.format_name}, {"--p", p}, {"--q", q}};
  for (const auto& [flag, text] : stated) {
    if (!id.empty() && !text.empty())
      throw input_error(std::string(flag) + ": " + id + " is a case; expected one of the two");
    if (f.function.empty() && !text.empty())
      throw input_error("--function: is missing; expected what " + std::string(flag) +
                        " is put to");
  }
  if (id.empty() && f.function.empty())
    throw input_error("id: is missing; expected what a finding names, or --function and --p");
}

}  // namespace

void add_check(CLI::App& app, int& code) {
  auto f = std::make_shared<check_flags>();
  CLI::App* verb = app.add_subcommand("check", "judge implementations against the oracle");
  verb->add_option("subject", f->subjects, subject_forms());
  add_output_flags(*verb, *f);
  add_regression_flags(*verb, *f);
  add_case_flags(*verb, *f);
  verb->add_option("--laws", f->laws, "checks per law, function and format (0: none)")
      ->default_str(std::to_string(f->laws));
  verb->add_flag("--minimise", f->minimise, "look for plainer inputs that show what was found");
  verb->add_option("--law", f->law, "hold to this law alone, and judge no values");
  verb->add_option("--only", f->only, "judge the case of this id alone");
  verb->add_option("--function", f->function, "judge the function of this name alone");
  verb->add_option("--format", f->format_name, "judge in this format alone");
  verb->footer(examples);
  verb->callback([f, &code] {
    code = guarded("check", [&] {
      refuse_bad_flags(*f);
      return run_checks(*f);
    });
  });
}

void add_grade(CLI::App& app, int& code) {
  auto f = std::make_shared<check_flags>();
  auto path = std::make_shared<std::string>();
  f->verb = "grade";
  CLI::App* verb = app.add_subcommand("grade", "judge answers in a file that emit wrote");
  verb->add_option("answers", *path, "the file, with answers added");
  add_output_flags(*verb, *f);
  add_regression_flags(*verb, *f);
  verb->footer(grade_examples);
  verb->callback([f, path, &code] {
    code = guarded("grade", [&] {
      if (path->empty()) throw input_error("answers: is missing; expected a file");
      f->subjects = {"file:" + *path};
      refuse_bad_flags(*f);
      return run_checks(*f);
    });
  });
}

void add_repro(CLI::App& app, int& code) {
  auto f = std::make_shared<check_flags>();
  auto id = std::make_shared<std::string>();
  auto p = std::make_shared<std::string>();
  auto q = std::make_shared<std::string>();
  auto subject = std::make_shared<std::string>();
  f->verb = "repro";
  CLI::App* verb = app.add_subcommand("repro", "repeat one finding, in full");
  verb->add_option("id", *id, "of a case, or of a check of a law");
  verb->add_option("--subject", *subject, subject_forms());
  verb->add_option("--function", f->function, "put the case of --p and --q to this function");
  verb->add_option("--format", f->format_name, "of these numbers (binary64 if it is offered)");
  verb->add_option("--p", *p, "the case's numbers, instead of an id: 0.5,0x1p-1 or @FILE");
  verb->add_option("--q", *q, "likewise, where the function takes q");
  add_case_flags(*verb, *f);
  verb->footer(repro_examples);
  verb->callback([f, id, p, q, subject, &code] {
    code = guarded("repro", [&] {
      refuse_two_cases(*id, *p, *q, *f);
      if (subject->empty()) throw input_error("--subject: is missing; expected " + subject_forms());
      f->subjects = {*subject};
      if (!f->function.empty()) {
        refuse_bad_flags(*f);
        return judge_given_case(*p, *q, *f);
      }
      if (names_law(*id)) {
        refuse_bad_flags(*f);
        return repeat_law_check(*id, *f);
      }
      f->only = *id;
      refuse_bad_flags(*f);
      return run_checks(*f);
    });
  });
}

}  // namespace kloracle
