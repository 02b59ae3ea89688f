// SPDX-License-Identifier: Apache-2.0
#include "tools/check_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "properties/case_shrink.hpp"
#include "tools/check_gate.hpp"
#include "tools/check_table.hpp"
#include "tools/command_subject.hpp"
#include "tools/declaration.hpp"
#include "tools/exit_codes.hpp"
#include "tools/file_subject.hpp"
#include "tools/findings.hpp"
#include "tools/interruption.hpp"
#include "tools/law_table.hpp"
#include "tools/open_subject.hpp"
#include "tools/report_file.hpp"
#include "tools/terminal.hpp"

namespace kloracle {
namespace {

// What the run has come to so far, over all subjects.
struct run_state {
  run_state(const check_flags& f, std::FILE* report, const std::string& last_subject)
      : writer(report, last_subject), gate(f) {}

  report_writer writer;
  check_gate gate;
  progress_line progress{stderr};
  reference_store references;
  long subjects = 0;
  long values = 0;
  long laws = 0;            // summaries
  bool offered = false;     // a function was asked for and is there
  bool incomplete = false;  // a case was never put to a subject
};

// Judges one subject.
class subject_session {
 public:
  subject_session(const check_flags& f, const run_plan& plan, const std::string& argument,
                  const report_record& record, run_state& run)
      : f_(f),
        plan_(plan),
        argument_(argument),
        who_(open_subject(argument, f.timeout_s)),
        known_(record.find(argument)),
        options_{std::to_string(f.cases), std::to_string(f.laws), std::to_string(f.max_n),
                 std::to_string(f.seed)},
        run_(run),
        style_{shell_quoted(argument) + repeating_flags(f),
               static_cast<std::size_t>(std::max(f.findings, 0)), !f.only.empty() || !f.law.empty(),
               wants_colour(stdout)},
        findings_(style_) {
    const auto* file = dynamic_cast<const file_subject*>(who_.get());
    if (file == nullptr) return;
    plan_.values.cases = file->plan().cases;
    plan_.laws.seed = file->plan().laws.seed;
    plan_.laws.checks = std::min(plan_.laws.checks, file->plan().laws.checks);
    plan_.laws.max_n = file->plan().laws.max_n;
    plan_.laws.shrinks = 0;  // what was not emitted has no answer
    const case_options& emitted = plan_.values.cases;
    options_ = {std::to_string(emitted.count), std::to_string(plan_.laws.checks),
                std::to_string(emitted.max_n), std::to_string(emitted.seed)};
  }

  void judge() {
    begin();
    report_.who = who_->identity();
    if (plan_.values.cases.count > 0) judge_values();
    if (plan_.laws.checks > 0) hold_to_laws();
    if (f_.minimise && dynamic_cast<const file_subject*>(who_.get()) == nullptr) minimise();
    run_.progress.clear();
    conclude();
  }

 private:
  const std::string& name() const { return who_->identity().name; }

  void begin() {
    run_.gate.begin(who_->identity(), options_);
    run_.writer.subject(argument_, who_->identity(), undeclared());
    if (known_ == nullptr) return;
    const subject_identity& was = known_->who();
    if (was.name != who_->identity().name || was.version != who_->identity().version) {
      throw input_error("--resume: the report is on " + was.name + ' ' + was.version + ", " +
                        argument_ + " now is " + who_->identity().name + ' ' +
                        who_->identity().version);
    }
    for (const recorded_event& e : known_->events()) {
      note(e);
      if (e.unsteady) run_.gate.add_unsteady("", "");  // what changed then is not recorded
    }
  }

  // The declarations of the functions that the report does not hold as they are.
  std::vector<std::string> undeclared() const {
    std::vector<std::string> texts;
    if (f_.report.empty()) return texts;
    for (const offered_function& f : who_->functions()) {
      std::string text = declaration_json(f);
      if (known_ == nullptr || !known_->declares(f.name, text)) texts.push_back(std::move(text));
    }
    return texts;
  }

