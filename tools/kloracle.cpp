// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>

#include <CLI/CLI.hpp>

#include "tools/commands.hpp"
#include "tools/exit_codes.hpp"
#include "tools/golden/golden_commands.hpp"
#include "tools/one_line.hpp"
#include "tools/terminal.hpp"

namespace {

constexpr const char* examples = R"(
examples:
  kloracle eval kl categorical --p 0.7,0.3 --q 0.5,0.5
  kloracle eval --json < problems.jsonl > answers.jsonl
  kloracle check builtin:naive builtin:stable
  kloracle check "cmd:python3 my_adapter.py" --require T
  kloracle list quantities)";

// CLI11 only says "A subcommand is required" when the first word is neither a verb nor an option.
std::string fault_of(const CLI::App& app, int argc, char** argv, const std::string& otherwise) {
  std::string verbs;
  const std::string word = argc < 2 ? "" : argv[1];
  const auto all = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* verb : all) {
    if (verb->get_name() == word) return otherwise;
    verbs += (verb == all.front() ? "" : verb == all.back() ? " or " : ", ") + verb->get_name();
  }
  const std::string expected = "; expected " + verbs + " (kloracle --help)";
  if (argc < 2) return "a verb is missing" + expected;
  const std::string kind = word[0] == '-' ? "option" : "verb";
  return "unknown " + kind + " '" + word + "'" + expected;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("kloracle computes KL divergences with proof and judges code that computes them.",
               "kloracle");
  app.set_version_flag("--version", "kloracle " KLORACLE_VERSION);
  app.require_subcommand(1);
  app.footer(examples);
  int code = kloracle::exit_ok;
  kloracle::add_eval(app, code);
  kloracle::add_check(app, code);
  kloracle::add_repro(app, code);
  kloracle::add_emit(app, code);
  kloracle::add_grade(app, code);
  kloracle::add_report(app, code);
  kloracle::add_estimators(app, code);
  kloracle::add_mutants(app, code);
  kloracle::add_errata(app, code);
  kloracle::add_fixtures(app, code);
  kloracle::add_golden(app, code);
  kloracle::add_list(app, code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& e) {  // --help, --version
    return app.exit(e);
  } catch (const CLI::ParseError& e) {
    std::fprintf(
        stderr, "kloracle: %s\n",
        kloracle::one_line(fault_of(app, argc, argv, e.what()), kloracle::message_limit).c_str());
    return kloracle::exit_usage;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "kloracle: internal error: %s\n", e.what());
    return kloracle::exit_internal;
  }
  if (!kloracle::flushed(stdout) && code == kloracle::exit_ok) {
    std::fprintf(stderr, "kloracle: output was lost: %s\n", std::strerror(errno));
    return kloracle::exit_output;
  }
  return code;
}
