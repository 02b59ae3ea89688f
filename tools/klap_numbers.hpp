// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/klap.hpp"
#include "tools/klap_json.hpp"

namespace kloracle {

// The numbers in KLAP's messages, as texts and as the bytes of the encoding bin.

/// Appends the numbers as a JSON list of texts.
void append_texts(const format& f, encoding e, std::span<const double> values, std::string& text);

/// Appends the format's own bytes of x, least significant first. Errors: std::invalid_argument
/// where x is not a value of `f`.
void append_bytes(const format& f, double x, std::string& bytes);

/// Appends the numbers, one after the other.
void append_bytes(const format& f, std::span<const double> values, std::string& bytes);

/// The number whose bytes begin there. Domain: f.width / 8 of them are there.
double number_at(const format& f, const char* bytes);

/// CRC-32 of IEEE 802.3 (zlib's crc32): polynomial 0x04c11db7, reflected; "123456789" gives
/// 0xcbf43926.
std::uint32_t crc32(std::string_view bytes);

/// The members that announce a payload in the line before it: "bytes":16,"crc32":305419896
std::string announcement(std::string_view payload);

/// How many bytes a line announces; 0 where it announces none.
std::size_t announced_bytes(std::string_view line);

/// What is wrong with a payload of which `due` bytes were expected; empty if nothing is.
std::string payload_fault(const nlohmann::json& header, std::string_view payload, std::size_t due);

/// The request {"cmd":CMD,"format":...} with these numbers.
klap_message numbers_request(const std::string& cmd, const format& f, encoding e,
                             std::span<const double> values);

/// A number that came, and how to show it; without a value where it is none of the format.
struct received_number {
  std::optional<double> value;
  std::string text;
};

/// The numbers of an answer to such a request. Errors: protocol_error, beginning with `step`,
/// unless there are `count`.
std::vector<received_number> read_numbers(const format& f, encoding e, const std::string& step,
                                          std::size_t count, const klap_message& came);

}  // namespace kloracle
