// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "tools/golden/fixture.hpp"

namespace kloracle {

/// The canonical text of a number.
///
/// Statement     a value of binary64 as C99's %a writes it, subnormals as 0x0.hhhp-1022 (R misreads
///               them normalised); any other dyadic number as normalised hex, the rest as fractions
std::string canonical_number(const number& x);

/// The canonical text of a problem: the line that `kloracle eval --json` reads, keys in one order,
/// options and units as they stand, numbers by canonical_number().
std::string problem_text(const problem& asked);

/// SHA-256 in lower-case hex.
std::string sha256(std::string_view bytes);

/// "kl.normalised", "kl.gamma|normal": the quantity, and what it is of.
std::string problem_kind(const problem& asked);

/// The id of a case: its kind, and the first 12 digits of the SHA-256 of problem_text(). It never
/// changes with order, seed or version.
std::string case_id_of(const problem& asked);

/// The formats in which every number of p and q is exact, narrowest first.
std::vector<const format*> fitting_formats(const problem& asked);

/// One case as a line of JSON, without a newline.
std::string case_text(const fixture_case& c);

/// The whole file: heading, notes on the flags and policies in it, one case per line.
std::string file_text(const fixture_file& f);

}  // namespace kloracle
