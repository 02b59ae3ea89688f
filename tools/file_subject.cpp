// SPDX-License-Identifier: Apache-2.0
#include "tools/file_subject.hpp"

#include <bit>
#include <cstdint>

#include "properties/steadiness.hpp"
#include "tools/one_line.hpp"

namespace kloracle {
namespace {

constexpr const char* key = "subject";

void append(std::string& text, const std::vector<double>& x) {
  for (const double v : x) {
    const auto bits = std::bit_cast<std::uint64_t>(v);
    for (unsigned shift = 0; shift < 64; shift += 8)
      text += static_cast<char>((bits >> shift) & 0xff);
  }
}

}  // namespace

std::string question_key(const std::string& function, const format& in, const sample& input) {
  std::string text =
      function + '\n' + std::string(in.name) + '\n' + std::to_string(input.p.size()) + '\n';
  append(text, input.p);
  append(text, input.q);
  return text;
}

file_subject::file_subject(const std::string& path) : identity_({"file:" + path, "", "", ""}) {
  answered_file file = read_answered(path, key);
  functions_ = functions_of(file.plan, std::string(key) + ": '" + path + "', line 1");
  plan_ = std::move(file.plan);
  for (answered_case& c : file.cases) {
    if (c.answer.what == response::kind::not_run) continue;
    const auto [known, is_new] =
        answers_.try_emplace(question_key(c.function, *c.in, c.input), c.answer);
    if (is_new || same_answer(known->second, c.answer)) continue;
    throw input_error(std::string(key) + ": '" + path + "' answers one question of " +
                      one_line(c.function) + " in two ways");
  }
}

std::vector<response> file_subject::evaluate(const offered_function& f, const format& in,
                                             std::span<const sample> samples) {
  std::vector<response> responses;
  responses.reserve(samples.size());
  for (const sample& s : samples) {
    const auto found = answers_.find(question_key(f.name, in, s));
    responses.push_back(found == answers_.end()
                            ? response{response::kind::not_run, 0, "the file has no answer"}
                            : found->second);
  }
  return responses;
}

}  // namespace kloracle