  void judge_values() {
    check_listener listener;
    listener.result = [&](const judged_case& j) {
      if (j.truth != nullptr) run_.writer.result(j);
      findings_.offer(j);
      run_.gate.add(j);
    };
    listener.known = [&](const offered_function& f, const test_case& c) {
      return known_ == nullptr ? std::nullopt : known_->find(f, c);
    };
    listener.batch = [&](const offered_function& f, const format& in, std::size_t done,
                         std::size_t of) {
      end_of_batch();
      run_.progress.show(fmt::format("{} {} {}  values {}/{}", name(), f.name, in.name, done, of));
    };
    if (dynamic_cast<const command_subject*>(who_.get()) == nullptr) {
      listener.unsteady = [&](const offered_function& f, const format& in, const test_case& c) {
        new_event({fmt::format("{} {}: the answer to {} changed when it was asked again", f.name,
                               in.name, c.id),
                   true});
        run_.gate.add_unsteady(f.name, c.id);
      };
    }
    for (function_summary& s : check(*who_, plan_.values, run_.references, listener)) {
      if (!f_.only.empty() && s.cases() == 0) continue;
      const std::string problem = problem_text(*s.function);
      if (known_ == nullptr || !known_->has_summary(s)) run_.writer.summary(problem, s);
      report_.functions.push_back({problem, std::move(s)});
    }
    run_.writer.flush();
  }

  void hold_to_laws() {
    law_listener listener;
    listener.done = [&](const law& l, const offered_function& f, const format& in) {
      if (known_ == nullptr) return false;
      auto before = known_->find(l, f, in, who_->functions());
      if (!before) return false;
      report_.laws.push_back(*std::move(before));
      return true;
    };
    listener.summary = [&](const law_summary& s) {
      run_.writer.law(s);
      report_.laws.push_back(s);
      end_of_batch();
    };
    listener.progress = [&](const law& l, const offered_function& f, const format& in, long done,
                            long of) {
      run_.progress.show(
          fmt::format("{} {} {}  {} {}/{}", name(), f.name, in.name, l.id, done, of));
    };
    check_laws(*who_, plan_.laws, listener);
  }

  // Last of all: what it costs the subject to be asked for more changes no verdict.
  void minimise() {
    for (const graded_function& g : report_.functions) {
      const function_summary& s = g.values;
      findings_.minimise(s, [&](const test_case& drawn, const judged_response& judged) {
        return plainer(*s.function, *s.in, drawn, judged);
      });
    }
  }

  std::optional<plainer_case> plainer(const offered_function& f, const format& in,
                                      const test_case& drawn, const judged_response& judged) {
    const recorded_minimal* before =
        known_ == nullptr
            ? nullptr
            : known_->find_minimal(f.name, drawn.id, name_of_kind(kind_of_finding(judged)));
    if (before != nullptr)
      return plainer_case{{before->found.id, drawn.group, before->input}, before->found.judged};
    if (lost_ || unsteady_ || !can_shrink(judged)) return std::nullopt;
    run_.progress.show(fmt::format("{} {} {}  minimising {}", name(), f.name, in.name, drawn.id));
    const shrunk_case s =
        minimal_case(*who_, f, in, drawn, judged, {.threads = plan_.values.threads});
    lost_ = s.lost;
    if (s.plainer) {
      const reference truth(problem_of(f, s.input.input), in);
      run_.writer.minimal(
          {&f, &in, &s.input, s.judged.returned, s.judged.judgement, &truth.truth()}, drawn.id);
    }
    end_of_batch();
    return s.plainer ? std::optional(plainer_case{s.input, s.judged}) : std::nullopt;
  }

  // What is judged reaches the file, then a run that is asked to ends.
  void end_of_batch() {
    if (const auto* c = dynamic_cast<const command_subject*>(who_.get())) {
      const bool changes = c->nondeterministic() != 0;
      for (; told_ < c->events().size(); ++told_) new_event({c->events()[told_], changes});
      if (changes && !unsteady_) new_event({"an answer changed when it was asked again", true});
    }
    run_.writer.flush();
    if (interruption::asked_for()) throw interrupted{};
  }

  // What was told before the run was resumed is not told again.
  void new_event(const recorded_event& e) {
    if (std::ranges::count(report_.events, e.text) != 0) return;
    run_.writer.event(e);
    note(e);
  }

  void note(const recorded_event& e) {
    report_.events.push_back(e.text);
    unsteady_ = unsteady_ || e.unsteady;
  }

