// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "properties/steadiness.hpp"
#include "tools/command_subject.hpp"
#include "tools/klap_conversation.hpp"
#include "tools/one_line.hpp"

// The part of command_subject that asks twice.

namespace kloracle {
namespace {

// What a response says, for an event.
std::string text_of(const format& in, const response& r) {
  if (r.what != response::kind::value) return "'" + one_line(r.message) + "'";
  std::string text;
  encode(in, encoding::hexfloat, r.value, text);
  if (!r.claimed_error) return text;
  text += " and error ";
  encode(in, encoding::hexfloat, *r.claimed_error, text);
  return text;
}

}  // namespace

/// Everything that one evaluate() asked for and got.
struct command_subject::answered {
  const offered_function& function;
  const format& in;
  std::span<const sample> samples;
  std::span<const response> responses;

  std::string name() const { return one_line(function.name) + " in " + std::string(in.name); }
};

// Asks for some answers again: the adapter, and the first time another run of it.
void command_subject::ask_some_again(const offered_function& f, const format& in,
                                     std::span<const sample> samples,
                                     std::span<const response> responses) {
  const std::vector<std::size_t> repeated = cases_to_repeat(responses);
  if (repeated.empty() || !is_ready()) return;
  std::vector<sample> again;
  for (const std::size_t i : repeated) again.push_back(samples[i]);
  const answered all{f, in, samples, responses};
  const std::vector<response> answers = ask_all(f, in, again);
  for (std::size_t k = 0; k < repeated.size(); ++k) {
    if (answers[k].what == response::kind::not_run) continue;
    if (same_answer(responses[repeated[k]], answers[k])) continue;
    note_change(all, repeated[k], "when asked again", answers[k]);
  }
  ask_another_run(all, repeated, again);
}

// What differs from one run of the adapter to the next, such as the order of a hash table, does not
// show within one. Once for each function and format: this is about the code and not the inputs.
void command_subject::ask_another_run(const answered& all, std::span<const std::size_t> repeated,
                                      std::span<const sample> again) {
  const bool first = compared_.empty();
  if (!hello_.deterministic || (!first && !another_run_)) return;
  if (std::ranges::find(compared_, all.name()) != compared_.end()) return;
  compared_.push_back(all.name());
  try {
    if (first) another_run_ = new_run(false);
  } catch (const protocol_error& error) {
    events_.push_back("no second run to compare with: " + one_line(error.what()));
    return;
  }
  again = again.first(batch_size(again));
  const evaluation asked{++seq_, all.function, all.in, hello_.numbers, again};
  const auto reply = another_run_->ask(eval_request(asked), seconds(limit_of(again)));
  const eval_reply answers = reply.answer
                                 ? read_eval_reply(asked, *reply.answer)
                                 : eval_reply{eval_reply::kind::garbage, {}, reply.fault.message};
  if (answers.what == eval_reply::kind::garbage) {
    another_run_.reset();
    events_.push_back("a second run fails where the first answers: " + answers.fault);
  }
  for (std::size_t k = 0; k < answers.responses.size(); ++k) {
    if (same_answer(all.responses[repeated[k]], answers.responses[k])) continue;
    note_change(all, repeated[k], "in another run", answers.responses[k]);
  }
}

// Counts a changed answer, and tells of it once for each function and format.
void command_subject::note_change(const answered& all, std::size_t i, const std::string& when,
                                  const response& after) {
  changes_.push_back({all.function.name, all.samples[i], &all.in});
  if (hello_.deterministic) {
    ++changed_;
    if (!first_changed_) first_changed_ = changes_.back();
  }
  if (std::ranges::find(told_of_, all.name()) != told_of_.end()) return;
  told_of_.push_back(all.name());
  const std::string claim = hello_.deterministic ? "" : ", as declared";
  events_.push_back("not deterministic" + claim + ": " + all.name() + " answered case " +
                    std::to_string(i + 1) + " of " + std::to_string(all.samples.size()) + " with " +
                    text_of(all.in, all.responses[i]) + ", and " + when + " with " +
                    text_of(all.in, after));
}

}  // namespace kloracle
