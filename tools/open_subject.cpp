// SPDX-License-Identifier: Apache-2.0
#include "tools/open_subject.hpp"

#include <algorithm>
#include <array>

#include "properties/builtin_subjects.hpp"
#include "properties/mutants/mutants.hpp"
#include "tools/command_subject.hpp"
#include "tools/file_subject.hpp"
#include "tools/library_subject.hpp"
#include "tools/problem_json.hpp"

namespace kloracle {
namespace {

constexpr std::array kind_table{
    subject_kind{"builtin", "NAME", "one of those above"},
    subject_kind{"cmd", "COMMAND",
                 "any program that speaks the line protocol (tools/adapters/README.md)"},
    subject_kind{"so", "PATH", "a shared library with the C interface of tools/adapters/c"},
    subject_kind{"mutant", "NAME",
                 "sound code with one defect planted: what tries kloracle itself"},
    subject_kind{"file", "ANSWERS", "answers written into what kloracle emit wrote"},
};

struct subject_argument {
  std::string kind;
  std::string rest;
};

subject_argument parts_of(const std::string& argument) {
  const std::size_t colon = argument.find(':');
  if (colon == argument.npos) return {"", argument};
  return {argument.substr(0, colon), argument.substr(colon + 1)};
}

// An implementation in this process is judged as what this process computes.
std::unique_ptr<subject> in_process(std::unique_ptr<subject> who) {
  const std::string fault = float_environment_fault();
  if (!fault.empty()) throw input_error("subject: cannot judge code in this process: " + fault);
  return who;
}

command_options options_of(double batch_s) {
  command_options how;
  how.batch_s = batch_s;
  how.suite_version = KLORACLE_VERSION;
  return how;
}

}  // namespace

std::span<const subject_kind> subject_kinds() {
  return kind_table;
}

std::string subject_forms() {
  std::string text;
  for (const subject_kind& k : kind_table) {
    if (&k != &kind_table.front()) text += &k == &kind_table.back() ? " or " : ", ";
    text += std::string(k.name) + ':' + std::string(k.rest);
  }
  return text;
}

void refuse_bad_subject(const std::string& argument) {
  const auto [kind, rest] = parts_of(argument);
  if (kind == "builtin") {
    if (make_builtin_subject(rest) != nullptr) return;
    throw input_error("subject: unknown builtin '" + rest + "'; expected one of " +
                      words(builtin_subjects()));
  }
  if (kind == "mutant" && mutants::find_mutant(rest) == nullptr) {
    throw input_error("subject: unknown mutant '" + rest + "'; expected one of " +
                      words(mutants::mutants()));
  }
  if (std::ranges::count(kind_table, kind, &subject_kind::name) != 0 && !rest.empty()) return;
  throw input_error("subject: '" + argument + "' is not " + subject_forms());
}

std::unique_ptr<subject> open_subject(const std::string& argument, double batch_s) {
  const auto [kind, rest] = parts_of(argument);
  if (kind == "builtin") return in_process(make_builtin_subject(rest));
  if (kind == "mutant") return in_process(mutants::make_mutant(rest));
  if (kind == "file") return std::make_unique<file_subject>(rest);
  if (kind == "so") return start_library_subject(rest, options_of(batch_s));
  return start_command_subject(rest, options_of(batch_s));
}

}  // namespace kloracle
