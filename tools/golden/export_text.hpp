// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "tools/golden/export_table.hpp"
#include "tools/number_codec.hpp"

namespace kloracle {

/// How a language writes numbers in its source.
struct literal_style {
  std::string_view infinity;
  std::string_view minus_infinity;
  std::string_view nan;
  std::string_view suffix = "";       // of a finite number
  std::string_view bits_prefix = "";  // around a bit pattern
  std::string_view bits_suffix = "";
};

/// A number of the table's format. As decimals, what is narrower than binary64 is written as the
/// double that it is: readers need not know the format.
std::string literal(const export_table& t, encoding e, const literal_style& style, double x);

/// The same for numbers in a row.
std::string literals(const export_table& t, encoding e, const literal_style& style,
                     std::span<const double> values, std::string_view between = ", ");

/// A double in the fewest digits that tell it, with a point or an exponent: condition numbers.
std::string short_literal(const literal_style& style, double x);

/// Integers in a row: "2, 3".
std::string integers(std::span<const std::size_t> values, std::string_view between = ", ");

/// What the file is, in lines that begin with the language's mark of a comment.
std::string heading_comment(const export_table& t, encoding e, std::string_view mark);

}  // namespace kloracle
