// SPDX-License-Identifier: Apache-2.0
#include "oracle/number.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "oracle/exact.hpp"
#include "oracle/rounding.hpp"

namespace kloracle {
namespace {

constexpr std::size_t text_limit = 65536;
constexpr std::size_t fraction_limit = 262144;  // holds what an exact decimal reduces to
constexpr long decimal_exponent_limit = 100000;
constexpr long binary_exponent_limit = 400000;

[[noreturn]] void reject(std::string_view text, std::string_view why) {
  constexpr std::size_t shown = 40;
  std::string quoted(text.substr(0, shown));
  for (char& c : quoted) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  if (text.size() > shown) quoted += "...";
  throw input_error("'" + quoted + "' " + std::string(why));
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool same_word(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return (a | 0x20) == b; });
}

// Reads an optionally signed decimal integer that must fill `text` and lie within +-limit.
long read_exponent(std::string_view text, std::string_view whole, long limit) {
  std::size_t i = 0;
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) ++i;
  if (i == text.size()) reject(whole, "has an exponent without digits");
  long value = 0;
  for (; i < text.size(); ++i) {
    if (!is_digit(text[i])) reject(whole, "has an exponent that is not an integer");
    value = value * 10 + (text[i] - '0');
    if (value > limit) reject(whole, "has an exponent past +-" + std::to_string(limit));
  }
  return negative ? -value : value;
}

// The digits around at most one point: their value as an integer and how many follow the point.
struct digits {
  Z value = 0;
  long after_point = 0;
};

digits read_digits(std::string_view text, std::string_view whole, int base) {
  std::string plain;
  digits result;
  bool point = false;
  for (char c : text) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    const int d = hex_digit(c);
    if (d < 0 || d >= base) reject(whole, "is not a number");
    plain += c;
    if (point) ++result.after_point;
  }
  if (plain.empty()) reject(whole, "is not a number");
  if (mpz_set_str(result.value.backend().data(), plain.c_str(), base) != 0) {
    reject(whole, "is not a number");
  }
  return result;
}

Q read_hex(std::string_view text, std::string_view whole) {
  const std::size_t p = text.find_first_of("pP");
  const digits d = read_digits(text.substr(0, p), whole, 16);
  const long exponent = p == std::string_view::npos
                            ? 0
                            : read_exponent(text.substr(p + 1), whole, 4 * binary_exponent_limit);
  const long scale = exponent - 4 * d.after_point;
  const long leading = bit_length(d.value) - 1 + scale;
  if (d.value != 0 && std::labs(leading) > binary_exponent_limit) {
    reject(whole, "has an exponent past +-" + std::to_string(binary_exponent_limit));
  }
  return Q(d.value) * power_of_two(d.value == 0 ? 0 : scale);
}

Q read_decimal(std::string_view text, std::string_view whole) {
  const std::size_t e = text.find_first_of("eE");
  const digits d = read_digits(text.substr(0, e), whole, 10);
  const long exponent = e == std::string_view::npos
                            ? 0
                            : read_exponent(text.substr(e + 1), whole, decimal_exponent_limit);
  const long scale = exponent - d.after_point;
  Z power;
  mpz_ui_pow_ui(power.backend().data(), 10, static_cast<unsigned long>(std::labs(scale)));
  return scale < 0 ? Q(d.value, power) : Q(Z(d.value * power));
}

Q read_fraction(std::string_view text, std::size_t slash, std::string_view whole) {
  if (text.find('.') != std::string_view::npos) reject(whole, "is a fraction of non-integers");
  const digits n = read_digits(text.substr(0, slash), whole, 10);
  const digits d = read_digits(text.substr(slash + 1), whole, 10);
  if (d.value == 0) reject(whole, "divides by zero");
  return Q(n.value, d.value);
}

Q rounded_to_input(const Q& x, const format& input, std::string_view whole) {
  const fp nearest = round_to(input, direction::nearest_even, x);
  if (nearest.infinite) {
    reject(whole, "overflows " + std::string(input.name) + "; use exact input or write a fraction");
  }
  return value(nearest);
}

}  // namespace

number::number(integer_tag, bool negative, std::uint64_t twos_complement)
    : mantissa_(static_cast<std::int64_t>(twos_complement)) {
  if (!negative && mantissa_ < 0) {  // an unsigned integer of 2^63 or more
    mantissa_ = 0;
    big_ = std::make_shared<const rational>(rational{Q(Z(twos_complement))});
  }
}

