// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/golden_commands.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <set>

#include "tools/exit_codes.hpp"
#include "tools/golden/export_command.hpp"
#include "tools/golden/fixture_groups.hpp"
#include "tools/golden/golden_files.hpp"
#include "tools/interruption.hpp"
#include "tools/one_line.hpp"
#include "tools/terminal.hpp"

namespace kloracle {
namespace {

constexpr const char* golden_examples = R"(
examples:
  kloracle golden write                # what kloracle.toml asks for
  kloracle golden check                # in CI: derives it all again and compares the bytes

a kloracle.toml:
  version = 1
  folder = "golden"                    # beside this file; all of it belongs to kloracle
  seed = 1

  [[set]]
  quantities = ["kl", "jensen_shannon"]
  semantics = ["normalised", "logits"] # of categorical distributions
  groups = ["ordinary", "near_equal"]  # or "all"
  count = 20                           # cases per file

  [[set]]
  quantities = ["kl"]
  families = ["normal", "gamma"]       # P and Q of the same one; of two: pairs = ["gamma|normal"]
  groups = "all"
  formats = ["binary32"]               # whose values the inputs are; binary64 unless given

Every quantity of a set is crossed with every semantics, family or pair, every group and every
format of it that exists; each such file has `count` cases, or one of every choice of options where
those are more. Further keys: units, min_n, max_n, and
the options of the quantities (order = ["1/2", "2"]). 'kloracle list fixture_groups' has the groups.

exit status: 0 done, 1 check: something differs, 64 bad command line or recipe, 130 interrupted)";

constexpr const char* fixtures_examples = R"(
examples:
  kloracle fixtures verify             # the corpus of this repository, in fixtures/
  kloracle fixtures export fixtures/v1/categorical/kl.normalised.near_equal.json --as c > kl.h

'kloracle golden --help' tells what a recipe is; the corpus has fixtures/recipe.toml.

exit status: 0 done, 1 verify: something differs, 64 bad command line or input, 130 interrupted)";

struct golden_flags {
  std::string verb;
  std::string recipe;
  unsigned threads = 0;
  long extra_bits = 0;
};

golden_files derived(const golden_flags& f, const recipe& r) {
  const interruption noted;
  progress_line progress(stderr);
  golden_effort how{.threads = f.threads, .extra_bits = f.extra_bits};
  how.done = [&](std::size_t done, std::size_t all) {
    if (interruption::asked_for()) throw interrupted();
    if (done % 16 == 0 || done == all)
      progress.show(f.verb + ": " + std::to_string(done) + " of " + std::to_string(all) + " files");
  };
  return derive(r, how);
}

void tell_left_out(const golden_files& d) {
  for (const std::string& id : d.left_out)
    std::printf("%s: left out: undecided within the precision cap\n", id.c_str());
}

std::string counted(std::size_t n, const char* what) {
  return std::to_string(n) + ' ' + what + (n == 1 ? "" : "s");
}

int write_recipe(const golden_flags& f) {
  const recipe r = read_recipe(f.recipe);
  const golden_files d = derived(f, r);
  const golden_changes changes = write(r, d);
  tell_left_out(d);
  std::printf("%s: %s: %ld cases; %s written, %ld unchanged, %ld removed\n", f.verb.c_str(),
              f.recipe.c_str(), d.cases,
              counted(static_cast<std::size_t>(changes.written), "file").c_str(), changes.unchanged,
              changes.removed);
  return exit_ok;
}

int check_recipe(const golden_flags& f) {
  const recipe r = read_recipe(f.recipe);
  const golden_files d = derived(f, r);
  const std::vector<golden_difference> found = compare(r, d);
  if (found.empty()) {
    std::printf("%s: %s: %s, %ld cases: all as derived, byte for byte\n", f.verb.c_str(),
                f.recipe.c_str(), counted(d.texts.size(), "file").c_str(), d.cases);
    return exit_ok;
  }
  constexpr std::size_t most_shown = 40;
  std::set<std::string> files;
  for (const golden_difference& x : found) files.insert(x.path);
  for (std::size_t i = 0; i < std::min(found.size(), most_shown); ++i)
    std::printf("%s\n", one_line(found[i].path + ": " + found[i].what, message_limit).c_str());
  if (found.size() > most_shown)
    std::printf("and %zu more differences\n", found.size() - most_shown);
  const std::string writer = f.verb.substr(0, f.verb.rfind(' ')) + " write";
  std::printf("%s: %s in %s; 'kloracle %s %s' would renew them\n", f.verb.c_str(),
              counted(found.size(), "difference").c_str(), counted(files.size(), "file").c_str(),
              writer.c_str(), f.recipe.c_str());
  return exit_gate;
}

void add_recipe_verb(CLI::App& app, const std::string& name, const std::string& about,
                     const char* recipe_default, int (*run)(const golden_flags&), int& code) {
  auto f = std::make_shared<golden_flags>();
  f->verb = app.get_name() + ' ' + name;
  f->recipe = recipe_default;
  CLI::App* verb = app.add_subcommand(name, about);
  verb->add_option("recipe", f->recipe, "what to derive")->default_str(recipe_default);
  verb->add_option("--threads", f->threads, "threads (0: all)")->default_str("0");
  verb->add_option("--extra-bits", f->extra_bits,
                   "derive from enclosures so much finer: condition numbers alone may differ")
      ->check(CLI::Range(0, 4000))
      ->default_str("0");
  verb->footer(app.get_footer());
  verb->callback([f, run, &code] {
    try {
      code = run(*f);
    } catch (const input_error& e) {
      std::fprintf(stderr, "kloracle %s: %s\n", f->verb.c_str(),
                   one_line(e.what(), message_limit).c_str());
      code = exit_usage;
    } catch (const interrupted&) {
      std::fprintf(stderr, "kloracle %s: interrupted; nothing was written\n", f->verb.c_str());
      code = exit_interrupted;
    }
  });
}

}  // namespace

void add_golden(CLI::App& app, int& code) {
  CLI::App* golden = app.add_subcommand("golden", "golden files for your own repository");
  golden->footer(golden_examples);
  add_recipe_verb(*golden, "write", "derive a recipe's files and write those that changed",
                  "kloracle.toml", write_recipe, code);
  add_recipe_verb(*golden, "check", "derive a recipe's files again and compare the bytes",
                  "kloracle.toml", check_recipe, code);
  golden->require_subcommand(1);
}

void add_fixtures(CLI::App& app, int& code) {
  CLI::App* fixtures = app.add_subcommand("fixtures", "the shipped corpus, and exports of it");
  fixtures->footer(fixtures_examples);
  add_recipe_verb(*fixtures, "verify", "derive the corpus again and compare the bytes",
                  "fixtures/recipe.toml", check_recipe, code);
  add_recipe_verb(*fixtures, "write", "derive the corpus and write what changed",
                  "fixtures/recipe.toml", write_recipe, code);
  add_fixtures_export(*fixtures, code);
  fixtures->require_subcommand(1);
}

}  // namespace kloracle
