// SPDX-License-Identifier: Apache-2.0
#include "tools/number_codec.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <limits>
#include <stdexcept>
#include <utility>

namespace kloracle {
namespace {

constexpr std::array all_encodings{encoding::hexfloat, encoding::bits, encoding::dec17,
                                   encoding::bin};
constexpr std::string_view hex_digits = "0123456789abcdef";

// Whether the text of a number is its bit pattern.
bool is_pattern(encoding e) {
  return e == encoding::bits || e == encoding::bin;
}

// The fields of a format's interchange encoding: sign, exponent, fraction.
struct layout {
  int fraction_bits;
  std::uint64_t sign;
  std::uint64_t infinity;

  explicit layout(const format& f)
      : fraction_bits(f.precision - 1),
        sign(std::uint64_t{1} << (f.width - 1)),
        infinity(sign - (std::uint64_t{1} << fraction_bits)) {}

  std::uint64_t nan() const { return infinity | std::uint64_t{1} << (fraction_bits - 1); }
};

// A non-negative number m * 2^q.
struct magnitude {
  std::uint64_t m = 0;
  std::int64_t q = 0;
};

// The pattern of a magnitude in `f`, or nullopt if it would have to be rounded.
std::optional<std::uint64_t> pattern_of(const format& f, magnitude x) {
  if (x.m == 0) return 0;
  const int zeros = std::countr_zero(x.m);
  const std::uint64_t odd = x.m >> zeros;
  const std::int64_t lowest = x.q + zeros;
  const std::int64_t leading = lowest + static_cast<std::int64_t>(std::bit_width(odd)) - 1;
  if (leading > f.emax) return std::nullopt;
  const int fraction_bits = f.precision - 1;
  const std::int64_t exponent = std::max<std::int64_t>(leading, f.emin);
  const std::int64_t shift = lowest - (exponent - fraction_bits);
  if (shift < 0) return std::nullopt;
  // The leading bit of a normal number carries into the exponent field.
  return (static_cast<std::uint64_t>(exponent - f.emin) << fraction_bits) + (odd << shift);
}

magnitude magnitude_of(const layout& fields, int emin, std::uint64_t pattern) {
  const std::uint64_t field = pattern >> fields.fraction_bits;
  const std::uint64_t hidden = std::uint64_t{1} << fields.fraction_bits;
  const std::uint64_t fraction = pattern & (hidden - 1);
  if (field == 0) return {fraction, emin - fields.fraction_bits};
  return {fraction | hidden, static_cast<std::int64_t>(field) - 1 + emin - fields.fraction_bits};
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool same_word(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return (a | 0x20) == b; });
}

// The digits of a hexadecimal significand, as many as a format of 53 bits can need.
class significand {
 public:
  // Whether the character was one of the significand's: a digit, or its first point.
  bool take(char c) {
    if (c == '.') return !std::exchange(after_point_, true);
    const int digit = hex_value(c);
    if (digit < 0) return false;
    any_ = true;
    if (value_.m >> 60 != 0) {
      // 16 digits behind a non-zero one: more bits than any format here has.
      lost_ = lost_ || digit != 0;
      if (!after_point_) value_.q += 4;
      return true;
    }
    value_.m = value_.m << 4 | static_cast<std::uint64_t>(digit);
    if (after_point_) value_.q -= 4;
    return true;
  }

  std::optional<magnitude> value() const {
    return any_ && !lost_ ? std::optional(value_) : std::nullopt;
  }

 private:
  magnitude value_;
  bool any_ = false;
  bool lost_ = false;
  bool after_point_ = false;
};

// The decimal integer that fills `text`, optionally signed, held within +-limit.
std::optional<std::int64_t> read_exponent(std::string_view text) {
  constexpr std::int64_t limit = std::numeric_limits<std::int64_t>::max() / 4;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value > limit / 10 ? limit : value * 10 + (c - '0');
  }
  return negative ? -value : value;
}

// An unsigned C99 hexadecimal floating constant.
std::optional<magnitude> read_hexfloat(std::string_view text) {
  if (text.size() < 2 || text[0] != '0' || (text[1] | 0x20) != 'x') return std::nullopt;
  text.remove_prefix(2);
  significand digits;
  while (!text.empty() && digits.take(text.front())) text.remove_prefix(1);
  if (text.empty() || (text.front() | 0x20) != 'p') return std::nullopt;
  const std::optional<std::int64_t> exponent = read_exponent(text.substr(1));
  std::optional<magnitude> value = digits.value();
  if (!exponent || !value) return std::nullopt;
  value->q += *exponent;
  return value;
}

std::optional<std::uint64_t> decode_bits(const format& f, std::string_view text) {
  if (text.size() != static_cast<std::size_t>(f.width) / 4) return std::nullopt;
  std::uint64_t pattern = 0;
  for (const char c : text) {
    const int digit = hex_value(c);
    if (digit < 0) return std::nullopt;
    pattern = pattern << 4 | static_cast<std::uint64_t>(digit);
  }
  return pattern;
}

// An unsigned decimal, as the nearest binary64, which must be a value of `f`.
std::optional<std::uint64_t> decode_decimal(const format& f, std::string_view text) {
  // from_chars would read a sign, and words, too.
  if (text.empty() || text[0] < '0' || text[0] > '9') return std::nullopt;
  double x = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, x);
  if (stop != end || error != std::errc{}) return std::nullopt;
  return pattern_of(f, x);
}

