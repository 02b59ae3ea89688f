// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace kloracle {

/// A binary floating-point format: p significant bits, exponents emin..emax of the leading bit.
///
/// The largest finite value is (2 - 2^(1-p)) 2^emax; the smallest positive one 2^(emin-p+1).
struct format {
  std::string_view name;
  int precision;  // significant bits, the hidden one included
  int emin;       // exponent of the smallest normal number
  int emax;       // exponent of the largest finite number
  int width;      // bits of the interchange encoding
};

inline constexpr format binary16{"binary16", 11, -14, 15, 16};
inline constexpr format bfloat16{"bfloat16", 8, -126, 127, 16};
inline constexpr format binary32{"binary32", 24, -126, 127, 32};
inline constexpr format binary64{"binary64", 53, -1022, 1023, 64};
inline constexpr format binary128{"binary128", 113, -16382, 16383, 128};

/// Every format, narrowest first: the one list that the CLI, the docs and the tests read.
std::span<const format* const> formats();

/// The format of that name, or nullptr.
const format* find_format(std::string_view name);

/// The five rounding directions of IEEE 754-2019, section 4.3.
enum class direction { nearest_even, nearest_away, upward, downward, toward_zero };

/// Every direction, in the order above.
std::span<const direction> directions();

/// The direction's name as the CLI spells it: nearest_even, nearest_away, upward, downward,
/// toward_zero.
std::string_view name(direction d);

/// The direction of that name, or nullptr.
const direction* find_direction(std::string_view name);

}  // namespace kloracle
