// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>

#include "tools/check_session.hpp"
#include "tools/check_table.hpp"
#include "tools/command_subject.hpp"
#include "tools/exit_codes.hpp"
#include "tools/file_subject.hpp"
#include "tools/law_table.hpp"
#include "tools/open_subject.hpp"

namespace kloracle {
namespace {

// LAW/FUNCTION/FORMAT/DECISIONS; a function's name may have a '/' of its own.
struct law_check_id {
  std::string law;
  std::string function;
  std::string format_name;
};

law_check_id read_id(const std::string& id) {
  const std::size_t law_end = id.find('/');
  const std::size_t format_end = id.rfind('/');
  const std::size_t function_end = id.rfind('/', format_end - 1);
  return {id.substr(0, law_end), id.substr(law_end + 1, function_end - law_end - 1),
          id.substr(function_end + 1, format_end - function_end - 1)};
}

void repeat(const std::string& id, const check_flags& f) {
  const std::string& argument = f.subjects.at(0);
  const std::unique_ptr<subject> who = open_subject(argument, f.timeout_s);
  const auto* file = dynamic_cast<const file_subject*>(who.get());
  const std::size_t max_n = file != nullptr ? file->plan().laws.max_n : plan_of(f).laws.max_n;
  const counterexample found = repeat_law(*who, id, max_n);
  const law_check_id named = read_id(id);  // repeat_law() has let it pass
  const auto functions = who->functions();
  const auto offered = std::ranges::find(functions, named.function, &offered_function::name);
  const finding_style how{shell_quoted(argument) + repeating_flags(f), 1, true,
                          wants_colour(stdout)};
  std::fputs(
      law_finding_text(*find_law(named.law), *offered, *find_format(named.format_name), found, how)
          .c_str(),
      stdout);
}

}  // namespace

bool names_law(std::string_view id) {
  // A case's id has no '/' before the options of its problem.
  return id.find('/') < std::min(id.find('('), id.find(':'));
}

int repeat_law_check(const std::string& id, const check_flags& f) {
  try {
    repeat(id, f);
    return exit_ok;
  } catch (const protocol_error& e) {
    std::fprintf(stderr, "kloracle %s: %s: %s\n", f.verb.c_str(), f.subjects.at(0).c_str(),
                 e.what());
    return exit_subject;
  }
}

}  // namespace kloracle
