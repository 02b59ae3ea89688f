// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "properties/subject.hpp"
#include "tools/number_codec.hpp"

namespace kloracle {

// The messages of KLAP/1 (tools/adapters/README.md): what is asked, and what is made of an answer.
// An answer comes from a program that may be broken, so nothing in it is taken on trust.

/// A request or an answer: a line of JSON, without its line feed, and the bytes after it, which
/// only the encoding bin has.
struct klap_message {
  std::string line;
  std::string payload = {};
};

/// An adapter that cannot be talked to: nothing was graded. The first line of what() names the step
/// that failed, what was expected and what came.
class protocol_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What an adapter says in answer to `hello`.
struct introduction {
  subject_identity who;
  std::vector<offered_function> functions;
  encoding numbers = encoding::hexfloat;
  std::size_t max_cases = 256;
  std::size_t max_n = 1000000;
  bool deterministic = true;  // claims the same answer to the same question, always
  std::string essence;        // what must be the same when the adapter is started again, as text
};

std::string hello_request(std::string_view suite_version);

/// Errors: protocol_error for a missing or unknown word, naming it and those that are allowed.
introduction read_introduction(std::string_view line);

/// Numbers of the format at which codecs break: zeros, the ends of every range, odd patterns.
std::vector<double> canaries(const format& f);

klap_message echo_request(const format& f, encoding e, std::span<const double> values);

/// Errors: protocol_error unless the reply returns the very numbers sent.
void check_echo(const format& f, encoding e, std::span<const double> sent,
                const klap_message& reply);

/// Asks for the sum and the product of pairs that show how the adapter's arithmetic rounds.
klap_message probe_request(const format& f, encoding e);

/// What the reply tells of arithmetic that is not IEEE 754's default, a fact each: subnormals
/// flushed, directed rounding. None where all is as it should be, or the adapter does not tell (it
/// may answer an `error`). Errors: protocol_error where the reply is neither numbers nor an error.
std::vector<std::string> read_probe(const format& f, encoding e, const klap_message& reply);

/// One `eval` message. Domain: `in` is one of function.formats, the samples hold values of it.
struct evaluation {
  std::int64_t seq;
  const offered_function& function;
  const format& in;
  encoding numbers;
  std::span<const sample> samples;
};

klap_message eval_request(const evaluation& asked);

/// The answer to one `eval`.
struct eval_reply {
  enum class kind {
    entries,  // one response per sample, some perhaps malformed
    refused,  // an answer to this request, but not one per sample; the adapter can go on
    garbage,  // not an answer to this request: nothing that follows can be relied on
  };
  kind what;
  std::vector<response> responses;
  std::string fault;  // of refused and garbage
};

eval_reply read_eval_reply(const evaluation& asked, const klap_message& reply);

std::string bye_request();

}  // namespace kloracle
