// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "oracle/format.hpp"

namespace kloracle {

struct rational;  // oracle/exact.hpp

/// Text that is not a number, or a problem that cannot be stated; what() is one line naming the
/// fault.
class input_error : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// An exact input: a rational number, plus or minus infinity, or NaN.
///
/// Statement     the number given, with no rounding whatsoever; -0 is 0
/// Domain        any binary16 ... binary128 value, any integer, any fraction, any decimal
/// Guarantee     conversions from double, float and integers are exact; parse() says what it rounds
/// Errors        parse() and from_bits() throw input_error
class number {
 public:
  number() = default;  // zero
  // Exact, so implicit is safe. What would not be exact (long double, 128-bit integers) does not
  // compile.
  template <std::floating_point T>
  requires(sizeof(T) <= sizeof(double)) number(T value)
      : number(binary_tag{}, static_cast<double>(value)) {}  // NOLINT
  template <std::integral T>
  requires(sizeof(T) <= sizeof(std::int64_t)) number(T value)  // NOLINT
      : number(integer_tag{}, value != T{} && !(value > T{}), static_cast<std::uint64_t>(value)) {}

  /// mantissa * 2^exponent, exactly.
  static number scaled(std::int64_t mantissa, std::int32_t exponent);

  /// The value of an interchange bit pattern of `f`; `high` holds the upper 64 bits of binary128.
  static number from_bits(const format& f, std::uint64_t low, std::uint64_t high = 0);

  /// The number that `text` writes.
  ///
  /// Hex floats (0x1.8p-3) and fractions (3/20) are exact as written. A decimal is the nearest
  /// value of `input` (ties to even), or exactly the decimal when `input` is nullptr.
  /// inf, -inf and nan are read too. Errors: input_error for anything else, for a decimal that
  /// overflows `input`, for decimal exponents past 100000, for hex floats beyond 2^400000, and for
  /// text of more than 65536 characters (a fraction: 262144). What text() writes is read back.
  static number parse(std::string_view text, const format* input = &binary64);

  /// Plus or minus infinity.
  static number infinity(bool negative = false);
  /// Not a number: in any problem, bad input.
  static number nan();
  /// The rational number (oracle/exact.hpp: as_number).
  static number from_rational(rational value);

  /// Which of the four kinds it is.
  bool is_finite() const { return kind_ == kind::finite; }
  /// Which of the four kinds it is.
  bool is_nan() const { return kind_ == kind::not_a_number; }
  /// Which of the four kinds it is.
  bool is_plus_infinity() const { return kind_ == kind::plus_infinity; }
  /// Which of the four kinds it is.
  bool is_minus_infinity() const { return kind_ == kind::minus_infinity; }

  /// -1, 0 or 1; infinities have their sign, NaN has 0.
  int sign() const;

  /// Exact text that parse() reads back: hex for dyadic numbers, a fraction otherwise.
  std::string text() const;

 private:
  friend rational to_rational(const number&);
  friend bool is_integer(const number&);
  enum class kind : std::uint8_t { finite, plus_infinity, minus_infinity, not_a_number };
  struct binary_tag {};
  struct integer_tag {};
  number(binary_tag, double value);
  number(integer_tag, bool negative, std::uint64_t twos_complement);

  // A finite number is mantissa_ * 2^exponent_, or *big_ when that does not hold it.
  std::int64_t mantissa_ = 0;
  std::int32_t exponent_ = 0;
  kind kind_ = kind::finite;
  std::shared_ptr<const rational> big_;
};

/// Whether the number is a finite integer.
bool is_integer(const number& x);

}  // namespace kloracle
