// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tools/klap.hpp"
#include "tools/process.hpp"

namespace kloracle {

using seconds = std::chrono::duration<double>;

/// One run of an adapter, from its start through `hello`, `echo` and `probe` to `bye` or its death.
class klap_conversation {
 public:
  struct settings {
    seconds start;  // to its answer to `hello`, and for each `echo` and `probe`
    std::size_t max_line;
    std::string suite_version;
    bool probe = true;  // ask how its arithmetic rounds
  };

  /// What came of a request: an answer, or nothing more from this adapter ever.
  struct reply {
    std::optional<klap_message> answer;
    response fault = {};  // where there is none: crashed, timed_out or malformed, and how
  };

  /// Starts the adapter; it is ready for `eval` afterwards. Errors: protocol_error; of an adapter
  /// that ends with status 69 (EX_UNAVAILABLE) the last line of its standard error, and no more.
  klap_conversation(const std::string& command, const settings& chosen);
  klap_conversation(const klap_conversation&) = delete;
  klap_conversation& operator=(const klap_conversation&) = delete;
  ~klap_conversation();

  const introduction& hello() const { return hello_; }

  /// What was found out about its arithmetic, a fact each.
  std::span<const std::string> facts() const { return facts_; }

  /// Sends a message and waits for one. Where none comes, the adapter is dead afterwards.
  reply ask(const klap_message& request, seconds limit);

  /// Ends the adapter without a word, where its last line made no sense.
  void kill();

  /// The last line it wrote to standard error, as "; standard error ends: ..."; empty if none.
  std::string last_words() const;

 private:
  void shake_hands(const settings& chosen);
  klap_message demand(const std::string& step, const klap_message& request, seconds limit);
  response silence(child_process::outcome what, seconds limit, bool unfinished);

  child_process process_;
  std::size_t max_line_;
  bool alive_ = true;
  bool unavailable_ =
      false;  // it ended, before its introduction, as an adapter without its library
  introduction hello_;
  std::vector<std::string> facts_;
};

}  // namespace kloracle