  // Which answers of a command changed.
  void note_changes() {
    const auto* c = dynamic_cast<const command_subject*>(who_.get());
    if (c == nullptr) return;
    for (const command_subject::changed_answer& a : c->changes()) {
      for (const offered_function& f : who_->functions()) {
        if (f.name == a.function) run_.gate.add_unsteady(f.name, case_id(f, *a.in, a.input));
      }
    }
  }

  void conclude() {
    if (report_.functions.empty() && report_.laws.empty()) return;  // another subject may have it
    run_.offered = true;
    std::fputs(check_table(report_, style_.colour).c_str(), stdout);
    for (const graded_function& g : report_.functions) {
      const function_summary& s = g.values;
      run_.values += s.cases();
      run_.incomplete = run_.incomplete || s.incomplete();
      std::fputs(findings_.take(s).c_str(), stdout);
    }
    run_.laws += static_cast<long>(report_.laws.size());
    std::fputs(law_findings(report_.laws, style_).c_str(), stdout);
    note_changes();
    run_.gate.conclude(report_, style_.subject, unsteady_);
    std::fputs("\n", stdout);
    std::fflush(stdout);
    ++run_.subjects;
  }

  const check_flags& f_;
  run_plan plan_;
  const std::string& argument_;
  std::unique_ptr<subject> who_;
  const recorded_subject* known_;  // nullptr: nothing is known from before
  outcome_options options_;
  run_state& run_;
  finding_style style_;
  finding_shelf findings_;
  subject_report report_;
  std::size_t told_ = 0;  // of a command's events
  bool unsteady_ = false;
  bool lost_ = false;  // while it was asked for more
};

std::string nothing_judged(const check_flags& f, bool offered) {
  if (!f.only.empty())
    return (f.verb == "repro" ? "id: no case " : "--only: no case ") + f.only +
           " with this seed and these options";
  if (!f.law.empty()) return "--law: " + f.law + " speaks of no function that is offered";
  if (offered) return "--max-n: the tables, supports and kernels of every function are larger";
  if (!f.function.empty())
    return "--function: no subject offers '" + f.function + "' in such a format";
  return "--format: no subject offers a function in " + f.format_name;
}

int say_interrupted(const check_flags& f, const run_plan& plan) {
  std::fprintf(
      stderr, "kloracle %s: interrupted%s\n", f.verb.c_str(),
      f.update_baseline || !f.write_known.empty() ? "; its files are left as they are" : "");
  if (!f.report.empty()) {
    std::fprintf(stderr, "to go on:  %s --report %s --resume\n", plan.command.c_str(),
                 shell_quoted(f.report).c_str());
  }
  return exit_interrupted;
}

int judge_all(const check_flags& f, const run_plan& plan, const report_record& record,
              run_state& run) {
  bool failed_to_start = false;
  for (const std::string& argument : f.subjects) {
    try {
      subject_session(f, plan, argument, record, run).judge();
    } catch (const protocol_error& e) {
      run.progress.clear();
      std::fprintf(stderr, "kloracle %s: %s: %s\n", f.verb.c_str(), argument.c_str(), e.what());
      failed_to_start = true;
    }
  }
  run.progress.clear();
  run.writer.footer(!run.incomplete && !failed_to_start, run.subjects, run.values, run.laws);
  if (run.values + run.laws == 0 && !failed_to_start)
    throw input_error(nothing_judged(f, run.offered));
  const int verdict = run.gate.finish(!run.incomplete && !failed_to_start);
  if (failed_to_start) return exit_subject;
  return run.incomplete ? exit_incomplete : verdict;
}

}  // namespace

int run_checks(const check_flags& f) {
  const run_plan plan = plan_of(f);
  const std::string header = header_line(plan);
  const report_file file =
      f.report.empty() ? report_file() : report_file(f.report, f.resume, header);
  const report_record& record = file.record();
  run_state run(f, record.finished ? nullptr : file.stream(), record.last_subject);
  if (record.header.empty()) run.writer.line(header);
  run.writer.flush();
  int code = exit_ok;
  try {
    const interruption watched;
    code = judge_all(f, plan, record, run);
  } catch (const interrupted&) {
    run.progress.clear();
    code = say_interrupted(f, plan);
  }
  if (file.stream() != nullptr && !flushed(file.stream())) {
    std::fprintf(stderr, "kloracle %s: the report was lost: %s\n", f.verb.c_str(),
                 std::strerror(errno));
    return exit_output;
  }
  return code;
}

}  // namespace kloracle