std::optional<std::uint64_t> decode_word(const format& f, std::string_view text) {
  const layout fields(f);
  if (same_word(text, "inf") || same_word(text, "infinity")) return fields.infinity;
  if (same_word(text, "nan")) return fields.nan();
  return std::nullopt;
}

char* write_hex(std::uint64_t value, int digits, char* out) {
  for (int i = digits - 1; i >= 0; --i) *out++ = hex_digits[value >> (4 * i) & 15];
  return out;
}

// As kloracle::hex() writes it: subnormals keep the leading 0 and the least exponent.
char* write_hexfloat(const format& f, std::uint64_t pattern, char* out, char* end) {
  const layout fields(f);
  const std::uint64_t field = pattern >> fields.fraction_bits;
  std::uint64_t fraction = pattern & ((std::uint64_t{1} << fields.fraction_bits) - 1);
  out = std::copy_n(field == 0 ? "0x0" : "0x1", 3, out);
  if (fraction != 0) {
    int digits = (fields.fraction_bits + 3) / 4;
    fraction <<= 4 * digits - fields.fraction_bits;
    for (; (fraction & 15) == 0; fraction >>= 4) --digits;
    *out++ = '.';
    out = write_hex(fraction, digits, out);
  }
  const std::int64_t exponent =
      pattern == 0 ? 0 : std::max<std::int64_t>(static_cast<std::int64_t>(field), 1) - 1 + f.emin;
  *out++ = 'p';
  if (exponent >= 0) *out++ = '+';
  return std::to_chars(out, end, exponent).ptr;
}

// A pattern as hexfloat or dec17.
char* write_text(const format& f, encoding e, std::uint64_t pattern, char* out, char* end) {
  const layout fields(f);
  const std::uint64_t absolute = pattern & ~fields.sign;
  if (absolute > fields.infinity) return std::copy_n("nan", 3, out);
  if (absolute != pattern) *out++ = '-';
  if (absolute == fields.infinity) return std::copy_n("inf", 3, out);
  if (e == encoding::hexfloat) return write_hexfloat(f, absolute, out, end);
  const double positive = value_of(f, absolute);
  return std::to_chars(out, end, positive, std::chars_format::scientific, 16).ptr;
}

}  // namespace

std::span<const encoding> encodings() {
  return all_encodings;
}

std::string_view name(encoding e) {
  constexpr std::array<std::string_view, 4> names{"hexfloat", "bits", "dec17", "bin"};
  return names[static_cast<std::size_t>(e)];
}

std::optional<encoding> find_encoding(std::string_view word) {
  for (const encoding e : all_encodings) {
    if (name(e) == word) return e;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> pattern_of(const format& f, double x) {
  const layout fields(f);
  if (x != x) return fields.nan();
  const auto bits = std::bit_cast<std::uint64_t>(x);
  if (f.width == 64) return bits;
  const layout wide(binary64);
  const std::uint64_t absolute = bits & ~wide.sign;
  std::optional<std::uint64_t> pattern =
      absolute == wide.infinity ? fields.infinity
                                : pattern_of(f, magnitude_of(wide, binary64.emin, absolute));
  if (pattern && (bits & wide.sign) != 0) *pattern |= fields.sign;
  return pattern;
}

double value_of(const format& f, std::uint64_t pattern) {
  if (f.width == 64) return std::bit_cast<double>(pattern);
  const layout fields(f);
  const layout wide(binary64);
  const std::uint64_t absolute = pattern & (fields.sign - 1);
  std::uint64_t bits = wide.infinity;
  if (absolute > fields.infinity) bits = wide.nan();
  // Every narrower format's values are values of binary64.
  if (absolute < fields.infinity) {
    bits = *pattern_of(binary64, magnitude_of(fields, f.emin, absolute));
  }
  return std::bit_cast<double>((pattern & fields.sign) != 0 ? bits | wide.sign : bits);
}

void encode(const format& f, encoding e, double x, std::string& out) {
  const std::optional<std::uint64_t> pattern = pattern_of(f, x);
  if (!pattern) throw std::invalid_argument("not a value of " + std::string(f.name));
  std::array<char, 40> buffer;
  char* const end = buffer.data() + buffer.size();
  char* const at = is_pattern(e) ? write_hex(*pattern, f.width / 4, buffer.data())
                                 : write_text(f, e, *pattern, buffer.data(), end);
  out.append(buffer.data(), at);
}

std::optional<double> decode(const format& f, encoding e, std::string_view text) {
  std::optional<std::uint64_t> pattern;
  bool negative = false;
  if (is_pattern(e)) {
    pattern = decode_bits(f, text);
  } else {
    negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    pattern = decode_word(f, text);
    if (!pattern && e == encoding::dec17) pattern = decode_decimal(f, text);
    if (!pattern && e == encoding::hexfloat) {
      if (const auto value = read_hexfloat(text)) pattern = pattern_of(f, *value);
    }
  }
  if (!pattern) return std::nullopt;
  return value_of(f, negative ? *pattern | layout(f).sign : *pattern);
}

}  // namespace kloracle
