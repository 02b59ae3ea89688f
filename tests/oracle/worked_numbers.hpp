// SPDX-License-Identifier: Apache-2.0
//
// The source documents' worked numbers (features.md, part 2): what a row holds and what is checked.
// A printed number is right if the certified value rounds to it at its own number of decimals.
#pragma once

#include <gtest/gtest.h>

#include <cctype>
#include <string>

#include "oracle/exact.hpp"
#include "oracle/interval.hpp"
#include "tests/oracle/spelled_problems.hpp"

namespace kloracle {

/// What the document says of a value: 50 digits, what is printed, and the erratum that corrects it.
struct published {
  const char* digits;          // 50 significant digits
  const char* printed = "";    // as printed, right or wrong; empty if nothing is
  const char* corrected = "";  // to as many decimals; empty if the printed number is right
  const char* erratum = "";
};

inline const char* const k1_p = "0.92 0.03 0.02 0.02 0.01";
inline const char* const k1_q = "0.7 0.1 0.1 0.05 0.05";

/// Half a unit in the last decimal that `text` shows.
inline Q half_unit(const std::string& text) {
  const std::size_t dot = text.find('.');
  const std::size_t decimals = dot == std::string::npos ? 0 : text.size() - dot - 1;
  return Q(1) / Q(2 * pow(Z(10), static_cast<unsigned>(decimals)));
}

/// Every member of x rounds to `text`: proved.
inline bool rounds_to(const interval& x, const std::string& text) {
  const Q center = rational_from(text);
  const Q half = half_unit(text);
  return rational_of(x.lo()) > center - half && rational_of(x.hi()) < center + half;
}

/// No member of x rounds to `text`: proved.
inline bool never_rounds_to(const interval& x, const std::string& text) {
  const Q center = rational_from(text);
  const Q half = half_unit(text);
  return rational_of(x.lo()) > center + half || rational_of(x.hi()) < center - half;
}

inline void expect_published(const interval& x, const published& row) {
  EXPECT_TRUE(rounds_to(x, row.digits)) << row.digits;
  const std::string printed = row.printed;
  const std::string corrected = row.corrected;
  if (printed.empty()) return;
  if (corrected.empty()) {
    EXPECT_TRUE(rounds_to(x, printed)) << printed;
    return;
  }
  EXPECT_TRUE(never_rounds_to(x, printed)) << printed << ' ' << row.erratum;
  EXPECT_TRUE(rounds_to(x, corrected)) << corrected << ' ' << row.erratum;
}

/// A test name from the place and the quantity: letters and digits only.
inline std::string test_name(std::size_t index, const std::string& place) {
  std::string name = std::to_string(index) + "_";
  for (const char c : place) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) name += c;
  }
  return name;
}

/// The oracle's enclosure, narrower than any 50 digits.
inline interval oracle_value(const spelled& s) {
  target t;
  t.condition = false;
  t.enclosure_bits = 300;
  return answered(s, t).bounds.value().bounds();
}

}  // namespace kloracle
