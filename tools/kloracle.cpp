// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <exception>
#include <string>

#include <CLI/CLI.hpp>

#include "tools/commands.hpp"
#include "tools/exit_codes.hpp"

namespace {

constexpr const char* examples = R"(
examples:
  kloracle eval kl categorical --p 0.7,0.3 --q 0.5,0.5
  kloracle eval --json < problems.jsonl > answers.jsonl
  kloracle check builtin:naive builtin:stable
  kloracle check "cmd:python3 my_adapter.py" --require T
  kloracle list quantities)";

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
  kloracle::add_list(app, code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& e) {  // --help, --version
    return app.exit(e);
  } catch (const CLI::ParseError& e) {
    const std::string verb = argc > 1 ? argv[1] : "";
    const auto named =
        app.get_subcommands([&](const CLI::App* a) { return a->get_name() == verb; });
    if (verb.empty() || (verb[0] != '-' && named.empty())) {
      const std::string fault = verb.empty() ? "a verb is missing" : "unknown verb '" + verb + "'";
      std::fprintf(stderr, "kloracle: %s; expected eval, check or list (kloracle --help)\n",
                   fault.c_str());
    } else {
      std::fprintf(stderr, "kloracle: %s\n", e.what());
    }
    return kloracle::exit_usage;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "kloracle: internal error: %s\n", e.what());
    return 70;
  }
  return code;
}
