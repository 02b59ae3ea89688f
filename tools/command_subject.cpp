// SPDX-License-Identifier: Apache-2.0
#include "tools/command_subject.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "tools/klap_conversation.hpp"
#include "tools/one_line.hpp"

namespace kloracle {
namespace {

std::size_t longest(const sample& s) {
  return std::max(s.p.size(), s.q.size());
}

std::size_t total(std::span<const sample> samples) {
  std::size_t numbers = 0;
  for (const sample& s : samples) numbers += s.p.size() + s.q.size();
  return numbers;
}

}  // namespace

/// Cases that travel together, and where their responses go.
struct command_subject::batch {
  const offered_function& function;
  const format& in;
  std::span<const sample> samples;
  std::span<response> responses;

  batch part(std::size_t from, std::size_t count) const {
    return {function, in, samples.subspan(from, count), responses.subspan(from, count)};
  }
  std::string name() const {
    return std::to_string(samples.size()) + (samples.size() == 1 ? " case of " : " cases of ") +
           one_line(function.name) + " in " + std::string(in.name);
  }
};

command_subject::command_subject(std::string command, command_options options)
    : command_(std::move(command)), options_(std::move(options)) {
  start(true);
  hello_ = adapter_->hello();
  for (const std::string& fact : adapter_->facts()) events_.push_back("environment: " + fact);
}

command_subject::~command_subject() = default;

std::unique_ptr<command_subject> start_command_subject(const std::string& command,
                                                       const command_options& options) {
  return std::make_unique<command_subject>(command, options);
}

// A run of the adapter. Its arithmetic need be probed but once.
std::unique_ptr<klap_conversation> command_subject::new_run(bool probe) const {
  try {
    return std::make_unique<klap_conversation>(
        command_, klap_conversation::settings{seconds(options_.start_s), options_.max_line,
                                              options_.suite_version, probe});
  } catch (const std::system_error& error) {
    throw protocol_error("start: expected to run the command, came: " + one_line(error.what()));
  }
}

void command_subject::start(bool probe) {
  adapter_ = new_run(probe);
  fresh_ = true;
}

std::vector<response> command_subject::evaluate(const offered_function& f, const format& in,
                                                std::span<const sample> samples) {
  std::vector<response> responses = ask_all(f, in, samples);
  ask_some_again(f, in, samples, responses);
  return responses;
}

std::vector<response> command_subject::ask_all(const offered_function& f, const format& in,
                                               std::span<const sample> samples) {
  std::vector<response> responses(samples.size());
  for (std::size_t done = 0; done < samples.size();) {
    const std::size_t count = batch_size(samples.subspan(done));
    if (count == 0) {
      responses[done++] = {response::kind::skipped, 0,
                           "longer than the adapter's max_n of " + std::to_string(hello_.max_n)};
      continue;
    }
    run({f, in, samples.subspan(done, count), std::span(responses).subspan(done, count)});
    done += count;
  }
  return responses;
}

// How many of the first samples travel together; 0 where the adapter does not take the first.
std::size_t command_subject::batch_size(std::span<const sample> samples) const {
  const std::size_t allowed = std::max<std::size_t>(options_.max_cases, 1);
  const std::size_t most = std::min({samples.size(), allowed, hello_.max_cases});
  std::size_t numbers = 0;
  std::size_t count = 0;
  for (; count < most && longest(samples[count]) <= hello_.max_n; ++count) {
    numbers += total(samples.subspan(count, 1));
    if (count > 0 && numbers > options_.max_numbers) break;
  }
  return count;
}

// Gets every response of a batch, by halves where the batch as a whole fails.
void command_subject::run(const batch& all) {
  const std::optional<response> fault = attempt(all);
  if (!fault) return;
  if (fault->what == response::kind::not_run) {
    std::ranges::fill(all.responses, *fault);
    return;
  }
  if (all.samples.size() == 1) {
    accuse(all, *fault);
    return;
  }
  events_.push_back("asking again, by halves: " + all.name() + ", after: " + fault->message);
  const std::size_t blamed = settle(all, true);
  events_.push_back(blamed == 0 ? "none of them fails alone: the fault needs the others"
                                : std::to_string(blamed) + " of them to blame");
}

// Gets every response of a part, and says how many cases are to blame. A part that fails is not
// asked for as a whole again; nor is, to spare a restart, the second half of one whose first half
// does not fail.
std::size_t command_subject::settle(const batch& all, bool fails) {
  const std::size_t count = all.samples.size();
  if (!fails || count == 1) {
    const std::optional<response> fault = attempt(all);
    if (!fault) return 0;
    if (fault->what == response::kind::not_run) {
      std::ranges::fill(all.responses, *fault);
      return 0;
    }
    if (count == 1) return accuse(all, *fault) ? 1 : 0;
  }
  const std::size_t blamed = settle(all.part(0, count / 2), false);
  return blamed + settle(all.part(count / 2, count - count / 2), blamed == 0);
}

// Blames a case that failed alone, unless an adapter that was asked nothing else answers it.
bool command_subject::accuse(const batch& one, response fault) {
  if (!adapter_ && !asked_fresh_) {
    const std::optional<response> again = attempt(one);
    if (!again) {
      events_.push_back("not to blame: " + one.name() + ", which a fresh adapter answers");
      return false;
    }
    if (again->what != response::kind::not_run) fault = *again;
  }
  one.responses[0] = std::move(fault);
  return true;
}

// How many seconds an answer may take.
double command_subject::limit_of(std::span<const sample> samples) const {
  return options_.batch_s + options_.per_number_us * 1e-6 * static_cast<double>(total(samples));
}

// Asks for a batch: nullopt where every response was obtained, else the fault of the batch.
std::optional<response> command_subject::attempt(const batch& asked) {
  if (!is_ready()) return response{response::kind::not_run, 0, gave_up_};
  asked_fresh_ = fresh_;
  const evaluation message{++seq_, asked.function, asked.in, hello_.numbers, asked.samples};
  const klap_conversation::reply reply =
      adapter_->ask(eval_request(message), seconds(limit_of(asked.samples)));
  if (!reply.answer) return lose(reply.fault);
  eval_reply answer = read_eval_reply(message, *reply.answer);
  if (answer.what == eval_reply::kind::entries) {
    std::ranges::move(answer.responses, asked.responses.begin());
    fresh_ = false;
    losses_in_a_row_ = 0;
    return std::nullopt;
  }
  const response fault{response::kind::malformed, 0, answer.fault};
  return answer.what == eval_reply::kind::garbage ? lose(fault) : fault;
}

// Notes how the adapter was lost, and lets go of it.
response command_subject::lose(response fault) {
  ++losses_in_a_row_;
  adapter_->kill();
  fault.message += adapter_->last_words();
  last_fault_ = fault.message;
  events_.push_back("lost the adapter: " + fault.message);
  adapter_.reset();
  return fault;
}

// Whether there is an adapter to ask; starts it again where that is still allowed.
bool command_subject::is_ready() {
  if (adapter_) return true;
  if (!gave_up_.empty()) return false;
  if (losses_in_a_row_ >= options_.max_losses_in_a_row) {
    gave_up_ = "not asked: the adapter was lost " + std::to_string(losses_in_a_row_) +
               " times in a row, without an answer; the last fault: " + last_fault_;
  } else if (restarts_ >= options_.max_restarts) {
    gave_up_ = "not asked: the adapter was restarted as often as allowed (" +
               std::to_string(restarts_) + "); the last fault: " + last_fault_;
  } else {
    ++restarts_;
    events_.push_back("restart " + std::to_string(restarts_) + " of at most " +
                      std::to_string(options_.max_restarts));
    try {
      start(false);
      if (adapter_->hello().essence == hello_.essence) return true;
      adapter_.reset();
      gave_up_ = "not asked: after a restart the adapter offers other functions";
    } catch (const protocol_error& error) {
      gave_up_ =
          "not asked: the adapter could not be started again: " + one_line(error.what(), 1000);
    }
  }
  events_.push_back("gave up: " + gave_up_);
  return false;
}

}  // namespace kloracle
