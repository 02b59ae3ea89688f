// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "oracle/format.hpp"

namespace kloracle {

/// How KLAP writes numbers; tools/adapters/README.md, "Numbers". All but bin are texts; bin is
/// bytes (klap_numbers.hpp), and a single number of it, in a message to a person, is that of bits.
enum class encoding { hexfloat, bits, dec17, bin };

/// Every encoding, the preferred one first.
std::span<const encoding> encodings();

std::string_view name(encoding e);
std::optional<encoding> find_encoding(std::string_view name);

/// Whether a double can hold every value of the format, which is what this codec works on.
constexpr bool fits_double(const format& f) {
  return f.width <= 64;
}

/// The interchange bit pattern of the value x in `f`, of NaN the one quiet NaN; nullopt where x is
/// not a value of `f`.
std::optional<std::uint64_t> pattern_of(const format& f, double x);

/// The value of a bit pattern of `f`.
double value_of(const format& f, std::uint64_t pattern);

/// Appends the canonical text of x: of hexfloat what kloracle::hex() writes, of bits lower case.
/// Errors: std::invalid_argument where x is not a value of `f`.
void encode(const format& f, encoding e, double x, std::string& out);

/// The value of `f` that the text writes, or nullopt if it writes none.
///
/// Statement     hexfloat: any C99 hexadecimal floating constant, signed, in either case; bits:
///               exactly width/4 hex digits in either case; dec17: any decimal, read as the nearest
///               binary64. inf, infinity and nan, signed, in either case, but for bits
/// Guarantee     never rounds to `f`: a number that is not one of its values is nullopt
std::optional<double> decode(const format& f, encoding e, std::string_view text);

}  // namespace kloracle
