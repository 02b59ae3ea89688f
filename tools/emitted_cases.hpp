// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "properties/cases.hpp"
#include "properties/laws/law_run.hpp"
#include "properties/subject.hpp"
#include "tools/number_codec.hpp"

// Cases in a file, for code that no adapter reaches: `kloracle emit` writes every question that
// `kloracle check` would ask, somebody adds the answers, `kloracle grade` judges them.
namespace kloracle {

enum class case_file { jsonl, csv };

/// What was asked and why: the first line of such a file.
struct emitted_plan {
  std::vector<std::string> functions;  // each a JSON object, as an adapter declares its functions
  encoding numbers = encoding::hexfloat;
  case_options cases;
  law_options laws;  // seed, checks, max_n; shrinks is 0: what was not emitted is not answered
};

/// The functions of the plan. Errors: input_error that begins with `key`.
std::vector<offered_function> functions_of(const emitted_plan& plan, const std::string& key);

/// The first lines of a file of the kind, each with its line feed.
std::string plan_lines(const emitted_plan& plan, case_file kind);

/// One question, with room for the answer.
std::string case_line(const offered_function& f, const format& in, const sample& input, encoding e,
                      case_file kind);

/// A question of a file, and what was answered; not_run where nothing was.
struct answered_case {
  std::string function;
  const format* in = nullptr;
  sample input;
  response answer;
};

/// A file of either kind, read whole.
/// Errors: input_error that begins with `key` and names the line.
struct answered_file {
  emitted_plan plan;
  std::vector<answered_case> cases;
};
answered_file read_answered(const std::string& path, const std::string& key);

}  // namespace kloracle
