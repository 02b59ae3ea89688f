// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <string>
#include <utility>

#include "tools/klap.hpp"
#include "tools/klap_json.hpp"
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

// Whether two doubles are the same number to the protocol: -0 is not 0, any NaN is NaN.
bool same_number(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (a != a && b != b);
}

void append_numbers(const format& f, encoding e, std::span<const double> values,
                    std::string& text) {
  text += '[';
  for (const double x : values) {
    if (text.back() != '[') text += ',';
    text += '"';
    encode(f, e, x, text);
    text += '"';
  }
  text += ']';
}

// What an entry of `r` says.
response read_entry(const evaluation& asked, const json& entry) {
  constexpr std::size_t message_limit = 1000;
  if (const auto* text = entry.get_ptr<const std::string*>()) {
    if (const auto value = decode(asked.in, asked.numbers, *text)) return response::of(*value);
    return {response::kind::malformed, 0,
            "'" + one_line(*text) + "' is not a " + std::string(name(asked.numbers)) + " of " +
                std::string(asked.in.name)};
  }
  if (const std::string* thrown = find_text(entry, "throw")) {
    return {response::kind::thrown, 0, one_line(*thrown, message_limit)};
  }
  if (const std::string* why = find_text(entry, "skip")) {
    const std::string* issue = find_text(entry, "issue");
    return {response::kind::skipped, 0,
            one_line(*why, message_limit) +
                (issue == nullptr ? "" : " (" + one_line(*issue, message_limit) + ")")};
  }
  return {response::kind::malformed, 0,
          "expected a number, a throw or a skip, came '" + one_line(entry.dump()) + "'"};
}

std::uint64_t scrambled(std::uint64_t& state) {  // splitmix64
  std::uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

std::vector<double> canaries(const format& f) {
  constexpr std::size_t count = 40;
  const int fraction_bits = f.precision - 1;
  const std::uint64_t least_normal = std::uint64_t{1} << fraction_bits;
  const std::uint64_t sign = std::uint64_t{1} << (f.width - 1);
  const std::uint64_t infinity = sign - least_normal;
  const std::uint64_t one = static_cast<std::uint64_t>(f.emax) << fraction_bits;
  // 0.1 and pi, from above and below, as near as the fraction allows.
  const std::uint64_t tenth = one - 4 * least_normal + (0x999999999999aULL >> (52 - fraction_bits));
  const std::uint64_t pi = one + least_normal + (0x921fb54442d18ULL >> (52 - fraction_bits));
  std::vector<std::uint64_t> patterns{0,
                                      1,
                                      2,
                                      least_normal / 2,
                                      least_normal - 1,
                                      least_normal,
                                      least_normal + 1,
                                      one - 1,
                                      one,
                                      one + 1,
                                      tenth,
                                      tenth + 1,
                                      pi,
                                      infinity - 1,
                                      infinity};
  for (std::size_t i = patterns.size(); i-- > 0;) {
    if (patterns[i] != pi) patterns.push_back(patterns[i] | sign);
  }
  patterns.push_back(infinity + least_normal / 2);  // NaN
  for (std::uint64_t state = 0; patterns.size() < count;) {
    const std::uint64_t pattern = scrambled(state) >> (64 - f.width);
    if ((pattern & ~sign) < infinity) patterns.push_back(pattern);
  }
  std::vector<double> values;
  values.reserve(count);
  for (const std::uint64_t pattern : patterns) values.push_back(value_of(f, pattern));
  return values;
}

std::string echo_request(const format& f, encoding e, std::span<const double> values) {
  std::string text = "{\"cmd\":\"echo\",\"format\":" + json_text(f.name) + ",\"values\":";
  append_numbers(f, e, values, text);
  return text + '}';
}

void check_echo(const format& f, encoding e, std::span<const double> sent, std::string_view line) {
  const std::string step = "echo of " + std::string(f.name) + ": expected ";
  const std::string size = std::to_string(sent.size());
  const json reply = parse_line(line);
  const json* values = find_member(reply, "values");
  if (values == nullptr || !values->is_array() || values->size() != sent.size()) {
    throw protocol_error(step + "'values', a list of " + size + ", came '" + one_line(line) + "'");
  }
  std::size_t place = 0;
  for (const json& came : *values) {
    const double due = sent[place++];
    const auto* text = came.get_ptr<const std::string*>();
    const auto value = text == nullptr ? std::nullopt : decode(f, e, *text);
    if (value && same_number(*value, due)) continue;
    std::string message = step + "'";
    encode(f, e, due, message);
    message += "' back, came '" + one_line(text == nullptr ? came.dump() : *text) + "' (value ";
    message.append(std::to_string(place)).append(" of ").append(size).append(")");
    throw protocol_error(message);
  }
}

std::string eval_request(const evaluation& asked) {
  const bool of_two = takes_q(asked.function);
  std::string text = "{\"cmd\":\"eval\",\"seq\":" + std::to_string(asked.seq) +
                     ",\"function\":" + json_text(asked.function.name) +
                     ",\"format\":" + json_text(asked.in.name) + ",\"cases\":[";
  for (const sample& s : asked.samples) {
    if (text.back() != '[') text += ',';
    text += "{\"p\":";
    append_numbers(asked.in, asked.numbers, s.p, text);
    if (of_two) {
      text += ",\"q\":";
      append_numbers(asked.in, asked.numbers, s.q, text);
    }
    text += '}';
  }
  return text + "]}";
}

eval_reply read_eval_reply(const evaluation& asked, std::string_view line) {
  const json reply = parse_line(line);
  const json* seq = find_member(reply, "seq");
  const auto came = [&] { return ", came '" + one_line(line) + "'"; };
  if (seq == nullptr || !seq->is_number_integer() || *seq != asked.seq) {
    return {eval_reply::kind::garbage,
            {},
            "expected an answer with 'seq' " + std::to_string(asked.seq) + came()};
  }
  if (const std::string* error = find_text(reply, "error")) {
    return {eval_reply::kind::refused, {}, "the adapter answered 'error': " + one_line(*error)};
  }
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
