// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>
#include <utility>

#include "tools/klap.hpp"
#include "tools/klap_json.hpp"
#include "tools/klap_numbers.hpp"
#include "tools/one_line.hpp"

namespace kloracle {

using nlohmann::json;

json parse_line(std::string_view line) {
  constexpr int depth_limit = 8;
  const auto keep = [](int depth, json::parse_event_t, json&) { return depth <= depth_limit; };
  return json::parse(line, keep, false);
}

const json* find_member(const json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

const std::string* find_text(const json& object, const char* key) {
  const json* found = find_member(object, key);
  return found == nullptr ? nullptr : found->get_ptr<const std::string*>();
}

std::string json_text(std::string_view text) {
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

namespace {

constexpr std::size_t most_of_a_message = 1000;

// An entry of `r` that is a number, or a number and the bound on its error.
response read_number_entry(const evaluation& asked, const json& entry) {
  const bool of_two = asked.function.claims_error;
  std::array<double, 2> numbers{};
  for (std::size_t i = 0; i < (of_two ? 2 : 1); ++i) {
    const auto* text = (of_two ? entry[i] : entry).get_ptr<const std::string*>();
    const auto value = text == nullptr ? std::nullopt : decode(asked.in, asked.numbers, *text);
    if (!value) {
      return {response::kind::malformed, 0,
              "'" + one_line(text == nullptr ? entry.dump() : *text) + "' is not a " +
                  std::string(name(asked.numbers)) + " of " + std::string(asked.in.name)};
    }
    numbers[i] = *value;
  }
  response read = response::of(numbers[0]);
  if (of_two) read.claimed_error = numbers[1];
  return read;
}

// What an entry of `r` says.
response read_entry(const evaluation& asked, const json& entry) {
  const bool of_two = asked.function.claims_error;
  if (of_two ? entry.is_array() && entry.size() == 2 : entry.is_string()) {
    return read_number_entry(asked, entry);
  }
  if (const std::string* thrown = find_text(entry, "throw")) {
    return {response::kind::thrown, 0, one_line(*thrown, most_of_a_message)};
  }
  if (const std::string* why = find_text(entry, "skip")) {
    const std::string* issue = find_text(entry, "issue");
    return {response::kind::skipped, 0,
            one_line(*why, most_of_a_message) +
                (issue == nullptr ? "" : " (" + one_line(*issue, most_of_a_message) + ")")};
  }
  return {response::kind::malformed, 0,
          std::string(of_two ? "expected [value, error]" : "expected a number") +
              ", a throw or a skip, came '" + one_line(entry.dump()) + "'"};
}

std::string request_head(const evaluation& asked) {
  return "{\"cmd\":\"eval\",\"seq\":" + std::to_string(asked.seq) +
         ",\"function\":" + json_text(asked.function.name) +
         ",\"format\":" + json_text(asked.in.name) + ",\"cases\":";
}

void append_length(std::span<const double> values, std::string& bytes) {
  for (std::size_t i = 0; i < 4; ++i) bytes += static_cast<char>(values.size() >> (8 * i) & 255);
}

// Per case u32 n_p, u32 n_q, then the numbers of p and of q.
klap_message binary_request(const evaluation& asked) {
  klap_message message{request_head(asked) + std::to_string(asked.samples.size())};
  for (const sample& s : asked.samples) {
    const std::span<const double> q =
        takes_q(asked.function) ? std::span<const double>(s.q) : std::span<const double>();
    append_length(s.p, message.payload);
    append_length(q, message.payload);
    append_bytes(asked.in, s.p, message.payload);
    append_bytes(asked.in, q, message.payload);
  }
  message.line += ',' + announcement(message.payload) + '}';
  return message;
}

// A case's part of a binary answer: u8 status, the value and, where one is claimed, its error.
response read_binary_entry(const evaluation& asked, const json* messages, std::size_t i,
                           const char* bytes) {
  enum status : char { value = 0, thrown = 1, skipped = 2 };
  if (*bytes == thrown || *bytes == skipped) {
    const std::string* why =
        messages == nullptr ? nullptr : find_text(*messages, std::to_string(i).c_str());
    return {*bytes == thrown ? response::kind::thrown : response::kind::skipped, 0,
            why == nullptr ? "no message came" : one_line(*why, most_of_a_message)};
  }
  if (*bytes != value) {
    return {response::kind::malformed, 0,
            "expected status 0, 1 or 2, came " +
                std::to_string(static_cast<unsigned>(static_cast<unsigned char>(*bytes)))};
  }
  response read = response::of(number_at(asked.in, bytes + 1));
  if (asked.function.claims_error) {
    read.claimed_error = number_at(asked.in, bytes + 1 + asked.in.width / 8);
  }
  return read;
}

eval_reply read_binary(const evaluation& asked, const json& header, std::string_view payload) {
  const std::size_t numbers = asked.function.claims_error ? 2 : 1;
  const std::size_t step = 1 + numbers * static_cast<std::size_t>(asked.in.width) / 8;
  const std::string fault = payload_fault(header, payload, step * asked.samples.size());
  if (!fault.empty()) return {eval_reply::kind::refused, {}, fault};
  const json* messages = find_member(header, "messages");
  eval_reply read{eval_reply::kind::entries, {}, {}};
  read.responses.reserve(asked.samples.size());
  for (std::size_t i = 0; i < asked.samples.size(); ++i) {
    read.responses.push_back(read_binary_entry(asked, messages, i, payload.data() + i * step));
  }
  return read;
}

}  // namespace

klap_message eval_request(const evaluation& asked) {
  if (asked.numbers == encoding::bin) return binary_request(asked);
  const bool of_two = takes_q(asked.function);
  std::string text = request_head(asked) + '[';
  for (const sample& s : asked.samples) {
    if (text.back() != '[') text += ',';
    text += "{\"p\":";
    append_texts(asked.in, asked.numbers, s.p, text);
    if (of_two) {
      text += ",\"q\":";
      append_texts(asked.in, asked.numbers, s.q, text);
    }
    text += '}';
  }
  return {text + "]}"};
}

eval_reply read_eval_reply(const evaluation& asked, const klap_message& answer) {
  const json reply = parse_line(answer.line);
  const json* seq = find_member(reply, "seq");
  const auto came = [&] { return ", came '" + one_line(answer.line) + "'"; };
  if (seq == nullptr || !seq->is_number_integer() || *seq != asked.seq) {
    return {eval_reply::kind::garbage,
            {},
            "expected an answer with 'seq' " + std::to_string(asked.seq) + came()};
  }
  if (const std::string* error = find_text(reply, "error")) {
    return {eval_reply::kind::refused, {}, "the adapter answered 'error': " + one_line(*error)};
  }
  if (asked.numbers == encoding::bin) return read_binary(asked, reply, answer.payload);
  const json* entries = find_member(reply, "r");
  if (entries == nullptr || !entries->is_array() || entries->size() != asked.samples.size()) {
    return {eval_reply::kind::refused,
            {},
            "expected 'r', a list of " + std::to_string(asked.samples.size()) + came()};
  }
  eval_reply read{eval_reply::kind::entries, {}, {}};
  read.responses.reserve(entries->size());
  for (const json& entry : *entries) read.responses.push_back(read_entry(asked, entry));
  return read;
}

std::string bye_request() {
  return "{\"cmd\":\"bye\"}";
}

}  // namespace kloracle
