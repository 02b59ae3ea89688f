// SPDX-License-Identifier: Apache-2.0
// The program of a finding: what stands for the numbers becomes them, and nothing else changes.
#include "tools/report_snippet.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

namespace kloracle {
namespace {

const sample halves{{0.5, 0.25}, {1, 0x1p-1074}};

TEST(report_snippet, numbers) {
  EXPECT_EQ(filled_snippet("f({p}, {q})", halves, binary64), "f([0.5, 0.25], [1.0, 5e-324])");
  EXPECT_EQ(filled_snippet("{p:hex} {q:hex}", halves, binary64),
            "[0x1p-1, 0x1p-2] [0x1p+0, 0x0.0000000000001p-1022]");
}

TEST(report_snippet, formats) {
  EXPECT_EQ(filled_snippet("{dtype} {format}", halves, binary32), "float32 binary32");
  EXPECT_EQ(dtype_of(bfloat16), "bfloat16");
  EXPECT_EQ(dtype_of(binary16), "float16");
}

TEST(report_snippet, what_is_no_number) {
  const double inf = std::numeric_limits<double>::infinity();
  const sample odd{{inf, -inf}, {std::numeric_limits<double>::quiet_NaN()}};
  EXPECT_EQ(filled_snippet("{p}{q}", odd, binary64), "[inf, -inf][nan]");
  EXPECT_EQ(filled_snippet("{p:hex}{q:hex}", odd, binary64), "[inf, -inf][nan]");
}

TEST(report_snippet, other_braces_stay) {
  const std::string text = "f'{x}' {{p}} {P} {p } { {p:bits} {q";
  EXPECT_EQ(filled_snippet(text, {{1}, {}}, binary64), "f'{x}' {[1.0]} {P} {p } { {p:bits} {q");
  EXPECT_EQ(filled_snippet("", halves, binary64), "");
}

// A literal is read back as the same value, and no language takes it for an integer.
TEST(report_snippet, decimals_are_exact) {
  for (const double x : {0.1, 1.0 / 3, 1e300, 1e16, 123456789.0, 0x1.fffffffffffffp+1023, 0x1p-1074,
                         -0.0, 0x1.000002p-126}) {
    const std::string text = decimal_literal(x);
    EXPECT_EQ(std::strtod(text.c_str(), nullptr), x) << text;
    EXPECT_NE(text.find_first_of(".e"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace kloracle
