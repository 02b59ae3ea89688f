// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "properties/builtin_subjects.hpp"
#include "properties/parallel.hpp"
#include "tools/commands.hpp"
#include "tools/exit_codes.hpp"
#include "tools/mutant_table.hpp"
#include "tools/one_line.hpp"
#include "tools/terminal.hpp"

namespace kloracle {
namespace {

constexpr const char* examples = R"(
A mutant is sound code with one defect. Each is put to every value check and to every law; so is the
sound code. Exit status 1: a mutant was not blamed, or sound code was.

examples:
  kloracle mutants
  kloracle mutants kl_swapped kl_halved
  kloracle mutants --as markdown
  kloracle mutants --perfect 1000000)";

struct mutants_flags {
  std::vector<std::string> names;
  std::string as = "text";
  long perfect = 0;
};

tried_code original_row(const mutants::original_entry& o) {
  return {o.name, &o, nullptr, {}};
}

tried_code mutant_row(const mutants::mutant_entry& m) {
  return {m.name, mutants::find_original(m.original), &m, {}};
}

// The rows of the names, all of them without any. Throws input_error for an unknown name.
std::vector<tried_code> rows_of(const std::vector<std::string>& names) {
  std::vector<tried_code> rows;
  for (const std::string& name : names) {
    const mutants::mutant_entry* m = mutants::find_mutant(name);
    const mutants::original_entry* o = mutants::find_original(name);
    if (m == nullptr && o == nullptr) {
      throw input_error("no mutant '" + name + "'; `kloracle mutants` names them all");
    }
    rows.push_back(m != nullptr ? mutant_row(*m) : original_row(*o));
  }
  if (!names.empty()) return rows;
  for (const mutants::original_entry& o : mutants::originals()) rows.push_back(original_row(o));
  for (const mutants::mutant_entry& m : mutants::mutants()) rows.push_back(mutant_row(m));
  return rows;
}

void try_all(std::vector<tried_code>& rows) {
  reference_store references;
  progress_line progress(stderr);
  std::mutex lock;
  std::size_t done = 0;
  in_parallel(rows.size(), 0, [&](std::size_t i) {
    tried_code& t = rows[i];
    const auto who =
        t.mutant != nullptr ? mutants::make_mutant(t.name) : mutants::make_original(t.name);
    t.found = mutants::try_subject(*who, t.of->claim, {}, references);
    const std::lock_guard hold(lock);
    progress.show(fmt::format("{} of {}: {}", ++done, rows.size(), t.name));
  });
}

int run_trials(const mutants_flags& flags) {
  std::vector<tried_code> rows = rows_of(flags.names);
  try_all(rows);
  const std::string text = flags.as == "markdown"
                               ? mutant_markdown(rows)
                               : mutant_text(rows, !flags.names.empty(), wants_colour(stdout));
  fmt::print("{}\n{}", text, mutant_totals(rows));
  return std::ranges::all_of(rows, &tried_code::as_due) ? exit_ok : exit_gate;
}

// The subjects that are correctly rounded: they answer from the oracle.
std::vector<std::string_view> perfect_originals() {
  std::vector<std::string_view> names;
  for (const mutants::original_entry& o : mutants::originals()) {
    if (o.claim == grade::correctly_rounded) names.push_back(o.name);
  }
  return names;
}

// One pass over every perfect subject after the other, from another seed each time, until so many
// checks are made.
int run_perfect(long wanted) {
  const std::vector<std::string_view> names = perfect_originals();
  const auto begun = std::chrono::steady_clock::now();
  progress_line progress(stderr);
  std::mutex lock;
  long values = 0;
  long laws = 0;
  long blamed = 0;
  std::string faults;
  for (std::uint64_t round = 0; values + laws < wanted; ++round) {
    in_parallel(names.size() + 1, 0, [&](std::size_t i) {
      {
        const std::lock_guard hold(lock);
        if (values + laws >= wanted) return;
        progress.show(fmt::format("{} of {} checks", values + laws, wanted));
      }
      const auto who = i < names.size() ? mutants::make_original(names[i])
                                        : make_builtin_subject("correctly_rounded");
      mutants::trial_options how;
      how.seed += round;
      reference_store references;
      const mutants::trial found = try_subject(*who, grade::correctly_rounded, how, references);
      const std::lock_guard hold(lock);
      values += found.cases;
      laws += found.law_checks;
      blamed += found.blamed_cases + found.blamed_laws;
      if (found.blamed()) faults += fmt::format("{}, seed {}\n", who->identity().name, how.seed);
    });
  }
  progress.clear();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  fmt::print(
      "{}{} values and {} checks of laws on correctly rounded subjects: {} blamed ({:.0f} s)\n",
      faults, values, laws, blamed, took.count());
  return blamed == 0 ? exit_ok : exit_gate;
}

}  // namespace

void add_mutants(CLI::App& app, int& code) {
  auto flags = std::make_shared<mutants_flags>();
  CLI::App* verb = app.add_subcommand("mutants", "planted bugs, and what finds each of them");
  verb->footer(examples);
  verb->add_option("name", flags->names, "only these, and everything that blames them");
  verb->add_option("--as", flags->as, "text or markdown")
      ->check(CLI::IsMember({"text", "markdown"}));
  verb->add_option("--perfect", flags->perfect,
                   "instead: so many checks on correctly rounded subjects, to blame none")
      ->check(CLI::Range(1L, 1000000000L));
  verb->callback([flags, &code] {
    try {
      code = flags->perfect > 0 ? run_perfect(flags->perfect) : run_trials(*flags);
    } catch (const input_error& e) {
      std::fprintf(stderr, "kloracle mutants: %s\n", one_line(e.what(), message_limit).c_str());
      code = exit_usage;
    }
  });
}

}  // namespace kloracle