number::number(binary_tag, double value) {
  if (std::isnan(value)) {
    kind_ = kind::not_a_number;
  } else if (std::isinf(value)) {
    kind_ = value > 0 ? kind::plus_infinity : kind::minus_infinity;
  } else if (value != 0) {
    int exponent = 0;
    const double fraction = std::frexp(value, &exponent);
    mantissa_ = static_cast<std::int64_t>(std::ldexp(fraction, 53));  // an integer below 2^53
    exponent_ = exponent - 53;
  }
}

number number::scaled(std::int64_t mantissa, std::int32_t exponent) {
  number x;
  x.mantissa_ = mantissa;
  x.exponent_ = mantissa == 0 ? 0 : exponent;
  return x;
}

number number::infinity(bool negative) {
  number x;
  x.kind_ = negative ? kind::minus_infinity : kind::plus_infinity;
  return x;
}

number number::nan() {
  number x;
  x.kind_ = kind::not_a_number;
  return x;
}

number number::from_rational(rational value) {
  number x;
  x.big_ = std::make_shared<const rational>(std::move(value));
  return x;
}

number number::from_bits(const format& f, std::uint64_t low, std::uint64_t high) {
  Z pattern = high;
  pattern <<= 64;
  pattern += low;
  if (bit_length(pattern) > f.width) {
    throw input_error("bit pattern wider than " + std::string(f.name));
  }
  const auto field = static_cast<unsigned long>(f.precision - 1);
  const Z significand_mask = (Z(1) << field) - 1;
  const long exponent_mask = 2L * f.emax + 1;
  const bool negative = bit_test(pattern, static_cast<unsigned>(f.width - 1));
  const long exponent = Z((pattern >> field) & Z(exponent_mask)).convert_to<long>();
  Z m = pattern & significand_mask;
  if (exponent == exponent_mask) return m == 0 ? infinity(negative) : nan();
  if (exponent != 0) m += Z(1) << field;
  if (negative) m = -m;
  const long q = std::max(exponent, 1L) + f.emin - f.precision;
  if (f.precision <= 53) {
    return scaled(m.convert_to<std::int64_t>(), static_cast<std::int32_t>(q));
  }
  return as_number(Q(m) * power_of_two(q));
}

number number::parse(std::string_view text, const format* input) {
  const std::string_view whole = text;
  const bool fraction = text.find('/') != std::string_view::npos;
  const std::size_t limit = fraction ? fraction_limit : text_limit;
  if (text.size() > limit) reject(text, "is longer than " + std::to_string(limit) + " characters");
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text.empty()) reject(whole, "is not a number");
  if (same_word(text, "inf") || same_word(text, "infinity")) return infinity(negative);
  if (same_word(text, "nan")) return nan();
  Q x;
  if (text.size() > 2 && text[0] == '0' && (text[1] | 0x20) == 'x') {
    x = read_hex(text.substr(2), whole);
  } else if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
    x = read_fraction(text, slash, whole);
  } else {
    x = read_decimal(text, whole);
    if (input != nullptr) x = rounded_to_input(x, *input, whole);
  }
  if (negative) x = -x;
  return as_number(std::move(x));
}

int number::sign() const {
  switch (kind_) {
    case kind::plus_infinity:
      return 1;
    case kind::minus_infinity:
      return -1;
    case kind::not_a_number:
      return 0;
    case kind::finite:
      break;
  }
  if (big_) return big_->value.sign();
  return mantissa_ > 0 ? 1 : (mantissa_ < 0 ? -1 : 0);
}

rational to_rational(const number& x) {
  if (!x.is_finite())
    throw std::logic_error("kloracle: exact value of a number that is not finite");
  if (x.big_) return *x.big_;
  return {Q(x.mantissa_) * power_of_two(x.exponent_)};
}

bool is_integer(const number& x) {
  if (!x.is_finite()) return false;
  if (!x.big_ && x.exponent_ >= 0) return true;
  return denominator(to_rational(x).value) == 1;
}

std::string number::text() const {
  if (is_nan()) return "nan";
  if (!is_finite()) return is_plus_infinity() ? "inf" : "-inf";
  const Q x = to_rational(*this).value;
  if (x == 0) return "0x0p+0";
  Z odd = denominator(x);
  remove_factor(odd, Z(2));
  if (odd != 1) return x.str();
  // Dyadic: as binary64 writes it where binary64 holds it, else normalised with a free exponent.
  fp rounded = round_to(binary64, direction::toward_zero, x);
  if (!rounded.infinite && value(rounded) == x) return hex(binary64, rounded);
  const long twos = bit_length(denominator(x)) - 1;  // the denominator is 2^twos
  return hex(fp{x < 0, false, abs(numerator(x)), -twos});
}

}  // namespace kloracle
