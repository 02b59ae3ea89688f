// SPDX-License-Identifier: Apache-2.0
#include "tools/klap_conversation.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

#include "tools/klap_numbers.hpp"
#include "tools/one_line.hpp"

namespace kloracle {
namespace {

using namespace std::chrono_literals;

// How an adapter ends before its introduction where what it adapts is not there: EX_UNAVAILABLE.
constexpr std::string_view no_library = "exit status 69";

// A process whose pipes have closed is about to end: time for it to say how.
constexpr auto ending_time = 1s;
// Time for an adapter to tidy up after `bye`.
constexpr auto leaving_time = 2s;

deadline after(seconds limit) {
  constexpr seconds longest = 1000h;
  return deadline::clock::now() +
         std::chrono::duration_cast<deadline::duration>(std::clamp(limit, seconds{0}, longest));
}

std::string text_of(seconds limit) {
  char text[32];
  std::snprintf(text, sizeof text, "%g s", limit.count());
  return text;
}

// The last lines of a text that are not empty, at most `count`, in order.
std::vector<std::string> last_lines(std::string_view text, std::size_t count) {
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < count) {
    const std::size_t feed = text.rfind('\n');
    const std::size_t begin = feed == std::string_view::npos ? 0 : feed + 1;
    const std::string_view line = text.substr(begin);
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) lines.push_back(one_line(line));
    text = text.substr(0, begin == 0 ? 0 : feed);
  }
  std::ranges::reverse(lines);
  return lines;
}

}  // namespace

klap_conversation::klap_conversation(const std::string& command, const settings& chosen)
    : process_(command, chosen.max_line), max_line_(chosen.max_line) {
  try {
    shake_hands(chosen);
  } catch (const protocol_error& error) {
    kill();
    const std::vector<std::string> why = last_lines(process_.error_tail(), 1);
    if (unavailable_ && !why.empty()) throw protocol_error("not available: " + why.front());
    std::string message = error.what();
    for (const std::string& line : last_lines(process_.error_tail(), 8)) {
      message += "\n  standard error: " + line;
    }
    throw protocol_error(message);
  }
}

klap_conversation::~klap_conversation() {
  if (!alive_) return;
  process_.write_line(bye_request(), after(leaving_time));
  process_.close_input();
  process_.finish(after(leaving_time));
}

void klap_conversation::shake_hands(const settings& chosen) {
  hello_ =
      read_introduction(demand("hello", {hello_request(chosen.suite_version)}, chosen.start).line);
  std::vector<const format*> needed;
  for (const offered_function& f : hello_.functions) {
    for (const format* in : f.formats) {
      if (std::ranges::find(needed, in) == needed.end()) needed.push_back(in);
    }
  }
  for (const format* in : needed) {
    const std::string step = " of " + std::string(in->name);
    const std::vector<double> sent = canaries(*in);
    check_echo(*in, hello_.numbers, sent,
               demand("echo" + step, echo_request(*in, hello_.numbers, sent), chosen.start));
    if (!chosen.probe) continue;
    const klap_message told =
        demand("probe" + step, probe_request(*in, hello_.numbers), chosen.start);
    std::ranges::move(read_probe(*in, hello_.numbers, told), std::back_inserter(facts_));
  }
}

// The answer to a step that the run cannot do without.
klap_message klap_conversation::demand(const std::string& step, const klap_message& request,
                                       seconds limit) {
  reply got = ask(request, limit);
  if (!got.answer) {
    throw protocol_error(step + ": expected an answer; " + got.fault.message);
  }
  return *std::move(got.answer);
}

klap_conversation::reply klap_conversation::ask(const klap_message& request, seconds limit) {
  using enum child_process::outcome;
  const deadline until = after(limit);
  const child_process::outcome sent = process_.write(request.line + '\n' + request.payload, until);
  if (sent != done) return {std::nullopt, silence(sent, limit, false)};
  child_process::line line = process_.read_line(until);
  if (line.what != done) return {std::nullopt, silence(line.what, limit, !line.text.empty())};
  // Until `hello` is read the encoding is one of text.
  const std::size_t due = hello_.numbers == encoding::bin ? announced_bytes(line.text) : 0;
  if (due == 0) return {klap_message{std::move(line.text)}};
  child_process::line payload = process_.read_bytes(due, until);
  if (payload.what == done) {
    return {klap_message{std::move(line.text), std::move(payload.text)}};
  }
  response fault = silence(payload.what, limit, true);
  if (payload.what != too_long) {
    fault.message += ", after " + std::to_string(payload.text.size()) + " of the " +
                     std::to_string(due) + " bytes it announced";
  }
  return {std::nullopt, std::move(fault)};
}

// Why there is no answer; the adapter is dead afterwards.
response klap_conversation::silence(child_process::outcome what, seconds limit, bool unfinished) {
  using enum child_process::outcome;
  alive_ = false;
  response fault;
  if (what == end_of_file) {
    const std::string how = process_.finish(after(ending_time));
    unavailable_ = !unfinished && hello_.functions.empty() && how == no_library;
    fault.what = response::kind::crashed;
    fault.message =
        (unfinished ? "the adapter hung up within its answer: " : "the adapter hung up: ") + how;
  } else {
    process_.finish(after(0s));
    const bool late = what == timed_out;
    fault.what = late ? response::kind::timed_out : response::kind::malformed;
    fault.message = late ? "no answer within " + text_of(limit)
                         : "an answer longer than " + std::to_string(max_line_) + " bytes";
  }
  return fault;
}

void klap_conversation::kill() {
  alive_ = false;
  process_.finish(after(0s));
}

std::string klap_conversation::last_words() const {
  const std::vector<std::string> lines = last_lines(process_.error_tail(), 1);
  return lines.empty() ? "" : "; standard error ends: " + lines.front();
}

}  // namespace kloracle
