// SPDX-License-Identifier: Apache-2.0
#include "tools/given_case.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "tools/check_table.hpp"
#include "tools/command_subject.hpp"
#include "tools/exit_codes.hpp"
#include "tools/findings.hpp"
#include "tools/flag_values.hpp"
#include "tools/number_codec.hpp"
#include "tools/one_line.hpp"
#include "tools/open_subject.hpp"

namespace kloracle {
namespace {

// The value of the format that the text writes. The codec knows -0, which a number is not told.
double given_number(const std::string& key, const std::string& text, const format& in) {
  if (const auto hex = decode(in, encoding::hexfloat, text)) return *hex;
  number x;
  try {
    x = number::parse(text, &in);
  } catch (const input_error& e) {
    throw input_error(key + ": " + e.what());
  }
  if (x.is_finite() && x.sign() == 0 && text.starts_with('-')) return -0.0;
  if (const auto value = decode(in, encoding::hexfloat, x.text())) return *value;
  throw input_error(
      fmt::format("{}: expected a value of {}, came {}", key, in.name, one_line(text)));
}

const offered_function& function_named(const subject& who, const std::string& name) {
  std::string offered;
  for (const offered_function& f : who.functions()) {
    if (f.name == name) return f;
    offered += (offered.empty() ? "" : ", ") + f.name;
  }
  throw input_error(fmt::format("--function: {} offers no '{}'; expected one of {}",
                                who.identity().name, name, offered));
}

// The format asked for; where none is, binary64 if it is offered, else the first that is.
const format& format_asked(const offered_function& f, const std::string& name) {
  std::string offered;
  for (const format* in : f.formats) {
    if (in->name == (name.empty() ? binary64.name : name)) return *in;
    offered += (offered.empty() ? "" : ", ") + std::string(in->name);
  }
  if (name.empty()) return *f.formats.front();
  throw input_error(fmt::format("--format: '{}' is offered in {}, came {}", f.name, offered, name));
}

// "mu, sigma", "mean[2], covariance[2,2]" and how many numbers these are.
std::pair<std::string, std::size_t> numbers_of(const family_side& side) {
  std::string text;
  std::size_t numbers = 0;
  for (const family_side::slot& s : side.parameters) {
    text += (text.empty() ? "" : ", ") + s.name;
    std::size_t count = 1;
    for (const std::size_t axis : s.shape) count *= axis;
    if (!s.shape.empty()) text += fmt::format("[{}]", fmt::join(s.shape, ","));
    numbers += count;
  }
  return {text, numbers};
}

void refuse_other_count(const std::string& flag, std::size_t came, std::size_t due,
                        const std::string& of) {
  if (came == due) return;
  throw input_error(fmt::format("{}: expected {} numbers, {}; came {}", flag, due, of, came));
}

// One side of the case, as long as the function says.
std::vector<double> given_side(const std::string& flag, const std::string& given,
                               const offered_function& f, const std::optional<family_side>& of,
                               const format& in) {
  if (given.empty()) throw input_error(flag + ": is missing; expected the numbers of the case");
  std::vector<double> numbers = given_numbers(flag, given, in);
  if (of) {
    const auto [names, count] = numbers_of(*of);
    refuse_other_count(flag, numbers.size(), count, names + " of " + of->family);
  } else if (const auto due = outcomes_of(f)) {
    refuse_other_count(flag, numbers.size(), *due, "as many as the function has outcomes");
  }
  return numbers;
}

test_case stated_case(const std::string& p, const std::string& q, const offered_function& f,
                      const format& in) {
  if (!takes_q(f) && !q.empty()) throw input_error("--q: '" + f.name + "' takes p alone");
  sample input{given_side("--p", p, f, f.p_of, in), {}};
  if (takes_q(f)) input.q = given_side("--q", q, f, f.q_of, in);
  return {case_id(f, in, input), given_group, std::move(input)};
}

// What the oracle finds wrong with an argument, "p.sigma", is a fault of the flag "--p".
void refuse_bad_input(const answer& truth) {
  if (truth.bad_input()) throw input_error("--" + truth.argument + ": " + truth.reason);
}

int judge_case_of(subject& who, const std::string& p, const std::string& q, const check_flags& f) {
  const offered_function& function = function_named(who, f.function);
  const format& in = format_asked(function, f.format_name);
  const test_case stated = stated_case(p, q, function, in);
  reference truth(problem_of(function, stated.input), in);
  refuse_bad_input(truth.truth());
  std::vector<response> returned = who.evaluate(function, in, std::span(&stated.input, 1));
  returned.resize(1, {response::kind::malformed, 0, "no response to this case"});
  verdict judgement;
  if (returned[0].what == response::kind::value)
    judgement = judge(truth, returned[0].value, returned[0].claimed_error);
  const finding_style how{shell_quoted(f.subjects.at(0)), 1, true, wants_colour(stdout)};
  std::fputs(
      finding_text({&function, &in, &stated, returned[0], judgement, &truth.truth()}, how).c_str(),
      stdout);
  return returned[0].what == response::kind::not_run ? exit_incomplete : exit_ok;
}

}  // namespace

std::vector<double> given_numbers(const std::string& flag, const std::string& given,
                                  const format& in) {
  std::vector<double> numbers;
  for (const std::string& text : flag_number_texts(flag, given))
    numbers.push_back(given_number(fmt::format("{}[{}]", flag, numbers.size()), text, in));
  return numbers;
}

int judge_given_case(const std::string& p, const std::string& q, const check_flags& f) {
  const std::string& argument = f.subjects.at(0);
  try {
    return judge_case_of(*open_subject(argument, f.timeout_s), p, q, f);
  } catch (const protocol_error& e) {
    std::fprintf(stderr, "kloracle %s: %s: %s\n", f.verb.c_str(), argument.c_str(), e.what());
    return exit_subject;
  }
}

}  // namespace kloracle
