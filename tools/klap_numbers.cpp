// SPDX-License-Identifier: Apache-2.0
#include "tools/klap_numbers.hpp"

#include <array>
#include <bit>
#include <optional>
#include <stdexcept>

#include "tools/one_line.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

using crc_tables = std::array<std::array<std::uint32_t, 256>, 8>;

// tables[k][b]: the remainder of byte b with k zero bytes after it.
constexpr crc_tables make_crc_tables() {
  crc_tables tables{};
  for (std::uint32_t b = 0; b < 256; ++b) {
    std::uint32_t rest = b;
    for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1) ^ ((rest & 1) != 0 ? 0xedb88320 : 0);
    tables[0][b] = rest;
  }
  for (std::size_t k = 1; k < tables.size(); ++k) {
    for (std::size_t b = 0; b < 256; ++b) {
      const std::uint32_t rest = tables[k - 1][b];
      tables[k][b] = (rest >> 8) ^ tables[0][rest & 255];
    }
  }
  return tables;
}

template <class Unsigned>
void append_little_endian(Unsigned pattern, std::size_t bytes, std::string& to) {
  std::array<char, sizeof(Unsigned)> buffer{};
  for (char& byte : buffer) {
    byte = static_cast<char>(pattern & 255);
    pattern >>= 8;
  }
  to.append(buffer.data(), bytes);
}

std::uint64_t little_endian(const char* bytes, std::size_t count) {
  std::uint64_t pattern = 0;
  for (std::size_t i = count; i > 0; --i) {
    pattern = pattern << 8 | static_cast<unsigned char>(bytes[i - 1]);
  }
  return pattern;
}

std::vector<received_number> read_bytes(const format& f, const std::string& step, std::size_t count,
                                        const json& reply, const klap_message& came) {
  const std::size_t width = static_cast<std::size_t>(f.width) / 8;
  const std::string fault = payload_fault(reply, came.payload, count * width);
  if (!fault.empty()) throw protocol_error(step + fault + ", in '" + one_line(came.line) + "'");
  std::vector<received_number> numbers(count);
  for (std::size_t i = 0; i < count; ++i) {
    numbers[i].value = number_at(f, came.payload.data() + i * width);
    encode(f, encoding::bin, *numbers[i].value, numbers[i].text);
  }
  return numbers;
}

}  // namespace

void append_texts(const format& f, encoding e, std::span<const double> values, std::string& text) {
  text += '[';
  for (const double x : values) {
    if (text.back() != '[') text += ',';
    text += '"';
    encode(f, e, x, text);
    text += '"';
  }
  text += ']';
}

void append_bytes(const format& f, double x, std::string& bytes) {
  const std::optional<std::uint64_t> pattern = pattern_of(f, x);
  if (!pattern) throw std::invalid_argument("not a value of " + std::string(f.name));
  append_little_endian(*pattern, static_cast<std::size_t>(f.width) / 8, bytes);
}

void append_bytes(const format& f, std::span<const double> values, std::string& bytes) {
  if (f.width == 64 && std::endian::native == std::endian::little) {
    bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    return;
  }
  for (const double x : values) append_bytes(f, x, bytes);
}

double number_at(const format& f, const char* bytes) {
  return value_of(f, little_endian(bytes, static_cast<std::size_t>(f.width) / 8));
}

std::uint32_t crc32(std::string_view bytes) {
  static constexpr crc_tables tables = make_crc_tables();
  std::uint32_t rest = 0xffffffff;
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    const std::uint64_t word = little_endian(bytes.data(), 8) ^ rest;
    rest = 0;
    for (std::size_t k = 0; k < 8; ++k) rest ^= tables[7 - k][word >> (8 * k) & 255];
  }
  for (const char byte : bytes) {
    rest = (rest >> 8) ^ tables[0][(rest ^ static_cast<unsigned char>(byte)) & 255];
  }
  return ~rest;
}

std::string announcement(std::string_view payload) {
  return "\"bytes\":" + std::to_string(payload.size()) +
         ",\"crc32\":" + std::to_string(crc32(payload));
}

std::size_t announced_bytes(std::string_view line) {
  const json header = parse_line(line);
  const json* bytes = find_member(header, "bytes");
  return bytes != nullptr && bytes->is_number_unsigned() ? bytes->get<std::size_t>() : 0;
}

std::string payload_fault(const json& header, std::string_view payload, std::size_t due) {
  if (payload.size() != due) {
    return "expected a payload of " + std::to_string(due) + " bytes, came " +
           std::to_string(payload.size());
  }
  const json* sum = find_member(header, "crc32");
  const std::uint32_t own = crc32(payload);
  if (sum != nullptr && sum->is_number_unsigned() && *sum == own) return "";
  return "expected 'crc32' to be that of the payload, " + std::to_string(own) + ", came " +
         (sum == nullptr ? "none" : sum->dump());
}

klap_message numbers_request(const std::string& cmd, const format& f, encoding e,
                             std::span<const double> values) {
  klap_message message{"{\"cmd\":\"" + cmd + "\",\"format\":" + json_text(f.name)};
  if (e == encoding::bin) {
    append_bytes(f, values, message.payload);
    message.line +=
        ",\"numbers\":" + std::to_string(values.size()) + ',' + announcement(message.payload);
  } else {
    message.line += ",\"values\":";
    append_texts(f, e, values, message.line);
  }
  message.line += '}';
  return message;
}

std::vector<received_number> read_numbers(const format& f, encoding e, const std::string& step,
                                          std::size_t count, const klap_message& came) {
  const json reply = parse_line(came.line);
  if (e == encoding::bin && find_text(reply, "error") == nullptr) {
    return read_bytes(f, step, count, reply, came);
  }
  const json* values = find_member(reply, "values");
  if (values == nullptr || !values->is_array() || values->size() != count) {
    throw protocol_error(step + "expected 'values', a list of " + std::to_string(count) +
                         ", came '" + one_line(came.line) + "'");
  }
  std::vector<received_number> numbers;
  for (const json& value : *values) {
    const auto* text = value.get_ptr<const std::string*>();
    if (text == nullptr) {
      numbers.push_back({std::nullopt, value.dump()});
    } else {
      numbers.push_back({decode(f, e, *text), *text});
    }
  }
  return numbers;
}

}  // namespace kloracle
