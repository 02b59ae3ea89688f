// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/export_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "oracle/number.hpp"
#include "tools/exit_codes.hpp"
#include "tools/golden/exports.hpp"
#include "tools/golden/fixture_reader.hpp"
#include "tools/golden/policies.hpp"
#include "tools/one_line.hpp"
#include "tools/problem_json.hpp"
#include "tools/whole_file.hpp"

namespace kloracle {
namespace {

constexpr const char* examples = R"(
examples:
  kloracle fixtures export fixtures/v1/categorical/kl.normalised.*.json --as c --output kl.h
  kloracle fixtures export FILE --as rust --format binary32 --output cases.rs
  kloracle fixtures export FILE --as npz --profile scipy --output cases.npz

A case is exported if all its inputs are values of the format. kloracle list exports: languages and
encodings. Loaders: fixtures/loaders.)";

struct export_flags {
  std::vector<std::string> files;
  std::string as;
  std::string format_name = "binary64";
  std::string encoding_name;
  std::string profile = "strict";
  std::string output;
};

std::string names_of(std::span<const encoding> encodings) {
  std::string text;
  for (const encoding e : encodings) text += (text.empty() ? "" : ", ") + std::string(name(e));
  return text;
}

const format& wanted_format(const std::string& name) {
  std::string all;
  for (const format* f : formats()) {
    if (!fits_double(*f)) continue;
    if (f->name == name) return *f;
    all += (all.empty() ? "" : ", ") + std::string(f->name);
  }
  throw input_error("--format: unknown '" + name + "'; expected one of " + all);
}

encoding wanted_encoding(const export_entry& to, const std::string& word) {
  if (word.empty()) return to.allowed.front();
  for (const encoding e : to.allowed) {
    if (name(e) == word) return e;
  }
  throw input_error(fmt::format("--encoding: '{}' is not for {}: {}; expected {}", word, to.name,
                                to.reason, names_of(to.allowed)));
}

void check_profile(const std::string& name) {
  if (std::ranges::find(profiles(), name, &profile_entry::name) == profiles().end())
    throw input_error("--profile: unknown '" + name + "'; expected one of " + words(profiles()));
}

int run_export(const export_flags& flags) {
  const export_entry* to = find_export(flags.as);
  if (to == nullptr)
    throw input_error("--as: unknown '" + flags.as + "'; expected one of " + words(exports()));
  export_table table;
  table.in = &wanted_format(flags.format_name);
  const encoding e = wanted_encoding(*to, flags.encoding_name);
  check_profile(flags.profile);
  table.profile = flags.profile;
  for (const std::string& file : flags.files) read_fixture(file, table);
  if (table.cases.empty())
    throw input_error(
        fmt::format("FILE: no case has only inputs that are values of {}", flags.format_name));
  const std::string text = to->text(table, e);
  if (!flags.output.empty()) {
    replace_file(flags.output, text, "--output");
  } else {
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  if (table.unfit != 0)
    fmt::print(stderr,
               "kloracle fixtures export: {} of {} cases left out: not all their inputs are "
               "values of {}\n",
               table.unfit, table.unfit + table.cases.size(), table.in->name);
  return exit_ok;
}

}  // namespace

void add_fixtures_export(CLI::App& fixtures, int& code) {
  auto flags = std::make_shared<export_flags>();
  CLI::App* verb = fixtures.add_subcommand("export", "fixtures as source code or data");
  verb->footer(examples);
  verb->add_option("FILE", flags->files, "fixture files")->required();
  verb->add_option("--as", flags->as, words(exports()))->required();
  verb->add_option("--format", flags->format_name, "of every number: binary64 or narrower")
      ->default_str(flags->format_name);
  verb->add_option("--encoding", flags->encoding_name,
                   "hexfloat, bits or dec17, where the language reads it exactly");
  verb->add_option("--profile", flags->profile,
                   "what is expected of bad input; of kloracle list profiles")
      ->default_str(flags->profile);
  verb->add_option("--output", flags->output, "a file, instead of standard output");
  verb->callback([flags, &code] {
    try {
      code = run_export(*flags);
    } catch (const input_error& e) {
      std::fprintf(stderr, "kloracle fixtures export: %s\n",
                   one_line(e.what(), message_limit).c_str());
      code = exit_usage;
    }
  });
}

}  // namespace kloracle
