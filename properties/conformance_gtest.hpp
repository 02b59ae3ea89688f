// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "properties/conformance.hpp"

namespace kloracle {

/// For EXPECT_TRUE: whether the code solves the problem, by values and by laws.
///
///   double my_kl(std::span<const double> p, std::span<const double> q);
///   TEST(MyKl, Conforms) {
///     EXPECT_TRUE(kloracle::conforms(my_kl, {.what = kloracle::quantity::kl}));
///   }
///
/// See subject_of() for what `code` may be and check_conformance() for what is asked of it.
template <class Code>
testing::AssertionResult conforms(const Code& code, offered_function what,
                                  const conformance_options& how = {}) {
  function_subject who = subject_of(std::move(what), code);
  const conformance c = check_conformance(who, how);
  return (c.conforms ? testing::AssertionSuccess() : testing::AssertionFailure()) << '\n'
                                                                                  << c.report;
}

}  // namespace kloracle
